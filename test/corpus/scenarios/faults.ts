import { A, B, CLIENT_ID, control, mint, scenario, under } from '../building.ts';
import { callOf, ROWS } from '../rows.ts';
import type { Row, Words } from '../rows.ts';
import type { PlainOptions, Scenario } from '../scenario.ts';

const IDP_CODES = [
  1001, 1003, 1004, 1005, 1006, 1007, 1008, 1009, 1010, 1011, 1012, 1022, 1023, 1024, 1025, 1026, 1027, 1028, 1029,
  1030, 1031, 1032, 1033, 1034, 1036, 1037, 1038, 1039, 1040, 1041, 1042, 1043, 1044, 1045, 1046, 1047, 1048, 1049,
  1050, 2001, 2002, 2004, 2005, 2006, 2007, 9000, 9001, 9007, 9008, 9009, 9010, 9011, 9012, 9013, 9014, 9015,
].map(String);

const ERRORS: Readonly<Record<Words, readonly string[]>> = {
  csds: ['invalid_site', 'csds_bad_request', 'unknown_service'],
  oauth: ['invalid_request', 'unsupported_grant_type', 'invalid_client', 'unauthorized_client', 'invalid_scope'],
  idp: IDP_CODES,
  'account-config': ['unknown_account'],
  'send-api': ['40001', '40102', '40103', '40104', '40105', 'BAD_REQUEST', 'TOO_MANY_REQUESTS'],
  agent: ['agent_bad_request', 'agent_login_failed', 'agent_session_unknown', 'agent_csrf_invalid'],
  none: [],
};

/** What the mock says of itself, and what is no answer at all: anywhere. */
const ANYWHERE = [
  'malformed_path',
  'not_found',
  'method_not_allowed',
  'not_mocked',
  'mock_bug',
  'test_code_failed',
  'reset',
  'timeout',
];

/** Without the reason, which is the same beside each of them. */
const byName = (row: Row, error: string): Scenario =>
  scenario(
    `faults/${row.id}/${error}`,
    [control('arm', 'faults.add', { endpoint: row.id, error, times: 1 }), callOf(row, 'call')],
    { reasonHeader: false },
  );

/** An error of a service, armed without an endpoint, lets the calls of other services pass. */
const elsewhere = ROWS.map((row) =>
  scenario(`faults/${row.id}/of-another-service`, [
    control('arm', 'faults.add', { error: row.words === 'idp' ? 'invalid_client' : '9012' }),
    ...(row.before ?? []),
    callOf(row, 'call'),
  ]),
);

const OPTIONS: readonly (readonly [suffix: string, PlainOptions, Words])[] = [
  ['all500', { idp: { errorStatus: 'all500' } }, 'idp'],
  ['claim-401', { sendApi: { missingClaimStatus: 401 } }, 'send-api'],
  ['req-id', { sendApi: { errorRespReqId: true } }, 'send-api'],
  ['code-40104', { sendApi: { missingAppJwtErrorCode: 40104 } }, 'send-api'],
  ['duplicate-200', { sendApi: { duplicateConversationStatus: 200 } }, 'send-api'],
  ['client-400', { sentinel: { invalidClientStatus: 400 } }, 'oauth'],
  ['client-403', { sentinel: { invalidClientStatus: 403 } }, 'oauth'],
  ['account-400', { csds: { unknownAccountStatus: 400 } }, 'csds'],
  ['account-404', { csds: { unknownAccountStatus: 404 } }, 'csds'],
];

const underOptions = OPTIONS.flatMap(([suffix, options, words]) => {
  const rows = ROWS.filter((row) => row.words === words).slice(0, words === 'idp' ? 1 : 3);
  return under(
    suffix,
    options,
    rows.flatMap((row) => ERRORS[words].map((error) => byName(row, error))),
  );
});

const token = ROWS.find(({ id }) => id === 'sentinel.app-token') as Row;
const consumer = ROWS.find(({ id }) => id === 'idp.consumer') as Row;
const sending = ROWS.find(({ id }) => id === 'send-api.send') as Row;
const calls = (row: Row, count: number) =>
  Array.from({ length: count }, (_, index) => callOf(row, `call-${String(index + 1)}`));

const OWN_ANSWERS: readonly (readonly [name: string, answer: object])[] = [
  ['status-only', { status: 503 }],
  ['json', { status: 500, body: { oops: [1, 'two', null] } }],
  ['text', { status: 502, body: 'Bad Gateway' }],
  ['html', { status: 504, headers: { 'content-type': 'text/html' }, body: '<h1>504</h1>' }],
  ['retry-after', { status: 429, headers: { 'Retry-After': '30' }, body: {} }],
  ['redirect', { status: 302, headers: { location: 'https://elsewhere.example.test/' } }],
  ['no-content', { status: 204 }],
  ['not-modified', { status: 304 }],
  ['ok', { status: 200, body: { access_token: 'x' } }],
  ['status-too-low', { status: 199 }],
  ['status-too-high', { status: 600 }],
  ['body-with-204', { status: 204, body: 'x' }],
  ['framing-header', { status: 200, headers: { 'content-length': '3' }, body: 'abc' }],
  ['own-cors', { status: 200, headers: { 'access-control-allow-origin': 'https://one.example.test' } }],
];

const SPECS: readonly (readonly [name: string, row: Row, spec: object])[] = [
  ['times-2', token, { error: 'invalid_client', times: 2 }],
  ['every-2', token, { error: 'invalid_client', every: 2 }],
  ['after-1', token, { error: 'invalid_client', after: 1 }],
  ['after-1-times-1', token, { error: 'invalid_client', after: 1, times: 1 }],
  ['every-2-after-1', token, { error: 'invalid_client', every: 2, after: 1 }],
  ['delay', token, { delayMs: 10 }],
  ['delayed-error', token, { delayMs: 10, error: 'invalid_scope' }],
  ['account', token, { account: A, error: 'invalid_client' }],
  ['other-account', token, { account: B, error: 'invalid_client' }],
  ['unknown-account', token, { account: '99999999', error: 'invalid_client' }],
  ['endpoint-unknown', token, { endpoint: 'sentinel.nothing', error: 'invalid_client' }],
  ['endpoint-never-says-it', token, { endpoint: 'sentinel.app-token', error: '9012' }],
  ['no-effect', token, { times: 1 }],
  ['unknown-member', token, { error: 'invalid_client', tmes: 1 }],
  ['unknown-error', token, { error: 'invalid_clint' }],
  ['times-0', token, { error: 'invalid_client', times: 0 }],
  ['match-method', token, { error: 'invalid_client', match: { method: 'post' } }],
  ['match-other-method', token, { error: 'invalid_client', match: { method: 'GET' } }],
  ['match-path', token, { error: 'invalid_client', match: { path: '/app/token' } }],
  ['match-other-path', token, { error: 'invalid_client', match: { path: '/v2/' } }],
  ['match-client', token, { error: 'invalid_client', match: { clientId: CLIENT_ID } }],
  ['match-other-client', token, { error: 'invalid_client', match: { clientId: 'another' } }],
  ['match-header', token, { error: 'invalid_client', match: { headers: { 'content-type': 'form' } } }],
  ['match-secret-header', token, { error: 'invalid_client', match: { headers: { authorization: 'x' } } }],
  ['match-client-by-token', consumer, { error: '9011', match: { clientId: CLIENT_ID } }],
  ['match-consumer', consumer, { error: '9012', match: { consumerId: 'John_Doe' } }],
  ['match-other-consumer', consumer, { error: '9012', match: { consumerId: 'Jane' } }],
  ['match-acted-for', sending, { error: '40103', match: { consumerId: 'consumer-1' } }],
  ['match-client-acting', sending, { error: '40102', match: { clientId: CLIENT_ID } }],
];

const bySpec = SPECS.map(([name, row, spec]) =>
  scenario(`faults/specs/${name}`, [...(row.before ?? []), control('arm', 'faults.add', spec), ...calls(row, 3)]),
);

const ownAnswers = OWN_ANSWERS.map(([name, error]) =>
  scenario(`faults/answers/${name}`, [control('arm', 'faults.add', { error, times: 1 }), ...calls(token, 2)]),
);

const inOrder: readonly Scenario[] = [
  scenario('faults/order/older-first', [
    control('first', 'faults.add', { error: 'invalid_scope', times: 1 }),
    control('second', 'faults.add', { error: 'invalid_client', times: 1 }),
    ...calls(token, 3),
  ]),
  scenario('faults/order/account-before-mock', [
    control('first', 'faults.add', { error: 'invalid_scope', times: 1 }),
    control('second', `account(${A}).faults.add`, { error: 'invalid_client', times: 1 }),
    ...calls(token, 3),
  ]),
  scenario('faults/order/cleared', [
    control('first', 'faults.add', { error: 'invalid_scope' }),
    control('clear', 'faults.clear'),
    ...calls(token, 1),
  ]),
  scenario('faults/order/reset', [
    control('first', 'faults.add', { error: 'invalid_scope' }),
    control('reset', 'reset'),
    ...calls(token, 1),
  ]),
  scenario('faults/unknown-path', [
    control('arm', 'faults.add', { error: 'mock_bug', times: 1 }),
    { name: 'call', call: { target: '/api/account/12345678/nothing' } },
  ]),
  scenario('faults/preflight', [
    control('arm', 'faults.add', { error: { status: 500 } }),
    { name: 'call', call: { method: 'OPTIONS', target: '/sentinel/well-known/jwks' } },
  ]),
  scenario('faults/jsonp-bad-callback', [
    control('arm', 'faults.add', { error: 'unknown_service' }),
    { name: 'call', call: { target: `/csdr/account/${A}/service/sentinel/baseURI.lpCsds?cb=alert(1)` } },
  ]),
  scenario('faults/head', [
    control('arm', 'faults.add', { error: { status: 500, body: { a: 1 } } }),
    { name: 'call', call: { method: 'HEAD', target: '/sentinel/well-known/jwks' } },
  ]),
  scenario('faults/tokens-are-noted', [
    mint('appJwt', 'appJwt', { tamper: 'signature' }),
    control('arm', 'faults.add', { error: '9011', times: 1 }),
    ...calls(consumer, 2),
  ]),
];

export const faults: readonly Scenario[] = [
  ...ROWS.flatMap((row) => [...ERRORS[row.words], ...ANYWHERE].map((error) => byName(row, error))),
  ...elsewhere,
  ...underOptions,
  ...bySpec,
  ...ownAnswers,
  ...inOrder,
];
