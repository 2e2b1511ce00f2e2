import { createHmac, createPrivateKey, createPublicKey, sign } from 'node:crypto';
import type { JsonWebKey as NodeJwk } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { SignedByHand, TextChange } from './scenario.ts';

/** A compact JWS with RS256 whatever its header says; with a development key it is the same in every process. */
export function signByHand({ key, header, claims, change }: SignedByHand): string {
  const jwk = readKey(key);
  const input = `${encode(header)}.${encode(claims)}`;
  const signature = sign('sha256', Buffer.from(input), createPrivateKey({ key: jwk, format: 'jwk' })).toString(
    'base64url',
  );
  const token = `${input}.${signature}`;
  return change === undefined ? token : CHANGES[change](token, jwk);
}

function readKey(name: string): NodeJwk {
  return JSON.parse(readFileSync(new URL(`../../keys/${name}.json`, import.meta.url), 'utf8')) as NodeJwk;
}

function encode(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

const CHANGES: Readonly<Record<TextChange, (token: string, key: NodeJwk) => string>> = {
  'two-parts': (token) => token.split('.').slice(0, 2).join('.'),
  'four-parts': (token) => `${token}.AA`,
  'five-parts': () => `${encode({ alg: 'RSA-OAEP-256', enc: 'A256GCM' })}.AAAA.AAAA.AAAA.AAAA`,
  'first-letter': (token) => `a${token.slice(1)}`,
  'last-letter-lost': (token) => token.slice(0, -1),
  'spare-bits': (token) => token.slice(0, -1) + ALPHABET.charAt(ALPHABET.indexOf(token.slice(-1)) + 1),
  'no-signature': (token) => `${token.split('.').slice(0, 2).join('.')}.`,
  'other-claims': (token) => {
    const [header = '', claims = '', signature = ''] = token.split('.');
    const read = JSON.parse(Buffer.from(claims, 'base64url').toString()) as object;
    return `${header}.${encode({ ...read, forged: true })}.${signature}`;
  },
  padded: (token) => `${token}==`,
  'spaces-inside': (token) => token.replace('.', '. '),
  'hs256-public-key': (token, key) => {
    const [header = '', claims = ''] = token.split('.');
    const own = JSON.parse(Buffer.from(header, 'base64url').toString()) as object;
    const input = `${encode({ ...own, alg: 'HS256' })}.${claims}`;
    const pem = createPublicKey({ key, format: 'jwk' }).export({ type: 'spki', format: 'pem' });
    return `${input}.${createHmac('sha256', pem).update(input).digest('base64url')}`;
  },
  'empty-payload': (token) => token.replace(/\.[^.]+\./, '..'),
};
