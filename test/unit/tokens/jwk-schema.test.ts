import { expect, it } from '@jest/globals';
import * as v from 'valibot';
import { privateJwkSchema } from '../../../mock-server/tokens/jwk-schema.ts';
import { CUSTOMER_KEY } from '../../support/signed-by-hand.ts';

const SHORT = 'Expected 2048 to 8192 bits: RS256 takes no fewer';
const EXPONENT = 'Expected an exponent above 1, such as AQAB: by another, anybody could sign';

/** The number as Base64urlUInt, with so many bytes of nothing before it. */
function number(value: bigint, zeros = 0): string {
  const hex = value.toString(16);
  const bytes = Buffer.from(hex.padStart(hex.length + (hex.length % 2), '0'), 'hex');
  return Buffer.concat([Buffer.alloc(zeros), bytes]).toString('base64url');
}

function complaints(change: object): unknown {
  const { kty, kid, n, e, d, p, q, dp, dq, qi } = CUSTOMER_KEY;
  const { issues } = v.safeParse(privateJwkSchema(), { kty, kid, n, e, d, p, q, dp, dq, qi, ...change });
  return issues?.map(({ message, path }) => [path?.[0].key, message]);
}

it.each([
  [{}],
  [{ n: number(2n ** 2047n) }],
  [{ n: number(2n ** 8192n - 1n) }],
  [{ n: number(2n ** 2047n, 3) }],
  [{ n: number(2n ** 8192n - 1n, 3) }],
  [{ e: number(2n) }],
  [{ e: number(3n) }],
  [{ e: number(2n ** 64n - 1n) }],
  [{ use: 'sig', alg: 'RS256' }],
])('a key may have these numbers (%#)', (change) => {
  expect(complaints(change)).toBeUndefined();
});

it.each([
  [{ n: number(2n ** 2047n - 1n) }, 'n', SHORT],
  [{ n: number(2n ** 2047n - 1n, 40) }, 'n', SHORT],
  [{ n: number(2n ** 8192n) }, 'n', SHORT],
  [{ n: 'AAAA' }, 'n', SHORT],
  [{ e: number(1n) }, 'e', EXPONENT],
  [{ e: number(1n, 5) }, 'e', EXPONENT],
  [{ e: number(0n) }, 'e', EXPONENT],
  [{ e: number(2n ** 64n) }, 'e', EXPONENT],
  ...['n', 'e', 'd', 'p', 'q', 'dp', 'dq', 'qi'].map(
    (name) => [{ [name]: 'AQ==' }, name, 'Expected base64url'] as const,
  ),
])('a key may not have these, and is told why (%#)', (change, name, message) => {
  expect(complaints(change)).toContainEqual([name, message]);
});
