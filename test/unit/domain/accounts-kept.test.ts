import { describe, expect, it } from '@jest/globals';
import type { Account } from '../../../mock-server/domain/account.ts';
import { accountState } from '../../../mock-server/domain/account.ts';
import type { Accounts, AccountsSetup } from '../../../mock-server/domain/accounts.ts';
import { appOf, entered, numbered, openAccounts, settingsOf } from './open-account.ts';

const idsOf = (accounts: readonly Account[]): string[] => accounts.map(({ id }) => id);

/** Accounts, and all that is told of them. */
function openHeard(setup: Partial<AccountsSetup> = {}): readonly [Accounts, string[]] {
  const heard: string[] = [];
  const accounts = openAccounts({
    onMake: ({ id }) => heard.push(`made ${id}`),
    onForget: (id) => heard.push(`gone ${id}`),
    onInstallations: ({ id }) => heard.push(`apps of ${id}`),
    ...setup,
  });
  return [accounts, heard];
}

/** Opens a socket that tells why it is closed. */
function connect(account: Account | undefined, heard: string[]): void {
  const end = (code: number, slug: string, why: string): unknown => heard.push(`${String(code)} ${slug}: ${why}`);
  account?.connections.add({ id: 'a', side: { name: 'consumer', who: () => undefined }, openedAtMs: 0, end });
}

describe('the accounts of a mock', () => {
  it('are the configured ones, the created ones and those that were taken in, each found by its id', () => {
    const accounts = openAccounts();
    const created = accounts.create(settingsOf('400'));
    const guest = entered(accounts, 'guest');
    expect(idsOf(accounts.configured)).toEqual(['100', '200', '300', '400']);
    expect([accounts.created, idsOf(accounts.all())]).toEqual([[created], ['100', '200', '300', '400', 'guest']]);
    for (const account of accounts.all()) {
      expect([accounts.find(account.id), accounts.enter(account.id), accounts.preview(account.id)]).toEqual([
        account,
        account,
        account,
      ]);
      expect(accounts.has(account)).toBe(true);
    }
    expect(guest.settings).toEqual({ accountId: 'guest', agents: [], apps: [], unAuthMessaging: true });
    expect(accounts.maxUnconfigured).toBe(100);
  });

  it('are not taken in by a look, nor where no account can be', () => {
    const [accounts] = openHeard();
    expect([accounts.preview('guest')?.id, accounts.find('guest')]).toEqual(['guest', undefined]);
    expect([accounts.enter('not an id'), accounts.preview('not an id')]).toEqual([undefined, undefined]);
    const closed = openAccounts({ closed: true });
    expect([closed.enter('guest'), closed.preview('guest'), closed.enter('100')?.id]).toEqual([
      undefined,
      undefined,
      '100',
    ]);
  });

  it('are told of when they are made or gone, but for the configured ones, which are there from the start', () => {
    const [accounts, heard] = openHeard();
    accounts.enter('100');
    expect(heard).toEqual(['apps of 100', 'apps of 200']);
    accounts.enter('guest');
    accounts.enter('guest');
    accounts.create(settingsOf('400', { apps: [appOf('created')] }));
    accounts.enter('guest')?.installations.list();
    accounts.remove('400');
    expect(heard.slice(2)).toEqual(['made guest', 'apps of 400', 'made 400', 'apps of guest', 'gone 400']);
  });
});

describe('an account that is created', () => {
  it('takes the place of one that nobody configured, of which nothing is left', () => {
    const [accounts, heard] = openHeard();
    const guest = entered(accounts, 'guest');
    connect(guest, heard);
    const created = accounts.create(settingsOf('guest', { unAuthMessaging: false }));
    expect(heard.slice(2)).toEqual([
      'made guest',
      '1001 account-gone: the account was removed',
      'gone guest',
      'made guest',
    ]);
    expect([accounts.has(guest), accounts.has(created), accounts.enter('guest')]).toEqual([false, true, created]);
    expect(accounts.all()).toHaveLength(4);
  });

  it('cannot have the id of one that is configured or was created', () => {
    const [accounts, heard] = openHeard();
    accounts.create(settingsOf('400'));
    heard.length = 0;
    for (const id of ['100', '400'])
      expect(() => accounts.create(settingsOf(id))).toThrow(new TypeError(`there is an account ${id} already`));
    expect([heard, accounts.configured.length]).toEqual([[], 4]);
  });

  it('is removed with all that it has, which no other can be', () => {
    const [accounts, heard] = openHeard();
    connect(accounts.create(settingsOf('400')), heard);
    accounts.enter('guest');
    heard.length = 0;
    expect(['400', '400', '100', 'guest'].map((id) => accounts.remove(id))).toEqual([true, false, false, false]);
    expect(heard).toEqual(['1001 account-gone: the account was removed', 'gone 400']);
    expect([accounts.created, accounts.all().length, accounts.wasForgotten('400')]).toEqual([[], 4, false]);
  });
});

describe('a reset', () => {
  it.each(['100', '400', 'guest'])(
    'of the account %s has that one made anew, and leaves the others alone',
    (accountId) => {
      const [accounts, heard] = openHeard();
      accounts.create(settingsOf('400'));
      accounts.enter('guest');
      const before = accounts.all();
      const account = entered(accounts, accountId);
      connect(account, heard);
      account.conversations.open('jane');
      heard.length = 0;
      accounts.reset(accountId);
      const apps = accountId === '100' ? ['apps of 100'] : [];
      expect(heard).toEqual(['1001 account-gone: the account was reset or restored', ...apps, `made ${accountId}`]);
      expect([accounts.has(account), accounts.find(accountId)?.conversations.list()]).toEqual([false, []]);
      expect(accounts.find(accountId)?.settings).toBe(account.settings);
      expect(idsOf(accounts.all())).toEqual(idsOf(before));
      expect(accounts.created.length).toBe(1);
      expect(before.filter((each) => !accounts.has(each))).toEqual([account]);
    },
  );

  it('of all has the lasting ones made anew and those that nobody configured forgotten', () => {
    const [accounts, heard] = openHeard();
    accounts.create(settingsOf('400'));
    const guest = entered(accounts, 'guest');
    for (const account of accounts.all()) account.conversations.open('jane');
    connect(guest, heard);
    heard.length = 0;
    accounts.reset();
    expect(heard).toEqual([
      '1001 account-gone: the mock was reset',
      'apps of 100',
      'made 100',
      'apps of 200',
      'made 200',
      'made 300',
      'made 400',
    ]);
    expect([idsOf(accounts.all()), accounts.has(guest)]).toEqual([['100', '200', '300', '400'], false]);
    expect(accounts.all().flatMap(({ conversations }) => conversations.list())).toEqual([]);
  });

  it('of one that is not there does nothing', () => {
    const [accounts, heard] = openHeard();
    accounts.enter('100');
    heard.length = 0;
    accounts.reset('guest');
    expect([heard, accounts.all().length]).toEqual([[], 3]);
  });

  it('of one that nobody configured does not keep it from going in its turn, and then it goes once', () => {
    const [accounts, heard] = openHeard({ maxUnconfigured: 2 });
    accounts.enter('guest');
    accounts.reset('guest');
    heard.length = 0;
    for (const id of numbered(4)) accounts.enter(id);
    expect(heard.filter((line) => line === 'gone guest')).toEqual(['gone guest']);
    expect(accounts.find('guest')).toBeUndefined();
  });

  it('or a restored state needs nobody who hears of it', () => {
    const accounts = openAccounts();
    accounts.create(settingsOf('400'));
    accounts.enter('guest')?.installations.list();
    const state = accountState(entered(accounts, '100'));
    for (const account of accounts.all()) accounts.restore(account, state);
    for (const account of accounts.all()) accounts.reset(account.id);
    accounts.reset();
    expect(idsOf(accounts.all())).toEqual(['100', '200', '300', '400']);
  });
});

it('an account is what it was in the state that it is put back into', () => {
  const accounts = openAccounts();
  const account = entered(accounts, '100');
  account.conversations.open('jane');
  const state = accountState(account);
  account.conversations.open('john');
  account.clock.advance('1h');
  accounts.restore(account, state);
  const restored = entered(accounts, '100');
  expect([accounts.has(account), accountState(restored)]).toEqual([false, state]);
});

describe('an account that nobody configured', () => {
  it('goes when too many came after it, which is remembered until a reset', () => {
    const [accounts, heard] = openHeard({ maxUnconfigured: 2 });
    connect(accounts.enter('guest'), heard);
    heard.length = 0;
    for (const id of numbered(4)) accounts.enter(id);
    expect(heard.filter((line) => !line.startsWith('made'))).toEqual([
      '1001 account-gone: the account was removed',
      'gone guest',
      'gone guest-0',
    ]);
    const forgotten = (): boolean[] => ['guest', 'guest-0', 'guest-1', '100'].map((id) => accounts.wasForgotten(id));
    expect(forgotten()).toEqual([true, true, false, false]);
    accounts.reset('guest');
    expect(forgotten()).toEqual([false, true, false, false]);
    accounts.reset();
    expect(forgotten()).toEqual([false, false, false, false]);
  });

  it('is remembered as gone as long as it is one of the last thousand', () => {
    const accounts = openAccounts({ maxUnconfigured: 1 });
    const ids = numbered(1003);
    for (const id of ids) accounts.enter(id);
    const forgotten = ids.filter((id) => accounts.wasForgotten(id));
    expect([forgotten.length, forgotten.at(-1)]).toEqual([
      1000,
      ids.at(forgotten.length + ids.indexOf(forgotten[0] ?? '') - 1),
    ]);
    expect(ids.filter((id) => accounts.find(id) !== undefined)).toEqual(
      ids.slice(ids.indexOf(forgotten.at(-1) ?? '') + 1),
    );
  });
});
