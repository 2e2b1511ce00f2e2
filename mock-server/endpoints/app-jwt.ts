import type { Awaitable } from '../awaitable.ts';
import { proceed } from '../awaitable.ts';
import type { ErrorName } from '../errors/catalogue.ts';
import { refuse } from '../errors/refusal.ts';
import { headerToken } from '../http/credentials.ts';
import type { AppJwtClaims, AppJwtVerdict } from '../tokens/app-jwt.ts';
import { verifyAppJwt } from '../tokens/app-jwt.ts';
import { checkOddTimes, checkScheme } from './deviations.ts';
import type { EndpointContext } from './endpoint.ts';
import { judgement } from './judgement.ts';
import { whyMalformed, whyMissing } from './token-header.ts';

/** What a service has of its own for AppJWTs: the errors for one that does not count, and more. */
export interface AppJwtErrors {
  /** There is no `Authorization` header. */
  readonly missing: ErrorName;
  /** It is malformed, wrongly signed, expired, for another account, or without the scope. */
  readonly invalid: ErrorName;
  /** It lacks a claim, or Sentinel did not issue it. Default: `invalid`. */
  readonly incomplete?: ErrorName;
}

/** What a service asks of an AppJWT that others do not. */
export interface AppJwtRules {
  /** The scope that it must have; null for any. Default: the option `sendApi.requiredScope`. */
  readonly requiredScope?: string | null;
  /** Whether the pages of the service send it as a Bearer token. Default: bare. */
  readonly isBearer?: boolean;
  /** What names the account, in words. Default: `the path` */
  readonly accountIn?: string;
}

/**
 * The claims of the AppJWT in `Authorization`, which must be one for the account in the path.
 *
 * @throws Refusal with one of the errors.
 */
export function requireAppJwt(
  context: EndpointContext,
  errors: AppJwtErrors,
  rules: AppJwtRules = {},
): Awaitable<AppJwtClaims> {
  const { missing, invalid, incomplete = invalid } = errors;
  const header = { name: 'Authorization', kind: 'AppJWT', value: context.call.headers['authorization'] } as const;
  const sent = headerToken(header.value) ?? refuse(missing, 'app-jwt-missing', whyMissing(header));
  return proceed(judgeAppJwt(context, sent.token, rules), (verdict) => {
    if (!verdict.ok) {
      const { slug, sentence: judged } = verdict.reason;
      const sentence = (slug === 'app-jwt-malformed' ? whyMalformed(header, sent.token) : undefined) ?? judged;
      return refuse(verdict.fault === 'incomplete' ? incomplete : invalid, slug, sentence);
    }
    checkOddTimes(context, 'AppJWT', verdict.claims, invalid);
    if (rules.isBearer !== true) checkScheme(context, sent.scheme, invalid);
    return verdict.claims;
  });
}

/** Judges an AppJWT for the account of the call, by the keys, the scope and the clock of this mock. */
export function judgeAppJwt(
  context: EndpointContext,
  token: string,
  { requiredScope = context.settings.sendApi.requiredScope, accountIn }: AppJwtRules = {},
): Awaitable<AppJwtVerdict> {
  const { keys, parameters, settings, signer } = context;
  return verifyAppJwt(signer, token, {
    keys: keys.appJwtKeys(settings.sendApi.acceptV2AppJwt),
    accountId: parameters['account'] ?? '',
    requiredScope,
    accountIn,
    ...judgement(context),
  });
}
