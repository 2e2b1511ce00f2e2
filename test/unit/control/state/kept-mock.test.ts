import { describe, expect, it } from '@jest/globals';
import { originsInCode } from '../../../../mock-server/config/origins.ts';
import type { Rows } from '../../../../mock-server/control/state/account-rows.ts';
import { createKeptMock } from '../../../../mock-server/control/state/kept-mock.ts';
import type { MockOptions } from '../../../../mock-server/index.ts';
import { createControlledMock } from '../../../../mock-server/mock.ts';
import { entered } from '../../domain/open-account.ts';

const ACCOUNTS = ['100', '200'].map((accountId) => ({ accountId }));

/** A mock whose rows are put into a store, as an object on the edge has one. */
function open(options: MockOptions = {}) {
  const { mock, controlled } = createControlledMock(
    { seed: 'kept', accounts: ACCOUNTS, ...options },
    originsInCode({}),
  );
  mock.clock.freeze(new Date(0));
  const { accounts } = controlled();
  return { mock, accounts, kept: createKeptMock(controlled()) };
}

/** The names of what is gone and of what changed. */
function namesOf({ kept }: ReturnType<typeof open>, touched?: ReadonlySet<string>) {
  const { gone, put } = kept.changes(touched);
  return { gone, put: [...put.keys()] };
}

const NOTHING = { gone: [], put: [] };

describe('The rows of a mock', () => {
  it('are one for the mock and one for each account, and are said again when they change', () => {
    const scene = open();
    const { mock, kept } = scene;
    expect(namesOf(scene)).toEqual({ gone: [], put: ['/h', '100/h', '200/h'] });
    expect(namesOf(scene)).toEqual(NOTHING);
    mock.faults.add({ delayMs: 1 });
    const { put } = kept.changes();
    expect([...put.keys()]).toEqual(['/h']);
    expect(JSON.parse(put.get('/h') ?? '')).toMatchObject({
      clock: { frozenAtMs: 0 },
      faults: [{ id: 'fault-1', spec: { delayMs: 1 } }],
    });
    mock.account('200').faults.add({ delayMs: 2 });
    const changed = kept.changes().put;
    expect([...changed.keys()]).toEqual(['200/h']);
    expect(JSON.parse(changed.get('200/h') ?? '')).toMatchObject({ faults: [{ id: 'fault-2' }] });
    expect(JSON.parse(changed.get('200/h') ?? '')).not.toHaveProperty('settings');
  });

  it('of an account that was reset are those that it has now, the head included', () => {
    const scene = open();
    const { mock, accounts } = scene;
    const { id } = entered(accounts, '100').conversations.open('jane');
    namesOf(scene);
    mock.reset('100');
    expect(namesOf(scene)).toEqual({ gone: [`100/c/${id}`, '100/h', '100/e'], put: ['100/h'] });
    entered(accounts, '100').profiles.set('jane', { firstName: 'Jane' });
    expect(namesOf(scene, new Set(['100']))).toEqual({ gone: [], put: ['100/p/jane'] });
  });

  it('of an account that is removed are gone', () => {
    const scene = open();
    const { mock } = scene;
    mock.accounts.create({ accountId: '300' });
    expect(namesOf(scene).put).toContain('300/h');
    mock.accounts.remove('300');
    expect([namesOf(scene), namesOf(scene)]).toEqual([{ gone: ['300/h'], put: [] }, NOTHING]);
  });

  it('of an account that nobody touched are not looked at', () => {
    const scene = open();
    namesOf(scene);
    scene.mock.account('100').clock.advance(1);
    expect(namesOf(scene, new Set(['200']))).toEqual(NOTHING);
    expect(namesOf(scene, new Set(['100']))).toEqual({ gone: [], put: ['100/h'] });
  });
});

describe('A mock that takes up its rows', () => {
  const AGENTS = [{ username: 'ada', password: 'secret' }];

  /** The rows of a mock in which all kinds of things have happened. */
  function rowsOf(): { rows: Rows; scene: ReturnType<typeof open>; created: unknown } {
    const scene = open({ accounts: [{ accountId: '100', agents: AGENTS }, { accountId: '200' }] });
    const { mock, accounts, kept } = scene;
    const created = mock.accounts.create({ accountId: '300' });
    mock.clock.advance('1h');
    mock.account('200').clock.advance('1m');
    mock.faults.add({ delayMs: 1 });
    mock.account('300').faults.add({ delayMs: 2 });
    const account = entered(accounts, '100');
    mock.account('100').conversations.say(account.conversations.open('jane').id, 'hello');
    account.profiles.set('jane', { firstName: 'Jane' });
    return { rows: kept.changes().put, scene, created };
  }

  it('goes on where it was, and has nothing to write', () => {
    const { rows, scene, created } = rowsOf();
    const next = open({ accounts: [{ accountId: '100', agents: AGENTS }, { accountId: '200' }] });
    const arm = next.kept.takeUp(new Map(rows));
    expect(next.mock.faults.list()).toEqual([]);
    arm();
    const stateOf = ({ mock, accounts }: ReturnType<typeof open>): unknown =>
      JSON.parse(
        JSON.stringify([
          accounts.all().map(({ id, settings }) => [id, settings]),
          Object.values(mock.snapshot().accounts).map(({ events, ...rest }) => [events?.at(-1), rest]),
          mock.snapshot().mock,
        ]),
      );
    expect(stateOf(next)).toEqual(stateOf(scene));
    expect(next.mock.faults.list().map(({ id, spec }) => [id, spec.account])).toEqual([
      ['fault-1', undefined],
      ['fault-2', '300'],
    ]);
    expect(next.mock.account('300').credentials).toEqual(created);
    expect(entered(next.accounts, '100').profiles.find('jane')).toEqual({ firstName: 'Jane' });
    expect(namesOf(next)).toEqual(NOTHING);
    next.mock.account('100').clock.advance(1);
    expect(namesOf(next).put).toEqual(['100/h']);
    next.mock.accounts.remove('300');
    expect(namesOf(next)).toEqual({ gone: ['300/h'], put: [] });
  });

  it('leaves out what has no head, and accounts that it does not take in', () => {
    const { rows } = rowsOf();
    rows.delete('200/h');
    rows.set('400/p/jane', '{}');
    rows.set('500/h', rows.get('100/h') ?? '');
    const next = open({ closed: true, accounts: [{ accountId: '200' }] });
    next.kept.takeUp(rows)();
    expect(Object.keys(next.mock.snapshot().accounts)).toEqual(['200', '300']);
    expect(next.mock.account('200').clock.now()).toBe(3_600_000);
  });

  it('is as its options make it when there is none, and then writes what changes', () => {
    const scene = open();
    scene.kept.takeUp(new Map())();
    expect(namesOf(scene)).toEqual(NOTHING);
    const account = entered(scene.accounts, '100');
    account.profiles.set('jane', { firstName: 'Jane' });
    expect(namesOf(scene).put.sort()).toEqual(['100/h', '100/p/jane']);
    scene.mock.clock.advance(1);
    expect(namesOf(scene).put).toEqual(['/h']);
  });
});
