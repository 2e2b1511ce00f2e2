import type { Awaitable } from '../../awaitable.ts';
import { proceed } from '../../awaitable.ts';
import type { Account } from '../../domain/account.ts';
import { deviate } from '../../errors/deviate.ts';
import { refuse } from '../../errors/refusal.ts';
import { cut } from '../../memory/cut.ts';
import type { AppJwtClaims } from '../../tokens/app-jwt.ts';
import { requireAccount } from '../account.ts';
import { requireAppJwt } from '../app-jwt.ts';
import type { EndpointContext } from '../endpoint.ts';

const ERROR = 'functions_unauthorized';
const SCOPE = 'faas.lambda.invoke';

/**
 * The account whose functions a call may invoke: by an AppJWT with the scope `faas.lambda.invoke`. One with the scope
 * of the Send API is noted, because the apps that a mock has by default hold no other (decision D92).
 *
 * @throws Refusal `functions_unauthorized`.
 */
export function requireInvoker(context: EndpointContext): Awaitable<Account> {
  const errors = { missing: ERROR, invalid: ERROR } as const;
  return proceed(requireAppJwt(context, errors, { requiredScope: null, isBearer: true }), (claims) => {
    requireScope(context, claims);
    return requireAccount(context, ERROR);
  });
}

function requireScope(context: EndpointContext, { scope }: AppJwtClaims): void {
  const held = scope.split(' ');
  if (held.includes(SCOPE)) return;
  const { requiredScope } = context.settings.sendApi;
  const sentence = `the AppJWT's scope is "${cut(scope)}", ${SCOPE} is needed`;
  if (requiredScope !== null && !held.includes(requiredScope)) refuse(ERROR, 'app-jwt-scope', sentence);
  deviate(context, 'functions-scope', sentence, ERROR);
}
