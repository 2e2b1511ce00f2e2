import { describe, expect, it } from '@jest/globals';
import { originsInCode } from '../../../../mock-server/config/origins.ts';
import type { ControlsSetup } from '../../../../mock-server/control/controls.ts';
import { restoreAccountSnapshot, restoreSnapshot } from '../../../../mock-server/control/state/snapshot.ts';
import type { Mock, MockOptions, Snapshot } from '../../../../mock-server/index.ts';
import { createMock } from '../../../../mock-server/index.ts';
import { createControlledMock } from '../../../../mock-server/mock.ts';
import { ask } from '../../../support/calls.ts';
import { entered } from '../../domain/open-account.ts';

const ACCOUNTS = ['100', '200'].map((accountId) => ({ accountId }));
const START = Date.parse('2026-11-20T12:00:00Z');

function open(options: MockOptions = {}): Mock {
  const mock = createMock({ seed: 'snapshot', accounts: ACCOUNTS, ...options });
  mock.clock.freeze(new Date(START));
  return mock;
}

const FAULT = { id: 'f', spec: { error: 'reset' }, seen: 2, fired: 1 };
const STANDING = { offsetMs: 0, frozenAtMs: START };

/** A snapshot of accounts that nothing has happened in. */
function snapshotOf(accountIds: readonly string[], more: object = {}, faults: readonly object[] = []): Snapshot {
  const clock = { offsetMs: 0, frozenAtMs: null };
  const state = { clock, faults, conversations: [], revokedTokens: [], ids: null };
  const accounts = Object.fromEntries(accountIds.map((accountId) => [accountId, state]));
  return { version: 1, accounts, ...more } as unknown as Snapshot;
}

/** A mock with a fault, and without room for more. */
function withoutRoom(): { setup: ControlsSetup; asked: unknown[] } {
  const { mock, controlled } = createControlledMock({ accounts: ACCOUNTS }, originsInCode({}));
  mock.faults.add({ delayMs: 0 });
  const asked: unknown[] = [];
  const requireRoom = (...given: unknown[]): void => {
    asked.push(given);
    throw new RangeError('no room');
  };
  return { setup: { ...controlled(), faults: { ...controlled().faults, requireRoom } }, asked };
}

const specs = (mock: Mock): unknown => mock.faults.list().map(({ id, spec }) => [id, spec]);

describe('A snapshot', () => {
  it('has the faults of the mock and of each account where they are armed, but none that matches by a function', () => {
    const mock = open();
    mock.faults.add({ delayMs: 1, times: 2 });
    mock.faults.add({ delayMs: 2, match: () => true });
    mock.account('100').faults.add({ delayMs: 3 });
    const { version, mock: whole, accounts } = mock.snapshot();
    expect([version, whole]).toEqual([
      1,
      {
        clock: { offsetMs: expect.any(Number) as unknown, frozenAtMs: START },
        faults: [{ id: 'fault-1', spec: { delayMs: 1, times: 2 }, seen: 0, fired: 0 }],
      },
    ]);
    const ofAccount = [{ id: 'fault-3', spec: { delayMs: 3, account: '100' }, seen: 0, fired: 0 }];
    expect(Object.entries(accounts).map(([id, { faults }]) => [id, faults])).toEqual([
      ['100', ofAccount],
      ['200', []],
    ]);
    expect(mock.account('100').snapshot()).toEqual({ version: 1, accounts: { '100': accounts['100'] } });
    expect(accounts['100']).toMatchObject({ conversations: [], revokedTokens: [], clock: { frozenAtMs: null } });
  });

  it('leaves out the accounts that are on their way out, as there is no room for them', () => {
    const mock = open({ limits: { unconfiguredAccounts: 1 } });
    for (const accountId of ['300', '400']) mock.account(accountId).clock.advance(1);
    const kept = Object.keys(mock.snapshot().accounts);
    expect([kept.length, kept.slice(0, 2)]).toEqual([3, ['100', '200']]);
    mock.restore(mock.snapshot());
  });
});

describe('What is restored of a whole mock', () => {
  it('replaces all that there is', async () => {
    const mock = open();
    for (const controls of [mock, mock.account('100'), mock.account('200')]) controls.faults.add({ delayMs: 0 });
    mock.account('200').clock.advance('1h');
    mock.webhooks.pause();
    await ask(mock, { target: '/nowhere' });
    mock.restore(snapshotOf(['100'], { mock: { clock: STANDING, faults: [FAULT] } }, [{ ...FAULT, id: 'g' }]));
    expect(specs(mock)).toEqual([
      ['f', { error: 'reset' }],
      ['g', { error: 'reset', account: '100' }],
    ]);
    expect([mock.journal.count(), mock.webhooks.state().isPaused, mock.account('200').clock.now()]).toEqual([
      0,
      false,
      START,
    ]);
    expect(mock.faults.list()[0]?.explanation).toContain('fired once');
  });

  it('is, without a part for the mock, its accounts alone', async () => {
    const mock = open();
    for (const controls of [mock, mock.account('100'), mock.account('200')]) controls.faults.add({ delayMs: 0 });
    mock.account('200').clock.advance('1h');
    await ask(mock, { target: '/nowhere' });
    mock.restore(snapshotOf(['100'], {}, [FAULT]));
    expect(specs(mock)).toEqual([
      ['fault-1', { delayMs: 0 }],
      ['fault-3', { delayMs: 0, account: '200' }],
      ['f', { error: 'reset', account: '100' }],
    ]);
    expect([mock.journal.count(), mock.account('200').clock.now()]).toEqual([1, START + 3_600_000]);
  });

  it('may have as many accounts that nobody configured as there is room for, and no more', () => {
    const mock = open({ limits: { unconfiguredAccounts: 2 } });
    mock.restore(snapshotOf(['100', '200', '300', '400']));
    expect(Object.keys(mock.snapshot().accounts).sort()).toEqual(['100', '200', '300', '400']);
    const before = mock.snapshot();
    const restore = (): void => {
      mock.restore(snapshotOf(['100', '300', '400', '500'], { mock: { clock: STANDING, faults: [] } }));
    };
    expect(restore).toThrow(
      new RangeError('snapshot: accounts: Expected at most 2 that this mock is not configured with, and there are 3'),
    );
    expect(mock.snapshot()).toEqual(before);
  });

  it('needs room for all its faults in place of those that go', () => {
    const [all, account] = [{ delayMs: 1 }, { delayMs: 2 }];
    const inAll = { mock: { clock: STANDING, faults: [{ ...FAULT, spec: all }] } };
    const ofAccount = [{ ...FAULT, spec: account }];
    const { setup, asked } = withoutRoom();
    for (const snapshot of [snapshotOf(['100', '200'], inAll, ofAccount), snapshotOf(['100'], {}, ofAccount)])
      expect(() => {
        restoreSnapshot(setup, snapshot);
      }).toThrow(new RangeError('no room'));
    expect(() => {
      restoreAccountSnapshot(setup, entered(setup.accounts, '200'), snapshotOf(['100', '200'], inAll, ofAccount));
    }).toThrow(new RangeError('no room'));
    expect(asked).toEqual([
      [[all, account, account], 'all'],
      [[account], ['100']],
      [[account], ['200']],
    ]);
    expect(setup.faults.list().map(({ spec }) => spec)).toEqual([{ delayMs: 0 }]);
  });
});

describe('What is restored of one account', () => {
  it('is its own part of the snapshot, and its journal and webhooks begin anew', async () => {
    const mock = open();
    for (const controls of [mock, mock.account('100'), mock.account('200')]) controls.faults.add({ delayMs: 0 });
    for (const accountId of ['100', '200']) {
      mock.account(accountId).webhooks.pause();
      await ask(mock, { target: `/api/account/${accountId}/service/baseURI.json?version=1.0` });
    }
    mock.account('100').restore(snapshotOf(['100', '200'], {}, [{ ...FAULT, spec: { delayMs: 7, account: '200' } }]));
    expect(specs(mock)).toEqual([
      ['fault-1', { delayMs: 0 }],
      ['fault-3', { delayMs: 0, account: '200' }],
      ['f', { delayMs: 7, account: '100' }],
    ]);
    expect(mock.journal.find().map(({ accountId }) => accountId)).toEqual(['200']);
    expect(['100', '200'].map((accountId) => mock.account(accountId).webhooks.state().isPaused)).toEqual([false, true]);
  });

  it.each([
    [[], 'none'],
    [['200', '300'], '200, 300'],
    [
      Array.from({ length: 21 }, (_, index) => String(500 + index)),
      Array.from({ length: 20 }, (_, index) => String(500 + index)).join(', '),
    ],
  ])('must be in the snapshot, which otherwise says what it has: %j', (accountIds, listed) => {
    expect(() => {
      open().account('100').restore(snapshotOf(accountIds));
    }).toThrow(new TypeError(`the snapshot has no account 100; it has ${listed}`));
  });
});
