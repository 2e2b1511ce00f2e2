import type { ErrorName } from '../errors/catalogue.ts';
import { deviate } from '../errors/deviate.ts';
import type { RefusalDetail } from '../errors/refusal.ts';
import type { Claims } from '../tokens/jws.ts';
import type { TokenKind } from '../tokens/kind.ts';
import { oddTime } from '../tokens/lifetime.ts';
import type { EndpointContext } from './endpoint.ts';

/** The pages send the bare token, although Sentinel calls it a Bearer token; hand-written clients send the word too. */
export function checkScheme(context: EndpointContext, scheme: string | undefined, error: ErrorName): void {
  if (scheme === undefined) return;
  deviate(
    context,
    'authorization-scheme',
    `Authorization says "${scheme}" before the token; the pages send the token bare`,
    error,
  );
}

/** What clients send where the pages have no body. */
const EMPTY_BODIES: readonly string[] = ['', '{}', 'null'];

/** A body under another content type than the page's. A call without a body may say what it likes. */
export function checkContentType(
  context: EndpointContext,
  expected: 'application/json' | 'application/x-www-form-urlencoded',
  error: ErrorName,
  detail?: RefusalDetail,
): void {
  const { call } = context;
  const sent = (call.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase();
  if (sent === expected || EMPTY_BODIES.includes(call.body.trim())) return;
  deviate(context, 'content-type', `the content type is not ${expected}`, error, detail);
}

/**
 * The version in the query is another than the page's, or missing; older clients send others and are answered alike.
 */
export function checkVersion(context: EndpointContext, parameter: string, expected: string, error: ErrorName): void {
  const sent = context.call.query.get(parameter);
  if (sent === expected) return;
  checkOtherVersion(context, parameter, expected, sent, error);
}

/** The same where the page types the parameter as a number: `v=1` says what `v=1.0` does. */
export function checkNumericVersion(
  context: EndpointContext,
  parameter: string,
  expected: string,
  error: ErrorName,
): void {
  const sent = context.call.query.get(parameter);
  if (sent !== null && /^\d+(?:\.0+)?$/.test(sent) && Number(sent) === Number(expected)) return;
  checkOtherVersion(context, parameter, expected, sent, error);
}

function checkOtherVersion(
  context: EndpointContext,
  parameter: string,
  expected: string,
  sent: string | null,
  error: ErrorName,
): void {
  const found = sent === null ? 'missing' : 'another one';
  deviate(context, 'version', `${parameter} is ${found}; the pages ask for ${parameter}=${expected}`, error);
}

/** A client of another account, at an account that has none of its own: nothing says to whom the client belongs. */
export function checkForeignClient(context: EndpointContext, error: ErrorName, detail?: RefusalDetail): void {
  const sentence =
    'this client is configured for another account; this account has no clients of its own and takes any, with any secret';
  deviate(context, 'client-foreign-account', sentence, error, detail);
}

/** How a variable that was never set reads once it is written into a URL or a form. */
export const UNSET_IDS: readonly string[] = ['undefined', 'null', 'NaN'];

/** The account in the path is no id but a variable of the caller's that was never set (decision D71). */
export function checkUnsetAccount(context: EndpointContext, error: ErrorName, detail?: RefusalDetail): void {
  checkUnset(context, 'the account id in the path', context.parameters['account'], error, detail);
}

/** The client likewise. */
export function checkUnsetClient(
  context: EndpointContext,
  parameter: string,
  clientId: string,
  error: ErrorName,
  detail?: RefusalDetail,
): void {
  checkUnset(context, parameter, clientId, error, detail);
}

function checkUnset(
  context: EndpointContext,
  what: string,
  id: string | undefined,
  error: ErrorName,
  detail?: RefusalDetail,
): void {
  const unset = UNSET_IDS.find((word) => word === id);
  if (unset === undefined) return;
  deviate(
    context,
    'id-unset',
    `${what} is "${unset}", most likely a variable that was never set; look where your client takes it from`,
    error,
    detail,
  );
}

/** Times that no clock of LivePerson's wrote, in a token that counts all the same (decision D78). */
export function checkOddTimes(context: EndpointContext, token: TokenKind, claims: Claims, error: ErrorName): void {
  const odd = oddTime(claims, context.clock.nowSeconds());
  if (odd !== undefined) deviate(context, 'token-time', `the ${token}'s ${odd}`, error);
}
