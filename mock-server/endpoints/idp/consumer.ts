import { lpConsumerId } from '../../domain/consumer.ts';
import { refuse } from '../../errors/refusal.ts';
import { json } from '../../http/answer.ts';
import { isObject, describeJson, readJson } from '../../http/body.ts';
import { didYouMean } from '../../http/similar-name.ts';
import { issueConsumerJws } from '../../tokens/consumer-jws.ts';
import { requireAppJwt } from '../app-jwt.ts';
import { deviate } from '../../errors/deviate.ts';
import { checkContentType, checkNumericVersion } from '../deviations.ts';
import { isWellFormed } from '../../well-formed.ts';
import type { EndpointContext, EndpointHandler } from '../endpoint.ts';
import { requireProvisioned } from './provisioning.ts';
import type { SuccessBody } from '../wire-bodies.ts';

/**
 * Issues a ConsumerJWS: 201, signed with the AppJWT's key, never expiring, the same `lp_consumer_id` each time.
 *
 * Source: Send API, authorization and authentication, "Authentication with ConsumerJWS". No failure is documented; the
 * codes are this mock's choice among the IDP's (decision D12).
 */
export const consumer: EndpointHandler = {
  handle: async (context) => {
    await requireAppJwt(context, { missing: '9011', invalid: '9011' });
    checkNumericVersion(context, 'v', '1.0', '9012');
    checkContentType(context, 'application/json', '9012');
    const { id: accountId } = requireProvisioned(context);
    const extConsumerId = readExtConsumerId(context);
    const token = await issueConsumerJws(context.signer, context.keys.current('sentinelV1'), {
      account_id: accountId,
      ext_consumer_id: extConsumerId,
      lp_consumer_id: lpConsumerId(accountId, extConsumerId),
    });
    return json(201, { token } satisfies SuccessBody<'idp.consumer'>);
  },
};

/** A string by the pages; clients send a JSON number as well, which becomes its text. */
function readExtConsumerId(context: EndpointContext): string {
  const body = readJson(context.call);
  if (!body.ok) return refuse('9012', body.slug, body.sentence);
  if (!isObject(body.value)) {
    return refuse(
      '9012',
      'body-wrong-shape',
      `the body is ${describeJson(body.value)}; send {"ext_consumer_id":"..."}`,
    );
  }
  const id = body.value['ext_consumer_id'];
  if (typeof id === 'number') {
    requireExact(id);
    deviate(context, 'ext-consumer-id-number', 'ext_consumer_id is a number; the pages ask for a string', '9012');
    return String(id);
  }
  if (typeof id === 'string' && id !== '') return requireWellFormed(id);
  const found = id === '' ? 'empty' : describeJson(id);
  const instead = id === undefined ? didYouMean('ext_consumer_id', Object.keys(body.value)) : '';
  return refuse(
    '9012',
    'ext-consumer-id-invalid',
    `ext_consumer_id is ${found}; it must be a string that is not empty, or a number${instead}`,
  );
}

/** Two consumers whose numbers a JSON reader rounds to the same one would become one (decision D78). */
function requireExact(id: number): void {
  if (Math.abs(id) <= Number.MAX_SAFE_INTEGER) return;
  refuse(
    '9012',
    'ext-consumer-id-invalid',
    'ext_consumer_id is a number outside the safe integers, which are rounded; send it as a string',
  );
}

/** Two consumers whose ids differ in half a surrogate pair would become one: `lp_consumer_id` is made from UTF-8. */
function requireWellFormed(id: string): string {
  return isWellFormed(id)
    ? id
    : refuse(
        '9012',
        'text-malformed',
        'ext_consumer_id has an unpaired surrogate, which UTF-8 cannot represent; send whole characters',
      );
}
