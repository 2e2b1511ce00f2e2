import { endpoints } from '../../mock-server/endpoints/index.ts';
import type { ErrorRow } from '../../mock-server/errors/error-row.ts';
import { catalogue } from '../../mock-server/errors/catalogue.ts';
import type { ErrorName } from '../../mock-server/index.ts';
import { ERROR_RESP } from '../support/refusals.ts';

/**
 * An error as it goes over the wire, typed out from LivePerson's pages and the decisions, not taken from the source.
 */
export interface DocumentedError {
  /** A row of the endpoint table where the service answers it. */
  readonly endpoint: string;
  readonly status: number;
  readonly body: string;
  /** Beside the content type. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** The id of the request that the tests send, which the command errors echo. */
export const REQUEST_ID = '7';

/** RFC 6749 section 5.2, with the headers of section 5.1 (decisions D6, D7). */
const oauth = (status: number, error: string, description: string): DocumentedError => ({
  endpoint: 'sentinel.app-token',
  status,
  body: `{"error":"${error}","error_description":"${description}"}`,
  headers: { 'content-type': 'application/json;charset=utf-8', 'cache-control': 'no-store', pragma: 'no-cache' },
});

/** One member, a text: digits at LivePerson's, digits or a name at ours. */
const idp = (status: number, code: string): DocumentedError => ({
  endpoint: 'idp.authenticate',
  status,
  body: JSON.stringify({ internalErrorCode: code }),
});

const errorResp = (errorCode: keyof typeof ERROR_RESP): DocumentedError => ({
  endpoint: 'send-api.send',
  status: errorCode === 40001 ? 400 : 401,
  body: ERROR_RESP[errorCode],
});

/** The agent login service tells the time; the tests stand at noon (decision D59). */
const agent = (status: number, internalCode: number, message: string): DocumentedError => ({
  endpoint: 'agent-vep.refresh',
  status,
  body: `{"error":{"time":"Nov 20, 2026 12:00:00 PM","message":"${message}","internalCode":${String(internalCode)}${status === 401 ? ',"responseStatus":"UNAUTHORIZED"' : ''}}}`,
});

const plain = (endpoint: string, status: number, error: string): DocumentedError => ({
  endpoint,
  status,
  body: `{"error":"${error}"}`,
});

/** Every code of the IDP's table, by HTTP status (decision D13). */
const IDP_CODES: Readonly<Record<number, readonly number[]>> = {
  401: [1049, 2001, 2002, 2004],
  403: [2005, 2006],
  500: [
    1001, 1003, 1004, 1005, 1006, 1007, 1008, 1009, 1010, 1011, 1012, 1022, 1023, 1024, 1025, 1026, 1027, 1028, 1029,
    1030, 1031, 1032, 1033, 1034, 1036, 1037, 1038, 1039, 1040, 1041, 1042, 1043, 1044, 1045, 1046, 1047, 1048, 1050,
    2007, 9000, 9001, 9007, 9008, 9009, 9010, 9011, 9012, 9013, 9014, 9015,
  ],
};

const idpErrors = Object.fromEntries(
  Object.entries(IDP_CODES).flatMap(([status, codes]) =>
    codes.map((code) => [String(code), idp(Number(status), String(code))]),
  ),
);

const otherErrors: Readonly<Partial<Record<ErrorName, DocumentedError>>> = {
  invalid_request: oauth(400, 'invalid_request', 'The request is malformed or lacks a parameter'),
  unsupported_grant_type: oauth(400, 'unsupported_grant_type', 'The grant type is not supported'),
  invalid_client: oauth(401, 'invalid_client', 'Client authentication failed'),
  unauthorized_client: oauth(400, 'unauthorized_client', 'The client may not use this grant type'),
  invalid_scope: oauth(400, 'invalid_scope', 'The requested scope is not held by the client'),
  unsupported_response_type: oauth(400, 'unsupported_response_type', 'The response type is not supported'),
  access_denied: oauth(403, 'access_denied', 'The user or the service denied the request'),
  invalid_grant: oauth(
    400,
    'invalid_grant',
    'The code or refresh token is invalid, expired, revoked or of another client',
  ),
  40001: errorResp(40001),
  40102: errorResp(40102),
  40103: errorResp(40103),
  40104: errorResp(40104),
  40105: errorResp(40105),
  BAD_REQUEST: {
    endpoint: 'send-api.send',
    status: 400,
    body: `{"code":"BAD_REQUEST","body":{"msg":"Bad Request"},"reqId":"${REQUEST_ID}"}`,
  },
  TOO_MANY_REQUESTS: {
    endpoint: 'send-api.send',
    status: 429,
    headers: { 'retry-after': '1' },
    body: `{"code":"TOO_MANY_REQUESTS","body":{"msg":"Too many requests"},"reqId":"${REQUEST_ID}"}`,
  },
  csds_bad_request: plain('csds.service', 400, 'bad request'),
  invalid_site: plain('csds.service', 401, 'invalid site'),
  unknown_service: plain('csds.service', 400, 'unknown service'),
  unknown_account: plain('account-config.connectors', 404, 'not_found'),
  agent_bad_request: agent(400, 1, 'Bad Request'),
  agent_login_failed: agent(401, 2, 'Login failed'),
  agent_session_unknown: agent(401, 3, 'Session not found'),
  agent_csrf_invalid: agent(
    401,
    10,
    'CSRF token invalid! The CSRF token on request does not match the CSRF token on the session',
  ),
  agent_bearer_invalid: plain('ums.brand', 401, 'unauthorized'),
  history_bad_request: plain('history.agent-status', 400, 'bad_request'),
  history_unauthorized: plain('history.agent-status', 401, 'unauthorized'),
  rest_bad_request: plain('messaging-rest.send-message', 400, 'bad_request'),
  rest_forbidden: plain('messaging-rest.conversation', 403, 'forbidden'),
  rest_not_found: plain('messaging-rest.conversation', 404, 'not_found'),
  rest_conflict: plain('messaging-rest.send-message', 409, 'conflict'),
  rest_stale: plain('messaging-rest.update-conversation', 412, 'precondition_failed'),
  rest_unconditional: plain('messaging-rest.update-conversation', 428, 'precondition_required'),
  swift_bad_request: plain('swift.upload', 400, 'bad_request'),
  swift_unauthorized: plain('swift.upload', 401, 'unauthorized'),
  swift_not_found: plain('swift.download', 404, 'not_found'),
  swift_too_large: plain('swift.upload', 413, 'too_large'),
  functions_bad_input: {
    endpoint: 'functions.invoke',
    status: 400,
    body: '{"errorCode":"com.liveperson.faas.es.badinput","errorMsg":"Payload was in the wrong format or value was missing"}',
  },
  functions_unauthorized: {
    endpoint: 'functions.is-implemented',
    status: 401,
    body: '{"errorCode":"com.liveperson.faas.es.general","errorMsg":"Missing authentication or missing privileges"}',
  },
  installation_bad_request: plain('installations.install', 400, 'bad_request'),
  installation_unauthorized: plain('installations.list', 401, 'unauthorized'),
  installation_unknown: plain('installations.read', 404, 'not_found'),
  installation_precondition_failed: plain('installations.replace', 412, 'precondition_failed'),
  account_config_bad_request: plain('account-config.users', 400, 'bad_request'),
  account_config_unauthorized: plain('account-config.skills', 401, 'unauthorized'),
  account_config_unknown: plain('account-config.user', 404, 'not_found'),
  upgrade_required: { ...plain('idp.consumer', 426, 'upgrade_required'), headers: { upgrade: 'websocket' } },
  malformed_path: plain('sentinel.jwks', 400, 'malformed_path'),
  not_found: plain('idp.delegated-tokens', 404, 'not_found'),
  method_not_allowed: { ...plain('idp.signup', 405, 'method_not_allowed'), headers: { allow: 'POST, OPTIONS' } },
  not_mocked: plain('csds.services', 501, 'not_mocked'),
  mock_bug: plain('idp.consumer', 500, 'mock_bug'),
  test_code_failed: plain('idp.consumer', 500, 'test_code_failed'),
};

/** IDP errors of our own are documented by their rows alone: nothing of LivePerson's could be typed out from. */
export function ownIdpErrors(rows: Readonly<Record<string, ErrorRow>>): Readonly<Record<string, DocumentedError>> {
  return Object.fromEntries(
    Object.entries(rows)
      .filter(([, { envelope, basis }]) => envelope === 'idp' && basis === 'ours')
      .map(([code, { status }]) => [code, idp(status, code)]),
  );
}

/** Every endpoint that answers 40102, as the refusal of a fault names them. */
export const WITH_40102 = [
  ...['create', 'send'].map((call) => `send-api.${call}`),
  ...['put-consumer', 'open-conversation', 'conversation', 'update-conversation', 'send-message', 'messages'].map(
    (call) => `messaging-rest.${call}`,
  ),
].join(', ');

/** Every error by its name. */
export const DOCUMENTED_ERRORS: Readonly<Record<string, DocumentedError>> = {
  ...ownIdpErrors(catalogue),
  ...idpErrors,
  ...otherErrors,
};

/**
 * A 429 by the service's name in the ids of the endpoint table: its own shape, and words that are nobody's but ours
 * (D78).
 */
export const TOO_MANY: Readonly<Record<string, Pick<DocumentedError, 'status' | 'body'>>> = {
  csds: { status: 429, body: '{"error":"too many requests"}' },
  sentinel: { status: 429, body: '{"error":"too_many_requests","error_description":"Too many requests"}' },
  idp: { status: 429, body: '{"internalErrorCode":"9000"}' },
  'account-config': { status: 429, body: '{"error":"too_many_requests"}' },
  history: { status: 429, body: '{"error":"too_many_requests"}' },
  'messaging-rest': { status: 429, body: '{"error":"too_many_requests"}' },
  swift: { status: 429, body: '{"error":"too_many_requests"}' },
  functions: { status: 429, body: '{"errorCode":"com.liveperson.faas.es.general","errorMsg":"Too many requests"}' },
  installations: { status: 429, body: '{"error":"too_many_requests"}' },
  // A handshake has no request whose id could be echoed.
  ums: { status: 429, body: '{"code":"TOO_MANY_REQUESTS","body":{"msg":"Too many requests"},"reqId":"0"}' },
  'agent-vep': {
    status: 429,
    body: '{"error":{"time":"Nov 20, 2026 12:00:00 PM","message":"Too many requests","internalCode":429}}',
  },
};

/** The same error at another URL: the same words, but for these. */
export function documentedAt(endpoint: string, error: ErrorName): Pick<DocumentedError, 'status' | 'body'> | undefined {
  const documented = DOCUMENTED_ERRORS[error];
  if (documented === undefined) return undefined;
  if (endpoint === 'csds.service-jsonp') {
    const scripted = inScript(error, documented);
    if (scripted !== undefined) return scripted;
  }
  if (error === 'TOO_MANY_REQUESTS') return TOO_MANY[endpoint.slice(0, endpoint.indexOf('.'))] ?? documented;
  // What the row of a URL says of its own: authentication failed is a 401 at the consumer (decision D13).
  const status = endpoints.find(({ id }) => id === endpoint)?.statuses?.[error];
  if (status !== undefined) return { ...documented, status };
  // A batch fails item by item.
  if (endpoint === 'send-api.create' && error === 'BAD_REQUEST') return { ...documented, body: `[${documented.body}]` };
  return documented;
}

/** The script's failure is a 200 that says so. */
function inScript(error: ErrorName, documented: DocumentedError): Pick<DocumentedError, 'status' | 'body'> | undefined {
  const isLimit = error === 'TOO_MANY_REQUESTS';
  if (!isLimit && documented.endpoint !== 'csds.service') return undefined;
  const lpCallError = isLimit ? 'too many requests' : (JSON.parse(documented.body) as { error: string }).error;
  return { status: 200, body: `lpConnLib.Process(${JSON.stringify({ ResultSet: { lpCallError } })})` };
}
