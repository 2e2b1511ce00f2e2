import { expect, it } from '@jest/globals';
import {
  configPath,
  configured,
  expectConfigRefusal,
  FULL,
  LISTS,
  logInAgent,
  OAUTH_1,
  readConfig,
} from '../support/configuration.ts';
import type { Heard, OpenMock } from '../support/through-every-adapter.ts';
import { ACCOUNT, describeThroughEveryAdapter, OTHER_ACCOUNT } from '../support/through-every-adapter.ts';

describeThroughEveryAdapter('Predefined content', (open) => {
  const LIST = 'engagement-window/canned-responses';
  const hello = {
    id: 18799,
    deleted: false,
    enabled: true,
    type: 0,
    data: [
      { msg: 'Hello, how can I help you?', lang: 'en-us', title: 'Hello', isDefault: false },
      { msg: 'Bonjour', lang: 'fr-FR', title: 'Bonjour', isDefault: false },
    ],
    categoriesIds: [1, 2],
    skillIds: [4001],
    hotkey: { prefix: 'a', suffix: '9' },
  };
  const thanks = {
    id: 18800,
    deleted: false,
    enabled: true,
    type: 0,
    data: [{ msg: 'Thank you!', lang: 'en-US', title: 'Closing' }],
    categoriesIds: [2],
    skillIds: [],
  };

  it('is a list of records with all their texts', async () => {
    const mock = await open(FULL);
    expect(await configured(mock, `${LIST}?v=2.0`)).toEqual([hello, thanks]);
    expect(await configured(mock, `${LIST}?v=2.0&select=skillIds,id`)).toEqual([
      { id: 18799, skillIds: [4001] },
      { id: 18800, skillIds: [] },
    ]);
  });

  it('is found by id, skill and language', async () => {
    const mock = await open(FULL);
    expect(await configured(mock, `${LIST}?ids=18800,%207`)).toEqual([thanks]);
    expect(await configured(mock, `${LIST}?skill_ids=9,4001`)).toEqual([hello]);
    const french = [{ ...hello, data: [hello.data[1]] }];
    expect(await configured(mock, `${LIST}?lang=fr-fr,de-DE`)).toEqual(french);
    expect(await configured(mock, `${LIST}?ids=18800&lang=fr-FR`)).toEqual([]);
  });

  it('stands under each of its categories when that is asked for', async () => {
    const mock = await open(FULL);
    expect(await configured(mock, `${LIST}?group_by=CATEGORIES&select=id,hotkey(prefix)`)).toEqual({
      '1': [{ id: 18799, hotkey: { prefix: 'a' } }],
      '2': [{ id: 18799, hotkey: { prefix: 'a' } }, { id: 18800 }],
    });
  });

  it('is a list when it is to be grouped by something else, which is noted', async () => {
    const mock = await open(FULL);
    const answer = await readConfig(mock, `${LIST}?group_by=SKILLS`);
    expect([answer.status, answer.json()]).toEqual([200, [hello, thanks]]);
    expect(answer.headers['lp-mock-deviation']).toMatch(/^group-by; group_by is "SKILLS"/);
    const strict = await open({ ...FULL, strict: true });
    expectConfigRefusal(await readConfig(strict, `${LIST}?group_by=SKILLS`), 400, 'deviation-refused');
  });
});

describeThroughEveryAdapter('What is selected of the account configuration', (open) => {
  const ask = async (mock: OpenMock, select: string): Promise<Heard> =>
    readConfig(mock, `engagement-window/canned-responses?ids=18799&select=${encodeURIComponent(select)}`);

  it.each([
    [' id , type ', { id: 18799, type: 0 }],
    ['id,none', { id: 18799 }],
    ['$none', {}],
    [
      '$summary',
      {
        id: 18799,
        deleted: false,
        enabled: true,
        type: 0,
        categoriesIds: [1, 2],
        hotkey: { prefix: 'a', suffix: '9' },
      },
    ],
    ['data(lang),id', { id: 18799, data: [{ lang: 'en-us' }, { lang: 'fr-FR' }] }],
    ['type(x)', { type: 0 }],
    // Documented: the last one counts.
    ['hotkey(prefix),hotkey(suffix)', { hotkey: { suffix: '9' } }],
  ])('are the members of %s, and no others', async (select, expected) => {
    const answer = await ask(await open(FULL), select);
    expect([answer.status, answer.json()]).toEqual([200, [expected]]);
  });

  it.each(['id(', 'id)', '(id)', 'id,(x)', 'a(b))', 'a(b(c(d(e(f(g(h(i)))))))))', 'x'.repeat(2_001)])(
    'cannot be read from %p',
    async (select) => {
      const mock = await open(FULL);
      expectConfigRefusal(await ask(mock, select), 400, 'parameter-invalid');
      const users = await readConfig(mock, `le-users/users?select=${encodeURIComponent(select)}`);
      expectConfigRefusal(users, 400, 'parameter-invalid');
    },
  );
});

describeThroughEveryAdapter('Who may read the account configuration', (open) => {
  it('is an agent who is logged in at the account, and a program with an OAuth 1 header', async () => {
    const mock = await open();
    const { bearer } = await logInAgent(mock);
    const foreign = await logInAgent(mock, 'ada', OTHER_ACCOUNT);
    for (const list of [...LISTS, 'le-users/users/1', 'le-users/skills/1', 'le-users/agentGroups/1/']) {
      const status = async (authorization: string): Promise<Heard> =>
        readConfig(mock, list, { headers: { authorization } });
      const found = /\/1\/?$/.test(list) ? 404 : 200;
      expect((await status(`Bearer ${bearer}`)).status).toBe(found);
      expect((await status(OAUTH_1.authorization)).status).toBe(found);
      expectConfigRefusal(await readConfig(mock, list, {}), 401, 'agent-bearer-missing');
      expectConfigRefusal(await status('OAuth'), 401, 'agent-bearer-missing');
      expectConfigRefusal(await status('Basic YTpi'), 401, 'agent-bearer-missing');
      expectConfigRefusal(await status('Bearer nobody'), 401, 'agent-bearer-unknown');
      expectConfigRefusal(await status(`Bearer ${foreign.bearer}`), 401, 'agent-bearer-unknown');
    }
    await mock.clock.advance('9h');
    const late = await readConfig(mock, 'le-users/users', { headers: { authorization: `Bearer ${bearer}` } });
    expectConfigRefusal(late, 401, 'agent-bearer-unknown');
  });

  it('finds no account that the mock does not know', async () => {
    const mock = await open({ closed: true });
    const path = configPath('le-users/users', '999');
    expectConfigRefusal(await mock.get(path, { headers: OAUTH_1 }), 401, 'account-unknown');
  });

  it('names a version that is a number, or none', async () => {
    const [mock, strict] = [await open(), await open({ strict: true })];
    for (const version of ['', '?v=1', '?v=2.0', '?v=6.0'])
      expect(await configured(mock, `le-users/users${version}`)).toEqual([]);
    for (const version of ['', 'latest', '-1', '1.0.0']) {
      const answer = await readConfig(mock, `le-users/users?v=${version}`);
      expect([answer.status, answer.headers['lp-mock-deviation']]).toEqual([
        200,
        'version; v is no number; the pages ask for one, such as v=4.0',
      ]);
      const refused = await readConfig(strict, `le-users/users?v=${version}`);
      expectConfigRefusal(refused, 400, 'deviation-refused');
    }
  });

  it.each([
    ['le-users/users/1', 'the account has no user with the id "1"; it has none'],
    ['le-users/users/a%22b', 'the account has no user with the id "a"b"; it has none'],
    ['le-users/skills/1', 'the account has no skill with the id "1"; it has none'],
  ])('is told what there is instead of %s', async (path, sentence) => {
    const answer = await readConfig(await open(), path);
    expectConfigRefusal(answer, 404, 'record-unknown');
    expect(answer.headers['lp-mock-reason']).toBe(`record-unknown; ${sentence}`);
  });

  it('is told of three ids, and how many there are beside', async () => {
    const skills = [1, 2, 3, 4, 5].map((id) => ({ id, name: `skill ${String(id)}` }));
    const mock = await open({ accounts: [{ accountId: ACCOUNT, configuration: { skills } }] });
    const answer = await readConfig(mock, 'le-users/skills/9');
    expect(answer.headers['lp-mock-reason']).toBe(
      'record-unknown; the account has no skill with the id "9"; it has 1, 2, 3 and 2 more',
    );
  });
});

describeThroughEveryAdapter('What is left out of the account configuration and around it', (open) => {
  const RIVALS = 'no page shows its answer, and the clients that ask for it expect answers that differ';
  const OLD = 'it is of the old chat API, which ends; this mock has messaging';

  it.each([
    ['GET', configPath('setting/properties?groups=loginSession&v=3.0'), RIVALS],
    ['POST', configPath('provision/featureGrants?v=1.0&overrideAll=false&jsonProvider=gson'), RIVALS],
    ['POST', `/api/account/${ACCOUNT}/agentSession.json?v=1&NC=true`, OLD],
    ['GET', `/api/account/${ACCOUNT}/agentSession/1/chats`, OLD],
    ['POST', `/api/account/${ACCOUNT}/chat/request?v=1`, OLD],
  ])('is refused with why: %s %s', async (method, path, why) => {
    const answer = await (await open()).ask(method, path, { headers: OAUTH_1 });
    expect([answer.status, answer.json()]).toEqual([
      501,
      { error: 'not_mocked', nearest: [expect.any(String), expect.any(String), expect.any(String)] },
    ]);
    expect(answer.headers['lp-mock-reason']).toBe(`not-mocked; this mock leaves this path out: ${why}`);
  });
});
