import type { Claims } from './jws.ts';
import type { PublicJwk } from './jwk.ts';
import { encodeBase64url } from './signing-keys.ts';
import type { SigningKey } from './signing-keys.ts';
import { utf8 } from '../utf8.ts';

/** The key that should sign a token, and another one. */
export interface ForgersKeys {
  readonly right: SigningKey;
  readonly wrong: SigningKey;
}

/** Makes a token whose form or signature is wrong in the way of that name. */
export const forgeries = {
  malformed: async (claims, { right }) => cutSignature(await signed(claims, right)),
  encrypted: (claims) =>
    Promise.resolve(
      [encode({ alg: 'RSA-OAEP-256', enc: 'A256GCM' }), 'AAAA', 'AAAA', encode(claims), 'AAAA'].join('.'),
    ),
  'alg-none': (claims, { right }) =>
    Promise.resolve(`${encode({ kid: right.kid, typ: 'JWT', alg: 'none' })}.${encode(claims)}.`),
  'hs256-public-key': (claims, { right }) => signWithPublicKeyAsSecret(claims, right.publicJwk),
  'unknown-kid': (claims, { right }) => signed(claims, right, 'unknown-kid'),
  'foreign-key': (claims, { right, wrong }) => signed(claims, wrong, right.kid),
  signature: async (claims, { right }) => {
    const token = await signed(claims, right);
    const start = token.lastIndexOf('.') + 1;
    return `${token.slice(0, start)}${token.charAt(start) === 'A' ? 'B' : 'A'}${token.slice(start + 1)}`;
  },
} as const satisfies Record<string, (claims: Claims, keys: ForgersKeys) => Promise<string>>;

function signed(claims: Claims, key: SigningKey, kid: string = key.kid): Promise<string> {
  return key.sign({ kid, typ: 'JWT', alg: 'RS256' }, JSON.stringify(claims));
}

function cutSignature(token: string): string {
  return token.slice(0, token.lastIndexOf('.'));
}

function encode(value: unknown): string {
  return encodeBase64url(JSON.stringify(value));
}

async function signWithPublicKeyAsSecret(claims: Claims, publicJwk: PublicJwk): Promise<string> {
  const input = `${encode({ kid: publicJwk.kid, typ: 'JWT', alg: 'HS256' })}.${encode(claims)}`;
  const secret = utf8(await pemOf(publicJwk));
  const key = await crypto.subtle.importKey('raw', secret, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign']);
  const signature = await crypto.subtle.sign('HMAC', key, utf8(input));
  return `${input}.${encodeBase64url(new Uint8Array(signature))}`;
}

async function pemOf(publicJwk: PublicJwk): Promise<string> {
  const key = await crypto.subtle.importKey(
    'jwk',
    { ...publicJwk },
    { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' },
    true,
    ['verify'],
  );
  const der = new Uint8Array(await crypto.subtle.exportKey('spki', key));
  const base64 = btoa(String.fromCharCode(...der)).replace(/.{64}/g, '$&\n');
  return `-----BEGIN PUBLIC KEY-----\n${base64}\n-----END PUBLIC KEY-----\n`;
}
