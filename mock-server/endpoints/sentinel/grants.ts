import type { Account } from '../../domain/account.ts';
import type { KeptLogin } from '../../domain/code-logins.ts';
import { redirectFor } from '../../domain/redirect-uri.ts';
import type { ReasonSlug } from '../../errors/reasons.ts';
import { refuse } from '../../errors/refusal.ts';
import type { Parameters } from '../../http/parameters.ts';
import { didYouMean } from '../../http/similar-name.ts';
import { cut } from '../../memory/cut.ts';
import { sinceForgotten } from '../account.ts';
import type { EndpointContext } from '../endpoint.ts';
import { s256 } from './authorization.ts';
import type { Client } from './client.ts';

/**
 * The login that a code stands for (RFC 6749 section 4.1.3). A code counts once: brought again, it takes with it all
 * that was given out for it.
 *
 * @throws Refusal `invalid_request`, or `invalid_grant`.
 */
export function redeemCode(context: EndpointContext, client: Client, parameters: Parameters): KeptLogin {
  const code = required(parameters, 'code', 'code-missing');
  const login =
    client.account.codeLogins.findByCode(code) ??
    refuseGrant('code-unknown', `no login has led to this code${sinceForgotten(context, client.account)}`);
  requireOwn(login, client, 'code', 'code-foreign');
  if (login.state !== 'waiting') {
    endLogin(client.account, login);
    return refuseGrant('code-used', 'the code was used before; what was given out for it counts no longer');
  }
  const late = context.clock.nowSeconds() - login.expiresAtSeconds;
  if (late >= 0) return refuseGrant('code-expired', `the code expired ${String(late)} s ago; it lives a minute`);
  requireRedirect(login, client, parameters.get('redirect_uri'));
  requireVerifier(login, parameters.get('code_verifier'));
  return login;
}

/** The login that a refresh token stands for (RFC 6749 section 6). @throws Refusal likewise, or `invalid_scope`. */
export function redeemRefreshToken(context: EndpointContext, client: Client, parameters: Parameters): KeptLogin {
  const token = required(parameters, 'refresh_token', 'refresh-token-missing');
  const login =
    client.account.codeLogins.findByRefreshToken(token) ??
    refuseGrant(
      'refresh-token-unknown',
      `the refresh token is not the last one that was given out: it was used, or revoked, or is another account's${sinceForgotten(context, client.account)}`,
    );
  requireOwn(login, client, 'refresh token', 'refresh-token-foreign');
  const held = login.scope.split(' ');
  const asked = (parameters.get('scope') ?? '').split(/\s/).filter((part) => part !== '');
  if (!asked.every((scope) => held.includes(scope))) {
    refuse('invalid_scope', 'scope-not-held', `the user has granted "${cut(login.scope)}"`);
  }
  return login;
}

/** Ends a login with all that was given out for it: the sessions of its access tokens too. */
export function endLogin({ codeLogins, agentSessions }: Account, login: KeptLogin): void {
  for (const session of codeLogins.revoke(login)) agentSessions.close(session);
}

function required(parameters: Parameters, name: string, slug: ReasonSlug): string {
  const hint = didYouMean(name, parameters.sent());
  return parameters.get(name) ?? refuse('invalid_request', slug, `${name} is missing from the form${hint}`);
}

function requireOwn(login: KeptLogin, { app }: Client, what: string, slug: ReasonSlug): void {
  if (login.clientId !== app.clientId) refuseGrant(slug, `the ${what} was given to another client`);
}

/** As it was in the authorization request; where none was there, one that the app lists may still be sent. */
function requireRedirect({ redirectUri }: KeptLogin, { app }: Client, sent: string | undefined): void {
  if (sent === redirectUri) return;
  if (sent === undefined) {
    refuseGrant('redirect-uri-other', 'redirect_uri is missing; the authorization request had one');
  }
  if (redirectUri !== undefined || !redirectFor(app, sent).ok) {
    refuseGrant('redirect-uri-other', 'redirect_uri is not the one of the authorization request');
  }
}

/** RFC 7636 section 4.6; that none may be sent where there was no challenge is from RFC 9700 section 2.1.1. */
function requireVerifier({ challenge }: KeptLogin, verifier: string | undefined): void {
  if (challenge === undefined && verifier === undefined) return;
  if (challenge === undefined) {
    refuseGrant('code-verifier-wrong', 'code_verifier is there; the authorization request had no code_challenge');
  }
  if (verifier === undefined) {
    return refuseGrant(
      'code-verifier-missing',
      'code_verifier is missing; the authorization request had a code_challenge',
    );
  }
  if (s256(verifier) !== challenge) {
    refuseGrant(
      'code-verifier-wrong',
      'code_verifier does not come to the code_challenge of the authorization request',
    );
  }
}

function refuseGrant(slug: ReasonSlug, sentence: string): never {
  return refuse('invalid_grant', slug, sentence);
}
