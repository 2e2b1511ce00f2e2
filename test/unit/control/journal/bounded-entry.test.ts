import { describe, expect, it } from '@jest/globals';
import { bounded, MAX_ENTRY_BYTES } from '../../../../mock-server/control/journal/bounded-entry.ts';
import type { JournalEntry } from '../../../../mock-server/control/journal/entry.ts';
import { jsonBytes } from '../../../../mock-server/control/journal/kept-claims.ts';
import { anEntry, aToken } from './an-entry.ts';

/** Six bytes each as JSON. */
const nul = (count: number): string => '\0'.repeat(count);
const deviation = (sentence: string): JournalEntry['deviations'][number] => ({ slug: 'body-not-json', sentence });
const named = (slug: string): JournalEntry['deviations'][number] => ({ slug, sentence: '' });
const aReason = (sentence: string): JournalEntry['reason'] => ({ slug: 'body-not-json', sentence });
const many = <Item>(count: number, item: Item): Item[] => new Array<Item>(count).fill(item);
const bare = aToken({ header: undefined, claims: undefined });

/** What its tokens take, as who records a call has counted it. */
const tokenBytes = ({ tokens }: JournalEntry): number =>
  tokens.reduce((sum, { header = {}, claims = {} }) => sum + jsonBytes(header) + jsonBytes(claims), 0);

const LONG: Readonly<Record<string, Partial<JournalEntry>>> = {
  method: { method: nul(700) },
  path: { path: nul(700) },
  account: { accountId: nul(700) },
  reason: { reason: aReason(nul(700)) },
  'what was forgotten': { evicted: nul(700) },
  'the text of a deviation': { deviations: [deviation(nul(700))] },
  'the name of a deviation': { deviations: [named('x'.repeat(4100))] },
  'the number of deviations': { deviations: many(200, named('')) },
  'a fault': { faults: [nul(700)] },
  'the number of faults': { faults: many(1500, '') },
  'the number of tokens': { tokens: many(80, bare) },
  'the claims of a token': { tokens: [aToken({ claims: { sub: 'x'.repeat(4000) } })] },
};

describe('an entry of the journal that is too long', () => {
  it.each(Object.entries(LONG))('by %s is made shorter', (_, parts) => {
    const entry = anEntry(parts);
    expect(jsonBytes(entry)).toBeGreaterThan(MAX_ENTRY_BYTES);
    expect(jsonBytes(bounded(entry, tokenBytes(entry)))).toBeLessThanOrEqual(MAX_ENTRY_BYTES);
  });

  it('has the beginning of each of its texts', () => {
    const entry = anEntry({
      method: nul(100),
      path: nul(700),
      accountId: nul(100),
      reason: aReason(nul(700)),
      evicted: nul(700),
      deviations: many(9, deviation(nul(700))),
      faults: many(9, nul(700)),
      tokens: [bare],
    });
    const short = (count: number): string => `${nul(count - 3)}...`;
    expect(bounded(entry, 0)).toEqual({
      ...entry,
      method: short(10),
      path: short(50),
      accountId: short(13),
      reason: aReason(short(75)),
      evicted: short(36),
      deviations: [deviation(short(75))],
      faults: many(3, short(10)).slice(0, 3),
    });
  });

  it('has those of its texts as they are that are short', () => {
    const short: Partial<JournalEntry> = {
      method: 'x'.repeat(58),
      path: 'x'.repeat(298),
      accountId: 'x'.repeat(78),
      evicted: 'x'.repeat(218),
      deviations: [deviation('x'.repeat(448))],
      faults: ['x'.repeat(58), 'y'.repeat(58)],
    };
    const kept = bounded(anEntry({ ...short, reason: aReason(nul(700)) }), 0);
    expect(kept).toMatchObject({ ...short, reason: aReason(`${nul(72)}...`) });
    const longer = bounded(anEntry({ ...short, path: 'x'.repeat(299), reason: aReason(nul(700)) }), 0);
    expect(longer).toMatchObject({ ...short, path: `${'x'.repeat(47)}...` });
    expect(bounded(anEntry({ reason: aReason(nul(700)) }), 0)).toMatchObject({
      accountId: undefined,
      evicted: undefined,
      deviations: [],
      faults: [],
    });
    expect(bounded(anEntry({ path: nul(700) }), 0).reason).toBeUndefined();
  });

  it('has no more deviations and faults than fit, the first ones', () => {
    const deviations = Array.from({ length: 30 }, (_, number) => deviation(`number ${String(number)}`));
    const faults = Array.from({ length: 60 }, (_, number) => `fault-${String(number + 100)}`);
    const kept = bounded(anEntry({ deviations, faults, path: nul(700) }), 0);
    expect(kept.deviations).toEqual(deviations.slice(0, 10));
    expect(kept.faults).toEqual(faults.slice(0, 12));
  });

  it('keeps eight tokens, and of them as they are those that are no larger than their share', () => {
    const small = aToken({ id: 'small' });
    const large = aToken({ id: 'large', claims: { sub: 'jane', long: ['x'.repeat(4000)] } });
    const entry = anEntry({ tokens: [small, large, ...many(8, small)] });
    const kept = bounded(entry, tokenBytes(entry));
    expect(kept.tokens).toHaveLength(8);
    expect(kept.tokens[0]).toBe(small);
    expect(kept.tokens[1]).toEqual({ ...large, claims: { sub: 'jane', long: '...' } });
  });

  it('summarises what nobody can write as JSON', () => {
    let deep: unknown = [];
    for (let level = 0; level < 100_000; level += 1) deep = [deep];
    const entry = anEntry({ path: '/deep', tokens: [aToken({ claims: { sub: 'jane', deep } })] });
    const kept = bounded(entry, Infinity);
    expect(kept).toEqual({ ...entry, tokens: [aToken({ claims: { sub: 'jane', deep: '...' } })] });
  });

  it('gives its tokens what the rest leaves, which is 1,200 bytes at the least', () => {
    const claims = Object.fromEntries(Array.from({ length: 80 }, (_, n) => [`c${String(n)}`, 'x'.repeat(90)]));
    const keptOf = (parts: Partial<JournalEntry>): number => {
      const entry = anEntry({ ...parts, tokens: [aToken({ claims })] });
      return jsonBytes(bounded(entry, tokenBytes(entry)).tokens);
    };
    // Three quarters are for the claims, and one for the header.
    expect(keptOf({})).toBeGreaterThan(2500);
    expect(keptOf({})).toBeLessThan(3500);
    expect(keptOf({ path: nul(650) })).toBeGreaterThan(700);
    expect(keptOf({ path: nul(650) })).toBeLessThan(1200);
  });
});

it('an entry of no more than 4,096 bytes is kept as it is, however its texts are written', () => {
  const frame = jsonBytes(anEntry({ path: '' }));
  const full = anEntry({ path: 'x'.repeat(MAX_ENTRY_BYTES - frame) });
  expect(jsonBytes(full)).toBe(MAX_ENTRY_BYTES);
  expect(bounded(full, 0)).toBe(full);
  expect(bounded(anEntry({ path: `${full.path}x` }), 0).path).toHaveLength(50);
});
