import { expect } from '@jest/globals';
import type { MockOptions } from '../../mock-server/index.ts';
import { reasonOf } from './refusals.ts';
import type { Heard, OpenMock, RequestParts } from './through-every-adapter.ts';
import { ACCOUNT } from './through-every-adapter.ts';

/** Where the account configuration is read: `le-users/users`. The query may stand behind it. */
export const configPath = (what: string, accountId = ACCOUNT): string =>
  `/api/account/${accountId}/configuration/${what}`;

/** Lets a program in. */
export const OAUTH_1 = { authorization: 'OAuth oauth_consumer_key="key", oauth_signature="any"' };

/** An agent's login, as far as the configuration shows the same. */
export interface ConfiguredLogin {
  readonly bearer: string;
  readonly config: { readonly userId: string; readonly userPid: string };
  readonly accountData: unknown;
}

export async function logInAgent(mock: OpenMock, username = 'ada', account = ACCOUNT): Promise<ConfiguredLogin> {
  const answer = await mock.post(`/api/account/${account}/login?v=1.3`, { body: { username, password: 'pw' } });
  return answer.json() as ConfiguredLogin;
}

/** The lists of the account configuration. */
export const LISTS = [
  'le-users/users',
  'le-users/skills',
  'le-users/agentGroups',
  'le-agents/status-reasons',
  'engagement-window/canned-responses',
  'le-categories/categories',
];

/** Reads it, as a program unless other headers say who. */
export const readConfig = (mock: OpenMock, what: string, parts: RequestParts = { headers: OAUTH_1 }): Promise<Heard> =>
  mock.get(configPath(what), parts);

/** What was read, with its status and the headers of every answer. */
export async function configured(mock: OpenMock, what: string): Promise<unknown> {
  const answer = await readConfig(mock, what);
  expect([answer.status, answer.headers['ac-revision'], reasonOf(answer)]).toEqual([200, '1', undefined]);
  expect(answer.headers['content-type']).toBe('application/json');
  expect(answer.headers['lp-mock-deviation']).toBeUndefined();
  return answer.json();
}

/** A refusal with its whole body. */
export function expectConfigRefusal(answer: Heard, status: 400 | 401 | 404, slug: string): void {
  const words = { 400: 'bad_request', 401: 'unauthorized', 404: 'not_found' }[status];
  expect({ status: answer.status, text: answer.text, reason: reasonOf(answer) }).toEqual({
    status,
    text: `{"error":"${words}"}`,
    reason: slug,
  });
  expect(answer.headers['content-type']).toBe('application/json');
}

/** An account of which there is everything to read. */
export const FULL: MockOptions = {
  accounts: [
    {
      accountId: ACCOUNT,
      agents: [
        {
          username: 'ada',
          password: 'pw',
          skills: ['4001', 'billing'],
          user: { fullName: 'Ada L.', employeeId: 'E-7' },
        },
        { username: 'bob@example.test', password: 'pw' },
      ],
      configuration: {
        skills: [
          { id: 4001, name: 'Sales', description: 'Buying', maxWaitTime: 60 },
          { id: 4002, name: 'Old', deleted: true },
        ],
        agentGroups: [{ id: 12, name: 'Night shift', description: 'From ten' }],
        statusReasons: [
          { id: 725987312, text: 'some reason text', state: 'Away' },
          { id: 725987412, text: 'another reason text', state: 'Away', enabled: false },
        ],
        cannedResponses: [
          {
            id: 18799,
            hotkey: { prefix: 'a', suffix: '9' },
            data: [
              { msg: 'Hello, how can I help you?', lang: 'en-us', title: 'Hello', isDefault: false },
              { msg: 'Bonjour', lang: 'fr-FR', title: 'Bonjour', isDefault: false },
            ],
            categoriesIds: [1, 2],
            skillIds: [4001],
          },
          { id: 18800, data: [{ msg: 'Thank you!', lang: 'en-US', title: 'Closing' }], categoriesIds: [2] },
        ],
        categories: [
          { id: 1, name: 'iPhone4', proposed: true },
          { id: 2, name: 'iPhone5' },
        ],
      },
    },
  ],
};
