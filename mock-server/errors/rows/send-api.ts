import type { Basis, ErrorRow, ErrorRows } from '../error-row.ts';

/** Source: Send API, authorization and authentication, "Response Bodies": five bodies and no other. */
export const sendApiErrors = {
  40001: errorRespRow(
    400,
    'Missing parameter',
    'Brand Id is missing',
    "brandId missing on create, a mandatory AppJWT claim missing, or iss not Sentinel's",
  ),
  40102: errorRespRow(
    401,
    'Invalid AppJWT',
    'AppJWT has expired or is invalid',
    'AppJWT malformed, wrongly signed, expired, for another account, or without the scope',
  ),
  40103: errorRespRow(
    401,
    'Invalid ConsumerJWS',
    'ConsumerJWS is invalid',
    'ConsumerJWS malformed, wrongly signed, of another account; a conversation of another consumer',
  ),
  40104: errorRespRow(401, 'ConsumerJWS is missing', 'X_ON_BEHALF_HEADER is not present', 'no X-LP-ON-BEHALF header'),
  40105: errorRespRow(401, 'AppJWT is missing', 'AUTHORIZATION header is not present', 'no Authorization header'),
  BAD_REQUEST: commandRow(
    'asyncMessagingEnt',
    400,
    'Bad Request',
    'a command that cannot be understood or carried out',
    'observed',
  ),
  TOO_MANY_REQUESTS: {
    ...commandRow('any', 429, 'Too many requests', 'only when a fault asks for it', 'ours'),
    headers: { 'retry-after': '1' },
  },
  agent_bearer_invalid: {
    service: 'asyncMessagingEnt',
    envelope: 'plain',
    status: 401,
    code: 'unauthorized',
    when: "agents' socket: no bearer of a login that lives, on the handshake",
    basis: 'observed',
  },
} as const satisfies ErrorRows;

function errorRespRow(status: number, text: string, details: string, when: string): ErrorRow {
  return { service: 'asyncMessagingEnt', envelope: 'error-resp', status, text, details, when, basis: 'documented' };
}

function commandRow(service: ErrorRow['service'], status: number, text: string, when: string, basis: Basis): ErrorRow {
  return { service, envelope: 'command', status, text, when, basis };
}
