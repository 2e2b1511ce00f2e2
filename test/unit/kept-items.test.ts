import { describe, expect, it } from '@jest/globals';
import { uncounted } from '../../mock-server/memory/budget.ts';
import type { KeptItem, KeptItems } from '../../mock-server/memory/kept-items.ts';
import { createKeptItems } from '../../mock-server/memory/kept-items.ts';
import type { NumberedItem } from '../../mock-server/memory/kept-ring.ts';
import { createKeptRing } from '../../mock-server/memory/kept-ring.ts';
import type { WebhookAttempt } from '../../mock-server/webhooks/attempt.ts';
import { createAttemptList } from '../../mock-server/webhooks/attempt-list.ts';

const tally = uncounted();
const keptIn = (most: number, mostBytes: number): KeptItems<string, KeptItem> =>
  createKeptItems<string, KeptItem>(tally, most, mostBytes);
const item = (bytes: number, accountId = 'a'): KeptItem => ({ accountId, bytes });

describe('What is kept', () => {
  it('goes when there are more than the most, the oldest first, also after others were dropped', () => {
    const kept = keptIn(3, Infinity);
    for (const [at, key] of ['1', '2', '3', '4'].entries()) kept.put(key, item(at + 1));
    expect(kept.all()).toEqual([item(2), item(3), item(4)]);
    expect(kept.dropOldest(1)).toBe(1);
    kept.put('5', item(5));
    kept.put('6', item(6));
    expect(kept.all()).toEqual([item(4), item(5), item(6)]);
    expect(tally.bytes()).toBe(15);
    kept.dropOf(undefined);
    expect([tally.bytes(), kept.size()]).toEqual([0, 0]);
    kept.put('7', item(7));
    expect(kept.get('7')).toEqual(item(7));
    kept.dropOf('a');
  });

  it('goes when it takes more than the most bytes, the newest too if it does so alone', () => {
    const kept = keptIn(100, 10);
    kept.put('1', item(4));
    kept.put('2', item(4, 'b'));
    kept.put('2', item(6, 'b'));
    expect(kept.all()).toEqual([item(4), item(6, 'b')]);
    kept.put('3', item(5));
    expect(kept.all()).toEqual([item(5)]);
    kept.put('4', item(11));
    expect([tally.bytes(), kept.size()]).toEqual([0, 0]);
  });
});

describe('What is kept under numbers', () => {
  const numbered = (id: number, bytes: number, accountId = 'a'): NumberedItem => ({ id, accountId, bytes });
  const ring = (most: number, mostBytes: number) => {
    const own = uncounted();
    const kept = createKeptRing<NumberedItem>(own, most, mostBytes);
    const put = (id: number, bytes = 1, accountId = 'a'): void => {
      kept.put(id, numbered(id, bytes, accountId));
    };
    return { kept, put, bytes: (): number => own.bytes(), ids: () => kept.all().map(({ id }) => id) };
  };

  it('goes when it is not among the last so many, and its number finds nothing', () => {
    const { kept, put, bytes, ids } = ring(3, Infinity);
    for (const id of [1, 2, 3, 4, 5]) put(id, id);
    expect([ids(), bytes(), kept.size()]).toEqual([[3, 4, 5], 12, 3]);
    expect([kept.get(2), kept.get(5)]).toEqual([undefined, numbered(5, 5)]);
    put(5, 7);
    put(2);
    expect([ids(), bytes()]).toEqual([[3, 4, 5], 14]);
    put(4, 1);
    put(100);
    expect([ids(), bytes(), kept.size(), kept.get(4)]).toEqual([[100], 1, 1, undefined]);
  });

  it('goes by its account, by its age, and all of it, after which lower numbers come again', () => {
    const { kept, put, bytes, ids } = ring(5, Infinity);
    for (const id of [1, 2, 3, 4, 5]) put(id, 1, id % 2 === 0 ? 'b' : 'a');
    kept.dropOf('b');
    expect(ids()).toEqual([1, 3, 5]);
    put(7);
    expect([kept.dropOldest(1), ids()]).toEqual([1, [5, 7]]);
    expect([kept.dropOldest(9), ids(), bytes()]).toEqual([2, [], 0]);
    put(8);
    kept.dropOf(undefined);
    put(1);
    put(2);
    expect([ids(), kept.size()]).toEqual([[1, 2], 2]);
  });

  it('goes when it takes more than the most bytes, the newest too if it does so alone', () => {
    const { kept, put, bytes, ids } = ring(100, 10);
    put(1, 4);
    put(2, 4);
    put(4, 6);
    expect(ids()).toEqual([2, 4]);
    put(5, 11);
    expect([bytes(), kept.size()]).toEqual([0, 0]);
    put(6, 3);
    expect(ids()).toEqual([6]);
  });
});

it('An attempt at a webhook is counted with the names of its headers', () => {
  const attempt: Omit<WebhookAttempt, 'id'> = {
    deliveryId: '1',
    accountId: 'a',
    clientId: 'app',
    event: 'cqm.ExConversationChangeNotification',
    conversationId: undefined,
    url: 'http://localhost:3000/events',
    attempt: 1,
    atMs: 0,
    durationMs: 1,
    state: 'delivered',
    status: 200,
    reason: undefined,
    nextAtMs: undefined,
    headers: {},
    body: '',
  };
  const [bare, many] = [uncounted(), uncounted()];
  const place = (): { afterEntry: number; afterChange: number } => ({ afterEntry: 0, afterChange: 0 });
  createAttemptList({ tally: bare, place, onAdd: () => undefined }).add(attempt);
  const names = Array.from({ length: 50 }, (_, at) => `${'x'.repeat(250)}${String(at)}`);
  const headers = Object.fromEntries(names.map((name) => [name, '<not kept>']));
  createAttemptList({ tally: many, place, onAdd: () => undefined }).add({ ...attempt, headers });
  expect(many.bytes() - bare.bytes()).toBeGreaterThan(50 * 500);
});
