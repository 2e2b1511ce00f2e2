import { expect, it } from '@jest/globals';
import type { Change } from '../../../../mock-server/control/changes/change-log.ts';
import { createChangeLog } from '../../../../mock-server/control/changes/change-log.ts';

const CHANGE = { verb: 'reset', accountId: undefined, fromMs: 1, atMs: 2, isFrozen: false } as const;

it('a change is kept behind the entry that it came after, and heard of until that ends', () => {
  let lastEntry = 0;
  const log = createChangeLog(() => lastEntry);
  const heard: Change[] = [];
  expect([log.lastId(), log.after(0)]).toEqual([0, []]);
  const end = log.watch((change) => heard.push(change));
  log.record(CHANGE);
  lastEntry = 7;
  log.record(CHANGE);
  end();
  log.record(CHANGE);
  const [first, second, third] = [
    { id: 1, afterEntry: 0, ...CHANGE },
    { id: 2, afterEntry: 7, ...CHANGE },
    { id: 3, afterEntry: 7, ...CHANGE },
  ];
  expect([log.lastId(), log.after(0), log.after(1), log.after(3)]).toStrictEqual([
    3,
    [first, second, third],
    [second, third],
    [],
  ]);
  expect(heard).toStrictEqual([first, second]);
});

it('the last 500 changes are kept', () => {
  const log = createChangeLog(() => 0);
  for (let number = 1; number <= 500; number += 1) log.record(CHANGE);
  expect(log.after(0).map(({ id }) => id)).toEqual(Array.from({ length: 500 }, (_, index) => index + 1));
  log.record(CHANGE);
  expect([log.after(0).length, log.after(0)[0]?.id, log.lastId()]).toEqual([500, 2, 501]);
});
