/** A service of LivePerson's by its name in the Domain API; `csds` is the Domain API itself. */
export type Service = 'csds' | 'sentinel' | 'idp' | 'acCdnDomain' | 'asyncMessagingEnt' | 'agentVep' | 'msgHist';

/** The shape of the body. */
export type Envelope = 'oauth' | 'idp' | 'error-resp' | 'command' | 'csds' | 'account-config' | 'agent' | 'plain';

/**
 * How sure we are that LivePerson answers so: said on its pages, seen in a public capture, or this mock's own choice
 * where nothing is public.
 */
export type Basis = 'documented' | 'observed' | 'ours';

/** All that is known of one error. */
export interface ErrorRow {
  /** The service that answers it; `any`: each of them, in its own envelope; `mock`: this mock itself, at any URL. */
  readonly service: Service | 'any' | 'mock';
  readonly envelope: Envelope;
  /** HTTP status, unless an option says otherwise. */
  readonly status: number;
  /** What the body says as `error`, where that is not the name of the error. */
  readonly code?: string;
  /** The further text of the body, if its envelope has any. */
  readonly text?: string;
  readonly details?: string;
  /** The number beside the text, at the agent login service. */
  readonly internalCode?: number;
  /** What its answer carries in headers, beside its envelope's. */
  readonly headers?: Readonly<Record<string, string>>;
  /** When it is answered, in a few words. */
  readonly when: string;
  readonly basis: Basis;
}

type Rows = Readonly<Record<string, ErrorRow>>;

/** RFC 6749 section 5.2; LivePerson's pages say no more than "in accordance with OAuth 2.0" (decisions D6, D7). */
const sentinel = {
  invalid_request: oauthRow(
    400,
    'The request is malformed or lacks a parameter',
    'unknown v, no grant_type, a parameter twice, an unreadable body',
  ),
  unsupported_grant_type: oauthRow(400, 'The grant type is not supported', 'grant_type is not client_credentials'),
  invalid_client: oauthRow(
    401,
    'Client authentication failed',
    'credentials missing or wrong, app disabled or deleted, account unknown, client of another account',
  ),
  unauthorized_client: oauthRow(
    400,
    'The client may not use this grant type',
    "the app's grant_types do not include client_credentials",
  ),
  invalid_scope: oauthRow(
    400,
    'The requested scope is not held by the client',
    'the app does not hold the scope asked for',
  ),
} as const satisfies Rows;

/** Source: Send API, authorization and authentication, "Response Bodies": five bodies and no other. */
const sendApi = {
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
} as const satisfies Rows;

/** Names and meanings: LivePerson staff, LivePersonInc/developer-center issue 198. Statuses: decision D13. */
const idp = {
  1001: idpRow(500, 'PARSE_ERROR', 'JWT could not be parsed'),
  1003: idpRow(500, 'NO_SUCH_ALGORITHM', 'algorithm not known'),
  1004: idpRow(500, 'JOSE_EXCEPTION', 'JWE could not be decrypted'),
  1005: idpRow(500, 'INVALID_KEY_SPEC', 'key not usable'),
  1006: idpRow(500, 'UNSUPPORTED_ENCODING', 'encoding not supported'),
  1007: idpRow(500, 'SNMP_INIT_FAILED', 'internal'),
  1008: idpRow(500, 'JWT_NOT_VALID', 'input is not in JWT form'),
  1009: idpRow(500, 'JWT_PARSING_ERROR', 'JWT could not be parsed'),
  1010: idpRow(500, 'LP_JWT_PARSING_ERROR', 'LP_JWT could not be parsed'),
  1011: idpRow(500, 'JWT_MISSING_CLAIMSET', 'mandatory claims missing'),
  1012: idpRow(500, 'JWT_EXPIRED', 'JWT expired'),
  1022: idpRow(500, 'AC_CLIENT_INIT_FAILED', 'internal'),
  1023: idpRow(500, 'AC_CONNECTOR_FAILED', 'connector configuration could not be fetched'),
  1024: idpRow(500, 'AC_CONNECTOR_NOT_FOUND', 'no such connector'),
  1025: idpRow(500, 'AC_CONNECTOR_TYPE_NOT_FOUND', 'connector type not supported'),
  1026: idpRow(500, 'SDE_PARSE_EXCEPTION', 'engagement attributes could not be parsed'),
  1027: idpRow(500, 'RSA_DECRYPTOR_INIT_ERROR', 'internal'),
  1028: idpRow(500, 'RSA_VERIFIER_INIT_ERROR', "the customer's public key is unusable"),
  1029: idpRow(500, 'AES_SECRET_DECODING_ERROR', 'AES secret could not be decoded'),
  1030: idpRow(500, 'ENCRYPTION_INIT_FAILED', 'internal'),
  1031: idpRow(500, 'ENCRYPTION_FAILED', 'internal'),
  1032: idpRow(500, 'DECRYPTION_INIT_FAILED', 'internal'),
  1033: idpRow(500, 'DECRYPTION_DECODE_EXCEPTION', 'internal'),
  1034: idpRow(500, 'DECRYPTION_EXCEPTION', 'internal'),
  1036: idpRow(500, 'DEPENDENCY_TESTER_INIT_FAILED', 'internal'),
  1037: idpRow(500, 'LE_AUTH_DESERIALIZER_FAILED', 'internal'),
  1038: idpRow(500, 'JWK_PARSE_FAILED', 'JWK could not be parsed'),
  1039: idpRow(500, 'ITE_SETTINGS_TYPE_NOT_FOUND', 'site settings missing'),
  1040: idpRow(500, 'SITE_SETTINGS_JWK_NOT_FOUND', 'no JWK in the site settings'),
  1041: idpRow(500, 'JWK_ID_NOT_FOUND', 'kid not among the JWKs'),
  1042: idpRow(500, 'MULTIPLE_JWK_WITHOUT_KID_HEADER', 'several JWKs, no kid in the header'),
  1043: idpRow(500, 'SSL_INIT_FAILED', 'internal'),
  1044: idpRow(500, 'CASSANDRA_CLIENT_INIT_FAILED', 'internal'),
  1045: idpRow(500, 'BLACKLIST_UPDATE_FAILED', 'internal'),
  1046: idpRow(500, 'BLACKLIST_READ_FAILED', 'internal'),
  1047: idpRow(500, 'BLACKLIST_ADD_FAILED', 'internal'),
  1048: idpRow(500, 'BLACKLIST_REMOVE_FAILED', 'internal'),
  1049: idpRow(401, 'UN_AUTH_JWT_FOUND_IN_BLACKLIST', 'anonymous token revoked'),
  1050: idpRow(500, 'AC_PROVISION_DATA_NOT_FOUND', 'no provisioning data: account unknown'),
  2001: idpRow(401, 'NON_AUTH_JWT_REFRESH_EXPIRED', 'refresh window over'),
  2002: idpRow(401, 'NON_AUTH_JWT_INVALID_SIGNATURE', 'wrongly signed, or no anonymous token'),
  2004: idpRow(401, 'NON_AUTH_JWT_WRONG_ACCOUNT_ID', 'token of another account'),
  2005: idpRow(403, 'NON_AUTH_JWT_MESSAGING_FEATURE_OFF', 'unauthenticated messaging is not enabled'),
  2006: idpRow(403, 'CAPTCHA_VERIFICATION_FAILED', 'captcha failed'),
  2007: idpRow(500, 'CAPTCHA_VERIFICATION_SERVICE_ERROR', 'captcha service failed'),
  9000: idpRow(500, 'DEFAULT', 'unspecified'),
  9001: idpRow(500, 'SERVER_ERROR', 'internal'),
  9007: idpRow(500, 'CUSTOMER_JWT_NOT_VALID', "customer token not valid, mostly a key that is not the connector's"),
  9008: idpRow(500, 'LP_JWT_NOT_VALID', 'LP_JWT not valid'),
  9009: idpRow(500, 'ESAPI_ERROR', 'input sanitizer refused'),
  9010: idpRow(500, 'SERVICE_TIMEOUT', 'the IDP timed out'),
  9011: idpRow(500, 'CUSTOMER_AUTH_FAILED', 'authentication failed'),
  9012: idpRow(500, 'INPUT_VALIDATION_ERROR', 'the input is not as expected'),
  9013: idpRow(500, 'AUTHENTICATION_TIMEOUT', "the customer's endpoint timed out"),
  9014: idpRow(500, 'AUTHENTICATE_EXCEPTION', 'unspecified'),
  9015: idpRow(500, 'UNSUPPORTED_AUTH_TYPE', 'connector type not supported'),
} as const satisfies Rows;

/** The Domain API and account configuration document statuses without bodies (decisions D18, D61). */
const discovery = {
  invalid_site: discoveryRow('csds', 401, 'invalid site', 'Domain API: account unknown'),
  csds_bad_request: discoveryRow('csds', 400, 'bad request', 'Domain API, strict mock: version missing'),
  unknown_service: discoveryRow('csds', 400, 'unknown service', 'Domain API: service unknown'),
  unknown_account: discoveryRow('acCdnDomain', 404, 'not_found', 'connector list: account unknown'),
} as const satisfies Rows;

/** Source: agent login service; only the csrf error is on a page, the others follow its shape (decision D59). */
const agentVep = {
  agent_bad_request: agentRow(400, 1, 'Bad Request', 'agent login: body unreadable or credentials missing', 'ours'),
  agent_login_failed: agentRow(401, 2, 'Login failed', 'agent login: wrong password, unknown agent or account', 'ours'),
  agent_session_unknown: agentRow(401, 3, 'Session not found', 'agent refresh and logout: no live session', 'ours'),
  agent_csrf_invalid: agentRow(
    401,
    10,
    'CSRF token invalid! The CSRF token on request does not match the CSRF token on the session',
    'agent refresh and logout: wrong csrf',
    'documented',
  ),
} as const satisfies Rows;

/** No page shows an error of the message history: the statuses are the usual ones, the bodies ours (decision D80). */
const msgHist = {
  history_bad_request: historyRow(400, 'bad_request', 'message history: body unreadable or of the wrong shape'),
  history_unauthorized: historyRow(401, 'unauthorized', 'message history: no agent bearer and no OAuth 1 header'),
} as const satisfies Rows;

/** What no service says: the mock's own answers about the call as such. */
const mock = {
  malformed_path: mockRow(400, 'the path has a broken percent-encoding'),
  not_found: mockRow(404, 'no such path, or a Send API version other than 3'),
  method_not_allowed: mockRow(405, 'the path is known, the method is not'),
  upgrade_required: {
    ...mockRow(426, 'the path of a socket, asked without an upgrade to WebSocket'),
    headers: { upgrade: 'websocket' },
  },
  not_mocked: mockRow(501, 'a LivePerson path that this mock does not have'),
  mock_bug: mockRow(500, 'a bug in this mock, not a mistake in your call'),
  test_code_failed: mockRow(500, "a function of yours failed (a fault's `match`, or the option `wait`)"),
} as const satisfies Rows;

/** Every error that a call can be answered with, by the name it is thrown by. */
export const catalogue = { ...sentinel, ...sendApi, ...idp, ...discovery, ...agentVep, ...msgHist, ...mock } as const;

/** The name of an error: `'40102'`, `'9007'`, `'invalid_client'` ... */
export type ErrorName = `${keyof typeof catalogue}`;

/** All that is known of an error. */
export function errorRow(name: ErrorName): ErrorRow {
  return (catalogue as Rows)[name] as ErrorRow;
}

function oauthRow(status: number, text: string, when: string): ErrorRow {
  return { service: 'sentinel', envelope: 'oauth', status, text, when, basis: 'ours' };
}

function errorRespRow(status: number, text: string, details: string, when: string): ErrorRow {
  return { service: 'asyncMessagingEnt', envelope: 'error-resp', status, text, details, when, basis: 'documented' };
}

function commandRow(service: ErrorRow['service'], status: number, text: string, when: string, basis: Basis): ErrorRow {
  return { service, envelope: 'command', status, text, when, basis };
}

function discoveryRow(service: 'csds' | 'acCdnDomain', status: number, code: string, when: string): ErrorRow {
  return { service, envelope: service === 'csds' ? 'csds' : 'account-config', status, code, when, basis: 'ours' };
}

function mockRow(status: number, when: string): ErrorRow {
  return { service: 'mock', envelope: 'plain', status, when, basis: 'ours' };
}

function historyRow(status: number, code: string, when: string): ErrorRow {
  return { service: 'msgHist', envelope: 'plain', status, code, when, basis: 'ours' };
}

function agentRow(
  status: number,
  internalCode: number,
  text: string,
  when: string,
  basis: Basis,
): ErrorRow & { readonly envelope: 'agent' } {
  return { service: 'agentVep', envelope: 'agent', status, internalCode, text, when, basis };
}

function idpRow(
  status: number,
  text: string,
  when: string,
  basis: Basis = 'observed',
): ErrorRow & { readonly envelope: 'idp' } {
  return { service: 'idp', envelope: 'idp', status, text, when, basis };
}

/** The method of the calls that an error is an answer to, where the service has others besides. */
function methodOf(error: ErrorName, envelope: Envelope): string | undefined {
  if (error === 'agent_bearer_invalid') return 'GET';
  return envelope === 'oauth' || envelope === 'error-resp' || envelope === 'command' ? 'POST' : undefined;
}

/**
 * Whether the service behind a URL could answer with that error. OAuth's errors are the token endpoint's (RFC 6749
 * section 5.2): who fetches the keys never sees one. Those of the Send API are never an answer to the handshake of a
 * socket, which has one of its own.
 */
export function canAnswer(
  url: { readonly service: Service; readonly method: string } | undefined,
  error: ErrorName,
): boolean {
  const { service, envelope } = errorRow(error);
  if (service === 'mock') return true;
  if (url === undefined) return false;
  if (service === 'any') return true;
  return service === url.service && (methodOf(error, envelope) ?? url.method) === url.method;
}
