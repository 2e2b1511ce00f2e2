import type { Account } from '../../domain/account.ts';
import type { App, ClientFailure, ClientVerdict } from '../../domain/app.ts';
import { isTooLongAName, LONGEST_NAME_CHARS } from '../../domain/name.ts';
import { deviate } from '../../errors/deviate.ts';
import type { ReasonSlug } from '../../errors/reasons.ts';
import type { RefusalDetail } from '../../errors/refusal.ts';
import { refuse } from '../../errors/refusal.ts';
import { basicCredentials, isBasic } from '../../http/credentials.ts';
import type { Parameters } from '../../http/parameters.ts';
import { didYouMean } from '../../http/similar-name.ts';
import { knownAccount } from '../account.ts';
import { checkForeignClient, checkUnsetAccount, checkUnsetClient } from '../deviations.ts';
import type { EndpointContext } from '../endpoint.ts';
import { howMangled } from './mangled-secret.ts';

/** A client of Sentinel, and the account that it is a client of. */
export interface Client {
  readonly account: Account;
  readonly app: App;
}

/**
 * What becomes of HTTP Basic: by the option `sentinel.acceptBasicAuth`, or taken and noted, as in the code flow, where
 * many a library sends it (RFC 6749 section 2.3.1).
 */
export type BasicUse = 'by-option' | 'taken';

/** The client that shows its secret. @throws Refusal `invalid_client`. */
export function authenticateClient(context: EndpointContext, parameters: Parameters, use: BasicUse): Client {
  const takesBasic = use === 'taken' || context.settings.sentinel.acceptBasicAuth;
  const detail = challenge(context, takesBasic);
  const { clientId, clientSecret } = credentialsOf(context, parameters, takesBasic);
  if (clientId === undefined || clientSecret === undefined) {
    const missing = [
      ...(clientId === undefined ? ['client_id'] : []),
      ...(clientSecret === undefined ? ['client_secret'] : []),
    ];
    const hints = `${hintAtNames(parameters, missing)}${hintAtBasic(context, takesBasic)}`;
    return refuse('invalid_client', 'client-missing', `${missing.join(' and ')} missing${hints}`, detail);
  }
  if (use === 'taken' && parameters.get('client_secret') === undefined) noteBasic(context, detail);
  const account = accountOf(context, clientId, detail);
  const verdict = context.accounts.authenticateClient(account, clientId, clientSecret);
  const mangled = isWrongSecret(verdict) ? howMangled(account.apps.get(clientId), clientSecret) : '';
  return { account, app: requireClient(context, verdict, mangled, detail) };
}

function credentialsOf(
  { call }: EndpointContext,
  parameters: Parameters,
  takesBasic: boolean,
): { readonly clientId: string | undefined; readonly clientSecret: string | undefined } {
  const basic = takesBasic ? basicCredentials(call.headers['authorization']) : undefined;
  return {
    clientId: parameters.get('client_id') ?? basic?.clientId,
    clientSecret: parameters.get('client_secret') ?? basic?.clientSecret,
  };
}

/** The client that a browser names, which has no secret to show. @throws Refusal `invalid_client`. */
export function identifyClient(context: EndpointContext, parameters: Parameters): Client {
  const clientId = parameters.get('client_id');
  if (clientId === undefined) {
    const sentence = `client_id missing${hintAtNames(parameters, ['client_id'])}`;
    return refuse('invalid_client', 'client-missing', sentence);
  }
  const account = accountOf(context, clientId, {});
  return { account, app: requireClient(context, context.accounts.identifyClient(account, clientId), '', {}) };
}

/** It is kept with what is given out. @throws Refusal when it is too long for that. */
export function requireShort(name: string, value: string): void {
  if (!isTooLongAName(value)) return;
  const sentence = `${name} has ${String(value.length)} characters; this mock keeps up to ${String(LONGEST_NAME_CHARS)}`;
  refuse('invalid_request', 'parameter-too-long', sentence);
}

function accountOf(context: EndpointContext, clientId: string, detail: RefusalDetail): Account {
  checkUnsetAccount(context, 'invalid_client', detail);
  checkUnsetClient(context, 'client_id', clientId, 'invalid_client', detail);
  return knownAccount(context, 'invalid_client', detail);
}

function hintAtNames(parameters: Parameters, missing: readonly string[]): string {
  if (parameters.isBodyUnread) return '; the body is multipart, in which no parameters are read';
  return missing.map((name) => didYouMean(name, parameters.sent())).join('');
}

function isWrongSecret(verdict: ClientVerdict): boolean {
  return !verdict.ok && verdict.failure === 'secret';
}

function requireClient(context: EndpointContext, verdict: ClientVerdict, mangled: string, detail: RefusalDetail): App {
  if (!verdict.ok) {
    const [slug, sentence] = CLIENT_REASONS[verdict.failure];
    return refuse('invalid_client', slug, `${sentence}${mangled}`, detail);
  }
  if (verdict.isForeign) checkForeignClient(context, 'invalid_client', detail);
  return verdict.app;
}

function sentBasic({ call }: EndpointContext): boolean {
  return isBasic(call.headers['authorization']);
}

/** A client that tried the header has to be told its scheme (RFC 6749 section 5.2). */
function challenge(context: EndpointContext, takesBasic: boolean): RefusalDetail {
  return takesBasic && sentBasic(context) ? { headers: { 'www-authenticate': 'Basic realm="Sentinel"' } } : {};
}

function noteBasic(context: EndpointContext, detail: RefusalDetail): void {
  const sentence = 'client_secret came by HTTP Basic; the pages ask for client_id and client_secret in the form';
  deviate(context, 'client-by-basic', sentence, 'invalid_client', detail);
}

function hintAtBasic(context: EndpointContext, takesBasic: boolean): string {
  return sentBasic(context) && !takesBasic ? '; HTTP Basic is ignored (sentinel.acceptBasicAuth)' : '';
}

const CLIENT_REASONS: Readonly<Record<ClientFailure, readonly [ReasonSlug, string]>> = {
  unknown: ['client-unknown', 'no app with this client_id is configured and this mock is closed'],
  secret: ['client-secret-wrong', 'the client_secret is not the one configured for this client_id'],
  disabled: ['client-disabled', 'the app is disabled or deleted'],
  'foreign-account': ['client-foreign-account', 'this client_id is configured for another account'],
};
