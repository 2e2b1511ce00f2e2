import {
  A,
  api,
  B,
  call,
  CLIENT_ID,
  CLIENT_SECRET,
  openAndStrict,
  post,
  postJson,
  scenario,
  tokenPath,
} from '../building.ts';
import type { Scenario, Step } from '../scenario.ts';

type Headers = Readonly<Record<string, string>>;

const LIST = `${api(A)}/configuration/app-install/installations`;
const ONE = `${LIST}/${CLIENT_ID}`;
const BEARER = { authorization: 'Bearer {{login.body.bearer}}' };
const MATCHING = { ...BEARER, 'if-match': '1' };
const CONTENT = 'ms.MessagingEventNotification.ContentEvent';
const RECORD = {
  client_name: 'My connector',
  scope: 'msg.consumer',
  capabilities: { webhooks: { [CONTENT]: { endpoint: 'https://connector.example.test/events', max_retries: 5 } } },
};

const login = (name: string, account = A): Step =>
  postJson(name, `${api(account)}/login?v=1.3`, { username: 'ada', password: 'secret-of-the-agent' });
const list = (name: string, headers: Headers = BEARER, path = LIST): Step => call(name, `${path}?v=1.0`, { headers });
const put = (name: string, body: unknown, headers: Headers = MATCHING, path = ONE): Step =>
  call(name, path, {
    method: 'PUT',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
const remove = (name: string, headers: Headers = MATCHING, path = ONE): Step =>
  call(name, path, { method: 'DELETE', headers });
const token = (name: string, id: string, secret: string): Step =>
  // Not encoded: they may stand for what an earlier step gave.
  post(name, `${tokenPath()}?v=1.0&grant_type=client_credentials`, `client_id=${id}&client_secret=${secret}`, {
    'content-type': 'application/x-www-form-urlencoded',
  });

const webhook = (endpoint: unknown): object => ({ capabilities: { webhooks: { [CONTENT]: endpoint } } });
const BODIES: readonly (readonly [name: string, body: unknown])[] = [
  ['record', RECORD],
  ['empty', {}],
  ['with-others', { ...RECORD, redirect_uris: ['https://example.test/'], client_id: 'mine' }],
  ['deleted', { deleted: true }],
  ['array', []],
  ['null', null],
  ['name-number', { client_name: 7 }],
  ['grants-text', { grant_types: 'client_credentials' }],
  ['endpoint-missing', webhook({})],
  ['endpoint-no-url', webhook({ endpoint: 'connector/events' })],
  ['endpoint-of-the-mock', webhook({ endpoint: 'http://localhost:4407/events' })],
  ['retries-six', webhook({ endpoint: 'https://example.test/', max_retries: 6 })],
  ['event-unknown', { capabilities: { webhooks: { 'ms.Other': {} } } }],
  ['retention-too-short', { capabilities: { webhooks: { retry: { retention_time: 1 } } } }],
];
const CREDENTIALS: readonly (readonly [name: string, headers: Headers])[] = [
  ['none', {}],
  ['bare', { authorization: '{{login.body.bearer}}' }],
  ['oauth', { authorization: 'OAuth oauth_consumer_key="key-of-the-app"' }],
  ['unknown', { authorization: 'Bearer bearer-of-nobody' }],
  ['foreign', { authorization: 'Bearer {{foreign.body.bearer}}' }],
];
const TAGS: readonly (readonly [name: string, tag: string])[] = [
  ['bare', '1'],
  ['entity-tag', '"1"'],
  ['weak', 'W/"1"'],
  ['any', '*'],
  ['stale', '0'],
  ['ahead', '2'],
  ['empty', ''],
];

/** App installations: read, installed, replaced, removed, and what Sentinel makes of it. */
export const installations: readonly Scenario[] = [
  ...openAndStrict(
    BODIES.map(([name, body]) =>
      scenario(`installations/install-${name}`, [
        login('login'),
        postJson('install', LIST, body, BEARER),
        list('list'),
      ]),
    ),
  ),
  ...BODIES.map(([name, body]) =>
    scenario(`installations/replace-${name}`, [
      login('login'),
      put('replace', body),
      list('read', BEARER, ONE),
      token('token', CLIENT_ID, CLIENT_SECRET),
    ]),
  ),
  ...openAndStrict(
    CREDENTIALS.map(([name, headers]) =>
      scenario(`installations/credentials-${name}`, [
        login('login'),
        login('foreign', B),
        list('list', headers),
        postJson('install', LIST, RECORD, headers),
        put('replace', RECORD, { 'if-match': '1', ...headers }),
        remove('remove', { 'if-match': '1', ...headers }),
      ]),
    ),
  ),
  ...TAGS.map(([name, tag]) =>
    scenario(`installations/if-match-${name}`, [
      login('login'),
      put('replace', RECORD, { ...BEARER, 'if-match': tag }),
      remove('remove', { ...BEARER, 'if-match': tag }),
    ]),
  ),
  ...openAndStrict([
    scenario('installations/if-match-absent', [
      login('login'),
      put('replace', RECORD, BEARER),
      remove('remove', BEARER),
    ]),
  ]),
  scenario('installations/life', [
    login('login'),
    postJson('install', LIST, RECORD, BEARER),
    token('token', '{{install.body.client_id}}', '{{install.body.client_secret}}'),
    put('off', { enabled: false }, { ...BEARER, 'if-match': '2' }, `${LIST}/{{install.body.client_id}}`),
    token('refused', '{{install.body.client_id}}', '{{install.body.client_secret}}'),
    remove('remove', { ...BEARER, 'if-match': '3' }, `${LIST}/{{install.body.client_id}}`),
    list('gone', BEARER, `${LIST}/{{install.body.client_id}}`),
    token('removed', '{{install.body.client_id}}', '{{install.body.client_secret}}'),
    list('list'),
  ]),
  scenario('installations/paths', [
    login('login'),
    list('slash', BEARER, `${LIST}/`),
    list('one-slash', BEARER, `${ONE}/`),
    list('unknown', BEARER, `${LIST}/nobody`),
    call('version', `${LIST}?v=7`, { headers: BEARER }),
    call('no-version', LIST, { headers: BEARER }),
    call('head', LIST, { method: 'HEAD', headers: BEARER }),
    call('patch', ONE, { method: 'PATCH', headers: BEARER }),
  ]),
];
