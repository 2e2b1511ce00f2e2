import type { Account } from '../domain/account.ts';
import type { ErrorName } from '../errors/catalogue.ts';
import { refuse } from '../errors/refusal.ts';
import { headerToken } from '../http/credentials.ts';
import type { EndpointContext } from './endpoint.ts';

/** An OAuth 1 header with at least one parameter (RFC 5849 section 3.5.1). */
const OAUTH_1 = /^oauth\s+\w+=/i;

/** What is no bearer: HTTP Basic, and OAuth 1 without a parameter. */
const OTHER_SCHEME = /^(?:basic|oauth)(?:\s|$)/i;

/**
 * Lets those in who may read what an account holds: an agent by the bearer of his login, and a program by an OAuth 1
 * header, of which nothing is checked but that it is one (decisions D80, D93).
 *
 * @throws Refusal with the given error.
 */
export function requireReader({ call, clock }: EndpointContext, account: Account, error: ErrorName): void {
  const header = call.headers['authorization'];
  if (OAUTH_1.test(header?.trim() ?? '')) return;
  const bearer = headerToken(header)?.token;
  if (bearer === undefined || OTHER_SCHEME.test(bearer)) {
    refuse(
      error,
      'agent-bearer-missing',
      'send Authorization: Bearer with the bearer of an agent login, or an OAuth 1 header',
    );
  }
  if (account.agentSessions.findByBearer(bearer, clock.nowSeconds()) !== undefined) return;
  refuse(
    error,
    'agent-bearer-unknown',
    'the bearer is of no login that lives: it expired, was logged out, or is of another account; log in again',
  );
}
