import { json } from '../http/answer.ts';
import type { Answer } from '../http/call.ts';
import type { Envelope } from './catalogue.ts';
import { errorRow } from './catalogue.ts';
import { agentTime, SENTINEL_HEADERS } from './envelopes.ts';

/** What a 429 says in each service's envelope; at the Send API it is a command's own row. */
type RateLimitedEnvelope = Exclude<Envelope, 'error-resp' | 'command' | 'plain'>;

/** The Domain API's text for it, for the JSONP form too. */
export const CSDS_TOO_MANY = 'too many requests';

/**
 * The 429 of a service, only ever sent when a fault asks for it. No page shows one: the shape is the service's own, the
 * words are this mock's (decisions D50, D78). The IDP has no code for it and says 9000, unspecified.
 */
export function wordRateLimit(envelope: RateLimitedEnvelope, atMs: number): Answer {
  const { status, headers, text } = errorRow('TOO_MANY_REQUESTS');
  return json(status, bodyOf(envelope, text ?? '', atMs), { ...(envelope === 'oauth' ? SENTINEL_HEADERS : {}), ...headers });
}

function bodyOf(envelope: RateLimitedEnvelope, text: string, atMs: number): object {
  switch (envelope) {
    case 'oauth': return { error: 'too_many_requests', error_description: text };
    case 'idp': return { internalErrorCode: '9000' };
    case 'csds': return { error: CSDS_TOO_MANY };
    case 'account-config': return { error: 'too_many_requests' };
    case 'agent': return { error: { time: agentTime(atMs), message: text, internalCode: 429 } };
  }
}

export function isRateLimited(envelope: Envelope): envelope is RateLimitedEnvelope {
  return !['error-resp', 'command', 'plain'].includes(envelope);
}
