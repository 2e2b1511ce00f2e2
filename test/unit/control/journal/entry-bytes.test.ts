import { expect, it } from '@jest/globals';
import { entryBytes } from '../../../../mock-server/control/journal/entry-bytes.ts';
import type { JournalEntry } from '../../../../mock-server/control/journal/entry.ts';
import { anEntry, aToken } from './an-entry.ts';

const EMPTY = anEntry({ method: '', path: '' });
const LONG = 'x'.repeat(1000);
const reason = (sentence: string): JournalEntry['reason'] => ({ slug: 'body-not-json', sentence });
const deviation = (sentence: string): JournalEntry['deviations'][number] => ({ slug: 'body-not-json', sentence });

it.each<[string, Partial<JournalEntry>, number, number]>([
  ['a method', { method: LONG }, 2000, 2000],
  ['a path', { path: LONG }, 2000, 2000],
  ['an account', { accountId: LONG }, 2000, 2100],
  ['what was forgotten', { evicted: LONG }, 2000, 2100],
  ['a reason', { reason: reason(LONG) }, 2100, 2200],
  ['a reason without a text', { reason: reason('') }, 100, 200],
  ['two deviations', { deviations: [deviation(LONG), deviation(LONG)] }, 4200, 4400],
  ['two deviations without a text', { deviations: [deviation(''), deviation('')] }, 200, 300],
  ['two faults', { faults: [LONG, LONG] }, 4000, 4200],
  [
    'two tokens without claims',
    { tokens: [1, 2].map(() => aToken({ header: undefined, claims: undefined })) },
    500,
    600,
  ],
  ['two tokens', { tokens: [1, 2].map(() => aToken({ header: { a: LONG }, claims: { b: LONG } })) }, 8500, 11_000],
])('%s takes of the heap what its letters do, and its own', (_, parts, least, most) => {
  const more = entryBytes({ ...EMPTY, ...parts }) - entryBytes(EMPTY);
  expect(more).toBeGreaterThanOrEqual(least);
  expect(more).toBeLessThanOrEqual(most);
});

it('an entry without anything takes something, and its claims what is known of them', () => {
  expect(entryBytes(EMPTY)).toBeGreaterThan(450);
  const entry = { ...EMPTY, tokens: [aToken()] };
  expect(entryBytes(entry, 5000) - entryBytes(entry, 0)).toBe(5000);
});
