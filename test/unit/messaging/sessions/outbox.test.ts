import { expect, it } from '@jest/globals';
import type { RestorableClock } from '../../../../mock-server/clock.ts';
import { createClock } from '../../../../mock-server/clock.ts';
import type { Departure, Outbox } from '../../../../mock-server/messaging/sessions/outbox.ts';
import { createOutbox } from '../../../../mock-server/messaging/sessions/outbox.ts';

interface Opened {
  readonly outbox: Outbox;
  readonly putAll: (...departures: readonly Departure[]) => void;
  readonly clock: RestorableClock;
  /** What was sent since this was asked the last time. */
  readonly sent: () => string[];
  readonly floods: () => number;
}

function openOutbox(mostWaitingChars = 1000): Opened {
  const clock = createClock({ now: () => 0 });
  const texts: string[] = [];
  let floods = 0;
  const outbox = createOutbox({
    clock,
    mostWaitingChars,
    send: (text) => texts.push(text),
    onFlood: () => {
      floods += 1;
    },
  });
  return {
    outbox,
    putAll: (...departures) => {
      for (const departure of departures) outbox.put(departure);
    },
    clock,
    sent: () => texts.splice(0),
    floods: () => floods,
  };
}

const notification = (text: string, more: Partial<Departure> = {}): Departure => ({
  kind: 'notification',
  texts: [text],
  delayMs: 0,
  isOvertaken: false,
  ...more,
});
const answer = (text: string): Departure => notification(text, { kind: 'answer' });
const late = (text: string, delayMs: number): Departure => notification(text, { delayMs });
const behindTheNext = (...texts: string[]): Departure => notification('', { texts, isOvertaken: true });

it.each<[string, readonly Departure[], readonly string[]]>([
  ['is not an answer', [behindTheNext('a'), answer('b'), notification('c')], ['b', 'c', 'a']],
  ['is one that is really sent', [behindTheNext('a'), notification('', { texts: [] }), notification('c')], ['c', 'a']],
  [
    'goes first although it gives way too',
    [behindTheNext('a'), behindTheNext('b'), notification('c')],
    ['b', 'a', 'c'],
  ],
  ['goes before all copies', [behindTheNext('a', 'a'), notification('b', { texts: ['b', 'b'] })], ['b', 'b', 'a', 'a']],
])('the next notification, for which one waits, %s', (_, departures, order) => {
  const { putAll, sent } = openOutbox();
  putAll(...departures);
  expect(sent()).toEqual(order);
});

it('what is held up holds up all behind it, and each delay counts from when it came', () => {
  const { putAll, clock, sent } = openOutbox();
  putAll(late('a', 100), answer('b'), late('c', 50));
  clock.advance('60ms');
  putAll(late('d', 100), notification('e'));
  clock.advance('39ms');
  expect(sent()).toEqual([]);
  clock.advance('1ms');
  expect(sent()).toEqual(['a', 'b', 'c']);
  clock.advance('59ms');
  expect(sent()).toEqual([]);
  clock.advance('1ms');
  expect(sent()).toEqual(['d', 'e']);
  putAll(answer('f'), late('g', 1), answer('h'));
  expect(sent()).toEqual(['f']);
  clock.advance('1ms');
  expect(sent()).toEqual(['g', 'h']);
});

it('what is held up keeps its place among all that falls due at one time', () => {
  const { outbox, clock, sent } = openOutbox();
  outbox.put(late('a', 100));
  clock.schedule(100, () => {
    outbox.put(answer('another task'));
  });
  outbox.put(late('b', 100));
  clock.advance('100ms');
  expect(sent()).toEqual(['a', 'b', 'another task']);
});

it('the end of the socket takes its turn', () => {
  const { outbox, putAll, clock, sent } = openOutbox();
  const end = notification('', {
    texts: [],
    instead: () => {
      outbox.put(answer('the end'));
    },
  });
  putAll(late('a', 100), end);
  expect(sent()).toEqual([]);
  clock.advance('100ms');
  expect(sent()).toEqual(['a', 'the end']);
});

it('notifications wait while an answer is made, which does not', () => {
  const { outbox, putAll, sent } = openOutbox();
  outbox.hold();
  putAll(notification('a'), answer('b'), notification('c'));
  expect(sent()).toEqual(['b']);
  outbox.release();
  outbox.put(notification('d'));
  expect(sent()).toEqual(['a', 'c', 'd']);
  outbox.release();
  expect(sent()).toEqual([]);
});

it('more held up than may wait is a flood, all copies counted; what was sent does not count', () => {
  const { outbox, clock, floods } = openOutbox(10);
  outbox.put(answer('far longer than ten'));
  outbox.put(notification('', { texts: ['12345', '67890'], delayMs: 100 }));
  clock.advance('100ms');
  outbox.put(late('1234567890', 100));
  expect(floods()).toBe(0);
  outbox.put(answer('f'));
  expect(floods()).toBe(1);
});

it('all that waits can be sent at once, and nothing of it comes again', () => {
  const { outbox, putAll, clock, sent, floods } = openOutbox(3);
  putAll(behindTheNext('a'), late('b', 100), answer('c'));
  outbox.flush();
  expect(sent()).toEqual(['b', 'a', 'c']);
  outbox.put(behindTheNext('d'));
  outbox.flush();
  clock.advance('1s');
  expect([sent(), floods()]).toEqual([['d'], 0]);
});

it('nothing of what is forgotten is sent', () => {
  const { outbox, putAll, clock, sent } = openOutbox();
  putAll(behindTheNext('a'), late('b', 100));
  outbox.hold();
  outbox.put(notification('c'));
  outbox.clear();
  outbox.release();
  outbox.put(notification('d'));
  outbox.flush();
  clock.advance('1s');
  expect(sent()).toEqual(['d']);
});
