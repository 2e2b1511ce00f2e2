import { describe, expect, it } from '@jest/globals';
import { originsInCode } from '../../../mock-server/config/origins.ts';
import { accountControls, mockControls } from '../../../mock-server/control/controls.ts';
import { createControlledMock } from '../../../mock-server/mock.ts';
import { ask } from '../../support/calls.ts';
import { entered } from '../domain/open-account.ts';

const START = Date.parse('2026-11-20T12:00:00Z');

function open() {
  const options = { seed: 'controls', closed: true, accounts: [{ accountId: '100' }, { accountId: '200' }] };
  const { mock, controlled } = createControlledMock(options, originsInCode({}));
  const setup = controlled();
  const all = mockControls(setup);
  all.clock.freeze(new Date(START));
  const changes = (): unknown =>
    setup.changes.after(1).map(({ verb, accountId, atMs, isFrozen }) => [verb, accountId, atMs - START, isFrozen]);
  const call = async (accountId: string): Promise<void> => {
    await ask(mock, { target: `/api/account/${accountId}/service/baseURI.json?version=1.0` });
  };
  return { mock, setup, all, one: accountControls(setup, '100'), changes, call };
}

describe('The controls of one account', () => {
  it('are of an account that there is', () => {
    const { setup, one } = open();
    expect(() => accountControls(setup, '300')).toThrow(new TypeError('this mock has no account "300": it is closed'));
    const created = setup.accounts.create({ ...entered(setup.accounts, '200').settings, accountId: '300', apps: [] });
    const controls = accountControls(setup, created.id);
    expect([one.accountId, one.credentials.accountId, controls.credentials.accountId]).toEqual(['100', '100', '300']);
    const snapshot = controls.snapshot();
    setup.accounts.remove('300');
    const uses: readonly (() => unknown)[] = [
      () => controls.credentials,
      () => controls.journal.find(),
      () => controls.clock.now(),
      () => controls.webhooks.state(),
      () => controls.snapshot(),
      () => {
        controls.reset();
      },
      () => {
        controls.restore(snapshot);
      },
    ];
    for (const use of uses) expect(use).toThrow(new TypeError('this mock has no account "300": it is closed'));
  });

  it('move its clock alone, whichever that is after a reset', async () => {
    const { all, one } = open();
    one.reset();
    const times = (): unknown => [
      one.clock.now() - START,
      one.clock.nowSeconds() - START / 1000,
      all.clock.now() - START,
    ];
    one.clock.advance('1s');
    expect(times()).toEqual([1000, 1, 0]);
    await one.clock.advanceAsync('1s');
    expect(times()).toEqual([2000, 2, 0]);
    one.clock.set(new Date(START + 5000));
    expect(times()).toEqual([5000, 5, 0]);
    one.clock.freeze(new Date(START + 7000));
    all.clock.advance('1s');
    expect(times()).toEqual([7000, 7, 1000]);
    one.clock.reset();
    expect(times()).toEqual([1000, 1, 1000]);
  });

  it('reset and restore nothing of another, and each stands among the changes', async () => {
    const { mock, all, one, changes, call } = open();
    const snapshot = one.snapshot();
    expect(snapshot).toEqual({ version: 1, accounts: { '100': all.snapshot().accounts['100'] } });
    for (const end of [
      () => {
        one.reset();
      },
      () => {
        one.restore(snapshot);
      },
    ]) {
      for (const accountId of ['100', '200']) {
        mock.account(accountId).faults.add({ delayMs: 0 });
        mock.account(accountId).webhooks.pause();
        await call(accountId);
      }
      one.clock.advance('1s');
      end();
      expect([one.clock.now() - START, one.faults.list(), one.journal.count(), one.webhooks.state().isPaused]).toEqual([
        0,
        [],
        0,
        false,
      ]);
    }
    expect([all.faults.list().length, all.journal.count(), mock.account('200').webhooks.state().isPaused]).toEqual([
      2,
      2,
      true,
    ]);
    one.journal.clear();
    expect(changes()).toEqual([
      ['clock.advance', '100', 1000, false],
      ['reset', '100', 0, true],
      ['clock.advance', '100', 1000, false],
      ['restore', '100', 0, false],
      ['journal.clear', '100', 0, false],
    ]);
    expect(all.journal.count()).toBe(2);
  });
});

describe('The controls of a whole mock', () => {
  it('reset one account or everything, the clock and keys included', async () => {
    const { mock, all, changes, call } = open();
    const arm = async (): Promise<void> => {
      for (const accountId of ['100', '200']) {
        mock.account(accountId).faults.add({ delayMs: 0 });
        await call(accountId);
      }
      all.webhooks.pause();
      all.clock.advance('1s');
    };
    await arm();
    all.reset('100');
    expect([all.faults.list().length, all.journal.count(), all.clock.now() - START]).toEqual([1, 1, 1000]);
    expect(all.webhooks.state().isPaused).toBe(true);
    expect(() => {
      all.reset('300');
    }).toThrow(new TypeError('this mock has no account "300": it is closed'));
    all.reset();
    expect([all.faults.list(), all.journal.count(), all.webhooks.state().isPaused]).toEqual([[], 0, false]);
    expect((changes() as unknown[][]).map(([verb, accountId, , isFrozen]) => [verb, accountId, isFrozen])).toEqual([
      ['clock.advance', undefined, true],
      ['reset', '100', true],
      ['reset', undefined, false],
    ]);
  });

  it('restore what a snapshot has, and clear the journal', async () => {
    const { all, changes, call } = open();
    const snapshot = all.snapshot();
    all.faults.add({ delayMs: 0 });
    all.restore(snapshot);
    expect([all.faults.list(), all.snapshot()]).toEqual([[], snapshot]);
    await call('100');
    expect([all.journal.count(), all.journal.find()[0]?.accountId]).toEqual([1, '100']);
    all.journal.clear();
    expect(all.journal.count()).toBe(0);
    expect(changes()).toEqual([
      ['restore', undefined, 0, true],
      ['journal.clear', undefined, 0, true],
    ]);
  });

  it('know who may sign and send webhooks', async () => {
    const { all, one } = open();
    for (const { webhooks } of [all, one]) {
      expect([webhooks.list(), webhooks.state()]).toEqual([[], { isPaused: false, owed: 0 }]);
      await expect(webhooks.sign('{}', { clientId: 'none' })).rejects.toThrow(TypeError);
    }
  });
});
