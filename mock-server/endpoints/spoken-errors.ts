import type { Envelope, ErrorName } from '../errors/catalogue.ts';
import { errorRow } from '../errors/catalogue.ts';
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
  const { envelope } = errorRow(error);
  if (envelope === 'plain') return true;
  // OAuth's errors are the token endpoint's (RFC 6749 section 5.2): who fetches the keys never sees one.
  if (endpoint === undefined || (envelope === 'oauth' && endpoint.method !== 'POST')) return false;
  return ENVELOPES[endpoint.service].includes(envelope);
}
