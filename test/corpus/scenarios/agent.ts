import { A, api, B, control, openStrictAndClosed, post, postJson, scenario } from '../building.ts';
import type { PlainOptions, Scenario, Step } from '../scenario.ts';

const login = (name: string, body: unknown, account = A): Step => postJson(name, `${api(account)}/login?v=1.3`, body);
const after = (verb: string, headers: Readonly<Record<string, string>>, body: unknown, name = verb): Step =>
  postJson(name, `${api(A)}/${verb}?v=1.3`, body, headers);
const BOT = { username: 'bot', password: 'secret-of-the-bot' };
const OAUTH = {
  appKey: 'key-of-the-app',
  secret: 'secret-of-the-app',
  accessToken: 'token-of-the-app',
  accessTokenSecret: 'secret-of-the-token',
};
const CONFIGURED: PlainOptions = {
  accounts: [
    {
      accountId: A,
      agents: [BOT, { username: 'jane@example.test', password: 'secret-of-jane' }],
      apps: [{ client_id: 'key-of-the-app', client_secret: 'secret-of-the-app' }],
    },
  ],
};

const LOGINS: readonly (readonly [name: string, body: unknown])[] = [
  ['good', BOT],
  ['wrong-password', { ...BOT, password: 'wrong-password-here' }],
  ['unknown', { username: 'nobody', password: 'secret-of-nobody' }],
  ['no-password', { username: 'bot' }],
  ['no-username', { password: 'secret-of-the-bot' }],
  ['empty-password', { ...BOT, password: '' }],
  ['empty-username', { ...BOT, username: '' }],
  ['password-number', { ...BOT, password: 5 }],
  ['username-number', { ...BOT, username: 5 }],
  ['oauth', { username: 'bot', ...OAUTH }],
  ['oauth-wrong-secret', { username: 'bot', ...OAUTH, secret: 'another-secret-here' }],
  ['oauth-unknown-key', { username: 'bot', ...OAUTH, appKey: 'nobody' }],
  ...Object.keys(OAUTH).map(
    (member) => [`oauth-no-${member}`, { username: 'bot', ...OAUTH, [member]: undefined }] as const,
  ),
  ['oauth-no-username', OAUTH],
  ['oauth-and-password', { ...BOT, ...OAUTH }],
  ['assertion', { assertion: 'an-assertion-of-somebody' }],
  ['assertion-empty', { assertion: '' }],
  ['assertion-and-wrong-password', { assertion: 'an-assertion-of-somebody', ...BOT, password: 'wrong-password-here' }],
  ['empty', {}],
  ['null', null],
  ['array', []],
  ['text', 'x'],
  ['capitals', { ...BOT, username: 'BOT' }],
  ['email', { username: 'jane@example.test', password: 'secret-of-jane' }],
  ['long', { username: 'a'.repeat(2000), password: 'b' }],
];
const logins: readonly Scenario[] = [
  ...openStrictAndClosed(LOGINS.map(([name, body]) => scenario(`agent/login-${name}`, [login('login', body)]))).filter(
    ({ name }) => !name.endsWith('@strict'),
  ),
  ...openStrictAndClosed(
    LOGINS.map(([name, body]) => scenario(`agent/configured-${name}`, [login('login', body)], CONFIGURED)),
  ).filter(({ name }) => !name.endsWith('@strict')),
];

const BODIES: readonly (readonly [name: string, body: string, type?: string])[] = [
  ['absent', ''],
  ['broken', '{"username":', 'application/json'],
  ['form', 'username=bot&password=secret-of-the-bot', 'application/x-www-form-urlencoded'],
  ['no-type', JSON.stringify(BOT)],
  ['as-text', JSON.stringify(BOT), 'text/plain'],
  ['too-large', `"${'a'.repeat(1_048_576)}"`, 'application/json'],
];
const bodies: readonly Scenario[] = BODIES.map(([name, body, type]) =>
  scenario(
    `agent/body-${name}`,
    ['login', 'refresh', 'logout'].map((verb) =>
      post(verb, `${api(A)}/${verb}?v=1.3`, body, type === undefined ? {} : { 'content-type': type }),
    ),
  ),
);

const COOKIES: readonly (readonly [name: string, headers: Readonly<Record<string, string>>])[] = [
  ['whole', { cookie: '{{login.headers.set-cookie}}' }],
  ['none', {}],
  ['unknown', { cookie: 'Session_id=nothing' }],
  ['empty', { cookie: 'Session_id=' }],
  ['lower-case', { cookie: 'session_id=nothing' }],
  ['others', { cookie: 'a=b; c="d"; =e; f' }],
  ['second', { cookie: 'a=b; {{login.headers.set-cookie}}' }],
];
const CSRFS: readonly (readonly [name: string, body: unknown])[] = [
  ['right', { csrf: '{{login.body.csrf}}' }],
  ['wrong', { csrf: 'wrong-csrf-in-here' }],
  ['missing', {}],
  ['number', { csrf: 5 }],
  ['null-body', null],
];
const sessions: readonly Scenario[] = COOKIES.flatMap(([cookie, headers]) =>
  CSRFS.map(([csrf, body]) =>
    scenario(`agent/session-${cookie}-${csrf}`, [
      login('login', BOT),
      after('refresh', headers, body),
      after('logout', headers, body),
      after('refresh', headers, body, 'refresh-after-logout'),
    ]),
  ),
);

const COOKIE = { cookie: '{{login.headers.set-cookie}}' };
const CSRF = { csrf: '{{login.body.csrf}}' };
const times: readonly Scenario[] = [
  scenario('agent/time-before-the-end', [
    login('login', BOT),
    control('wait', 'clock.advance', 28_799),
    after('refresh', COOKIE, CSRF),
  ]),
  scenario('agent/time-at-the-end', [
    login('login', BOT),
    control('wait', 'clock.advance', '8h'),
    after('refresh', COOKIE, CSRF),
  ]),
  scenario('agent/time-refreshed', [
    login('login', BOT),
    control('wait', 'clock.advance', '7h'),
    after('refresh', COOKIE, CSRF),
    control('on', 'clock.advance', '7h'),
    after('logout', COOKIE, CSRF),
  ]),
  scenario('agent/time-moved', [
    control('set', 'clock.set', '2016-09-22T16:10:15Z'),
    login('login', BOT),
    login('refused', {}),
  ]),
  scenario('agent/time-midnight', [control('set', 'clock.set', '2027-01-01T00:00:05Z'), login('refused', {})]),
  scenario('agent/two-sessions', [
    login('login', BOT),
    login('second', BOT),
    after('logout', COOKIE, CSRF),
    after('refresh', { cookie: '{{second.headers.set-cookie}}' }, { csrf: '{{second.body.csrf}}' }),
  ]),
  scenario('agent/two-agents', [
    login('login', BOT),
    login('second', { ...BOT, username: 'jane' }),
    after('refresh', COOKIE, { csrf: '{{second.body.csrf}}' }),
  ]),
  scenario('agent/reset', [login('login', BOT), control('reset', 'reset'), after('refresh', COOKIE, CSRF)]),
  scenario('agent/other-account', [login('login', BOT), postJson('refresh', `${api(B)}/refresh?v=1.3`, CSRF, COOKIE)]),
  ...['', '?v=1.2', '?v=1.3', '?v=2'].map((query, index) =>
    scenario(`agent/version-${String(index + 1)}`, [postJson('login', `${api(A)}/login${query}`, BOT)]),
  ),
  scenario('agent/from-liveperson', [
    {
      name: 'login',
      call: {
        method: 'POST',
        target: `${api(A)}/login?v=1.3`,
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(BOT),
        origin: 'https://va.agentvep.liveperson.net',
      },
    },
  ]),
];

export const agent: readonly Scenario[] = [...logins, ...bodies, ...sessions, ...times];
