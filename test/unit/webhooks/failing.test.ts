import { expect, it } from '@jest/globals';
import { createClock } from '../../../mock-server/clock.ts';
import type { Delivery } from '../../../mock-server/webhooks/delivery.ts';
import type { Failing } from '../../../mock-server/webhooks/failing.ts';
import { createFailing } from '../../../mock-server/webhooks/failing.ts';

const delivery = (id: string): Delivery => ({
  id,
  event: 'ms.MessagingEventNotification.ContentEvent',
  conversationId: 'c',
  body: '{}',
  sinceMs: 0,
  attempts: 1,
});
const [ONE, OTHER] = [delivery('one'), delivery('other')];

function open(): { failing: Failing; advance: (seconds: number) => void; dueAt: readonly number[] } {
  const clock = createClock({ now: () => 0 });
  clock.freeze(0);
  const dueAt: number[] = [];
  const failing = createFailing(clock, () => {
    dueAt.push(clock.now());
  });
  return {
    failing,
    dueAt,
    advance: (seconds) => {
      clock.advance(seconds);
    },
  };
}

const states = ({ isOn, isProbe, lets }: Failing): readonly boolean[] => [
  isOn(),
  isProbe(ONE),
  isProbe(OTHER),
  lets(ONE),
  lets(OTHER),
];

it('an app that is well lets everything out', () => {
  const { failing } = open();
  expect(states(failing)).toEqual([false, false, false, true, true]);
  expect(failing.gapMs(ONE)).toBe(2000);
  failing.isTrying(ONE);
  failing.end();
  expect(states(failing)).toEqual([false, false, false, true, true]);
});

it('while it fails one delivery is tried, once for each time that comes', () => {
  const { failing, advance, dueAt } = open();
  failing.wait(ONE, 2000);
  expect(states(failing)).toEqual([true, true, false, false, false]);
  advance(2);
  expect(dueAt).toEqual([2000]);
  expect(states(failing)).toEqual([true, true, false, true, false]);
  failing.isTrying(OTHER);
  expect(failing.lets(ONE)).toBe(true);
  failing.isTrying(ONE);
  expect(failing.lets(ONE)).toBe(false);
});

it('the gap grows with the delivery that is tried, and not with others that fail meanwhile', () => {
  const { failing } = open();
  failing.wait(ONE, 4000);
  expect([failing.gapMs(ONE), failing.gapMs(OTHER)]).toEqual([8000, 4000]);
});

it('another takes its place at the pace of before, and its own time is over', () => {
  const { failing, advance, dueAt } = open();
  failing.wait(ONE, 2000);
  failing.passTo(OTHER);
  expect(states(failing)).toEqual([true, false, true, false, false]);
  advance(3);
  expect(dueAt).toEqual([]);
  advance(1);
  expect([dueAt, failing.lets(OTHER)]).toEqual([[4000], true]);
});

it('once it is well again nothing falls due any more', () => {
  const { failing, advance, dueAt } = open();
  failing.wait(ONE, 2000);
  failing.end();
  advance(10);
  expect([dueAt, states(failing)]).toEqual([[], [false, false, false, true, true]]);
});
