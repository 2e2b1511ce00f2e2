import type { Settings } from '../config/options.ts';
import type { Envelope, ErrorName } from '../errors/catalogue.ts';
import { errorRow } from '../errors/catalogue.ts';
import { renderError } from '../errors/envelopes.ts';
import { isRateLimited, wordRateLimit } from '../errors/rate-limit.ts';
import type { RefusalDetail } from '../errors/refusal.ts';
import type { Answer } from '../http/call.ts';
import type { Endpoint, EndpointService } from './endpoint.ts';

const ENVELOPES: Readonly<Record<EndpointService, readonly Envelope[]>> = {
  csds: ['csds'],
  sentinel: ['oauth'],
  idp: ['idp'],
  acCdnDomain: ['account-config'],
  asyncMessagingEnt: ['error-resp', 'command'],
  agentVep: ['agent'],
};

/**
 * Whether the service behind this URL could answer with that error. The mock's own plain errors can stand anywhere, at
 * a URL that is not mocked too.
 */
export function speaks(endpoint: Pick<Endpoint, 'service' | 'method'> | undefined, error: ErrorName): boolean {
  // Any service may be asked too much (decision D78).
  if (error === 'TOO_MANY_REQUESTS') return endpoint !== undefined;
  const { envelope } = errorRow(error);
  if (envelope === 'plain') return true;
  // OAuth's errors are the token endpoint's (RFC 6749 section 5.2): who fetches the keys never sees one.
  if (endpoint === undefined || (envelope === 'oauth' && endpoint.method !== 'POST')) return false;
  return ENVELOPES[endpoint.service].includes(envelope);
}

/** An error in the words of the service behind a URL: the row's own, but for a 429, which each service says in its own way. */
export function wordFor(endpoint: Pick<Endpoint, 'service'> | undefined, error: ErrorName, settings: Settings, detail: RefusalDetail): Answer {
  const envelope = endpoint === undefined ? 'plain' : ENVELOPES[endpoint.service][0] ?? 'plain';
  if (error === 'TOO_MANY_REQUESTS' && isRateLimited(envelope)) return wordRateLimit(envelope, detail.atMs ?? 0);
  return renderError(error, settings, detail);
}
