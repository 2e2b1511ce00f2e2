import {
  A,
  api,
  B,
  call,
  CLIENT_ID,
  CLIENT_SECRET,
  CREDENTIALS,
  formOf,
  mint,
  openAndStrict,
  openStrictAndClosed,
  OTHER_CLIENT_ID,
  OTHER_CLIENT_SECRET,
  post,
  postForm,
  postJson,
  scenario,
  TOKEN_CALL,
  tokenPath,
  tokenV2Path,
  under,
} from '../building.ts';
import type { PlainOptions, Scenario, Step } from '../scenario.ts';

const GRANT = { grant_type: 'client_credentials' };
const WHOLE = { ...GRANT, ...CREDENTIALS };
type Form = Readonly<Record<string, string>>;

/** One call at the first version, everything in the form but `v`, and the same at the second. */
const asked = (name: string, form: Form, headers: Form = {}): Scenario =>
  scenario(`sentinel/${name}`, [
    postForm('v1', `${tokenPath()}?v=1.0`, form, headers),
    postForm('v2', tokenV2Path(), form, headers),
  ]);
const without = (name: string): Form => Object.fromEntries(Object.entries(WHOLE).filter(([each]) => each !== name));

const parameters: readonly Scenario[] = [
  asked('good', WHOLE),
  ...Object.keys(WHOLE).flatMap((name) => [
    asked(`no-${name}`, without(name)),
    asked(`empty-${name}`, { ...WHOLE, [name]: '' }),
    asked(`blank-${name}`, { ...WHOLE, [name]: ' ' }),
  ]),
  asked('no-credentials', GRANT),
  asked('secret-wrong', { ...WHOLE, client_secret: 'wrong' }),
  asked('secret-in-capitals', { ...WHOLE, client_secret: CLIENT_SECRET.toUpperCase() }),
  asked('client-unknown', { ...WHOLE, client_id: 'nobody' }),
  asked('client-of-another-account', { ...GRANT, client_id: OTHER_CLIENT_ID, client_secret: OTHER_CLIENT_SECRET }),
  asked('client-undefined', { ...WHOLE, client_id: 'undefined' }),
  ...['password', 'authorization_code', 'refresh_token', 'Client_Credentials', 'client_credentials ', 'undefined'].map(
    (grant, index) => asked(`grant-${String(index + 1)}`, { ...WHOLE, grant_type: grant }),
  ),
  ...[
    '',
    ' ',
    'msg.consumer',
    'msg.consumer msg.consumer',
    'MSG.CONSUMER',
    'faas.lambda.invoke',
    'msg.consumer faas.lambda.invoke',
    'msg.consumer,x',
    '%',
    'é',
  ].map((scope, index) => asked(`scope-${String(index + 1)}`, { ...WHOLE, scope })),
  ...['', 'jane', 'ünï', 'a'.repeat(300)].map((state, index) =>
    asked(`state-${String(index + 1)}`, { ...WHOLE, state }),
  ),
  asked('unknown-parameter', { ...WHOLE, audience: 'x', __d: '1' }),
];

const VERSIONS = [
  '',
  'v=',
  'v=1',
  'v=1.0',
  'v=2',
  'v=2.0',
  'v=3.0',
  'v=1.00',
  'v=01',
  'v=one',
  'v=1.0&v=1.0',
  'V=1.0',
  'v=%201.0',
];
const versions: readonly Scenario[] = VERSIONS.map((query, index) =>
  scenario(`sentinel/version-${String(index + 1)}`, [
    postForm('in-query', `${tokenPath()}?${query}`, WHOLE),
    post('in-body', tokenPath(), `${query}&${formOf(WHOLE)}`, { 'content-type': 'application/x-www-form-urlencoded' }),
  ]),
);

const PLACES: readonly Step[] = [
  post('all-in-query', `${tokenPath()}?v=1.0&${formOf(WHOLE)}`),
  postForm('id-in-query', `${TOKEN_CALL}&client_id=${CLIENT_ID}`, { client_secret: CLIENT_SECRET }),
  postForm('grant-in-both', TOKEN_CALL, WHOLE),
  postForm('id-in-both', `${TOKEN_CALL}&client_id=x`, CREDENTIALS),
  postForm('v-in-body', `${tokenPath()}?grant_type=client_credentials`, { v: '1.0', ...CREDENTIALS }),
  postJson('json', TOKEN_CALL, CREDENTIALS),
  postJson('json-with-grant', `${tokenPath()}?v=1.0`, WHOLE),
  post('twice-in-body', TOKEN_CALL, `${formOf(CREDENTIALS)}&client_id=${CLIENT_ID}`, {
    'content-type': 'application/x-www-form-urlencoded',
  }),
  postForm('twice-in-query', `${TOKEN_CALL}&grant_type=client_credentials`, CREDENTIALS),
];
const placements: readonly Scenario[] = PLACES.map((step) => scenario('sentinel/placement', [step])).map((each) => ({
  ...each,
  name: `${each.name}-${each.steps[0]?.name ?? ''}`,
}));

const FORM = formOf(WHOLE);
const BODIES: readonly (readonly [name: string, body: string, type?: string])[] = [
  ['form-bare', FORM],
  ['form-charset', FORM, 'application/x-www-form-urlencoded; charset=UTF-8'],
  ['form-capitals', FORM, 'Application/X-WWW-Form-Urlencoded'],
  ['form-as-json', FORM, 'application/json'],
  ['form-as-text', FORM, 'text/plain'],
  ['form-as-multipart', FORM, 'multipart/form-data; boundary=x'],
  ['form-type-empty', FORM, ''],
  ['json-bare', JSON.stringify(WHOLE)],
  ['json-as-form', JSON.stringify(WHOLE), 'application/x-www-form-urlencoded'],
  ['json-as-text', JSON.stringify(WHOLE), 'text/plain'],
  ['json-number', '{"client_id":1}', 'application/json'],
  ['json-null-member', JSON.stringify({ ...WHOLE, scope: null }), 'application/json'],
  ['json-array-member', JSON.stringify({ ...WHOLE, client_id: [CLIENT_ID] }), 'application/json'],
  ['json-array', `[${JSON.stringify(WHOLE)}]`, 'application/json'],
  ['json-broken', '{"client_id":', 'application/json'],
  ['json-text', '"x"', 'application/json'],
  ['json-null', 'null', 'application/json'],
  ['json-true', 'true', 'application/json'],
  ['json-empty', '{}', 'application/json'],
  ['json-proto', '{"__proto__":{"client_id":"x"}}', 'application/json'],
  ['empty', ''],
  ['blank', ' \n '],
  ['nul', '\u0000'],
  ['form-plus', `${FORM}&scope=msg+consumer`],
  ['form-percent', `${FORM}&scope=%zz`],
  ['form-semicolons', FORM.replaceAll('&', ';')],
  ['form-line-break', `${FORM}\r\n`],
  ['bom', `\ufeff${JSON.stringify(WHOLE)}`, 'application/json'],
  ['xml', '<a/>', 'application/xml'],
];
const bodies: readonly Scenario[] = BODIES.map(([name, body, type]) =>
  scenario(`sentinel/body-${name}`, [
    post('v1', TOKEN_CALL, body, type === undefined ? {} : { 'content-type': type }),
    post(
      'v2',
      `${tokenV2Path()}?grant_type=client_credentials`,
      body,
      type === undefined ? {} : { 'content-type': type },
    ),
  ]),
);
const tooLarge = scenario('sentinel/body-too-large', [
  post('at-the-limit', TOKEN_CALL, `${FORM}&x=${'a'.repeat(1_048_576 - FORM.length - 3)}`),
  post('past-it', TOKEN_CALL, `${FORM}&x=${'a'.repeat(1_048_576 - FORM.length - 2)}`),
]);

const basic = (id: string, secret: string): Form => ({
  authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`,
});
const BASIC: readonly (readonly [name: string, form: Form, headers: Form])[] = [
  ['good', GRANT, basic(CLIENT_ID, CLIENT_SECRET)],
  ['wrong', GRANT, basic(CLIENT_ID, 'wrong')],
  ['and-form', WHOLE, basic(CLIENT_ID, 'wrong')],
  ['id-in-form', { ...GRANT, client_id: CLIENT_ID }, basic('', CLIENT_SECRET)],
  ['broken', GRANT, { authorization: 'Basic %%%' }],
  ['no-colon', GRANT, { authorization: 'Basic YWJj' }],
  [
    'lower-case',
    GRANT,
    { authorization: basic(CLIENT_ID, CLIENT_SECRET)['authorization']?.replace('Basic', 'basic') ?? '' },
  ],
  ['bearer', GRANT, { authorization: 'Bearer x' }],
];
const basicAuth: readonly Scenario[] = BASIC.flatMap(([name, form, headers]) => {
  const plain = asked(`basic-${name}`, form, headers);
  return [plain, ...under('accepted', { sentinel: { acceptBasicAuth: true } }, [plain])];
});

const app = (changes: object = {}) => ({ client_id: 'app', client_secret: 'a-secret-of-the-app', ...changes });
const APPS: readonly (readonly [name: string, app: ReturnType<typeof app> & object])[] = [
  ['plain', app()],
  ['disabled', app({ enabled: false })],
  ['deleted', app({ deleted: true })],
  ['other-grants', app({ grant_types: ['authorization_code'] })],
  ['no-grants', app({ grant_types: [] })],
  ['two-scopes', app({ scope: 'msg.consumer faas.lambda.invoke' })],
  ['no-scope', app({ scope: '' })],
  ['other-scope', app({ scope: 'faas.lambda.invoke' })],
];
const ASKED_SCOPES = ['', 'msg.consumer', 'faas.lambda.invoke'];
const apps: readonly Scenario[] = APPS.flatMap(([name, settings]) =>
  ASKED_SCOPES.map((scope, index) =>
    scenario(
      `sentinel/app-${name}-${String(index + 1)}`,
      [
        postForm('v1', `${tokenPath('7')}?v=1.0`, {
          ...GRANT,
          client_id: 'app',
          client_secret: 'a-secret-of-the-app',
          scope,
        }),
        postJson(
          'consumer',
          `${api('7')}/consumer?v=1.0`,
          { ext_consumer_id: 'jane' },
          { authorization: '{{v1.body.access_token}}' },
        ),
      ],
      { accounts: [{ accountId: '7', apps: [settings] }] },
    ),
  ),
);

const OPTIONS: readonly (readonly [suffix: string, options: PlainOptions])[] = [
  ['expires-in', { sentinel: { includeExpiresIn: true } }],
  ['lives-60', { sentinel: { appJwtLifetimeSeconds: 60, includeExpiresIn: true } }],
  ['lives-0', { sentinel: { appJwtLifetimeSeconds: 0 } }],
  ['invalid-400', { sentinel: { invalidClientStatus: 400 } }],
  ['invalid-403', { sentinel: { invalidClientStatus: 403 } }],
  ['strict-version', { sentinel: { strictVersion: true } }],
  ['bad-status', { sentinel: { invalidClientStatus: 418 as 400 } }],
  ['unknown-option', { sentinel: { lifetime: 1 } as object }],
];
const optional: readonly Scenario[] = OPTIONS.flatMap(([suffix, options]) =>
  under(suffix, options, [
    asked('options/good', WHOLE),
    asked('options/secret-wrong', { ...WHOLE, client_secret: 'wrong' }),
    scenario('sentinel/options/no-version', [postForm('v1', tokenPath(), WHOLE)]),
  ]),
);

const ACCOUNTS = [A, B, '99999999', 'le81823118', 'undefined', 'null', 'NaN', 'a.b', 'constructor'];
const accounts: readonly Scenario[] = openStrictAndClosed(
  ACCOUNTS.map((account) =>
    scenario(`sentinel/account-${account}`, [
      postForm('v1', `${tokenPath(account)}?v=1.0`, WHOLE),
      postForm('unknown-client', `${tokenPath(account)}?v=1.0`, { ...WHOLE, client_id: 'nobody' }),
      postForm('v2', tokenV2Path(account), WHOLE),
    ]),
  ),
);

const jwks: readonly Scenario[] = [
  scenario('sentinel/jwks', [
    call('keys', '/sentinel/well-known/jwks'),
    call('with-query', '/sentinel/well-known/jwks?v=1'),
    call('with-dot', '/sentinel/.well-known/jwks'),
  ]),
  scenario('sentinel/jwks-without-v1', [call('keys', '/sentinel/well-known/jwks')], {
    sentinel: { jwksIncludesV1: false },
  }),
  scenario('sentinel/jwks-verifies', [
    mint('token', 'appJwt', { version: 2 }),
    postJson('used', `${api(A)}/consumer?v=1.0`, { ext_consumer_id: 'jane' }, { authorization: '{{token}}' }),
  ]),
];

export const sentinel: readonly Scenario[] = [
  ...openAndStrict(parameters),
  ...openAndStrict(versions),

  ...placements,
  ...under('strict', { strict: true }, placements),
  ...bodies,
  ...under('strict', { strict: true }, bodies),
  tooLarge,
  ...basicAuth,
  ...apps,
  ...optional,
  ...accounts,
  ...jwks,
];
