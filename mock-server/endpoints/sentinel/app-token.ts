import { cut } from '../../memory/cut.ts';
import { grantedScope } from '../../domain/app.ts';
import { refuse } from '../../errors/refusal.ts';
import type { Parameters } from '../../http/parameters.ts';
import { readParameters } from '../../http/parameters.ts';
import { didYouMean } from '../../http/similar-name.ts';
import { deviate } from '../../errors/deviate.ts';
import { checkContentType } from '../deviations.ts';
import type { EndpointContext } from '../endpoint.ts';
import type { Client } from './client.ts';
import { authenticateClient } from './client.ts';

/** A client that may have an AppJWT, and the scope to put into it. */
export interface AppTokenGrant extends Client {
  readonly scope: string;
}

/** What both token endpoints read (RFC 6749 section 4.4.2, and the client's credentials beside it). */
const PARAMETER_NAMES = ['grant_type', 'client_id', 'client_secret', 'scope'];

/**
 * The parameters of a token call, from the query, the body, or both.
 *
 * @param own - the names of the parameters that only this endpoint has
 * @throws Refusal `invalid_request`.
 */
export function readTokenParameters(context: EndpointContext, ...own: readonly string[]): Parameters {
  return readSentinelParameters(context, [...PARAMETER_NAMES, ...own]);
}

/** The parameters of a call of Sentinel, likewise. */
export function readSentinelParameters(context: EndpointContext, names: readonly string[]): Parameters {
  const parameters = readParameters(context.call, names);
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
  const { account, app } = authenticateClient(context, parameters, 'by-option');
  if (!app.grantTypes.includes('client_credentials')) {
    refuse('unauthorized_client', 'grant-type-not-held', "the app's grant_types do not include client_credentials");
  }
  const scope = grantedScope(app, parameters.get('scope'));
  if (scope === undefined) refuse('invalid_scope', 'scope-not-held', `the app holds "${cut(app.scopes.join(' '))}"`);
  return { account, app, scope };
}

function requireClientCredentials(parameters: Parameters): void {
  const grantType = requireGrantType(parameters, 'client_credentials');
  if (grantType !== 'client_credentials') {
    refuse('unsupported_grant_type', 'grant-type-unsupported', 'grant_type must be client_credentials');
  }
}

/** @param example - one that could be sent @throws Refusal `invalid_request` when there is none. */
export function requireGrantType(parameters: Parameters, example: string): string {
  const grantType = parameters.get('grant_type');
  if (grantType === undefined && parameters.isBodyUnread) {
    const sentence = 'the body is multipart, in which no parameters are read; send application/x-www-form-urlencoded';
    return refuse('invalid_request', 'body-multipart', sentence);
  }
  if (grantType === undefined) {
    const sentence = `grant_type is missing; send grant_type=${example}${didYouMean('grant_type', parameters.sent())}`;
    return refuse('invalid_request', 'grant-type-missing', sentence);
  }
  return grantType;
}
