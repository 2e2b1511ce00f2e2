import { readFileSync } from 'node:fs';
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
  CREDENTIALS,
  CUSTOMER,
  CUSTOMER_KEY,
  IDP_KEY,
  mint,
  ON_BEHALF,
  post,
  postForm,
  postJson,
  profile,
  scenario,
  send,
  SENTINEL_KEY,
  SENTINEL_V2_KEY,
  TOKEN_CALL,
  TOKENS,
  tokenV2Path,
  under,
} from '../building.ts';
import type { PlainOptions, Scenario, Step } from '../scenario.ts';

const advance = (by: number | string, name = 'wait'): Step => control(name, 'clock.advance', by);
const token = (name = 'token'): Step => postForm(name, TOKEN_CALL, CREDENTIALS);
const consumer = (name: string, from = 'token'): Step =>
  postJson(name, consumerPath(), { ext_consumer_id: 'jane' }, { authorization: `{{${from}.body.access_token}}` });

const AGES = [-3601, 0, 1, 59, 60, 61, 3598, 3599, 3600, 3601, 3659, 3660, 3661, 86_400];
const expiry: readonly Scenario[] = AGES.flatMap((seconds) => {
  const each = scenario(`time/app-jwt-after-${String(seconds)}`, [token(), advance(seconds), consumer('consumer')]);
  return [
    each,
    ...under('tolerance-60', { tokens: { clockToleranceSeconds: 60 } }, [each]),
    ...under('lives-60', { sentinel: { appJwtLifetimeSeconds: 60 } }, [each]),
  ];
});

const ISSUED = post('issue', authorizePath());
const refresh = (name: string, from = 'issue'): Step =>
  postJson(name, authorizePath(), { id_token: `{{${from}.body.token}}` });
const exchange = (name: string, from = 'issue'): Step =>
  postJson(name, authenticatePath(ANONYMOUS), { id_token: `{{${from}.body.token}}` });
const HOUR = 3600;
const WINDOW: readonly number[] = [
  0,
  599,
  600,
  601,
  HOUR,
  729 * HOUR,
  730 * HOUR - 1,
  730 * HOUR,
  730 * HOUR + 1,
  1000 * HOUR,
  -1,
  -HOUR,
];
const windows: readonly Scenario[] = WINDOW.flatMap((seconds) => {
  const each = scenario(`time/ext-jwt-after-${String(seconds)}`, [
    ISSUED,
    advance(seconds),
    refresh('refresh'),
    exchange('exchange'),
  ]);
  const options: readonly (readonly [string, PlainOptions])[] = [
    ['tolerance-60', { tokens: { clockToleranceSeconds: 60 } }],
    ['window-1', { idp: { refreshWindowHours: 1 } }],
    ['last-issue', { idp: { refreshWindowAnchor: 'lastIssue' } }],
  ];
  return [each, ...options.flatMap(([suffix, given]) => under(suffix, given, [each]))];
});
const ANCHORS = [
  ['first-issue', 'firstIssue'],
  ['last-issue', 'lastIssue'],
];
const chains: readonly Scenario[] = ANCHORS.map(([name = '', anchor]) =>
  scenario(
    `time/chain-from-${name}`,
    [
      ISSUED,
      advance('400h', 'wait-1'),
      refresh('refresh'),
      advance('400h', 'wait-2'),
      refresh('again', 'refresh'),
      exchange('exchange', 'refresh'),
      advance('400h', 'wait-3'),
      refresh('third', 'again'),
    ],
    { idp: { refreshWindowAnchor: anchor as 'firstIssue' } },
  ),
);

const ID_TOKEN = mint('id', 'idToken', { expiresInSeconds: 600 });
const others: readonly Scenario[] = [
  ...[0, 599, 600, 601].map((seconds) =>
    scenario(`time/id-token-after-${String(seconds)}`, [
      ID_TOKEN,
      advance(seconds),
      postJson('authenticate', authenticatePath(CUSTOMER), { id_token: '{{id}}' }),
    ]),
  ),
  scenario('time/consumer-jws-after-years', [
    ...TOKENS,
    advance('3650d'),
    mint('appJwt', 'appJwt'),
    send('send', profile(), ON_BEHALF),
  ]),
  scenario('time/frozen', [
    control('freeze', 'clock.freeze', '2030-01-01T00:00:00Z'),
    token(),
    advance('2h'),
    consumer('consumer'),
    control('reset', 'clock.reset'),
    token('after'),
  ]),
  scenario('time/set', [control('set', 'clock.set', 1_524_642_670), token(), consumer('consumer')]),
  scenario('time/set-ms', [control('set', 'clock.set', 1_524_642_670_000), token()]),
  scenario('time/advance-nonsense', [advance('soon'), token()]),
  scenario('time/out-of-calendar', [advance('300000y'), token()]),
  scenario('time/before-1970', [control('set', 'clock.set', '1969-12-31T23:59:59Z'), token(), consumer('consumer')]),
  scenario('time/account-ahead', [
    control('ahead', `account(${A}).clock.advance`, '2h'),
    token(),
    consumer('consumer'),
    postForm('other', TOKEN_CALL.replace(A, B), { client_id: 'nobody', client_secret: 'secret-of-nobody' }),
  ]),
  scenario('time/account-frozen', [
    control('freeze', `account(${A}).clock.freeze`),
    advance('2h'),
    token(),
    consumer('consumer'),
    control('thaw', `account(${A}).clock.reset`),
    token('after'),
  ]),
  scenario('time/reset', [token(), advance('2h'), control('reset', 'reset'), consumer('consumer')]),
  scenario('time/account-reset', [token(), advance('2h'), control('reset', 'reset', A), consumer('consumer')]),
  scenario('time/not-yet', [
    mint('token', 'appJwt', { notYetValid: true }),
    postJson('now', consumerPath(), { ext_consumer_id: 'a' }, { authorization: '{{token}}' }),
    advance(60),
    postJson('later', consumerPath(), { ext_consumer_id: 'a' }, { authorization: '{{token}}' }),
  ]),
];

const jwk = (name: string): { kid: string } =>
  JSON.parse(readFileSync(new URL(`../../../keys/${name}.json`, import.meta.url), 'utf8')) as { kid: string };
const NEW_KEY = { ...jwk(CUSTOMER_KEY), kid: 'appjwt-01-01-27' };
const JWKS = (name: string): Step => call(name, '/sentinel/well-known/jwks');
const rotate = (options: object): Step =>
  control('rotate', 'keys.rotate', { use: 'sentinelV1', kid: NEW_KEY.kid, key: NEW_KEY, ...options });
const ROTATIONS: readonly (readonly [name: string, options: object])[] = [
  ['now', {}],
  ['overlap', { overlap: '1h' }],
  ['overlap-0', { overlap: 0 }],
  ['stale', { staleFor: '10m' }],
  ['planned', { at: '2026-11-20T13:00:00Z' }],
  ['past', { at: '2026-11-20T11:00:00Z', overlap: '30m' }],
  ['v2', { use: 'sentinelV2' }],
  ['idp', { use: 'idp' }],
  ['nonsense', { use: 'other' }],
  ['negative', { overlap: '-1h' }],
];
const rotations: readonly Scenario[] = ROTATIONS.map(([name, options]) =>
  scenario(`keys/rotate-${name}`, [
    token('old'),
    rotate(options),
    JWKS('jwks'),
    token('new'),
    consumer('with-old', 'old'),
    consumer('with-new', 'new'),
    advance('2h'),
    JWKS('jwks-later'),
    token('later'),
  ]),
);
const keys: readonly Scenario[] = [
  ...rotations,
  scenario('keys/rotate-idp-anonymous', [ISSUED, rotate({ use: 'idp' }), refresh('refresh'), exchange('exchange')]),
  scenario('keys/rotate-v2-used', [
    postForm('old', tokenV2Path(), { grant_type: 'client_credentials', ...CREDENTIALS }),
    rotate({ use: 'sentinelV2' }),
    consumer('with-old', 'old'),
    postForm('new', tokenV2Path(), { grant_type: 'client_credentials', ...CREDENTIALS }),
    consumer('with-new', 'new'),
  ]),
  scenario('keys/published', [
    control('publish', 'keys.publish', { use: 'sentinelV1', kid: NEW_KEY.kid, key: NEW_KEY }),
    JWKS('jwks'),
    token(),
  ]),
  scenario('keys/published-twice', [
    control('publish', 'keys.publish', { use: 'sentinelV1', kid: NEW_KEY.kid, key: NEW_KEY }),
    control('again', 'keys.publish', { use: 'sentinelV1', kid: NEW_KEY.kid, key: NEW_KEY }),
    JWKS('jwks'),
  ]),
  scenario('keys/retired', [
    token('old'),
    rotate({}),
    control('retire', 'keys.retire', { use: 'sentinelV1', kid: SENTINEL_KEY }),
    JWKS('jwks'),
    consumer('with-old', 'old'),
  ]),
  scenario('keys/retire-the-last', [
    control('retire', 'keys.retire', { use: 'sentinelV1', kid: SENTINEL_KEY }),
    JWKS('jwks'),
    token(),
  ]),
  scenario('keys/retire-unknown', [control('retire', 'keys.retire', { use: 'sentinelV1', kid: 'none' }), JWKS('jwks')]),
  scenario('keys/reset', [rotate({}), control('reset', 'reset'), JWKS('jwks'), token()]),
  scenario('keys/own', [JWKS('jwks'), token(), consumer('consumer'), ISSUED], {
    keys: {
      sentinelV1: NEW_KEY as object as never,
      sentinelV2: jwk(IDP_KEY) as object as never,
      idp: jwk(SENTINEL_V2_KEY) as object as never,
    },
  }),
  scenario('keys/own-nonsense', [JWKS('jwks')], { keys: { idp: { kty: 'RSA' } as never } }),
];

const NEW_ACCOUNT = {
  accountId: '555',
  apps: [{ client_id: 'app-555', client_secret: 'secret-of-app-555' }],
  agents: [{ username: 'bot', password: 'secret-of-the-bot' }],
};
const accounts: readonly Scenario[] = [
  scenario(
    'accounts/created',
    [
      control('create', 'accounts.create', NEW_ACCOUNT),
      postForm('token', TOKEN_CALL.replace(A, '555'), { client_id: 'app-555', client_secret: 'secret-of-app-555' }),
      postForm('elsewhere', TOKEN_CALL, { client_id: 'app-555', client_secret: 'secret-of-app-555' }),
    ],
    { closed: true },
  ),
  scenario(
    'accounts/removed',
    [
      control('create', 'accounts.create', NEW_ACCOUNT),
      control('remove', 'accounts.remove', '555'),
      postForm('token', TOKEN_CALL.replace(A, '555'), { client_id: 'app-555', client_secret: 'secret-of-app-555' }),
    ],
    { closed: true },
  ),
  scenario('accounts/created-twice', [control('create', 'accounts.create', { accountId: A }), token()]),
  scenario('accounts/created-wrong', [control('create', 'accounts.create', { accountId: 'a.b' }), token()]),
  scenario('accounts/isolated', [
    post('first', authorizePath()),
    post('second', authorizePath(B)),
    postJson('crossed', authorizePath(B), { id_token: '{{first.body.token}}' }),
    post('third', authorizePath('777')),
    postJson('legacy', `${api(B)}/authenticate`, { authCode: '{{first.body.token}}' }),
  ]),
  ...['1', '2', 'other-seed'].map((account) =>
    scenario(`accounts/ids-${account}`, [
      post('authorize', authorizePath(account)),
      post('signup', `${api(account)}/signup`),
      postJson('login', `${api(account)}/login`, { username: 'a', password: 'b' }),
    ]),
  ),
  scenario('accounts/twice-configured', [token()], { accounts: [{ accountId: A }, { accountId: A }] }),
  scenario('accounts/bad-id', [token()], { accounts: [{ accountId: 'a b' }] }),
  scenario('accounts/none-closed', [token(), JWKS('jwks')], { accounts: [], closed: true }),
];

export const timeAndKeys: readonly Scenario[] = [...expiry, ...windows, ...chains, ...others, ...keys, ...accounts];
