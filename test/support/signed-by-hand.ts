import { createPrivateKey, createPublicKey, generateKeyPairSync, sign } from 'node:crypto';
import type { JWK } from 'jose';
import { CompactEncrypt, CompactSign, importJWK } from 'jose';
import idpJwk from '../../keys/00001.json' with { type: 'json' };
import sentinelIdTokenJwk from '../../keys/idtoken-19-08-19.json' with { type: 'json' };
import sentinelV2Jwk from '../../keys/6a1b3c52-7d0e-4f7b-9c2e-0f4f5a8a9b10.json' with { type: 'json' };
import sentinelV1Jwk from '../../keys/appjwt-13-05-17.json' with { type: 'json' };
import customerJwk from '../../keys/customer-login.json' with { type: 'json' };

/** Tokens that no mock makes: signed here, with jose alone, by whoever holds the key. */
export type Members = Readonly<Record<string, unknown>>;

/** An RSA private key with the `kid` that it goes by. */
export type NamedKey = JWK & { readonly kid: string };

export const SENTINEL_V1_KEY: NamedKey = sentinelV1Jwk;
export const SENTINEL_V2_KEY: NamedKey = sentinelV2Jwk;
export const SENTINEL_ID_TOKEN_KEY: NamedKey = sentinelIdTokenJwk;
export const IDP_KEY: NamedKey = idpJwk;
/** Belongs to the fixtures' customer connector. */
export const CUSTOMER_KEY: NamedKey = customerJwk;
/** A key that no mock has ever seen. */
export const FOREIGN_KEY: NamedKey = {
  ...(generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ format: 'jwk' }) as JWK),
  kid: 'foreign',
};

/** A compact JWS. Members of header and claims keep their order; a member that is undefined is left out. */
export function signJws(key: NamedKey, claims: Members, header: Members = {}): Promise<string> {
  return signPayload(key, JSON.stringify(claims), header);
}

/** The same for a payload that `JSON.stringify` would not write. */
export function signPayload(key: NamedKey, payload: string, header: Members = {}): Promise<string> {
  return new CompactSign(new TextEncoder().encode(payload))
    .setProtectedHeader({ kid: key.kid, typ: 'JWT', alg: 'RS256', ...header })
    .sign(key);
}

/**
 * A good RS256 signature over any header and payload at all: jose would sign no header with an extension that it does
 * not know.
 */
export function signAnything(key: NamedKey, header: string, payload: string): string {
  const input = [header, payload].map((part) => Buffer.from(part).toString('base64url')).join('.');
  return `${input}.${sign('sha256', Buffer.from(input), createPrivateKey({ key: { ...key }, format: 'jwk' })).toString('base64url')}`;
}

/** A token with a `crit` header (RFC 7515 section 4.1.11), good but for that. */
export function signWithCrit(key: NamedKey, claims: Members, crit: unknown, header: Members = {}): string {
  return signAnything(
    key,
    JSON.stringify({ kid: key.kid, typ: 'JWT', alg: 'RS256', ...header, crit }),
    JSON.stringify(claims),
  );
}

/** A token whose payload says a number that `JSON.stringify` would not write. */
export function signWithTime(key: NamedKey, claims: Members, name: string, number: string): string {
  const payload = JSON.stringify({ ...claims, [name]: 'HERE' }).replace('"HERE"', number);
  return signAnything(key, JSON.stringify({ kid: key.kid, typ: 'JWT', alg: 'RS256' }), payload);
}

/** A token that says `alg: none` and has no signature. */
export function unsignedJws(claims: Members, header: Members = {}): string {
  return `${encodeJson({ ...header, typ: 'JWT', alg: 'none' })}.${encodeJson(claims)}.`;
}

/** The classic forgery: HS256, with the public key's PEM text as the shared secret. */
export function signWithPublicKeyAsSecret(key: NamedKey, claims: Members): Promise<string> {
  const { kty = '', n = '', e = '' } = key;
  const pem = createPublicKey({ key: { kty, n, e }, format: 'jwk' }).export({ type: 'spki', format: 'pem' }).toString();
  return new CompactSign(new TextEncoder().encode(JSON.stringify(claims)))
    .setProtectedHeader({ kid: key.kid, typ: 'JWT', alg: 'HS256' })
    .sign(new TextEncoder().encode(pem));
}

/** A JWE of five parts, encrypted to the key. */
export async function encryptJwe(key: NamedKey, claims: Members): Promise<string> {
  const { kty = '', n = '', e = '' } = key;
  return new CompactEncrypt(new TextEncoder().encode(JSON.stringify(claims)))
    .setProtectedHeader({ alg: 'RSA-OAEP-256', enc: 'A256GCM' })
    .encrypt(await importJWK({ kty, n, e }, 'RSA-OAEP-256'));
}

/** The signature of one token under the claims of another. */
export function withClaims(token: string, claims: Members): string {
  const [header = '', , signature = ''] = token.split('.');
  return `${header}.${encodeJson(claims)}.${signature}`;
}

/** The token with its last character moved on by one: the same bytes to a lax base64url decoder, another text. */
export function withSpareBitsSet(token: string): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  return token.slice(0, -1) + alphabet.charAt(alphabet.indexOf(token.slice(-1)) + 1);
}

function encodeJson(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}
