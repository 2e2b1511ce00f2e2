import { describe, expect, it } from '@jest/globals';
import { uncounted } from '../../mock-server/memory/budget.ts';
import type { KeptItem, KeptItems } from '../../mock-server/memory/kept-items.ts';
import { createKeptItems } from '../../mock-server/memory/kept-items.ts';
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
