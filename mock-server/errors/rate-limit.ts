import type { Service } from './error-row.ts';

/** The Domain API's text for it, for the JSONP form too. */
export const CSDS_TOO_MANY = 'too many requests';

/**
 * What a service says when it was asked too often, which is only when a fault asks for it. No page shows it: the shape
 * is the service's own, the words are this mock's (decisions D50, D78). The IDP has no code for it and says 9000,
 * unspecified.
 *
 * @returns undefined at the Send API, whose own error it is
 */
export function rateLimitBody(service: Service, text: string, time: string): object | undefined {
  if (isPlain(service)) return { error: 'too_many_requests' };
  switch (service) {
    case 'sentinel':
      return { error: 'too_many_requests', error_description: text };
    case 'idp':
      return { internalErrorCode: '9000' };
    case 'csds':
      return { error: CSDS_TOO_MANY };
    case 'faasGW':
      return { errorCode: 'com.liveperson.faas.es.general', errorMsg: text };
    case 'agentVep':
      return { error: { time, message: text, internalCode: 429 } };
    case 'asyncMessagingEnt':
      return undefined;
  }
}

/** Those that say the name of the error alone. */
const PLAIN = [
  'acCdnDomain',
  'accountConfigReadOnly',
  'accountConfigReadWrite',
  'msgHist',
  'messagingRestApiDomain',
  'swift',
] as const satisfies readonly Service[];

function isPlain(service: Service): service is (typeof PLAIN)[number] {
  return (PLAIN as readonly Service[]).includes(service);
}
