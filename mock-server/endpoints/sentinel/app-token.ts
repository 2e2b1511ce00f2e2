import { cut } from '../../memory/cut.ts';
import type { Account } from '../../domain/account.ts';
import type { App, ClientFailure } from '../../domain/app.ts';
import { grantedScope } from '../../domain/app.ts';
import type { ReasonSlug } from '../../errors/reasons.ts';
import type { RefusalDetail } from '../../errors/refusal.ts';
import { refuse } from '../../errors/refusal.ts';
import { basicCredentials, isBasic } from '../../http/credentials.ts';
import type { Parameters } from '../../http/parameters.ts';
import { readParameters } from '../../http/parameters.ts';
import { didYouMean } from '../../http/similar-name.ts';
import { knownAccount } from '../account.ts';
import { deviate } from '../../errors/deviate.ts';
import { checkContentType, checkForeignClient, checkUnsetAccount, checkUnsetClient } from '../deviations.ts';
import type { EndpointContext } from '../endpoint.ts';
import { howMangled } from './mangled-secret.ts';

/** A client that may have an AppJWT, and the scope to put into it. */
export interface AppTokenGrant {
  readonly account: Account;
  readonly app: App;
  readonly scope: string;
}

/** What both token endpoints read (RFC 6749 section 4.4.2, and the client's credentials beside it). */
const PARAMETER_NAMES = ['grant_type', 'client_id', 'client_secret', 'scope'];

/**
 * The parameters of a token call, from the query, the body, or both.
 *
 * @param own - the name of the parameter that only this endpoint has.
 * @throws Refusal `invalid_request`.
 */
export function readTokenParameters(context: EndpointContext, own: string): Parameters {
  const parameters = readParameters(context.call, [...PARAMETER_NAMES, own]);
  if (!parameters.ok) return refuse('invalid_request', parameters.slug, parameters.sentence);
  checkContentType(context, 'application/x-www-form-urlencoded', 'invalid_request');
  if (parameters.inBoth.length > 0) {
    const sentence = `${parameters.inBoth.join(', ')} in the query and in the body; the body's was taken`;
    deviate(context, 'parameter-in-query-and-body', sentence, 'invalid_request');
  }
  return parameters;
}

/**
 * The client credentials grant (RFC 6749 section 4.4), checked in this order: grant type, client, its right to the
 * grant, scope.
 *
 * @throws Refusal named for the OAuth error.
 */
export function grantClientCredentials(context: EndpointContext, parameters: Parameters): AppTokenGrant {
  requireClientCredentials(parameters);
  const { account, app } = authenticateClient(context, parameters);
  if (!app.grantTypes.includes('client_credentials')) {
    refuse('unauthorized_client', 'grant-type-not-held', "the app's grant_types do not include client_credentials");
  }
  const scope = grantedScope(app, parameters.get('scope'));
  if (scope === undefined) refuse('invalid_scope', 'scope-not-held', `the app holds "${cut(app.scopes.join(' '))}"`);
  return { account, app, scope };
}

function requireClientCredentials(parameters: Parameters): void {
  const grantType = parameters.get('grant_type');
  if (grantType === undefined && parameters.isBodyUnread) {
    const sentence = 'the body is multipart, in which no parameters are read; send application/x-www-form-urlencoded';
    refuse('invalid_request', 'body-multipart', sentence);
  }
  if (grantType === undefined) {
    const sentence = `grant_type is missing; send grant_type=client_credentials${didYouMean('grant_type', parameters.sent())}`;
    refuse('invalid_request', 'grant-type-missing', sentence);
  }
  if (grantType !== 'client_credentials') {
    refuse('unsupported_grant_type', 'grant-type-unsupported', 'grant_type must be client_credentials');
  }
}

function authenticateClient(context: EndpointContext, parameters: Parameters): { account: Account; app: App } {
  const basic = context.settings.sentinel.acceptBasicAuth
    ? basicCredentials(context.call.headers['authorization'])
    : undefined;
  const clientId = parameters.get('client_id') ?? basic?.clientId;
  const clientSecret = parameters.get('client_secret') ?? basic?.clientSecret;
  const missing = [
    ...(clientId === undefined ? ['client_id'] : []),
    ...(clientSecret === undefined ? ['client_secret'] : []),
  ];
  if (clientId === undefined || clientSecret === undefined) {
    return refuse(
      'invalid_client',
      'client-missing',
      `${missing.join(' and ')} missing${hintAtNames(parameters, missing)}${hintAtBasic(context)}`,
      challenge(context),
    );
  }
  checkUnsetAccount(context, 'invalid_client', challenge(context));
  checkUnsetClient(context, 'client_id', clientId, 'invalid_client', challenge(context));
  const account = knownAccount(context, 'invalid_client', challenge(context));
  return { account, app: requireClient(context, account, clientId, clientSecret) };
}

function hintAtNames(parameters: Parameters, missing: readonly string[]): string {
  if (parameters.isBodyUnread) return '; the body is multipart, in which no parameters are read';
  return missing.map((name) => didYouMean(name, parameters.sent())).join('');
}

function requireClient(context: EndpointContext, account: Account, clientId: string, clientSecret: string): App {
  const verdict = context.accounts.authenticateClient(account, clientId, clientSecret);
  if (!verdict.ok) {
    const [slug, sentence] = CLIENT_REASONS[verdict.failure];
    const mangled = verdict.failure === 'secret' ? howMangled(account.apps.get(clientId), clientSecret) : '';
    return refuse('invalid_client', slug, `${sentence}${mangled}`, challenge(context));
  }
  if (verdict.isForeign) checkForeignClient(context, 'invalid_client', challenge(context));
  return verdict.app;
}

function sentBasic({ call }: EndpointContext): boolean {
  return isBasic(call.headers['authorization']);
}

/** A client that tried the header has to be told its scheme (RFC 6749 section 5.2). */
function challenge(context: EndpointContext): RefusalDetail {
  return context.settings.sentinel.acceptBasicAuth && sentBasic(context)
    ? { headers: { 'www-authenticate': 'Basic realm="Sentinel"' } }
    : {};
}

function hintAtBasic(context: EndpointContext): string {
  return sentBasic(context) && !context.settings.sentinel.acceptBasicAuth
    ? '; HTTP Basic is ignored (sentinel.acceptBasicAuth)'
    : '';
}

const CLIENT_REASONS: Readonly<Record<ClientFailure, readonly [ReasonSlug, string]>> = {
  unknown: ['client-unknown', 'no app with this client_id is configured and this mock is closed'],
  secret: ['client-secret-wrong', 'the client_secret is not the one configured for this client_id'],
  disabled: ['client-disabled', 'the app is disabled or deleted'],
  'foreign-account': ['client-foreign-account', 'this client_id is configured for another account'],
};
