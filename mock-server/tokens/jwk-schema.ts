import * as v from 'valibot';
import { once } from '../once.ts';
import type { PrivateJwk } from './jwk.ts';

/** A member of `keys` in the options. */
export const privateJwkSchema = once((): v.GenericSchema<unknown, PrivateJwk> => {
  const base64url = v.pipe(v.string(), v.regex(/^[\w-]+$/, 'Expected base64url'));
  const ofBits = (least: number, most: number, message: string) =>
    v.pipe(
      base64url,
      v.check((text) => bitsOf(text) >= least && bitsOf(text) <= most, message),
    );
  return v.strictObject({
    kty: v.literal('RSA'),
    kid: v.pipe(v.string(), v.minLength(1)),
    use: v.optional(v.literal('sig'), 'sig'),
    alg: v.optional(v.literal('RS256'), 'RS256'),
    n: ofBits(2048, 8192, 'Expected 2048 to 8192 bits: RS256 takes no fewer'),
    e: ofBits(2, 64, 'Expected an exponent above 1, such as AQAB: by another, anybody could sign'),
    d: base64url,
    p: base64url,
    q: base64url,
    dp: base64url,
    dq: base64url,
    qi: base64url,
  });
});

const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/** How many bits the number has that a base64url text writes (RFC 7518 section 2: Base64urlUInt). */
function bitsOf(text: string): number {
  const digits = text.replace(/^A+/, '');
  const leadingZeros = (text.length - digits.length) * 6 + Math.clz32(DIGITS.indexOf(digits.charAt(0))) - 26;
  return Math.floor((text.length * 6) / 8) * 8 - leadingZeros;
}
