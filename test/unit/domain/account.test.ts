import { describe, expect, it } from '@jest/globals';
import type { Account } from '../../../mock-server/domain/account.ts';
import { accountState, endAccount } from '../../../mock-server/domain/account.ts';
import { createIds } from '../../../mock-server/ids.ts';
import { uncounted } from '../../../mock-server/memory/budget.ts';
import { appOf, openAccount } from './open-account.ts';

const IDS_OF_SEED = ['f31306a0-1718-478e-9444-89722859f93d', '2425651069', '6e368041-a6f0-4b82-9f5b-3a202f806dc6'];
const FILE = { path: '/a', type: 'text/plain', bytes: Uint8Array.of(1) };
const RECORD = { grant_types: [], scope: 'a', enabled: true, deleted: false };

describe('an account', () => {
  it('draws with a seed the same ids in every version', () => {
    const account = openAccount();
    expect([
      account.conversations.open('jane').id,
      account.agentSessions.open('ada', 0).userId,
      account.installations.install(RECORD)?.client_id,
    ]).toEqual(IDS_OF_SEED);
  });

  it('tells once that it has app installations: at once where some are configured, else when they are asked for', () => {
    const told: Account[] = [];
    const onInstallations = (account: Account): unknown => told.push(account);
    const configured = openAccount({ apps: [appOf('app')] }, { onInstallations });
    expect([told, [...configured.apps.keys()]]).toEqual([[configured], ['app']]);
    const without = openAccount({}, { onInstallations });
    expect([told.length, without.apps.size]).toEqual([1, 0]);
    without.installations.install(RECORD);
    expect([told, without.apps.size]).toEqual([[configured, without], 1]);
    expect(without.installations).toBe(without.installations);
    expect(told).toHaveLength(2);
  });

  it('has neither files nor logins made by a look at what there is', () => {
    const account = openAccount();
    expect(account.existing).toEqual({});
    account.uploads.keep(FILE);
    account.codeLogins.add('code', { clientId: 'app', loginName: 'ada', scope: 'a' }, 0);
    expect([account.existing.uploads, account.existing.codeLogins]).toEqual([account.uploads, account.codeLogins]);
  });

  it('that is untouched has a state of nothing', () => {
    expect(accountState(openAccount())).toEqual({
      clock: { offsetMs: 0, frozenAtMs: 0 },
      conversations: [],
      events: [],
      revokedTokens: [],
      codeLogins: [],
      ids: createIds('seed').state(),
    });
  });

  it('is with the state of another what that was, counted from the start, and told of', () => {
    const earlier = openAccount({ apps: [appOf('app')] });
    earlier.clock.advance('1h');
    earlier.conversations.open('jane');
    earlier.installations.install(RECORD);
    earlier.profiles.set('jane', { name: 'Jane' });
    earlier.revokedTokens.add('header.payload.signature');
    earlier.uploads.keep(FILE);
    earlier.codeLogins.add('code', { clientId: 'app', loginName: 'ada', scope: 'a' }, 0);
    const state = accountState(earlier);
    for (const member of ['conversations', 'events', 'revokedTokens', 'uploads', 'codeLogins', 'profiles'] as const)
      expect(state[member]).toHaveLength(1);
    expect(state.installations?.apps).toHaveLength(2);

    const told: Account[] = [];
    const memory = uncounted();
    const later = openAccount({}, { memory, onInstallations: (account) => told.push(account) }, state);
    const bytes = memory.bytes();
    expect([told, later.clock.now()]).toEqual([[later], 3_600_000]);
    const { installations, ...rest } = accountState(later);
    const { installations: before, ...restBefore } = state;
    expect(rest).toEqual(restBefore);
    // Whoever configured `app` is gone, and its secret with him.
    expect(installations?.apps).toEqual(before?.apps.slice(1));
    expect(memory.bytes()).toBe(bytes);
    expect(later.conversations.open('john').id).toBe(earlier.conversations.open('john').id);
  });

  it('that is gone has its sockets closed with the reason, nothing due, and nothing counted', () => {
    const memory = uncounted();
    const account = openAccount({}, { memory });
    const ends: unknown[] = [];
    const side = { name: 'agent' as const, who: () => 'ada' };
    account.connections.add({ id: 'a', side, openedAtMs: 0, end: (...why) => ends.push(why) });
    account.clock.schedule(1000, () => ends.push('due'));
    account.conversations.open('jane');
    expect(memory.bytes()).toBeGreaterThan(0);
    endAccount(account, 'the account was removed');
    account.clock.advance('1h');
    expect(ends).toEqual([[1001, 'account-gone', 'the account was removed']]);
    expect(memory.bytes()).toBe(0);
  });
});
