import type { Account } from '../../domain/account.ts';
import type { Reason } from '../../errors/reasons.ts';
import { refuse, Refusal } from '../../errors/refusal.ts';
import { hasScheme, tokenOf } from '../../http/credentials.ts';
import { verifyConsumerJws } from '../../tokens/consumer-jws.ts';
import { judgeAppJwt } from '../app-jwt.ts';
import { noteAuthorizationScheme, noteOddTimes, noteUnsetAccount } from '../deviations.ts';
import type { EndpointContext } from '../endpoint.ts';
import { UNKNOWN_ACCOUNT } from '../unknown-account.ts';
import { errorResp, unauthorized } from './request.ts';

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
export async function authorizeOnBehalf(context: EndpointContext): Promise<OnBehalf> {
  requireVersion3(context);
  await requireAppJwt(context);
  const consumerId = await requireConsumerJws(context);
  noteUnsetAccount(context, (reason) => errorResp(context.call, '40102', reason));
  // An AppJWT for an account that is not there can only be forged, so this is the AppJWT's fault.
  const account = context.account
    ?? unauthorized(context.call, '40102', { slug: UNKNOWN_ACCOUNT[0], sentence: UNKNOWN_ACCOUNT[1] });
  return { account, consumerId };
}

/** Any version but 3 is a documented 404; none at all is taken as 3 (decision D31). */
function requireVersion3(context: EndpointContext): void {
  const versions = context.call.query.getAll('v');
  if (versions.some((version) => version !== '3')) refuse('not_found', 'version-unknown', 'the Send API has version 3 only; send v=3');
  if (versions.length > 0) return;
  const missing = (): Refusal => new Refusal('not_found', { slug: 'version-missing', sentence: 'v is missing; send v=3' });
  if (context.settings.sendApi.strictVersion) throw missing();
  context.deviate('send-api-version-missing', 'v is missing and was taken as 3', missing);
}

async function requireAppJwt(context: EndpointContext): Promise<void> {
  const { call } = context;
  const token = tokenOf(call.headers['authorization']);
  if (token === undefined) {
    unauthorized(call, '40105', { slug: 'app-jwt-missing', sentence: 'the Authorization header is missing; send the AppJWT' });
  }
  const verdict = await judgeAppJwt(context, token);
  if (!verdict.ok) return unauthorized(call, verdict.fault === 'incomplete' ? '40001' : '40102', verdict.reason);
  noteOddTimes(context, 'AppJWT', verdict.claims, (reason) => errorResp(call, '40102', reason));
  noteAuthorizationScheme(context, (reason) => errorResp(call, '40102', reason));
}

async function requireConsumerJws(context: EndpointContext): Promise<string> {
  const { call, keys, signer, parameters } = context;
  const token = tokenOf(call.headers['x-lp-on-behalf']) ?? otherSpelling(context);
  if (token === undefined) {
    return unauthorized(call, '40104', { slug: 'consumer-jws-missing', sentence: 'the X-LP-ON-BEHALF header is missing; send the ConsumerJWS' });
  }
  const verdict = await verifyConsumerJws(signer, token, { keys: keys.trusted('sentinelV1'), accountId: parameters['account'] ?? '' });
  if (!verdict.ok) return unauthorized(call, '40103', verdict.reason);
  noteOnBehalfScheme(context);
  return verdict.claims.lp_consumer_id;
}

/** The pages send the bare ConsumerJWS; some clients put a word before it, as others do in `Authorization`. */
function noteOnBehalfScheme(context: EndpointContext): void {
  const { call } = context;
  const header = call.headers['x-lp-on-behalf'] ?? call.headers['lp-on-behalf'];
  if (!hasScheme(header)) return;
  context.deviate('on-behalf-scheme', 'a word stands before the ConsumerJWS; the pages send it bare', (reason) => errorResp(call, '40103', reason));
}

/** `LP-On-Behalf` belongs to the REST API; clients send it here too. */
function otherSpelling(context: EndpointContext): string | undefined {
  const { call } = context;
  const token = tokenOf(call.headers['lp-on-behalf']);
  if (token === undefined) return undefined;
  const reason: Reason = { slug: 'consumer-jws-missing', sentence: 'LP-On-Behalf belongs to the REST API; the Send API reads X-LP-ON-BEHALF' };
  context.deviate('on-behalf-header-spelling', reason.sentence, () => errorResp(call, '40104', reason));
  return token;
}
