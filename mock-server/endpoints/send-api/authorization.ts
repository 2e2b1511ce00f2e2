import type { Awaitable } from '../../awaitable.ts';
import { proceed } from '../../awaitable.ts';
import type { Account } from '../../domain/account.ts';
import { refuse } from '../../errors/refusal.ts';
import type { HeaderToken } from '../../http/credentials.ts';
import { headerToken } from '../../http/credentials.ts';
import { verifyConsumerJws } from '../../tokens/consumer-jws.ts';
import { requireAccount } from '../account.ts';
import { requireAppJwt } from '../app-jwt.ts';
import { deviate } from '../../errors/deviate.ts';
import type { EndpointContext } from '../endpoint.ts';
import type { TokenHeader } from '../token-header.ts';
import { whyMalformed, whyMissing } from '../token-header.ts';

/** The consumer that an app may act for. */
export interface OnBehalf {
  readonly account: Account;
  /** The `lp_consumer_id` of the ConsumerJWS. */
  readonly consumerId: string;
}

/**
 * Checks version, AppJWT and ConsumerJWS, in that order; the first failure answers.
 *
 * Source: Send API, authorization and authentication, "Error Responses"; the order is this mock's reading of it (D3).
 *
 * @throws Refusal 404, 40105, 40102, 40001, 40104 or 40103.
 */
export function authorizeOnBehalf(context: EndpointContext): Awaitable<OnBehalf> {
  requireVersion3(context);
  return proceed(requireAppJwt(context, APP_JWT_ERRORS), () =>
    proceed(requireConsumerJws(context), (consumerId) => ({
      // An AppJWT for an account that is not there can only be forged, so this is the AppJWT's fault.
      account: requireAccount(context, '40102'),
      consumerId,
    })),
  );
}

/** The errors for an AppJWT that does not count. */
export const APP_JWT_ERRORS = { missing: '40105', invalid: '40102', incomplete: '40001' } as const;

/** Any version but 3 is a documented 404; none at all is taken as 3 (decision D31). */
function requireVersion3(context: EndpointContext): void {
  const versions = context.call.query.getAll('v');
  if (versions.some((version) => version !== '3'))
    refuse('not_found', 'version-unknown', 'the Send API has version 3 only; send v=3');
  if (versions.length > 0) return;
  if (context.settings.sendApi.strictVersion) refuse('not_found', 'version-missing', 'v is missing; send v=3');
  deviate(context, 'send-api-version-missing', 'v is missing and was taken as 3');
}

function requireConsumerJws(context: EndpointContext): Awaitable<string> {
  const header = onBehalfHeader(context, 'X-LP-ON-BEHALF');
  const sent =
    headerToken(header.value) ?? otherSpelling(context) ?? refuse('40104', 'consumer-jws-missing', whyMissing(header));
  return proceed(judgeConsumerJws(context, header, sent), (consumerId) => {
    if (sent.scheme !== undefined)
      deviate(context, 'on-behalf-scheme', 'a word stands before the ConsumerJWS; the pages send it bare', '40103');
    return consumerId;
  });
}

/** The header that holds a ConsumerJWS, by its name in the pages. */
export function onBehalfHeader({ call }: EndpointContext, name: string): TokenHeader {
  return { name, kind: 'ConsumerJWS', value: call.headers[name.toLowerCase()] };
}

/** The consumer of a ConsumerJWS. @throws Refusal 40103 when it does not count. */
export function judgeConsumerJws(
  context: EndpointContext,
  header: TokenHeader,
  sent: HeaderToken,
  accountIn?: string,
): Awaitable<string> {
  const { keys, signer, parameters } = context;
  const check = { keys: keys.trusted('sentinelV1'), accountId: parameters['account'] ?? '', accountIn };
  return proceed(verifyConsumerJws(signer, sent.token, check), (verdict) => {
    if (!verdict.ok) {
      const { slug, sentence } = verdict.reason;
      const better = slug === 'consumer-jws-malformed' ? whyMalformed(header, sent.token) : undefined;
      return refuse('40103', slug, better ?? sentence);
    }
    return verdict.claims.lp_consumer_id;
  });
}

/** `LP-On-Behalf` belongs to the REST API; clients send it here too. */
function otherSpelling(context: EndpointContext): HeaderToken | undefined {
  const sent = headerToken(context.call.headers['lp-on-behalf']);
  if (sent === undefined) return undefined;
  const sentence = 'LP-On-Behalf belongs to the REST API; the Send API reads X-LP-ON-BEHALF';
  if (context.settings.strict) refuse('40104', 'consumer-jws-missing', sentence);
  deviate(context, 'on-behalf-header-spelling', sentence);
  return sent;
}
