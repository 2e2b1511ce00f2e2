import * as v from 'valibot';
import { once } from '../once.ts';
import type { PrivateJwk } from './jwk.ts';

/** A member of `keys` in the options. */
export const privateJwkSchema = once((): v.GenericSchema<unknown, PrivateJwk> => {
  const base64url = v.pipe(v.string(), v.regex(/^[\w-]+$/, 'Expected base64url'));
  return v.strictObject({
    kty: v.literal('RSA'),
    kid: v.pipe(v.string(), v.minLength(1)),
    use: v.optional(v.literal('sig'), 'sig'),
    alg: v.optional(v.literal('RS256'), 'RS256'),
    n: base64url,
    e: base64url,
    d: base64url,
    p: base64url,
    q: base64url,
    dp: base64url,
    dq: base64url,
    qi: base64url,
  });
});
