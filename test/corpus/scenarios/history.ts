import { A, api, B, control, openAndStrict, post, postJson, scenario } from '../building.ts';
import type { Scenario, Step } from '../scenario.ts';

type Headers = Readonly<Record<string, string>>;

const BEARER = { authorization: 'Bearer {{login.body.bearer}}' };
const OAUTH_1 = { authorization: 'OAuth oauth_consumer_key="key-of-the-app"' };
const USER_ID = '{{login.body.config.userId}}';
const statusPath = (account = A): string => `/messaging_history${api(account)}/agent-view/status`;
const login = (name: string, username: string, account = A): Step =>
  postJson(name, `${api(account)}/login?v=1.3`, { username, password: 'secret-of-the-agent' });
const status = (name: string, body: unknown, headers: Headers = BEARER): Step =>
  postJson(name, statusPath(), body, headers);

const FILTERS: readonly (readonly [name: string, body: unknown])[] = [
  ['id', { agentIds: [USER_ID] }],
  ['old-id', { agentIds: [`${A}.${USER_ID}`] }],
  ['pid', { agentIds: ['{{login.body.config.userPid}}'] }],
  ['twice', { agentIds: [USER_ID, '{{second.body.config.userId}}', USER_ID] }],
  ['unknown', { agentIds: ['1', 2] }],
  ['no-ids', { agentIds: [] }],
  ['null-ids', { agentIds: null }],
  ['everybody', {}],
  ['online', { status: ['ONLINE'] }],
  ['offline', { status: ['OFFLINE'] }],
  ['skill', { skillIds: ['7'] }],
  ['ids-text', { agentIds: USER_ID }],
  ['ids-of-objects', { agentIds: [{}] }],
  ['status-text', { status: 'ONLINE' }],
  ['skill-number', { skillIds: 7 }],
  ['null', null],
  ['array', []],
  ['text', 'x'],
];
const CREDENTIALS: readonly (readonly [name: string, headers: Headers])[] = [
  ['bearer', BEARER],
  ['bare', { authorization: '{{login.body.bearer}}' }],
  ['oauth', OAUTH_1],
  ['oauth-empty', { authorization: 'OAuth' }],
  ['none', {}],
  ['bearer-empty', { authorization: 'Bearer' }],
  ['unknown', { authorization: 'Bearer bearer-of-nobody' }],
  ['basic', { authorization: 'Basic a2V5OnNlY3JldA==' }],
  ['foreign', { authorization: 'Bearer {{foreign.body.bearer}}' }],
];

/** How available agents are: nobody of them has told, as there are no sockets here. */
export const history: readonly Scenario[] = [
  ...FILTERS.map(([name, body]) =>
    scenario(`history/status-${name}`, [login('login', 'ada'), login('second', 'bob'), status('status', body)]),
  ),
  ...openAndStrict(
    CREDENTIALS.map(([name, headers]) =>
      scenario(`history/credentials-${name}`, [
        login('login', 'ada'),
        login('foreign', 'ada', B),
        status('status', {}, headers),
      ]),
    ),
  ),
  scenario('history/after-the-login', [
    login('login', 'ada'),
    control('wait', 'clock.advance', '8h'),
    status('status', {}),
    login('again', 'bob'),
    status('of-both', { agentIds: [USER_ID, '{{again.body.config.userId}}'] }, OAUTH_1),
  ]),
  scenario('history/bodies', [
    login('login', 'ada'),
    post('absent', statusPath(), '', BEARER),
    post('broken', statusPath(), '{"agentIds":', { ...BEARER, 'content-type': 'application/json' }),
    post('form', statusPath(), 'agentIds=1', { ...BEARER, 'content-type': 'application/x-www-form-urlencoded' }),
    post('no-type', statusPath(), '{}', BEARER),
  ]),
  scenario('history/account-unknown@closed', [postJson('status', statusPath('99999999'), {}, OAUTH_1)], {
    closed: true,
  }),
];
