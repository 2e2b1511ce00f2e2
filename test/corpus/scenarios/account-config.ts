import { A, api, B, call, openAndStrict, postJson, scenario, under } from '../building.ts';
import type { PlainOptions, Scenario, Step } from '../scenario.ts';

type Headers = Readonly<Record<string, string>>;

const BEARER = { authorization: 'Bearer {{login.body.bearer}}' };
const OAUTH = { authorization: 'OAuth oauth_consumer_key="key-of-the-app"' };
const LISTS = [
  'le-users/users',
  'le-users/skills',
  'le-users/agentGroups',
  'le-agents/status-reasons',
  'engagement-window/canned-responses',
  'le-categories/categories',
];

const login = (name: string, account = A): Step =>
  postJson(name, `${api(account)}/login?v=1.3`, { username: 'ada', password: 'secret-of-the-agent' });
const read = (what: string, headers: Headers = BEARER, name = what): Step =>
  call(name, `${api(A)}/configuration/${what}`, { headers });
const everything = (query: string): readonly Step[] => LISTS.map((list) => read(`${list}${query}`));

const FULL: PlainOptions = {
  accounts: [
    {
      accountId: A,
      agents: [
        {
          username: 'ada',
          password: 'secret-of-the-agent',
          skills: ['4001', 'billing'],
          user: { fullName: 'Ada L.', employeeId: 'E-7', id: 1 },
        },
        { username: 'bob@example.test', password: 'secret-of-the-agent' },
      ],
      configuration: {
        skills: [
          { id: 4001, name: 'Sales', maxWaitTime: 60 },
          { id: 4002, name: 'Old', deleted: true },
        ],
        agentGroups: [{ id: 12, name: 'Night shift', note: 'ours' }],
        statusReasons: [{ id: 725987312, text: 'some reason text', state: 'Away' }],
        cannedResponses: [
          {
            id: 18799,
            hotkey: { prefix: 'a', suffix: '9' },
            data: [
              { msg: 'Hello', lang: 'en-us', title: 'Hello' },
              { msg: 'Bonjour', lang: 'fr-FR', title: 'Bonjour' },
            ],
            categoriesIds: [1, 2],
            skillIds: [4001],
          },
          { id: 18800, data: [], categoriesIds: [2] },
        ],
        categories: [{ id: 1, name: 'iPhone4', proposed: true }],
      },
    },
  ],
};

const QUERIES = ['', '?v=4.0', '?v=latest', '?select=$all', '?select=$summary', '?select=id(', '?include_deleted=true'];
const CREDENTIALS: readonly (readonly [name: string, headers: Headers])[] = [
  ['none', {}],
  ['bare', { authorization: '{{login.body.bearer}}' }],
  ['oauth', OAUTH],
  ['oauth-empty', { authorization: 'OAuth' }],
  ['basic', { authorization: 'Basic YTpi' }],
  ['unknown', { authorization: 'Bearer bearer-of-nobody' }],
  ['foreign', { authorization: 'Bearer {{foreign.body.bearer}}' }],
];
const CONTENT = 'engagement-window/canned-responses';
const CONTENTS = [
  'ids=18800',
  'skill_ids=4001',
  'lang=fr-fr',
  'lang=de-DE',
  'group_by=CATEGORIES',
  'group_by=SKILLS',
  'select=id,hotkey(prefix)',
  'select=hotkey(prefix),hotkey(suffix)',
];

/** What an account is configured with: users, skills, groups, reasons, predefined content and its categories. */
export const accountConfig: readonly Scenario[] = [
  ...openAndStrict(
    QUERIES.map((query, index) =>
      scenario(`account-config/query-${String(index + 1)}`, [login('login'), ...everything(query)]),
    ),
  ),
  ...under('full', FULL, [
    ...QUERIES.map((query, index) =>
      scenario(`account-config/query-${String(index + 1)}`, [...everything(query).map(asProgram), login('login')]),
    ),
    scenario('account-config/one', [
      login('login'),
      read('le-users/users/{{login.body.config.userId}}'),
      read('le-users/users/1'),
      read('le-users/skills/4001'),
      read('le-users/skills/billing?select=name'),
      read('le-users/skills/4002'),
      read('le-users/skills/4002?include_deleted=TRUE'),
    ]),
    scenario(
      'account-config/content',
      CONTENTS.map((query) => read(`${CONTENT}?${query}`, OAUTH)),
    ),
  ]),
  ...CREDENTIALS.map(([name, headers]) =>
    scenario(`account-config/credentials-${name}`, [
      login('login'),
      login('foreign', B),
      ...[...LISTS, 'le-users/users/1', 'le-users/skills/1'].map((what) => read(what, headers)),
    ]),
  ),
  scenario('account-config/paths', [
    ...LISTS.map((list) => read(`${list}/`, OAUTH)),
    ...LISTS.map((list) =>
      call(`POST ${list}`, `${api(A)}/configuration/${list}`, { method: 'POST', headers: OAUTH, body: '{}' }),
    ),
    read('le-users/users/1/', OAUTH),
    read('le-users/agentGroups/-1', OAUTH),
    read('le-users/agentGroups/12', OAUTH),
    read('le-users/profiles', OAUTH),
    read('setting/properties?groups=loginSession&v=3.0', OAUTH),
    read('provision/featureGrants?v=1.0&excludeLegacy=true', OAUTH),
    postJson('agentSession', `${api(A)}/agentSession.json?v=1&NC=true`, {}),
    postJson('chat', `${api(A)}/chat/request?v=1`, {}),
  ]),
];

function asProgram(step: Step): Step {
  return 'call' in step ? { ...step, call: { ...step.call, headers: OAUTH } } : step;
}
