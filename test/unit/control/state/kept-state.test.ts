import { describe, expect, it } from '@jest/globals';
import { originsInCode } from '../../../../mock-server/config/origins.ts';
import { markOf, takeState, takeUpState } from '../../../../mock-server/control/state/kept-state.ts';
import { ConfigError } from '../../../../mock-server/index.ts';
import { createControlledMock } from '../../../../mock-server/mock.ts';
import { ask } from '../../../support/calls.ts';

function open() {
  const options = { seed: 'kept', accounts: [{ accountId: '100' }, { accountId: '200' }] };
  const { mock, controlled } = createControlledMock(options, originsInCode({}));
  mock.clock.freeze(new Date(0));
  const kept = {
    controlled,
    restore: (snapshot: Parameters<typeof mock.restore>[0]) => {
      mock.restore(snapshot);
    },
  };
  const mark = (): string => JSON.stringify(markOf(kept));
  return { mock, kept, mark };
}

describe('The state of a mock', () => {
  it('is its snapshot, and the accounts that it can be created anew with', () => {
    const { mock, kept } = open();
    expect(takeState(kept)).toEqual({ format: 1, created: [], snapshot: mock.snapshot() });
    const { clientSecret } = mock.accounts.create({ accountId: '300' });
    const { created, ...rest } = takeState(kept);
    expect(rest).toEqual({ format: 1, snapshot: mock.snapshot() });
    expect(created).toMatchObject([{ accountId: '300', apps: [{ client_secret: clientSecret }] }]);
  });

  it('is taken up by a mock that has not all of its accounts, and by one that has', () => {
    const { mock, kept } = open();
    const before = mock.accounts.create({ accountId: '300' });
    mock.accounts.create({ accountId: '400' });
    mock.account('300').clock.advance('1h');
    const state = JSON.parse(JSON.stringify(takeState(kept))) as object;
    const other = open();
    other.mock.accounts.create({ accountId: '400' });
    takeUpState(other.kept, state);
    expect(other.mock.account('300').clock.now()).toBe(3_600_000);
    expect(other.mock.accounts.list().map(({ accountId }) => accountId)).toEqual(['100', '200', '400', '300']);
    expect(other.mock.account('300').credentials).toEqual(before);
    takeUpState(other.kept, { format: 1, snapshot: other.mock.snapshot() });
    expect(other.mock.accounts.list()).toHaveLength(4);
  });

  it('may be a snapshot alone', () => {
    const { mock, kept } = open();
    const snapshot = mock.snapshot();
    mock.account('100').clock.advance('1h');
    takeUpState(kept, snapshot);
    expect([mock.account('100').clock.now(), mock.snapshot()]).toEqual([0, snapshot]);
  });

  it.each([
    [undefined],
    [null],
    ['state'],
    [5],
    [{ format: 0, created: [] }],
    [{ format: '2', created: [] }],
    [{ format: null }],
    [{ format: 1, created: {} }],
    [{ format: 0, created: {} }],
  ])('is refused when it is none: %j', (given) => {
    const { kept } = open();
    expect(() => {
      takeUpState(kept, given);
    }).toThrow(new ConfigError('it is no state of a mock'));
  });

  it('is refused when a newer version wrote it, be it a snapshot', () => {
    const { kept } = open();
    for (const [member, given] of [
      ['format', 2],
      ['version', 3],
    ] as const)
      expect(() => {
        takeUpState(kept, { [member]: given, created: [] });
      }).toThrow(new TypeError(`it is of format ${String(given)}, and this version reads 1: a newer one wrote it`));
    expect(() => {
      takeUpState(kept, { version: '2', accounts: {} });
    }).toThrow(/^snapshot: version/);
  });

  it.each([
    [{ created: [{ accountId: 'not an id' }], format: 1 }, ConfigError],
    [{ format: 1 }, TypeError],
  ])('is refused when a part of it is none: %j', (given, kind) => {
    const { kept } = open();
    expect(() => {
      takeUpState(kept, given);
    }).toThrow(kind);
  });
});

describe('The mark of a state', () => {
  it('is the same as long as nothing is done, and another after all that is', async () => {
    const { mock, kept, mark } = open();
    expect(mark()).toBe(mark());
    const marks = new Set([mark()]);
    const done: readonly (() => unknown)[] = [
      () => {
        mock.clock.advance(1);
      },
      () => ask(mock, { target: '/nowhere' }),
      () => mock.faults.add({ delayMs: 0, times: 3 }),
      () => mock.account('100').faults.add({ delayMs: 0 }),
      () => ask(mock, { target: '/nowhere' }),
      () => mock.accounts.create({ accountId: '300' }),
      () => kept.controlled().accounts.enter('100')?.conversations.open('jane'),
      () => kept.controlled().accounts.enter('100')?.profiles.set('jane', { firstName: 'Jane' }),
    ];
    for (const each of done) {
      await each();
      marks.add(mark());
    }
    expect(marks.size).toBe(done.length + 1);
  });
});
