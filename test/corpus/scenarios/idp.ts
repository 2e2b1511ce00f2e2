import {
  A,
  ANONYMOUS,
  api,
  authenticatePath,
  authorizePath,
  B,
  call,
  consumerPath,
  control,
  CUSTOMER,
  KEYLESS,
  mint,
  openStrictAndClosed,
  openAndStrict,
  post,
  postJson,
  scenario,
  under,
} from '../building.ts';
import type { PlainOptions, Scenario, Step } from '../scenario.ts';

const AUTH = { authorization: '{{appJwt}}' };
const APP_JWT = mint('appJwt', 'appJwt');

const IDS: readonly unknown[] = [
  'John_Doe',
  '',
  ' ',
  'ünï€😀',
  'a'.repeat(1024),
  'a/b?c#d',
  '{"a":1}',
  'null',
  '<b>',
  'a\u0000b',
  '\ud800',
  5,
  0,
  -1,
  0.17307796875,
  1e21,
  true,
  null,
  [],
  ['a'],
  {},
  { id: 'a' },
];
const ids: readonly Scenario[] = openAndStrict(
  IDS.map((id, index) =>
    scenario(`idp/consumer/id-${String(index + 1)}`, [
      APP_JWT,
      postJson('call', consumerPath(), { ext_consumer_id: id }, AUTH),
    ]),
  ),
);

const BODIES: readonly (readonly [name: string, body: string, type?: string])[] = [
  ['absent', ''],
  ['empty-object', '{}', 'application/json'],
  ['null', 'null', 'application/json'],
  ['array', '[]', 'application/json'],
  ['text', '"a"', 'application/json'],
  ['number', '1', 'application/json'],
  ['broken', '{"ext_consumer_id":', 'application/json'],
  ['form', 'ext_consumer_id=a&id_token=a&authCode=a&username=a&password=b', 'application/x-www-form-urlencoded'],
  ['blank', '  ', 'application/json'],
  ['other-member', '{"extConsumerId":"a","idToken":"b","auth_code":"c"}', 'application/json'],
  ['proto', '{"__proto__":{"ext_consumer_id":"a","id_token":"a"}}', 'application/json'],
  ['twice', '{"ext_consumer_id":"a","ext_consumer_id":"b","id_token":"a","id_token":"b"}', 'application/json'],
  ['no-type', '{"ext_consumer_id":"a","username":"a","password":"b"}'],
  ['text-type', '{"ext_consumer_id":"a","username":"a","password":"b"}', 'text/plain'],
  ['charset', '{"ext_consumer_id":"a","username":"a","password":"b"}', 'application/json; charset=utf-8'],
  ['bom', '\ufeff{"ext_consumer_id":"a"}', 'application/json'],
  ['deep', `${'['.repeat(5000)}${']'.repeat(5000)}`, 'application/json'],
  ['too-large', `"${'a'.repeat(1_048_576)}"`, 'application/json'],
  ['id-token-null', '{"id_token":null,"authCode":null}', 'application/json'],
  ['id-token-number', '{"id_token":5,"authCode":5}', 'application/json'],
  ['id-token-empty', '{"id_token":"","authCode":""}', 'application/json'],
  ['id-token-object', '{"id_token":{},"authCode":[]}', 'application/json'],
  ['code-flow', '{"code":"a","redirect_uri":"b"}', 'application/json'],
  ['sso-key', '{"ssoKey":"a"}', 'application/json'],
  ['code-and-token', '{"code":"a","id_token":"b"}', 'application/json'],
];
const READERS: readonly (readonly [name: string, target: string, headers?: Readonly<Record<string, string>>])[] = [
  ['consumer', consumerPath(), AUTH],
  ['authorize', authorizePath()],
  ['authenticate', authenticatePath(ANONYMOUS)],
  ['customer', authenticatePath(CUSTOMER)],
  ['legacy', `${api(A)}/authenticate`],
  ['signup', `${api(A)}/signup`],
];
const bodies: readonly Scenario[] = BODIES.map(([name, body, type]) =>
  scenario(`idp/body/${name}`, [
    APP_JWT,
    ...READERS.map(([reader, target, headers = {}]) =>
      post(reader, target, body, { ...headers, ...(type === undefined ? {} : { 'content-type': type }) }),
    ),
  ]),
);

const VERSIONS = [
  '',
  '?v=',
  '?v=1',
  '?v=1.0',
  '?v=2',
  '?v=2.0',
  '?v=3',
  '?v=3.0',
  '?v=1.00',
  '?v=4.0',
  '?v=1.0&v=3.0',
  '?V=3.0',
];
const versions: readonly Scenario[] = openAndStrict(
  VERSIONS.map((query, index) =>
    scenario(`idp/version/${String(index + 1)}`, [
      APP_JWT,
      mint('ext', 'extJwt', { sub: 'jane' }),
      postJson('consumer', `${api(A)}/consumer${query}`, { ext_consumer_id: 'a' }, AUTH),
      postJson('authenticate', `${api(A)}/app/${String(ANONYMOUS)}/authenticate${query}`, { id_token: '{{ext}}' }),
    ]),
  ),
);

const AUTHORIZATIONS: readonly (readonly [name: string, value: string | undefined])[] = [
  ['absent', undefined],
  ['empty', ''],
  ['blank', '  '],
  ['bare', '{{appJwt}}'],
  ['bearer', 'Bearer {{appJwt}}'],
  ['lower-bearer', 'bearer {{appJwt}}'],
  ['jwt', 'jwt {{appJwt}}'],
  ['capital-jwt', 'JWT {{appJwt}}'],
  ['bearer-alone', 'Bearer'],
  ['bearer-blank', 'Bearer '],
  ['two-bearers', 'Bearer Bearer {{appJwt}}'],
  ['spaces', '  {{appJwt}}  '],
  ['basic', 'Basic YTpi'],
  ['quoted', '"{{appJwt}}"'],
  ['two-tokens', '{{appJwt}}, {{appJwt}}'],
  ['undefined', 'undefined'],
  ['bearer-undefined', 'Bearer undefined'],
  ['oauth', 'OAuth oauth_consumer_key="a"'],
  ['tab', 'Bearer\t{{appJwt}}'],
];
const authorizations: readonly Scenario[] = openAndStrict(
  AUTHORIZATIONS.map(([name, value]) =>
    scenario(`idp/authorization/${name}`, [
      APP_JWT,
      postJson(
        'consumer',
        consumerPath(),
        { ext_consumer_id: 'a' },
        value === undefined ? {} : { authorization: value },
      ),
    ]),
  ),
);

const CONNECTORS = [
  ANONYMOUS,
  CUSTOMER,
  KEYLESS,
  'default',
  'DEFAULT',
  '4567893',
  '0',
  '04567890',
  '4567890.0',
  'undefined',
  '%20',
  '-1',
];
const connectors: readonly Scenario[] = openAndStrict(
  CONNECTORS.map((connector) =>
    scenario(`idp/connector/${String(connector)}`, [
      mint('ext', 'extJwt', { sub: 'jane' }),
      mint('id', 'idToken'),
      postJson('ext', authenticatePath(connector), { id_token: '{{ext}}' }),
      postJson('id', authenticatePath(connector), { id_token: '{{id}}' }),
      postJson('nonsense', authenticatePath(connector), { id_token: 'a' }),
    ]),
  ),
);

const ACCOUNTS = [A, B, '99999999', 'le1', 'undefined', 'a.b'];
const accounts: readonly Scenario[] = openStrictAndClosed(
  ACCOUNTS.map((account) =>
    scenario(`idp/account/${account}`, [
      APP_JWT,
      postJson('consumer', consumerPath(account), { ext_consumer_id: 'a' }, AUTH),
      post('authorize', authorizePath(account)),
      post('signup', `${api(account)}/signup`),
      call('jsonp', `${api(account)}/signup.jsonp?callback=f`),
      postJson('legacy', `${api(account)}/authenticate`, { authCode: 'a' }),
      postJson('authenticate', authenticatePath('default', account), { id_token: 'a' }),
    ]),
  ),
);

const FLOW: readonly Step[] = [
  post('issue', authorizePath()),
  postJson('exchange', authenticatePath(ANONYMOUS), { id_token: '{{issue.body.token}}' }),
  postJson('refresh', authorizePath(), { id_token: '{{issue.body.token}}' }),
  postJson('exchange-again', authenticatePath(ANONYMOUS), { id_token: '{{refresh.body.token}}' }),
  postJson('refresh-again', authorizePath(), { id_token: '{{refresh.body.token}}' }),
  post('issue-another', authorizePath()),
];
const CUSTOMERS: readonly (readonly [name: string, options: object])[] = [
  ['plain', {}],
  ['sub', { sub: 'jane' }],
  ['sdes', { claims: { lp_sdes: [{ type: 'ctmrinfo', info: { customerId: '1' } }] } }],
  ['sdes-text', { claims: { lp_sdes: 'ü' } }],
  ['no-sub', { omit: ['sub'] }],
  ['no-iss', { omit: ['iss'] }],
  ['no-aud', { omit: ['aud'] }],
  ['no-exp', { omit: ['exp'] }],
  ['no-iat', { omit: ['iat'] }],
  ['aud-list', { claims: { aud: ['acc:12345678', 'x'] } }],
  ['aud-bare', { claims: { aud: A } }],
  ['aud-other', { claims: { aud: 'acc:1' } }],
  ['iss-other', { claims: { iss: 'https://elsewhere.example.test' } }],
  ['sub-number', { claims: { sub: 5 } }],
  ['exp-text', { claims: { exp: '9999999999' } }],
  ['sub-long', { sub: 'a'.repeat(1500) }],
  ['sub-too-long', { sub: 'a'.repeat(3000) }],
  ['sdes-too-long', { claims: { lp_sdes: 'a'.repeat(2000) } }],
  ['extra', { claims: { name: 'Eitan', email: 'a@example.test' } }],
];
const customers: readonly Scenario[] = CUSTOMERS.map(([name, options]) =>
  scenario(`idp/customer/${name}`, [
    mint('id', 'idToken', options),
    postJson('authenticate', authenticatePath(CUSTOMER), { id_token: '{{id}}' }),
    postJson('legacy', `${api(A)}/authenticate`, { authCode: '{{id}}' }),
  ]),
);

const OPTIONS: readonly (readonly [suffix: string, options: PlainOptions])[] = [
  ['default-anonymous', { idp: { defaultConnectorId: ANONYMOUS } }],
  ['default-keyless', { idp: { defaultConnectorId: KEYLESS } }],
  ['default-unknown', { idp: { defaultConnectorId: 1 } }],
  ['all500', { idp: { errorStatus: 'all500' } }],
  ['ext-60', { idp: { extJwtLifetimeSeconds: 60 } }],
  ['ext-0', { idp: { extJwtLifetimeSeconds: 0 } }],
  ['lp-1000', { idp: { lpJwtLifetimeSeconds: 1000 } }],
  ['signup-1', { idp: { signupLifetimeSeconds: 1 } }],
  ['window-1', { idp: { refreshWindowHours: 1 } }],
  ['window-0', { idp: { refreshWindowHours: 0 } }],
  ['last-issue', { idp: { refreshWindowAnchor: 'lastIssue' } }],
  ['strict', { strict: true }],
  ['closed', { closed: true }],
  ['unauth-off', { accounts: [{ accountId: A, unAuthMessaging: false }] }],
  ['no-connectors', { accounts: [{ accountId: A, connectors: [] }] }],
];
const optional: readonly Scenario[] = OPTIONS.flatMap(([suffix, options]) =>
  under(suffix, options, [
    scenario('idp/options/flow', FLOW),
    scenario('idp/options/customer', [
      mint('id', 'idToken'),
      postJson('default', authenticatePath('default'), { id_token: '{{id}}' }),
      postJson('legacy', `${api(A)}/authenticate`, { authCode: '{{id}}' }),
    ]),
    scenario('idp/options/signup', [post('signup', `${api(A)}/signup`), call('jsonp', `${api(A)}/signup.jsonp`)]),
    scenario('idp/options/refused', [
      postJson('consumer', consumerPath(), { ext_consumer_id: 'a' }),
      postJson('authorize', authorizePath(), { id_token: 'a' }),
      postJson('authenticate', authenticatePath(ANONYMOUS), { id_token: 'a' }),
    ]),
  ]),
);

const revoked: readonly Scenario[] = [
  scenario('idp/revoked', [
    post('issue', authorizePath()),
    control('revoke', 'revoke', '{{issue.body.token}}'),
    postJson('refresh', authorizePath(), { id_token: '{{issue.body.token}}' }),
    postJson('exchange', authenticatePath(ANONYMOUS), { id_token: '{{issue.body.token}}' }),
  ]),
  scenario('idp/revoked-and-reset', [
    post('issue', authorizePath()),
    control('revoke', 'revoke', '{{issue.body.token}}'),
    control('reset', 'reset'),
    postJson('refresh', authorizePath(), { id_token: '{{issue.body.token}}' }),
  ]),
  scenario('idp/revoke-nonsense', [control('revoke', 'revoke', 'nonsense'), post('issue', authorizePath())]),
];

export const idp: readonly Scenario[] = [
  ...ids,
  ...bodies,
  ...versions,
  ...authorizations,
  ...connectors,
  ...accounts,
  scenario('idp/flow', FLOW),
  ...customers,
  ...optional,
  ...revoked,
  scenario('idp/delegated', [call('call', `${api(A)}/consumer/jane/brand/tokens`)]),
];
