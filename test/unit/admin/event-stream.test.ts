import { expect, it } from '@jest/globals';
import type { EventCursor, EventSources } from '../../../mock-server/admin/event-stream.ts';
import { eventId, followEvents, readCursor } from '../../../mock-server/admin/event-stream.ts';
import type { Change } from '../../../mock-server/control/changes/change-log.ts';
import type { JournalEntry } from '../../../mock-server/control/journal/entry.ts';
import type { ToldAttempt } from '../../../mock-server/webhooks/attempt.ts';

it.each([
  ['12.3.4', { entry: 12, change: 3, attempt: 4 }],
  ['1.23.45', { entry: 1, change: 23, attempt: 45 }],
  ['12.3', { entry: 12, change: 3, attempt: 0 }],
  ['12', { entry: 12, change: 0, attempt: 0 }],
  ['123456789012345.0.123456789012345', { entry: 123456789012345, change: 0, attempt: 123456789012345 }],
])('the id %j is read as %j, and written so again where its end is not 0', (text, cursor) => {
  expect(readCursor(text)).toEqual(cursor);
  expect(readCursor(eventId(cursor))).toEqual(cursor);
});

it.each([
  [{ entry: 12, change: 3, attempt: 4 }, '12.3.4'],
  [{ entry: 0, change: 0, attempt: 4 }, '0.0.4'],
  [{ entry: 12, change: 0, attempt: 0 }, '12.0'],
])('%j is written as the id %j', (cursor, text) => {
  expect(eventId(cursor)).toBe(text);
});

it.each([
  undefined,
  '',
  'x',
  '1.',
  '.1',
  '1.2.',
  '1.2.3.4',
  '1.2.3x',
  'x1',
  '-1',
  '1..2',
  '1234567890123456',
  '1.1234567890123456',
])('no id is read from %j', (text) => {
  expect(readCursor(text)).toBeUndefined();
});

/** What happened, in the order in which it did: `e` a call, `c` a change, `a` an attempt at a webhook. */
function sources() {
  const [entries, changes, attempts] = [[] as JournalEntry[], [] as Change[], [] as ToldAttempt[]];
  const heard = { entry: listeners<JournalEntry>(), change: listeners<Change>(), attempt: listeners<ToldAttempt>() };
  let asked = 0;
  const happens = (what: string): void => {
    for (const kind of what) {
      const [afterEntry, afterChange] = [entries.length, changes.length];
      if (kind === 'e') heard.entry.tell(kept(entries, { id: afterEntry + 1 } as JournalEntry));
      else if (kind === 'c')
        heard.change.tell(kept(changes, { id: afterChange + 1, afterEntry, verb: 'reset' } as Change));
      else {
        const id = String(attempts.length + 1);
        heard.attempt.tell(kept(attempts, { id, afterEntry, afterChange } as ToldAttempt));
      }
    }
  };
  const from: EventSources = {
    journal: {
      find: (filter) => {
        asked += 1;
        return entries.filter(typeof filter === 'function' ? filter : () => true);
      },
      watch: heard.entry.watch,
    },
    changes: {
      record: () => undefined,
      after: (after) => changes.filter(({ id }) => id > after),
      lastId: () => changes.length,
      watch: heard.change.watch,
    },
    attempts: {
      after: (after) => attempts.filter(({ id }) => Number(id) > after),
      lastId: () => attempts.length,
      watch: heard.attempt.watch,
    },
  };
  const watched = (): number[] => [heard.entry, heard.change, heard.attempt].map(({ count }) => count());
  return { happens, from, watched, asked: () => asked };
}

function kept<Item>(list: Item[], item: Item): Item {
  list.push(item);
  return item;
}

function listeners<Item>() {
  const all = new Set<(item: Item) => void>();
  return {
    tell: (item: Item) => {
      for (const listener of all) listener(item);
    },
    watch: (listener: (item: Item) => void) => {
      all.add(listener);
      return () => {
        all.delete(listener);
      };
    },
    count: () => all.size,
  };
}

const START: EventCursor = { entry: 0, change: 0, attempt: 0 };

/** The next events in short: `e1 c1 a1`, and the id of the last. */
async function take(pieces: AsyncIterator<string>, count: number): Promise<readonly [events: string, id: string]> {
  const taken: string[] = [];
  let lastId = '';
  for (let each = 0; each < count; each += 1) {
    const { value } = (await pieces.next()) as IteratorResult<string, undefined>;
    const [, id = '', data = ''] = /^id: (.*)\ndata: (.*)\n\n$/.exec(value ?? '') ?? [];
    const event = JSON.parse(data) as Record<string, { id: unknown }>;
    taken.push(...Object.entries(event).map(([kind, { id: own }]) => `${kind.charAt(0)}${String(own)}`));
    lastId = id;
  }
  return [taken.join(' '), lastId];
}

async function follow(from: EventSources, after?: EventCursor): Promise<AsyncIterableIterator<string>> {
  const pieces = followEvents(from, after, () => () => undefined);
  expect(await pieces.next()).toEqual({ done: false, value: ': what happens in lp-auth-mock\n\n' });
  return pieces;
}

it.each([
  ['ecae', 'e1 c1 a1 e2', '2.1.1'],
  ['caec', 'c1 a1 e1 c2', '1.2.1'],
  ['acca', 'a1 c1 c2 a2', '0.2.2'],
  ['eaaccea', 'e1 a1 a2 c1 c2 e2 a3', '2.2.3'],
  ['ccee', 'c1 c2 e1 e2', '2.2'],
  ['aeea', 'a1 e1 e2 a2', '2.0.2'],
])('what happened as %s is told of in that order to who begins with it', async (what, events, id) => {
  const { happens, from } = sources();
  happens(what);
  expect(await take(await follow(from, START), what.length)).toEqual([events, id]);
});

it.each([
  [{ entry: 1, change: 0, attempt: 0 }, 'c1 a1 e2 c2 a2'],
  [{ entry: 1, change: 1, attempt: 1 }, 'e2 c2 a2'],
  [{ entry: 2, change: 1, attempt: 1 }, 'c2 a2'],
  [{ entry: 2, change: 2, attempt: 1 }, 'a2'],
])('who has come to %j is told of what is behind that', async (after, events) => {
  const { happens, from } = sources();
  happens('ecaeca');
  expect(await take(await follow(from, after), events.split(' ').length)).toEqual([events, '2.2.2']);
});

it('who names no place hears of what is still to come, as it happens', async () => {
  const { happens, from } = sources();
  happens('eeeccaaa');
  const pieces = await follow(from);
  for (const [what, event, id] of [
    ['e', 'e4', '4.2.3'],
    ['c', 'c3', '4.3.3'],
    ['a', 'a4', '4.3.4'],
  ] as const) {
    const next = take(pieces, 1);
    await Promise.resolve();
    happens(what);
    expect(await next).toEqual([event, id]);
  }
});

it('who is slow hears of all in their order, once each', async () => {
  const { happens, from } = sources();
  const pieces = await follow(from, START);
  happens('eca');
  expect((await take(pieces, 1))[0]).toBe('e1');
  happens('ec');
  expect(await take(pieces, 4)).toEqual(['c1 a1 e2 c2', '2.2.1']);
  const next = take(pieces, 1);
  await Promise.resolve();
  happens('a');
  expect((await next)[0]).toBe('a2');
});

it('who is far behind takes a hundred calls at once, and what came between them, and asks no more behind the last', async () => {
  const { happens, from, asked } = sources();
  happens(`${'e'.repeat(99)}c${'e'.repeat(1)}a${'e'.repeat(99)}c${'e'.repeat(10)}a`);
  const pieces = await follow(from, START);
  const all = await take(pieces, 213);
  const calls = (first: number, last: number): string =>
    Array.from({ length: last - first + 1 }, (_, index) => `e${String(first + index)}`).join(' ');
  expect(all).toEqual([`${calls(1, 99)} c1 e100 a1 ${calls(101, 199)} c2 ${calls(200, 209)} a2`, '209.2.2']);
  expect(asked()).toBe(3);
  for (const id of ['210.2.2', '211.2.2']) {
    const next = take(pieces, 1);
    await Promise.resolve();
    happens('e');
    expect((await next)[1]).toBe(id);
  }
  expect(asked()).toBe(4);
});

it('a reader that stops is told of nothing, and watches nothing any more', async () => {
  const { happens, from, watched } = sources();
  const pieces = await follow(from);
  expect(watched()).toEqual([1, 1, 1]);
  const next = pieces.next();
  await pieces.return?.();
  happens('eca');
  expect([await next, watched()]).toEqual([{ done: true, value: undefined }, [0, 0, 0]]);
});

it('a quiet time changes nothing of where a reader is', async () => {
  const { happens, from } = sources();
  const pieces = followEvents(from, { entry: 7, change: 1, attempt: 0 }, (_, ring) => {
    queueMicrotask(ring);
    return () => undefined;
  });
  await pieces.next();
  expect((await pieces.next()).value).toBe(': nothing new\n\n');
  happens('cc');
  expect(await take(pieces, 1)).toEqual(['c2', '7.2']);
});
