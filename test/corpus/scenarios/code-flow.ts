import {
  A,
  B,
  call,
  CLIENT_ID,
  control,
  OTHER_CLIENT_ID,
  post,
  postForm,
  postJson,
  scenario,
  under,
} from '../building.ts';
import type { PlainOptions, Scenario, Step } from '../scenario.ts';

const WEB_CLIENT_ID = '2c8f5a1e-93b7-4d60-8e1c-5b7a90f3d426';
const CALLBACK = 'http://localhost:3000/callback';
type Form = Readonly<Record<string, string>>;

const sentinel = (account: string, rest: string): string => `/sentinel/api/account/${account}/${rest}`;
const ASKED: Form = { v: '1.0', response_type: 'code', client_id: WEB_CLIENT_ID, redirect_uri: CALLBACK, state: 'xyz' };
const authorizePath = (changes: Form = {}, account = A): string =>
  sentinel(account, `authorize?${new URLSearchParams({ ...ASKED, ...changes }).toString()}`);
const without = (name: string): Form => Object.fromEntries(Object.entries(ASKED).filter(([each]) => each !== name));

/** What is asked for, at the page, at once and by the form. */
const asked = (name: string, changes: Form): Scenario =>
  scenario(`code-flow/authorize-${name}`, [
    call('page', authorizePath(changes)),
    call('auto', authorizePath({ auto: 'ada', ...changes })),
    postForm('form', sentinel(A, 'login'), { ...ASKED, username: 'ada', ...changes }),
  ]);

const authorize: readonly Scenario[] = [
  asked('good', {}),
  ...Object.keys(ASKED).flatMap((name) => [
    asked(`empty-${name}`, { [name]: '' }),
    scenario(`code-flow/authorize-no-${name}`, [
      call('auto', sentinel(A, `authorize?${new URLSearchParams({ ...without(name), auto: 'ada' }).toString()}`)),
    ]),
  ]),
  asked('v-2', { v: '2.0' }),
  asked('v-3', { v: '3.0' }),
  asked('response-type-token', { response_type: 'token' }),
  asked('client-unknown', { client_id: 'nobody' }),
  asked('client-of-another-account', { client_id: OTHER_CLIENT_ID }),
  asked('client-without-the-flow', { client_id: CLIENT_ID }),
  asked('redirect-other', { redirect_uri: 'https://evil.example.test/' }),
  asked('redirect-below', { redirect_uri: `${CALLBACK}/more` }),
  asked('scope', { scope: 'msg.consumer' }),
  asked('scope-not-held', { scope: 'faas.lambda.invoke' }),
  asked('challenge', { code_challenge: 'a'.repeat(43), code_challenge_method: 'S256' }),
  asked('challenge-short', { code_challenge: 'a'.repeat(42), code_challenge_method: 'S256' }),
  asked('challenge-method', { code_challenge: 'a'.repeat(43), code_challenge_method: 'S512' }),
  scenario('code-flow/login', [
    postForm('denied', sentinel(A, 'login'), { ...ASKED, denied: '1' }),
    postForm('no-name', sentinel(A, 'login'), ASKED),
    postForm('at-authorize', sentinel(A, 'authorize'), { ...ASKED, username: 'ada' }),
    postForm('another-account', sentinel(B, 'login'), { ...ASKED, username: 'ada' }),
    call('get', sentinel(A, 'login')),
    call('head', authorizePath({ auto: 'ada' }), { method: 'HEAD' }),
  ]),
];

/** With a query of its own: then the code in `location` is a pair of a form. */
const QUERIED = 'http://localhost:3000/callback?x=1';
const APP = {
  client_id: WEB_CLIENT_ID,
  client_secret: 'secret-of-the-web-app-1234',
  grant_types: ['authorization_code', 'refresh_token'],
  redirect_uris: [QUERIED],
};
const TOKENS: PlainOptions = {
  accounts: [{ accountId: A, apps: [APP, { ...APP, client_id: 'other', grant_types: ['client_credentials'] }] }],
};
const FORM = { 'content-type': 'application/x-www-form-urlencoded' };
const CREDENTIALS: Form = { client_id: WEB_CLIENT_ID, client_secret: APP.client_secret };
const LOGIN = call('login', authorizePath({ redirect_uri: QUERIED, auto: 'ada' }));
const encoded = (form: Form): string => new URLSearchParams(form).toString();
const redeem = (name: string, changes: Form = {}, headers: Form = {}): Step => {
  const form = { grant_type: 'authorization_code', ...CREDENTIALS, redirect_uri: QUERIED, ...changes };
  return post(name, `${sentinel(A, 'token')}?v=2.0`, `${encoded(form)}&at={{login.headers.location}}`, {
    ...FORM,
    ...headers,
  });
};
const other = (name: string, path: string, form: Form): Step =>
  post(name, sentinel(A, path), encoded(form).replaceAll('%7B', '{').replaceAll('%7D', '}'), FORM);
const refresh = (name: string, changes: Form = {}): Step =>
  other(name, 'token?v=2.0', {
    grant_type: 'refresh_token',
    ...CREDENTIALS,
    refresh_token: '{{tokens.body.refresh_token}}',
    ...changes,
  });
const revoke = (name: string, changes: Form = {}): Step =>
  other(name, 'token/revoke?v=1.0', { ...CREDENTIALS, token: '{{tokens.body.refresh_token}}', ...changes });
const status = (name: string): Step =>
  postJson(
    name,
    `/messaging_history/api/account/${A}/agent-view/status`,
    {},
    { authorization: 'Bearer {{tokens.body.access_token}}' },
  );
const tokens = (name: string, steps: readonly Step[]): Scenario => scenario(`code-flow/${name}`, steps, TOKENS);

const given: readonly Scenario[] = [
  tokens('tokens', [LOGIN, redeem('tokens'), status('status'), refresh('refresh'), refresh('again'), status('still')]),
  tokens('code-twice', [LOGIN, redeem('tokens'), redeem('again'), status('status'), refresh('refresh')]),
  tokens('code-late', [LOGIN, control('wait', 'clock.advance', 60), redeem('late')]),
  tokens('code-in-time', [LOGIN, control('wait', 'clock.advance', 59), redeem('tokens')]),
  tokens('revoked', [LOGIN, redeem('tokens'), revoke('revoke'), revoke('again'), status('status'), refresh('refresh')]),
  tokens('revoke-unknown', [LOGIN, redeem('tokens'), revoke('revoke', { token: 'unknown' }), status('status')]),
  ...[
    ['redirect-other', { redirect_uri: CALLBACK }],
    ['redirect-empty', { redirect_uri: '' }],
    ['verifier', { code_verifier: 'v'.repeat(43) }],
    ['secret-wrong', { client_secret: 'wrong' }],
    ['secret-empty', { client_secret: '' }],
    ['client-unknown', { client_id: 'nobody' }],
    ['client-other', { client_id: 'other' }],
    ['grant-other', { grant_type: 'client_credentials' }],
    ['grant-empty', { grant_type: '' }],
  ].map(([name, changes]) =>
    tokens(`redeem-${name as string}`, [LOGIN, redeem('refused', changes as Form), redeem('tokens')]),
  ),
  tokens('redeem-by-basic', [
    LOGIN,
    redeem(
      'tokens',
      { client_id: '', client_secret: '' },
      { authorization: `Basic ${btoa(`${WEB_CLIENT_ID}:${APP.client_secret}`)}` },
    ),
  ]),
  ...[
    ['scope', { scope: 'msg.consumer' }],
    ['scope-more', { scope: 'msg.consumer more' }],
    ['token-empty', { refresh_token: '' }],
    ['token-unknown', { refresh_token: 'unknown' }],
    ['client-other', { client_id: 'other' }],
  ].map(([name, changes]) =>
    tokens(`refresh-${name as string}`, [LOGIN, redeem('tokens'), refresh('refreshed', changes as Form)]),
  ),
  ...[
    ['token-empty', { token: '' }],
    ['secret-wrong', { client_secret: 'wrong' }],
    ['client-other', { client_id: 'other' }],
  ].map(([name, changes]) =>
    tokens(`revoke-${name as string}`, [LOGIN, redeem('tokens'), revoke('refused', changes as Form), status('status')]),
  ),
];

/** Sentinel's code flow, step by step. */
export const codeFlow: readonly Scenario[] = [
  ...authorize,
  ...given,
  ...under('strict', { strict: true }, given.slice(0, 1)),
  ...under('strict', { strict: true }, [asked('good', {}), asked('client-unknown', { client_id: 'nobody' })]),
  ...under('closed', { closed: true }, [asked('good', {}), asked('client-unknown', { client_id: 'nobody' })]),
  ...under('auto-login', { autoLogin: 'ada' }, [asked('good', {})]),
];
