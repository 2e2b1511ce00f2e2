import { expect, it } from '@jest/globals';
import type { Reader } from '../../../mock-server/admin/pieces.ts';
import { createWaiting, piecesOf } from '../../../mock-server/admin/pieces.ts';
import type { startTimer } from '../../../mock-server/clock.ts';

/** A timer that the test lets ring. */
function timer() {
  const started: number[] = [];
  let [ring, stopped]: [() => void, number] = [() => undefined, 0];
  const start: typeof startTimer = (ms, run) => {
    started.push(ms);
    ring = run;
    return () => {
      stopped += 1;
    };
  };
  return {
    start,
    started,
    ring: () => {
      ring();
    },
    stopped: () => stopped,
  };
}

/** A reader whose items the test gives. */
function open(startTimer?: ReturnType<typeof timer>['start']) {
  const waiting = createWaiting<string>();
  let stops = 0;
  const reader: Reader<string> = {
    take: (start) => waiting.next(start),
    stop: () => {
      stops += 1;
      waiting.give(undefined);
    },
  };
  const pieces = piecesOf(reader, { opening: ': hello\n\n', write: (item) => `data: ${item}\n\n`, startTimer });
  return { pieces, waiting, stops: () => stops };
}

const DONE = { done: true, value: undefined };
const piece = (value: string) => ({ done: false, value });

it('a reader is greeted at once, and then gets a piece an item', async () => {
  const { pieces, waiting } = open(timer().start);
  expect(pieces[Symbol.asyncIterator]()).toBe(pieces);
  expect(await pieces.next()).toEqual(piece(': hello\n\n'));
  for (const item of ['one', 'two']) {
    const next = pieces.next();
    waiting.give(item);
    expect(await next).toEqual(piece(`data: ${item}\n\n`));
  }
});

it('a connection on which nothing happens for 20 seconds gets a comment', async () => {
  const { start, started, ring } = timer();
  const { pieces } = open(start);
  await pieces.next();
  for (const count of [1, 2]) {
    const next = pieces.next();
    ring();
    expect([await next, started]).toEqual([piece(': nothing new\n\n'), Array.from({ length: count }, () => 20_000)]);
  }
});

it.each(['before it has begun', 'after its opening'])('a reader that ends %s gets nothing more', async (when) => {
  const { pieces, stops } = open(timer().start);
  if (when === 'after its opening') await pieces.next();
  expect(await pieces.return?.()).toEqual(DONE);
  expect([await pieces.next(), await pieces.next(), stops()]).toEqual([DONE, DONE, 1]);
});

it('what is waited for ends with the reader', async () => {
  const { pieces } = open();
  await pieces.next();
  const next = pieces.next();
  await pieces.return?.();
  expect(await next).toEqual(DONE);
});

it('an item is given to who waits for it, once, and the timer is stopped', async () => {
  const { start, stopped } = timer();
  const waiting = createWaiting<string>();
  waiting.give('to nobody');
  expect(waiting.isOn()).toBe(false);
  const next = waiting.next(start);
  expect([waiting.isOn(), stopped()]).toEqual([true, 0]);
  waiting.give('first');
  waiting.give('second');
  expect([await next, waiting.isOn(), stopped()]).toEqual(['first', false, 1]);
});
