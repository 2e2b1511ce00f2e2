import { expect, it } from '@jest/globals';
import { createMemoryBudget } from '../../../mock-server/memory/budget.ts';
import type { ToldAttempt, WebhookAttempt } from '../../../mock-server/webhooks/attempt.ts';
import { MAX_ATTEMPTS } from '../../../mock-server/webhooks/attempt.ts';
import { createAttemptList } from '../../../mock-server/webhooks/attempt-list.ts';

const ABOUT: Omit<WebhookAttempt, 'id' | 'headers' | 'body'> = {
  deliveryId: '7',
  accountId: '100',
  clientId: 'app',
  event: 'ms.MessagingEventNotification.ContentEvent',
  conversationId: 'c',
  url: 'https://one.test/',
  attempt: 2,
  atMs: 1000,
  durationMs: 3,
  state: 'retrying',
  status: 503,
  reason: 'answered with 503',
  nextAtMs: 31_000,
};
const ATTEMPT = { ...ABOUT, headers: { 'x-own': '<not kept>' }, body: '{}' };

function open() {
  const told: ToldAttempt[] = [];
  const tally = createMemoryBudget(100).tally();
  let entries = 0;
  const place = () => ({ afterEntry: (entries += 1), afterChange: 9 });
  const attempts = createAttemptList({ tally, place, onAdd: (attempt) => told.push(attempt) });
  const ids = (): string[] => attempts.list({}).map(({ id }) => id);
  return { attempts, told, tally, ids };
}

it('an attempt gets the next id, is kept as a whole and told of without what was sent, with its place', () => {
  const { attempts, told } = open();
  expect([attempts.lastId(), attempts.list({})]).toEqual([0, []]);
  expect(attempts.add(ATTEMPT)).toEqual({ ...ATTEMPT, id: '1' });
  expect(attempts.add({ ...ATTEMPT, attempt: 3 }).id).toBe('2');
  expect([attempts.lastId(), attempts.find('1'), attempts.find('3')]).toEqual([2, { ...ATTEMPT, id: '1' }, undefined]);
  expect(told).toEqual([
    { ...ABOUT, id: '1', afterEntry: 1, afterChange: 9 },
    { ...ABOUT, id: '2', attempt: 3, afterEntry: 2, afterChange: 9 },
  ]);
  expect([0, 1, 2].map(attempts.toldAfter)).toEqual([told, told.slice(1), []]);
});

it.each([
  { accountId: '200' },
  { clientId: 'other' },
  { event: 'cqm.ExConversationChangeNotification' },
  { deliveryId: '8' },
  { conversationId: 'd' },
  { state: 'dropped' },
] as const)('the list is searched by each of its filters, and by all of them at once: %j', (other) => {
  const { attempts } = open();
  const [one, two] = [attempts.add(ATTEMPT), attempts.add({ ...ATTEMPT, ...other })];
  expect(attempts.list({})).toEqual([one, two]);
  expect(attempts.list(other)).toEqual([two]);
  expect(attempts.list(ATTEMPT)).toEqual([one]);
  expect(attempts.list({ ...ATTEMPT, ...other })).toEqual([two]);
});

it('the last 2,000 attempts are kept, and ids go on', () => {
  const { attempts, ids } = open();
  for (let count = 0; count <= MAX_ATTEMPTS; count += 1) attempts.add(ATTEMPT);
  expect([MAX_ATTEMPTS, ids().length, ids()[0], attempts.lastId()]).toEqual([2000, 2000, '2', 2001]);
});

it('those of an account are forgotten, or all of them, and ids go on', () => {
  const { attempts, tally, ids } = open();
  for (const accountId of ['100', '200', '100']) attempts.add({ ...ATTEMPT, accountId });
  attempts.clear('100');
  expect(ids()).toEqual(['2']);
  attempts.clear();
  expect([ids(), tally.bytes(), attempts.lastId()]).toEqual([[], 0, 3]);
});

it('the older half is forgotten where memory is short, the greater one of an odd number', () => {
  const { attempts, ids } = open();
  for (let count = 0; count < 5; count += 1) attempts.add(ATTEMPT);
  expect([attempts.forgetOlder(), ids()]).toEqual([3, ['4', '5']]);
});

it('an attempt takes what its body and the names of its headers take, and some more', () => {
  const bytesOf = (changes: Partial<WebhookAttempt>): number => {
    const { attempts, tally } = open();
    attempts.add({ ...ATTEMPT, headers: {}, body: '', ...changes });
    return tally.bytes();
  };
  expect(bytesOf({})).toBeGreaterThan(700);
  expect(bytesOf({ body: 'x'.repeat(100) }) - bytesOf({})).toBe(200);
  expect(bytesOf({ headers: { a: '', b: '' } }) - bytesOf({})).toBe(
    2 * (bytesOf({ headers: { a: '' } }) - bytesOf({})),
  );
  expect(bytesOf({ headers: { ['x'.repeat(100)]: '' } }) - bytesOf({ headers: { '': '' } })).toBe(200);
  expect(bytesOf({ headers: { '': '' } }) - bytesOf({})).toBeGreaterThanOrEqual(80);
});
