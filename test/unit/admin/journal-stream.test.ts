import { expect, it } from '@jest/globals';
import type { JournalStreamOptions } from '../../../mock-server/admin/journal-stream.ts';
import { followJournal, QUIET_MS } from '../../../mock-server/admin/journal-stream.ts';
import type { JournalEntry } from '../../../mock-server/control/journal/entry.ts';

/** A journal whose entries are GETs and POSTs, as the test writes them. */
function journal() {
  const entries: JournalEntry[] = [];
  const watchers = new Set<(entry: JournalEntry) => void>();
  const asked: number[] = [];
  return {
    asked,
    watchers,
    add: (...methods: readonly string[]) => {
      for (const method of methods) {
        const entry = { id: entries.length + 1, method } as JournalEntry;
        entries.push(entry);
        for (const watcher of watchers) watcher(entry);
      }
    },
    find: (filter?: unknown) => {
      asked.push(entries.length);
      return entries.filter(typeof filter === 'function' ? (filter as (entry: JournalEntry) => boolean) : () => true);
    },
    watch: (watcher: (entry: JournalEntry) => void) => {
      watchers.add(watcher);
      return () => {
        watchers.delete(watcher);
      };
    },
  };
}

async function follow(
  of: ReturnType<typeof journal>,
  options: Partial<JournalStreamOptions> = {},
): Promise<AsyncIterableIterator<string>> {
  const pieces = followJournal(of, { query: {}, after: undefined, startTimer: () => () => undefined, ...options });
  expect((await pieces.next()).value).toBe(': the journal of lp-auth-mock\n\n');
  return pieces;
}

async function ids(pieces: AsyncIterator<string>, count: number): Promise<number[]> {
  const taken: number[] = [];
  for (let each = 0; each < count; each += 1) {
    const { value } = (await pieces.next()) as IteratorResult<string, undefined>;
    const [, id, data = ''] = /^id: (\d+)\ndata: (.*)\n\n$/.exec(value ?? '') ?? [];
    expect((JSON.parse(data) as JournalEntry).id).toBe(Number(id));
    taken.push(Number(id));
  }
  return taken;
}

it('a reader without a place hears of what is still to come, one by one', async () => {
  const of = journal();
  of.add('GET', 'GET');
  const pieces = await follow(of);
  const next = ids(pieces, 1);
  await Promise.resolve();
  of.add('GET', 'GET', 'GET');
  expect([await next, await ids(pieces, 2)]).toEqual([[3], [4, 5]]);
});

it('a reader with a place hears of what is behind it', async () => {
  const of = journal();
  of.add('GET', 'GET', 'GET');
  expect(await ids(await follow(of, { after: 1 }), 2)).toEqual([2, 3]);
  expect(await ids(await follow(of, { after: 0 }), 3)).toEqual([1, 2, 3]);
});

it('a reader hears only of what fits its query, kept or new', async () => {
  const of = journal();
  of.add('GET', 'POST', 'GET', 'POST');
  const pieces = await follow(of, { after: 0, query: { method: 'POST' } });
  expect(await ids(pieces, 2)).toEqual([2, 4]);
  const next = ids(pieces, 1);
  await Promise.resolve();
  of.add('GET', 'POST');
  expect(await next).toEqual([6]);
});

it('a reader who is behind takes a hundred entries at once from the journal, and asks it no more than it must', async () => {
  const of = journal();
  for (let count = 0; count < 150; count += 1) of.add('GET');
  const pieces = await follow(of, { after: 0 });
  await ids(pieces, 100);
  expect(of.asked).toEqual([150]);
  await ids(pieces, 50);
  expect(of.asked).toEqual([150, 150]);
  for (const expected of [151, 152]) {
    const next = ids(pieces, 1);
    await Promise.resolve();
    of.add('GET');
    expect(await next).toEqual([expected]);
  }
  expect(of.asked).toEqual([150, 150, 150]);
});

it('a quiet reader gets a comment after 20 seconds, and hears on', async () => {
  const of = journal();
  const waits: number[] = [];
  const pieces = await follow(of, {
    startTimer: (ms, ring) => {
      waits.push(ms);
      queueMicrotask(ring);
      return () => undefined;
    },
  });
  expect([(await pieces.next()).value, waits, QUIET_MS]).toEqual([': nothing new\n\n', [20_000], 20_000]);
  of.add('GET');
  expect(await ids(pieces, 1)).toEqual([1]);
});

it('a reader that stops watches nothing any more', async () => {
  const of = journal();
  const pieces = await follow(of);
  const next = pieces.next();
  expect(of.watchers.size).toBe(1);
  await pieces.return?.();
  expect([await next, of.watchers.size]).toEqual([{ done: true, value: undefined }, 0]);
});
