import { describe, expect, it } from '@jest/globals';
import { createCapture } from '../../../mock-server/control/capture/capture.ts';
import { createMemoryBudget } from '../../../mock-server/memory/budget.ts';
import { jsonHeapBytes } from '../../../mock-server/memory/heap-bytes.ts';
import type { SeenTokens } from '../../../mock-server/pipeline/record-tokens.ts';
import { noTokens, recordTokens } from '../../../mock-server/pipeline/record-tokens.ts';
import type { GenuineToken, SignatureVerdict, Signer } from '../../../mock-server/tokens/signer.ts';
import type { SigningKey } from '../../../mock-server/tokens/signing-keys.ts';

const HEADER = { kid: 'k', typ: 'JWT', alg: 'RS256' };
const LONG = 'x'.repeat(200);
const FAILED = { ok: false, failure: 'signature', sentence: 'is forged' } as const;
const KEY = {} as SigningKey;

const genuine = (verdict: Partial<GenuineToken>): GenuineToken => ({
  ok: true,
  id: 'id-1',
  header: HEADER,
  claims: { sub: LONG },
  key: KEY,
  size: { jsonBytes: 300, heapBytes: 400 },
  holdsToken: false,
  ...verdict,
});

const signerOf = (verdict: SignatureVerdict): Signer => ({
  verify: () => verdict,
  sign: () => Promise.resolve('the.signed.token'),
});

function seenOf(verdict: SignatureVerdict, times = 1): SeenTokens {
  const seen = noTokens(undefined);
  const signer = recordTokens(signerOf(verdict), seen);
  for (let turn = 0; turn < times; turn += 1) void signer.verify('a.b.c', []);
  return seen;
}

const written = (value: unknown): number => JSON.stringify(value).length;

describe('the tokens of a call', () => {
  it('are noted as they come and go, with what all of them take', async () => {
    const seen = noTokens(undefined);
    const signer = recordTokens(signerOf(genuine({})), seen);
    expect(await signer.verify('a.b.c', [])).toEqual(genuine({}));
    expect(await signer.sign(KEY, {})).toBe('the.signed.token');
    const token = { id: 'id-1', kind: undefined, header: HEADER, claims: { sub: LONG }, failure: undefined };
    expect(seen).toStrictEqual({
      tokens: [
        { use: 'presented', ...token },
        { use: 'issued', ...token },
      ],
      jsonBytes: 600,
      heapBytes: 800,
      texts: undefined,
    });
  });

  it('are noted by their failure alone where their signature does not count', () => {
    const nothing = { id: undefined, kind: undefined, header: undefined, claims: undefined };
    expect(seenOf(FAILED)).toMatchObject({
      tokens: [{ use: 'presented', ...nothing, failure: 'signature' }],
      jsonBytes: 0,
      heapBytes: 0,
    });
  });

  it.each<[verdict: SignatureVerdict, texts: readonly string[]]>([
    [genuine({}), ['a.b.c', 'the.signed.token']],
    [FAILED, []],
  ])('are known by their text for the capture, where they count', async (verdict, texts) => {
    const seen = noTokens(createCapture(createMemoryBudget(1)));
    const signer = recordTokens(signerOf(verdict), seen);
    await signer.verify('a.b.c', []);
    await signer.sign(KEY, {});
    expect([...(seen.texts?.keys() ?? [])]).toEqual(texts);
    for (const token of seen.texts?.values() ?? []) expect(token).toMatchObject({ id: 'id-1' });
  });

  it.each([
    [3500, 16_384, true],
    [3501, 16_384, false],
    [3500, 16_385, false],
    [10, 16_385, false],
    [3501, 10, false],
  ])('are kept whole up to 3,500 bytes of JSON and 16 kB of memory: %d, %d', (jsonBytes, heapBytes, isWhole) => {
    const size = { jsonBytes, heapBytes };
    const cut = { header: HEADER, claims: { sub: `${'x'.repeat(97)}...` } };
    const plain = seenOf(genuine({ size }));
    expect(plain.tokens[0]).toMatchObject(isWhole ? { header: HEADER, claims: { sub: LONG } } : cut);
    expect([plain.jsonBytes, plain.heapBytes]).toEqual(
      isWhole
        ? [jsonBytes, heapBytes]
        : [written(HEADER) + written(cut.claims), jsonHeapBytes(HEADER) + jsonHeapBytes(cut.claims)],
    );
    const holder = seenOf(genuine({ size, holdsToken: true, claims: { sub: LONG, name: 'eyJh.eyJi.c2ln' } }));
    expect(holder.tokens[0]?.claims).toEqual({ ...(isWhole ? { sub: LONG } : cut.claims), name: 'eyJh.eyJi....' });
  });

  it('count by what is kept of them', () => {
    const claims = { sub: LONG, name: 'eyJh.eyJi....' };
    const seen = seenOf(genuine({ holdsToken: true, claims: { sub: LONG, name: 'eyJh.eyJi.c2ln' } }), 2);
    expect(seen.tokens.map((token) => token.claims)).toEqual([claims, claims]);
    expect([seen.jsonBytes, seen.heapBytes]).toEqual([
      2 * (written(HEADER) + written(claims)),
      2 * (jsonHeapBytes(HEADER) + jsonHeapBytes(claims)),
    ]);
  });
});
