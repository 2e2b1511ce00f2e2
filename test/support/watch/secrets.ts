import { basicCredentials, headerToken } from '../../../mock-server/http/credentials.ts';
import type { Call } from '../../../mock-server/index.ts';
import { isOrdinary } from './exceptions.ts';

/** Shorter ones would be found in ordinary words. */
const SHORTEST_SECRET = 12;

/** Headers whose whole value is secret. */
const SECRET_HEADERS = ['authorization', 'x-lp-on-behalf', 'lp-on-behalf'];

/** Client secrets, passwords and consumers' tokens, by the name of their parameter or member. */
const NAMED = /(?:client_?secret|id_token|password|assertion|csrf)["':=\s]{1,8}([^&"'\s]{12,200})/gi;

/** What a call has said that nobody else may hear. */
export function secretsOf({ query, headers, body }: Pick<Call, 'query' | 'headers' | 'body'>): string[] {
  const credentials = SECRET_HEADERS.flatMap((name) => {
    const value = headers[name] ?? '';
    return [
      value.trim(),
      headerToken(value)?.token ?? '',
      basicCredentials(value)?.clientSecret ?? '',
      ...signaturesIn(value),
    ];
  });
  const parameters = [...query].flatMap(([name, value]) => secretsIn(`${name}=${value}`));
  return [...credentials.filter(isSecret), ...parameters, ...secretsIn(body)];
}

function isSecret(text: string): boolean {
  return text.length >= SHORTEST_SECRET && !isOrdinary(text);
}

/**
 * The secrets of a body, whatever its form: what is named like one, as it stands there and decoded, and the signature
 * of every token.
 */
export function secretsIn(text: string): string[] {
  const named = [...text.matchAll(NAMED)].flatMap(([, secret = '']) => [
    secret,
    new URLSearchParams(`secret=${secret}`).get('secret') ?? '',
  ]);
  return [...named.filter(isSecret), ...signaturesIn(text)];
}

/** Of a token with three parts, no more. Begins at a dot, which is rare: some tests send a megabyte of letters. */
const SIGNATURE = /(?<=(?:^|[^\w.-])[\w-]+)\.[\w-]+\.([\w-]{43,})(?![\w-]|\.[\w-])/g;

/** The third part of every token. */
export function signaturesIn(text: string): string[] {
  return text.includes('.') ? Array.from(text.matchAll(SIGNATURE), ([, signature = '']) => signature) : [];
}
