import { describe, expect, it } from '@jest/globals';
import * as v from 'valibot';
import { checkAgent, settleAccount } from '../../../mock-server/config/settle.ts';
import { agentOfAdmin } from '../../../mock-server/domain/agent-script-schema.ts';

/** What is said of it; undefined when nothing is. */
function complaintOf(check: () => unknown): string | undefined {
  try {
    check();
    return undefined;
  } catch (error) {
    return (error as Error).message.replace(/ but received .*$/gm, '');
  }
}

describe('the options of an account', () => {
  const app = (members: object): object => ({ apps: [{ client_id: 'a', client_secret: 'b', ...members }] });
  const of =
    (account: object): (() => unknown) =>
    () =>
      settleAccount({ accountId: '1', ...account });

  it.each<[string, object, string]>([
    [
      'an id of 65 letters',
      { accountId: 'a'.repeat(65) },
      'accountId: Expected letters, digits, _ or -, 64 at most, and none of __proto__, prototype, constructor',
    ],
    [
      'a redirect URI that runs something',
      app({ redirect_uris: ['https://a.test/', 'javascript:x'] }),
      'apps[0].redirect_uris[1]: Expected an absolute URI without a fragment, of a scheme that runs nothing',
    ],
    [
      'webhooks that are none',
      app({ capabilities: { webhooks: 'x' } }),
      'apps[0].capabilities: webhooks: Expected an object of event types',
    ],
    ...(['skills', 'agentGroups', 'categories'] as const).map((list): [string, object, string] => [
      `a record of ${list} that is there twice`,
      { configuration: { [list]: [1, 2, 1].map((id) => ({ id, name: String(id) })) } },
      `configuration.${list}: Expected each id once`,
    ]),
    [
      'a reason that is there twice',
      { configuration: { statusReasons: [1, 1].map((id) => ({ id, text: 'a', state: 'Away' })) } },
      'configuration.statusReasons: Expected each id once',
    ],
    [
      'content that is there twice',
      { configuration: { cannedResponses: [1, 1].map((id) => ({ id, data: [] })) } },
      'configuration.cannedResponses: Expected each id once',
    ],
    ...(
      [
        ['skills', { name: 'a' }, 'id: Invalid key: Expected "id"'],
        ['skills', { id: 1 }, 'name: Invalid key: Expected "name"'],
        ['categories', { id: 1, name: '' }, 'name: Invalid length: Expected >=1'],
        ['agentGroups', { id: 0.5, name: 'a' }, 'id: Invalid safe integer: Received 0.5'],
        ['agentGroups', { id: 1, name: 'a', deleted: 'no' }, 'deleted: Invalid type: Expected boolean'],
        ['statusReasons', { id: 1, state: 'Away' }, 'text: Invalid key: Expected "text"'],
        ['statusReasons', { id: 1, text: 'a', state: '' }, 'state: Invalid length: Expected >=1'],
        ['statusReasons', { text: 'a', state: 'Away' }, 'id: Invalid key: Expected "id"'],
        ['cannedResponses', { id: 1 }, 'data: Invalid key: Expected "data"'],
        ['cannedResponses', { data: [] }, 'id: Invalid key: Expected "id"'],
        ['cannedResponses', { id: 1, data: [{ lang: 'en-US' }] }, 'data[0].msg: Invalid key: Expected "msg"'],
        ['cannedResponses', { id: 1, data: [{ msg: 'a' }] }, 'data[0].lang: Invalid key: Expected "lang"'],
      ] as const
    ).map(([list, record, complaint]): [string, object, string] => [
      `${JSON.stringify(record)} among the ${list}`,
      { configuration: { [list]: [record] } },
      `configuration.${list}[0].${complaint}`,
    ]),
    [
      'a connector whose keys are no list',
      { connectors: [{ id: 1, jwks: { keys: {} } }] },
      'connectors[0].jwks.keys: Invalid type: Expected Array',
    ],
  ])('are refused with %s', (...[, account, complaint]) => {
    expect(complaintOf(of(account))).toBe(complaint);
  });

  it.each<[string, object]>([
    ['an id that begins as one that it may not be', { accountId: 'prototypes' }],
    ['other things that an app can do', app({ capabilities: { x: 1, webhooks: {} } })],
    ['a redirect URI', app({ redirect_uris: ['https://a.test/'] })],
    [
      'records of one id in different lists',
      {
        configuration: {
          skills: [
            { id: 1, name: 'a' },
            { id: 2, name: 'a' },
          ],
          categories: [{ id: 1, name: 'a' }],
        },
      },
    ],
  ])('may have %s', (...[, account]) => {
    expect(complaintOf(of(account))).toBeUndefined();
  });
});

describe('the script of an agent', () => {
  const rule = { match: '*' };
  const WRONG: readonly (readonly [unknown, string])[] = [
    ['loud', "agent: Expected 'off', 'echo' or a script"],
    ['', "agent: Expected 'off', 'echo' or a script"],
    [7, "agent: Expected 'off', 'echo', or a script: an object with rules"],
    [null, "agent: Expected 'off', 'echo', or a script: an object with rules"],
    [
      { rules: [{ match: '/(/' }] },
      'rules[0].match: Expected a text, * or a regular expression that can be read, such as /price/i',
    ],
    [{ rules: [{ match: 'x'.repeat(201) }] }, 'rules[0].match: Expected at most 200 characters'],
    [
      { rules: [{ match: '*', reply: 'x'.repeat(5001) }] },
      'rules[0].reply: Expected a text of at most 5000 characters',
    ],
    [{ rules: [], greeting: 'x'.repeat(5001) }, 'greeting: Expected a text of at most 5000 characters'],
    [{ rules: Array.from({ length: 1001 }, () => rule) }, 'rules: Expected at most 1000 rules'],
  ];

  it.each(WRONG)('cannot be %j', (script, complaint) => {
    expect(complaintOf(() => checkAgent(script))).toBe(complaint);
    expect(v.safeParse(agentOfAdmin(), script).success).toBe(false);
  });

  it.each<[string, unknown]>([
    ['off', 'off'],
    ['echo', 'echo'],
    ['without rules', { rules: [] }],
    [
      'of the longest texts',
      {
        name: 'n'.repeat(100),
        greeting: 'x'.repeat(5000),
        rules: [{ match: 'x'.repeat(200), reply: 'x'.repeat(5000), close: true, delayMs: 86_400_000 }],
      },
    ],
    ['of the most rules', { rules: Array.from({ length: 1000 }, () => rule) }],
    ['with an expression', { rules: [{ match: '/a(b)?/i' }] }],
  ])('can be one %s', (...[, script]) => {
    expect(checkAgent(script)).toEqual(script);
    expect(v.parse(agentOfAdmin(), script)).toEqual(script);
  });

  it('is called what it may be where the admin API is told another', () => {
    const [issue] = v.safeParse(agentOfAdmin(), 'loud').issues ?? [];
    expect(issue?.message).toBe("Expected 'off', 'echo' or a script");
  });
});
