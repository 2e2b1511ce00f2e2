import type { ErrorName } from '../errors/catalogue.ts';
import type { Reason } from '../errors/reasons.ts';
import { Refusal } from '../errors/refusal.ts';
import type { RefusalDetail } from '../errors/refusal.ts';
import type { Claims } from '../tokens/jws.ts';
import type { TokenKind } from '../tokens/kind.ts';
import { oddTime } from '../tokens/lifetime.ts';
import type { EndpointContext } from './endpoint.ts';

/** Makes the refusal of a strict mock from the reason for it. */
export type StrictRefusal = (reason: Reason) => Refusal;

/** A strict mock refuses with this error. */
export function strictly(error: ErrorName, detail?: RefusalDetail): StrictRefusal {
  return (reason) => new Refusal(error, reason, detail);
}

/** The pages send the bare token, although Sentinel calls it a Bearer token; hand-written clients send the word too. */
export function noteAuthorizationScheme(context: EndpointContext, refusal: StrictRefusal): void {
  const word = /^\s*(bearer|jwt)\s/i.exec(context.call.headers['authorization'] ?? '')?.[1];
  if (word === undefined) return;
  context.deviate('authorization-scheme', `Authorization says "${word}" before the token; the pages send the token bare`, refusal);
}

/** What clients send where the pages have no body. */
const EMPTY_BODIES: readonly string[] = ['', '{}', 'null'];

/** A body under another content type than the page's. A call without a body may say what it likes. */
export function noteContentType(context: EndpointContext, expected: 'application/json' | 'application/x-www-form-urlencoded', refusal: StrictRefusal): void {
  const { call } = context;
  const sent = (call.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase();
  if (sent === expected || EMPTY_BODIES.includes(call.body.trim())) return;
  context.deviate('content-type', `the content type is not ${expected}`, refusal);
}

/** The version in the query is another than the page's, or missing; older clients send others and are answered alike. */
export function noteVersion(context: EndpointContext, parameter: string, expected: string, refusal: StrictRefusal): void {
  const sent = context.call.query.get(parameter);
  if (sent === expected) return;
  noteOtherVersion(context, parameter, expected, sent, refusal);
}

/** The same where the page types the parameter as a number: `v=1` says what `v=1.0` does. */
export function noteNumericVersion(context: EndpointContext, parameter: string, expected: string, refusal: StrictRefusal): void {
  const sent = context.call.query.get(parameter);
  if (sent !== null && /^\d+(?:\.0+)?$/.test(sent) && Number(sent) === Number(expected)) return;
  noteOtherVersion(context, parameter, expected, sent, refusal);
}

function noteOtherVersion(context: EndpointContext, parameter: string, expected: string, sent: string | null, refusal: StrictRefusal): void {
  const found = sent === null ? 'missing' : 'another one';
  context.deviate('version', `${parameter} is ${found}; the pages ask for ${parameter}=${expected}`, refusal);
}

/** A client of another account, at an account that has none of its own: nothing says to whom the client belongs. */
export function noteForeignClient(context: EndpointContext, refusal: StrictRefusal): void {
  const sentence = 'this client is configured for another account; this account has no clients of its own and takes any, with any secret';
  context.deviate('client-foreign-account', sentence, refusal);
}

/** How a variable that was never set reads once it is written into a URL or a form. */
const UNSET_IDS: readonly string[] = ['undefined', 'null', 'NaN'];

/** The account in the path is no id but a variable of the caller's that was never set (decision D71). */
export function noteUnsetAccount(context: EndpointContext, refusal: StrictRefusal): void {
  noteUnset(context, 'the account id in the path', context.parameters['account'], refusal);
}

/** The client likewise. */
export function noteUnsetClient(context: EndpointContext, parameter: string, clientId: string, refusal: StrictRefusal): void {
  noteUnset(context, parameter, clientId, refusal);
}

function noteUnset(context: EndpointContext, what: string, id: string | undefined, refusal: StrictRefusal): void {
  if (id === undefined || !UNSET_IDS.includes(id)) return;
  context.deviate('id-unset', `${what} is "${id}", most likely a variable that was never set; look where your client takes it from`, refusal);
}

/** Times that no clock of LivePerson's wrote, in a token that counts all the same (decision D78). */
export function noteOddTimes(context: EndpointContext, token: TokenKind, claims: Claims, refusal: StrictRefusal): void {
  const odd = oddTime(claims, context.clock.nowSeconds());
  if (odd !== undefined) context.deviate('token-time', `the ${token}'s ${odd}`, refusal);
}
