import type { Credential } from '../../endpoints/wire-call.ts';
import type { Schema } from './wire-types.ts';

const JWT = { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' };

/** How OpenAPI describes each credential. */
export const SECURITY_SCHEMES: Readonly<Record<Exclude<Credential, 'none'>, Schema>> = {
  AppJWT: {
    type: 'apiKey',
    in: 'header',
    name: 'Authorization',
    description: 'An AppJWT of Sentinel, bare: the pages write no word before it.',
  },
  AppJWTBearer: { ...JWT, description: 'An AppJWT of Sentinel, as a Bearer token.' },
  ConsumerJWS: {
    type: 'apiKey',
    in: 'header',
    name: 'X-LP-ON-BEHALF',
    description: 'The ConsumerJWS of the consumer on whose behalf the app calls, bare.',
  },
  ConsumerJWSRest: {
    type: 'apiKey',
    in: 'header',
    name: 'LP-On-Behalf',
    description: 'The same under the name that the Messaging REST API has for it.',
  },
  LPJWT: { ...JWT, description: 'The LP_JWT of a consumer, as the IDP gives it.' },
  AgentBearer: {
    type: 'http',
    scheme: 'bearer',
    description: 'The bearer of an agent: of the agent login, or an access token of the code flow.',
  },
  AgentSession: {
    type: 'apiKey',
    in: 'cookie',
    name: 'Session_id',
    description: 'The session of an agent login; the body has its csrf.',
  },
  ClientBasic: {
    type: 'http',
    scheme: 'basic',
    description:
      'client_id and client_secret (RFC 6749 section 2.3.1), where they are not in the form. For an AppJWT only with the option `sentinel.acceptBasicAuth`.',
  },
  OAuth1: {
    type: 'http',
    scheme: 'OAuth',
    description: 'An API key of the account (RFC 5849 section 3.5.1); this mock asks only that the header is one.',
  },
  TemporaryURL: {
    type: 'apiKey',
    in: 'query',
    name: 'temp_url_sig',
    description: 'The signature of a URL that `ms.GenerateURLForUploadFile` or `ms.GenerateURLForDownloadFile` gave.',
  },
};

/** Any of these will do. Nothing to show is a list without members. */
export function securityOf(auth: readonly (readonly Credential[])[]): readonly Schema[] {
  return auth
    .filter((credentials) => credentials.length > 0 || auth.length > 1)
    .map((credentials) => Object.fromEntries(credentials.map((name) => [name, []])));
}
