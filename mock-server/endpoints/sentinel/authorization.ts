import { grantedScope } from '../../domain/app.ts';
import { LONGEST_CHALLENGE_CHARS } from '../../domain/code-logins.ts';
import type { RedirectVerdict } from '../../domain/redirect-uri.ts';
import { isRedirectUri, redirectFor, withParameters } from '../../domain/redirect-uri.ts';
import { deviate } from '../../errors/deviate.ts';
import type { ErrorName } from '../../errors/catalogue.ts';
import { errorRow } from '../../errors/catalogue.ts';
import { Refusal, refuse } from '../../errors/refusal.ts';
import type { Answer } from '../../http/call.ts';
import type { Parameters } from '../../http/parameters.ts';
import { didYouMean } from '../../http/similar-name.ts';
import { cut } from '../../memory/cut.ts';
import { encodeBase64url } from '../../tokens/signing-keys.ts';
import { sha256 } from '../../hex.ts';
import type { EndpointContext, RefusingAnswer } from '../endpoint.ts';
import { readSentinelParameters } from './app-token.ts';
import type { Client } from './client.ts';
import { identifyClient, requireShort } from './client.ts';
import { checkVersion } from './version.ts';

/** What a client asks for by the browser of its user (RFC 6749 section 4.1.1, RFC 7636 section 4.3), in this order. */
export const ASKED_NAMES = [
  'v',
  'response_type',
  'client_id',
  'redirect_uri',
  'state',
  'scope',
  'code_challenge',
  'code_challenge_method',
] as const;

/** Where the browser goes from here: only to a place that was found to be the client's. */
export interface Return extends Client {
  readonly parameters: Parameters;
  readonly uri: string;
  readonly state: string | undefined;
}

/** A request that only waits for its user. */
export interface Authorization extends Return {
  readonly scope: string;
  /** By the method S256, whichever was sent; undefined without PKCE. */
  readonly challenge: string | undefined;
}

/** The longest address that a browser is sent to, in characters: node and others read no header over 16 kB. */
const LONGEST_LOCATION_CHARS = 8192;

/** Of the address, what is kept for the code or the error. */
const RESERVED_CHARS = 512;

/**
 * Reads whose user it is and where the browser goes from here. What is refused before that is known is told to the
 * browser itself, and never by a redirect (RFC 6749 section 4.1.2.1).
 *
 * @param own - the names of the parameters that only this endpoint has
 * @throws Refusal `invalid_request`, or `invalid_client`.
 */
export function readReturn(context: EndpointContext, own: readonly string[]): Return {
  const parameters = readSentinelParameters(context, [...ASKED_NAMES, ...own]);
  const client = identifyClient(context, parameters);
  requireShort('client_id', client.app.clientId);
  const verdict = redirectFor(client.app, parameters.get('redirect_uri'));
  const uri = verdict.ok ? verdict.uri : refuseRedirect(parameters, client, verdict);
  if (verdict.ok && verdict.isUnlisted === true) noteUnlisted(context);
  const state = parameters.get('state');
  if (withParameters(uri, { state }).length > LONGEST_LOCATION_CHARS - RESERVED_CHARS) {
    const sentence = `state is too long: with redirect_uri it may take ${String(LONGEST_LOCATION_CHARS - RESERVED_CHARS)} characters, percent-encoded`;
    refuse('invalid_request', 'parameter-too-long', sentence);
  }
  return { ...client, parameters, uri, state };
}

function refuseRedirect(
  parameters: Parameters,
  { app: { redirectUris } }: Client,
  { failure }: Extract<RedirectVerdict, { readonly ok: false }>,
): never {
  if (failure === 'missing') {
    const listed = redirectUris === 'loopback' ? 'none' : String(redirectUris.length);
    const sentence = `redirect_uri is missing, and the app lists ${listed} in redirect_uris; only one alone is taken by itself`;
    return refuse(
      'invalid_request',
      'redirect-uri-missing',
      `${sentence}${didYouMean('redirect_uri', parameters.sent())}`,
    );
  }
  const asked = parameters.get('redirect_uri') ?? '';
  const expected =
    redirectUris === 'loopback'
      ? 'for a client that nobody configured only http(s)://localhost, 127.0.0.1 or [::1] is taken; list others in redirect_uris of the app'
      : `the app's redirect_uris are ${cut(redirectUris.join(', ')) || 'none'}, compared character by character`;
  return refuse(
    'invalid_request',
    'redirect-uri-unlisted',
    `redirect_uri ${shownUri(asked)} is not taken: ${expected}`,
  );
}

/** Without its query, which may hold a secret; a text that is no URI may be one itself. */
function shownUri(asked: string): string {
  return isRedirectUri(asked)
    ? `"${cut(asked.replace(/\?.*/s, '?...'))}"`
    : 'is no absolute URI without a fragment and';
}

/** A word of the protocol, misspelt or not; what is longer may be a secret. */
function shownWord(word: string): string {
  return /^[\w .-]{1,20}$/.test(word) ? `"${word}"` : 'another';
}

function noteUnlisted(context: EndpointContext): void {
  const sentence = 'the client is not configured, and redirect_uri was taken because it leads to this machine';
  deviate(context, 'redirect-uri-unlisted', sentence, 'invalid_request');
}

/** What else is asked for. @throws Refusal, which the browser takes to the client: see {@link toldToClient}. */
export function readAuthorization(context: EndpointContext, back: Return): Authorization {
  const { app, parameters } = back;
  checkVersion(context, parameters.get('v'));
  requireCode(parameters);
  if (!app.grantTypes.includes('authorization_code')) {
    refuse('unauthorized_client', 'grant-type-not-held', "the app's grant_types do not include authorization_code");
  }
  const asked = parameters.get('scope');
  if (asked !== undefined) requireShort('scope', asked);
  const scope = grantedScope(app, asked);
  if (scope === undefined) {
    return refuse('invalid_scope', 'scope-not-held', `the app holds "${cut(app.scopes.join(' '))}"`);
  }
  return { ...back, scope, challenge: readChallenge(parameters) };
}

function requireCode(parameters: Parameters): void {
  const responseType = parameters.get('response_type');
  if (responseType === undefined) {
    const sentence = `response_type is missing; send response_type=code${didYouMean('response_type', parameters.sent())}`;
    refuse('invalid_request', 'response-type-missing', sentence);
  }
  if (responseType !== 'code') {
    const sentence = `response_type is ${shownWord(responseType)}; it must be code`;
    refuse('unsupported_response_type', 'response-type-unsupported', sentence);
  }
}

const CHALLENGE = new RegExp(`^[\\w.~-]{43,${String(LONGEST_CHALLENGE_CHARS)}}$`);

function readChallenge(parameters: Parameters): string | undefined {
  const [challenge, method = 'plain'] = ['code_challenge', 'code_challenge_method'].map((name) => parameters.get(name));
  if (challenge === undefined) {
    if (parameters.get('code_challenge_method') === undefined) return undefined;
    return refuse(
      'invalid_request',
      'code-challenge-invalid',
      'code_challenge_method is there and code_challenge is not',
    );
  }
  if (method !== 'S256' && method !== 'plain') {
    const sentence = `code_challenge_method is ${shownWord(method)}; it must be S256 or plain`;
    return refuse('invalid_request', 'code-challenge-invalid', sentence);
  }
  if (!CHALLENGE.test(challenge)) {
    const sentence = `code_challenge has ${String(challenge.length)} characters; it must be 43 to 128 letters, digits, - . _ ~ (RFC 7636 section 4.2)`;
    return refuse('invalid_request', 'code-challenge-invalid', sentence);
  }
  return method === 'S256' ? challenge : s256(challenge);
}

/** What a code verifier comes to (RFC 7636 section 4.2). */
export function s256(verifier: string): string {
  return encodeBase64url(sha256(verifier));
}

/** Sends the browser on, with these parameters and the state (RFC 6749 section 4.1.2). */
export function sendBack({ uri, state }: Return, parameters: Readonly<Record<string, string>>): Answer {
  const location = withParameters(uri, { ...parameters, state });
  return {
    status: 302,
    headers: { location, 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' },
    body: '',
  };
}

/** Answers, and tells the client of what is refused (RFC 6749 section 4.1.2.1). */
export function toldToClient(back: Return, answer: () => Answer): Answer | RefusingAnswer {
  try {
    return answer();
  } catch (thrown) {
    if (!(thrown instanceof Refusal)) throw thrown;
    const { error, reason } = thrown;
    return { ...sendError(back, error), refused: { reason, error } };
  }
}

function sendError(back: Return, error: ErrorName): Answer {
  return sendBack(back, { error, error_description: errorRow(error).text ?? error });
}

/** What a fault by name makes of the call: told to the client, where the call says to whom. */
export function faultToldToClient(
  context: EndpointContext,
  error: ErrorName,
  own: readonly string[],
): Answer | undefined {
  if (errorRow(error).envelope !== 'oauth' || error === 'invalid_client') return undefined;
  try {
    return sendError(readReturn(context, own), error);
  } catch (thrown) {
    if (!(thrown instanceof Refusal)) throw thrown;
    return undefined;
  }
}
