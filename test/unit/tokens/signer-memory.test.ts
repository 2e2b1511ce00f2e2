import { describe, expect, it } from '@jest/globals';
import type { MemoryBudget } from '../../../mock-server/memory/budget.ts';
import { createMemoryBudget } from '../../../mock-server/memory/budget.ts';
import { jsonHeapBytes, textBytes } from '../../../mock-server/memory/heap-bytes.ts';
import { createSigner } from '../../../mock-server/tokens/signer.ts';
import type { SigningKey } from '../../../mock-server/tokens/signing-keys.ts';

const LIMIT_MEGABYTES = 0.2;
/** The part of the memory that remembered tokens may take. */
const SHARE = 0.125;

/** A key that counts its work, and takes every signature for its own. */
function countingKey(kid = 'counting'): SigningKey & { signed: number; verified: number } {
  const key = {
    kid,
    publicJwk: { kty: 'RSA', use: 'sig', alg: 'RS256', kid, n: kid, e: 'AQAB' } as const,
    signed: 0,
    verified: 0,
    sign: (header: object, payload: string) => {
      key.signed += 1;
      return Promise.resolve(tokenOf(header, payload));
    },
    verifies: () => {
      key.verified += 1;
      return Promise.resolve(true);
    },
  };
  return key;
}

function tokenOf(header: object, payload: string): string {
  return `${[JSON.stringify(header), payload].map((part) => Buffer.from(part).toString('base64url')).join('.')}.AAAA`;
}

const HEADER = { kid: 'counting', typ: 'JWT', alg: 'RS256' };

describe('What is remembered of tokens', () => {
  it('keeps to its share of the memory, and each is good all the same', async () => {
    const memory = createMemoryBudget(LIMIT_MEGABYTES);
    const [signer, key] = [createSigner(memory), countingKey()];
    const tokens: string[] = [];
    for (let n = 0; n < 20; n += 1) {
      tokens.push(await signer.sign(key, { n, text: 'x'.repeat(1000) }));
      expect(memory.keptBytes()).toBeLessThanOrEqual(memory.limitBytes * SHARE);
    }
    expect(memory.keptBytes()).toBeGreaterThan(0);
    for (const token of tokens) {
      expect(await signer.verify(token, [key])).toMatchObject({ ok: true });
      expect(memory.keptBytes()).toBeLessThanOrEqual(memory.limitBytes * SHARE);
    }
    expect(await signer.sign(key, { n: 0, text: 'x'.repeat(1000) })).toBe(tokens[0]);
  });

  it('may be as much as the share to the byte', async () => {
    const claims = { text: 'x'.repeat(1000) };
    const keptWithin = async (limitBytes: number): Promise<number> => {
      const memory: MemoryBudget = { ...createMemoryBudget(LIMIT_MEGABYTES), limitBytes };
      await createSigner(memory).sign(countingKey(), claims);
      return memory.keptBytes();
    };
    const bytes = await keptWithin(Infinity);
    expect(await keptWithin(bytes / SHARE)).toBe(bytes);
    expect(await keptWithin((bytes - 1) / SHARE)).toBeLessThan(bytes);
  });

  it('counts the text that was signed, the token twice, and its header and claims', async () => {
    const memory = createMemoryBudget(LIMIT_MEGABYTES);
    const claims = { text: 'x'.repeat(1000) };
    const payload = JSON.stringify(claims);
    const token = await createSigner(memory).sign(countingKey(), claims);
    const least = textBytes(payload) + 2 * textBytes(token) + jsonHeapBytes(HEADER) + jsonHeapBytes(claims);
    expect(memory.keptBytes()).toBeGreaterThan(least);
    expect(memory.keptBytes()).toBeLessThan(least + 1000);
  });

  it('is no more after many tokens than after fewer', async () => {
    const memory = createMemoryBudget(Infinity);
    const [signer, key] = [createSigner(memory), countingKey()];
    const kept: number[] = [];
    for (let n = 10_001; n <= 16_000; n += 1) {
      await signer.sign(key, { n });
      if (n % 2000 === 0) kept.push(memory.keptBytes());
    }
    expect(kept[2]).toBe(kept[1]);
  });

  it('goes when the memory is full, and is then no part of it', async () => {
    const memory = createMemoryBudget(LIMIT_MEGABYTES);
    const [signer, key] = [createSigner(memory), countingKey()];
    const token = await signer.sign(key, { a: 1 });
    expect(signer.remembered.evict()).toBe(0);
    expect([signer.remembered.what, memory.keptBytes()]).toEqual([undefined, 0]);
    await signer.verify(token, [key]);
    await signer.sign(key, { a: 1 });
    expect([key.signed, key.verified]).toEqual([2, 1]);
  });

  it.each([
    [4096, 1, 1],
    [4097, 2, 3],
  ])('of %d characters is signed %d times and looked at %d times when asked for again', async (length, ...times) => {
    const [key, claims] = withTokenOf(length);
    const [signer, other] = [createSigner(), createSigner()];
    const token = await signer.sign(key, claims);
    await signer.sign(key, claims);
    await signer.verify(token, [key]);
    await other.verify(token, [key]);
    await other.verify(token, [key]);
    expect([token.length, key.signed, key.verified]).toEqual([length, ...times]);
  });
});

/** What makes a token of that length: not every length is one of a base64url text, so the kid is changed too. */
function withTokenOf(length: number): readonly [ReturnType<typeof countingKey>, { readonly text: string }] {
  for (const kid of ['k', 'kk', 'kkk', 'kkkk'])
    for (let letters = 2900; letters < 3100; letters += 1) {
      const claims = { text: 'x'.repeat(letters) };
      if (tokenOf({ ...HEADER, kid }, JSON.stringify(claims)).length === length) return [countingKey(kid), claims];
    }
  throw new Error(`no token has ${String(length)} characters`);
}

describe('What is told of a genuine token', () => {
  const verdictOf = async (claims: string): Promise<unknown> =>
    createSigner().verify(tokenOf(HEADER, claims), [countingKey()]);

  it('is what its header and claims take together', async () => {
    const claims = { name: 'é', list: [1, null] };
    expect(await verdictOf(JSON.stringify(claims))).toMatchObject({
      size: {
        jsonBytes: Buffer.byteLength(JSON.stringify([HEADER, claims])),
        heapBytes: jsonHeapBytes(HEADER) + jsonHeapBytes(claims),
      },
      holdsToken: false,
    });
  });

  it('is nothing that can be written where it is nested too deeply, and that it may hold a token', async () => {
    const depth = 90_000;
    expect(await verdictOf(`{"a":${'['.repeat(depth)}${']'.repeat(depth)}}`)).toMatchObject({
      size: { jsonBytes: Infinity },
      holdsToken: true,
    });
  });

  it.each([
    [true, 'eyJhbGciOi.eyJhdWQiOi.c2lnbmF0dXJl'],
    [true, 'see eyJhbGciOi.eyJhdWQiOi.c2lnbmF0dXJl!'],
    [true, 'eyJ..x'],
    [false, 'eyJhbGciOi.eyJhdWQiOi.'],
    [false, 'eyJhbGciOi.eyJhdWQiOi. x'],
    [false, 'eyJhbGciOi.eyJ'],
    [false, 'xeyJhbGciOi.eyJhdWQiOi.c2ln'],
    [false, '-eyJhbGciOi.eyJhdWQiOi.c2ln'],
    [false, 'eyJ a.b.c'],
    [false, 'hello'],
  ])('is %s that there is a token in %j', async (holdsToken, name) => {
    expect(await verdictOf(JSON.stringify({ name }))).toMatchObject({ holdsToken });
    expect(await verdictOf(JSON.stringify({ [name]: 1 }))).toMatchObject({ holdsToken });
  });

  it('cannot be changed by any who read it, however deep', async () => {
    const claims = { none: null, list: [{ a: { b: 'c' } }], no: false };
    const verdict = (await verdictOf(JSON.stringify(claims))) as { header: object; claims: typeof claims };
    const { list } = verdict.claims;
    expect([verdict.header, verdict.claims, list, list[0], list[0]?.a].map((each) => Object.isFrozen(each))).toEqual(
      Array.from({ length: 5 }, () => true),
    );
  });
});
