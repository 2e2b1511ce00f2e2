import { describe, expect, it } from '@jest/globals';
import { decodeJws } from '../../../mock-server/tokens/jws.ts';
import { processorMs, SQUARE_MS } from '../../support/processor-time.ts';

const encode = (text: string | Uint8Array): string => Buffer.from(text).toString('base64url');
const token = (header: string | Uint8Array, claims: string | Uint8Array, signature = 'AAAA'): string =>
  `${encode(header)}.${encode(claims)}.${signature}`;
const malformed = (sentence: string): object => ({ failure: 'malformed', sentence });

describe('a compact JWS', () => {
  it('is taken apart, whatever its header says', () => {
    expect(decodeJws(token('{"alg":"none","jwk":{"kty":"RSA"}}', '{"sub":"+972","deep":{"a":[1]}}'))).toEqual({
      header: { alg: 'none', jwk: { kty: 'RSA' } },
      claims: { sub: '+972', deep: { a: [1] } },
    });
  });

  it('may have an empty signature: whether that counts is not asked here', () => {
    expect(decodeJws(token('{}', '{}', ''))).toEqual({ header: {}, claims: {} });
  });

  it('keeps a __proto__ claim a claim', () => {
    const decoded = decodeJws(token('{}', '{"__proto__":{"aud":"acc:1"}}')) as { claims: Record<string, unknown> };
    expect(decoded.claims['aud']).toBeUndefined();
    expect(Object.keys(decoded.claims)).toEqual(['__proto__']);
  });
});

describe('a time', () => {
  const most = Number.MAX_SAFE_INTEGER;

  it.each([[most], [-most], ['1e400'], [[]], [null]])('may be %j', (time) => {
    for (const name of ['exp', 'iat', 'nbf'])
      expect(decodeJws(token('{}', JSON.stringify({ [name]: time })))).toHaveProperty('claims', { [name]: time });
  });

  it.each([
    ['exp', 'an exp'],
    ['iat', 'an iat'],
    ['nbf', 'a nbf'],
  ])('%s is none outside the safe integers', (name, words) => {
    for (const number of ['9007199254740992', '-9007199254740992', '1e400'])
      expect(decodeJws(token('{}', `{"${name}":${number}}`))).toEqual(
        malformed(`has ${words} outside the safe integers, which is no time at all`),
      );
  });
});

describe('a text that is none', () => {
  it.each([
    ['', 'has 1 part between dots instead of three'],
    ['Bearer', 'has 1 part between dots instead of three'],
    ['a.b', 'has 2 parts between dots instead of three'],
    ['a.b.c.d', 'has 4 parts between dots instead of three'],
    ['a.b.c, d.e.f', 'has 5 parts between dots instead of three'],
    ['.'.repeat(50_000), 'has 50001 parts between dots instead of three'],
    ['a'.repeat(262_144), 'has 1 part between dots instead of three'],
    ['a'.repeat(262_145), 'is 262145 characters long'],
  ])('is refused by its parts (%#)', (text, sentence) => {
    expect(decodeJws(text)).toEqual(malformed(sentence));
  });

  it('with five parts is called encrypted', () => {
    expect(decodeJws('a.b.c.d.e')).toEqual({
      failure: 'encrypted',
      sentence: 'is encrypted (a JWE, five parts); the mock does not decrypt',
    });
  });

  const invalidUtf8 = Uint8Array.of(0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d);
  const notObjects: [string, string | Uint8Array][] = [
    ['an array', '[]'],
    ['a text', '"a"'],
    ['null', 'null'],
    ['a number', '1'],
    ['nothing', ''],
    ['broken JSON', '{"a":'],
    ['bytes that are not UTF-8', invalidUtf8],
  ];

  it.each(notObjects)('is one with %s where the header or the claims belong', (_, part) => {
    expect(decodeJws(token(part, '{}'))).toEqual(malformed('has a header that is not base64url of a JSON object'));
    expect(decodeJws(token('{}', part))).toEqual(malformed('has a payload that is not base64url of a JSON object'));
  });

  it.each([
    ['e30=', 'padded'],
    ['e31', 'not canonical'],
    ['e3 0', 'with a space'],
    ['e3\n0', 'with a line break'],
    ['e+/0', 'in plain base64'],
    ['e30é', 'not ASCII'],
  ])('is one with the part %j (%s)', (part) => {
    expect(decodeJws(`${part}.e30.AAAA`)).toEqual(malformed('has a header that is not base64url of a JSON object'));
    expect(decodeJws(`e30.${part}.AAAA`)).toEqual(malformed('has a payload that is not base64url of a JSON object'));
    expect(decodeJws(`e30.e30.${part}`)).toEqual(malformed('has a signature that is not base64url'));
  });

  it('is one whose last character has spare bits set, which lax decoders let pass', () => {
    const good = ['A', 'Q', 'g', 'w'].map((letter) => `A${letter}`);
    for (const last of [...good, ...Array.from('AEIMQUYcgkosw048', (letter) => `-_${letter}`), 'A_-9', '_-AAaz09AA'])
      expect(decodeJws(`e30.e30.${last}`)).toEqual({ header: {}, claims: {} });
    for (const last of ['AR', 'Af', 'AAB', 'AAD', 'A', 'AAAAA', 'AAA\n', '.AA', '+A', 'A+A', '+AA', 'AAA+', '+AAA'])
      expect(decodeJws(`e30.e30.${last}`)).toHaveProperty('failure', 'malformed');
  });

  it('is refused at once, however long or deep', () => {
    const before = processorMs();
    const deep = '['.repeat(90_000);
    for (const text of ['.'.repeat(262_144), 'a'.repeat(262_144), token(deep, deep), 'e30.'.repeat(60_000)])
      expect(decodeJws(text)).toHaveProperty('failure');
    expect(processorMs() - before).toBeLessThan(SQUARE_MS);
  });
});
