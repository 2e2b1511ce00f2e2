import { lpConsumerId } from '../../domain/consumer.ts';
import { renderError } from '../../errors/envelopes.ts';
import { refuse } from '../../errors/refusal.ts';
import { json } from '../../http/answer.ts';
import { isObject, describeJson, readJson } from '../../http/body.ts';
import { tokenOf } from '../../http/credentials.ts';
import { issueConsumerJws } from '../../tokens/consumer-jws.ts';
import { judgeAppJwt } from '../app-jwt.ts';
import { noteAuthorizationScheme, noteContentType, noteNumericVersion, noteOddTimes, strictly } from '../deviations.ts';
import { isWellFormed } from '../../well-formed.ts';
import type { Endpoint, EndpointContext } from '../endpoint.ts';
import { requireProvisioned } from './provisioning.ts';

/**
 * Issues a ConsumerJWS: 201, signed with the AppJWT's key, never expiring, the same `lp_consumer_id` each time.
 *
 * Source: Send API, authorization and authentication, "Authentication with ConsumerJWS". No failure is documented; the
 * codes are this mock's choice among the IDP's (decision D12).
 */
export const consumer: Endpoint = {
  id: 'idp.consumer',
  service: 'idp',
  method: 'POST',
  paths: ['/api/account/{account}/consumer'],
  title: 'ConsumerJWS',
  query: 'v=1.0',
  handle: async (context) => {
    const accountId = context.parameters['account'] ?? '';
    await authorizeApp(context);
    noteAuthorizationScheme(context, strictly('9011', ON_CONSUMER));
    noteNumericVersion(context, 'v', '1.0', strictly('9012'));
    noteContentType(context, 'application/json', strictly('9012'));
    requireProvisioned(context);
    const extConsumerId = readExtConsumerId(context);
    const token = await issueConsumerJws(context.signer, context.keys.current('sentinelV1'), {
      account_id: accountId,
      ext_consumer_id: extConsumerId,
      lp_consumer_id: lpConsumerId(accountId, extConsumerId),
    });
    return json(201, { token });
  },
  renderFault: (error, { settings }) => (error === '9011' ? renderError(error, settings, ON_CONSUMER) : undefined),
};

/** The IDP's 9011 is an HTTP 401 here and nowhere else (decision D13). */
const ON_CONSUMER = { status: 401 } as const;

async function authorizeApp(context: EndpointContext): Promise<void> {
  const token = tokenOf(context.call.headers['authorization'])
    ?? refuse('9011', 'app-jwt-missing', 'the Authorization header is missing; send the AppJWT', ON_CONSUMER);
  const verdict = await judgeAppJwt(context, token);
  if (!verdict.ok) return refuse('9011', verdict.reason.slug, verdict.reason.sentence, ON_CONSUMER);
  noteOddTimes(context, 'AppJWT', verdict.claims, strictly('9011', ON_CONSUMER));
}

/** A string by the pages; clients send a JSON number as well, which becomes its text. */
function readExtConsumerId(context: EndpointContext): string {
  const body = readJson(context.call);
  if (!body.ok) return refuse('9012', body.slug, body.sentence);
  if (!isObject(body.value)) {
    return refuse('9012', 'body-wrong-shape', `the body is ${describeJson(body.value)}; send {"ext_consumer_id":"..."}`);
  }
  const id = body.value['ext_consumer_id'];
  if (typeof id === 'number') {
    requireExact(id);
    context.deviate('ext-consumer-id-number', 'ext_consumer_id is a number; the pages ask for a string', strictly('9012'));
    return String(id);
  }
  if (typeof id === 'string' && id !== '') return requireWellFormed(id);
  const found = id === '' ? 'empty' : describeJson(id);
  return refuse('9012', 'ext-consumer-id-invalid', `ext_consumer_id is ${found}; it must be a string that is not empty, or a number`);
}

/** Two consumers whose numbers a JSON reader rounds to the same one would become one (decision D78). */
function requireExact(id: number): void {
  if (Math.abs(id) <= Number.MAX_SAFE_INTEGER) return;
  refuse('9012', 'ext-consumer-id-invalid', 'ext_consumer_id is a number outside the safe integers, which are rounded; send it as a string');
}

/** Two consumers whose ids differ in half a surrogate pair would become one: `lp_consumer_id` is made from UTF-8. */
function requireWellFormed(id: string): string {
  return isWellFormed(id) ? id : refuse('9012', 'text-malformed', 'ext_consumer_id has half a surrogate pair, which no UTF-8 can say; send whole characters');
}
