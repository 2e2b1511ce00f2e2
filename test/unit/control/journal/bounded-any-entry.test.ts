import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { bounded, MAX_ENTRY_BYTES } from '../../../../mock-server/control/journal/bounded-entry.ts';
import type { JournalEntry, JournalToken } from '../../../../mock-server/control/journal/entry.ts';
import { jsonBytes } from '../../../../mock-server/control/journal/kept-claims.ts';
import { runs } from '../../../support/everything.ts';
import { anyLetter } from '../../../properties/any-letter.ts';
import { anEntry } from './an-entry.ts';

const ENTRY = anEntry({
  method: 'POST',
  path: '/api/account/12345678/consumer',
  endpointId: 'idp.consumer',
  accountId: '12345678',
  outcome: 201,
  atMs: 1_700_000_000_000,
  durationMs: 0.123456789,
});

const token = (claims: Record<string, unknown>): JournalToken => ({
  use: 'presented',
  id: '0123456789abcdef',
  kind: 'AppJWT',
  header: { kid: 'k', typ: 'JWT', alg: 'RS256' },
  claims,
  failure: undefined,
});

const claimsBytes = ({ tokens }: JournalEntry): number =>
  tokens.reduce((sum, { header, claims }) => sum + jsonBytes(header) + jsonBytes(claims), 0);

describe('an entry of the journal', () => {
  it('is kept as it is up to 4 kB', () => {
    const entry = { ...ENTRY, tokens: [token({ sub: 'a'.repeat(3000) })] };
    expect(bounded(entry, claimsBytes(entry))).toBe(entry);
  });

  it('that is longer keeps the beginning of each claim, and says how many it left out', () => {
    const claims = {
      sub: 'a'.repeat(5000),
      iat: 1,
      deep: { of: ['x'.repeat(200)] },
      ...Object.fromEntries(Array.from({ length: 200 }, (_, n) => [`c${String(n)}`, 'y'.repeat(30)])),
    };
    const entry = { ...ENTRY, tokens: [token(claims)] };
    const [kept] = bounded(entry, claimsBytes(entry)).tokens;
    expect(kept).toMatchObject({
      use: 'presented',
      id: '0123456789abcdef',
      kind: 'AppJWT',
      header: { kid: 'k', typ: 'JWT', alg: 'RS256' },
    });
    expect(kept?.claims).toMatchObject({
      sub: `${'a'.repeat(97)}...`,
      iat: 1,
      deep: '...',
      c0: 'y'.repeat(30),
      '...': expect.stringMatching(/^\d+ more$/),
    });
  });

  it('takes 4 kB at most, whatever is in it', () => {
    const text = fc.oneof(
      fc.string({ unit: anyLetter, maxLength: 60 }),
      fc.string({ unit: anyLetter, minLength: 12, maxLength: 12 }).map((short) => short.repeat(50)),
      fc.constantFrom('\0'.repeat(512), '\ud800'.repeat(512), '€'.repeat(512), 'a'.repeat(512)),
    );
    const value = fc.oneof(
      { arbitrary: text, weight: 10 },
      { arbitrary: fc.jsonValue(), weight: 10 },
      { arbitrary: fc.constant(nested(5000)), weight: 1 },
    );
    const claims = fc.dictionary(text, value, { maxKeys: 30 });
    const entry = fc
      .record({
        method: text.map((all) => all.slice(0, 67)),
        path: text,
        accountId: fc.option(
          text.map((all) => all.slice(0, 67)),
          { nil: undefined },
        ),
        reason: fc.option(
          text.map((sentence) => ({ slug: 'body-not-json' as const, sentence: sentence.repeat(2) })),
          { nil: undefined },
        ),
        evicted: fc.option(text, { nil: undefined }),
        deviations: fc.array(
          text.map((sentence) => ({ slug: 'version', sentence })),
          { maxLength: 20 },
        ),
        faults: fc.array(text, { maxLength: 400 }),
        tokens: fc.array(claims.map(token), { maxLength: 9 }),
      })
      .map((parts): JournalEntry => ({ ...ENTRY, ...parts }));
    fc.assert(
      fc.property(entry, (any) => {
        const kept = bounded(any, Infinity);
        expect(jsonBytes(kept)).toBeLessThanOrEqual(MAX_ENTRY_BYTES);
      }),
      { numRuns: runs(300) },
    );
  });
});

function nested(levels: number): unknown {
  let value: unknown = 0;
  for (let level = 0; level < levels; level += 1) value = [value];
  return value;
}
