import { expect, it } from '@jest/globals';
import type { ConfiguredLogin } from '../support/configuration.ts';
import {
  configured,
  expectConfigRefusal,
  FULL,
  LISTS,
  logInAgent,
  OAUTH_1,
  readConfig,
} from '../support/configuration.ts';
import { getOnBehalfHeaders, openConversation } from '../support/flows.ts';
import { ACCOUNT, describeThroughEveryAdapter } from '../support/through-every-adapter.ts';

/** The members of a user that do not follow from who he is. */
const USUAL = {
  managerOf: [],
  changePwdNextLogin: false,
  permissionGroups: [],
  disabledManually: false,
  profileIds: [],
  isApiUser: false,
  userTypeId: 1,
  lobIds: [],
};

describeThroughEveryAdapter('The users of an account', (open) => {
  it('are its agents, under the ids that their logins have, whoever has logged in', async () => {
    const mock = await open(FULL);
    const users = (await configured(mock, 'le-users/users')) as { id: number; pid: string }[];
    const [ada, bob] = [await logInAgent(mock), await logInAgent(mock, 'bob@example.test')];
    const user = ({ config }: ConfiguredLogin, loginName: string): object => ({
      id: Number(config.userId),
      pid: config.userPid,
      deleted: false,
      loginName,
    });
    expect(users).toEqual([user(ada, 'ada'), user(bob, 'bob@example.test')]);
    const eve = await logInAgent(mock, 'eve');
    expect(await configured(mock, 'le-users/users?v=4.0')).toEqual([...users, user(eve, 'eve')]);
  });

  it('have with $all, and each by its id, all members, with what the options say of them', async () => {
    const mock = await open(FULL);
    const [ada, bob] = [await logInAgent(mock), await logInAgent(mock, 'bob@example.test')];
    const first = {
      id: Number(ada.config.userId),
      pid: ada.config.userPid,
      deleted: false,
      loginName: 'ada',
      fullName: 'Ada L.',
      nickname: 'ada',
      isEnabled: true,
      maxChats: 4,
      skillIds: [4001, 'billing'],
      email: 'ada@example.test',
      memberOf: { agentGroupId: -1 },
      ...USUAL,
      employeeId: 'E-7',
    };
    const second = {
      id: Number(bob.config.userId),
      pid: bob.config.userPid,
      deleted: false,
      loginName: 'bob@example.test',
      fullName: 'bob@example.test',
      nickname: 'bob@example.test',
      isEnabled: true,
      maxChats: 4,
      skillIds: [],
      email: 'bob@example.test',
      memberOf: { agentGroupId: -1 },
      ...USUAL,
    };
    const all = await readConfig(mock, 'le-users/users?v=4.0&select=$all');
    expect(all.text).toBe(JSON.stringify([first, second]));
    const one = await readConfig(mock, `le-users/users/${ada.config.userId}?v=6.0`);
    expect([one.status, one.headers['ac-revision'], one.text]).toEqual([200, '1', JSON.stringify(first)]);
  });

  it('do not say a password, nor another id than the login', async () => {
    const user = { id: 1, pid: 'mine', loginName: 'other', passwordSh: 'hashed', skillIds: [1], deleted: 'no' };
    const mock = await open({
      accounts: [{ accountId: ACCOUNT, agents: [{ username: 'ada', password: 'pw', user }] }],
    });
    const { userId, userPid } = (await logInAgent(mock)).config;
    const [ada] = (await configured(mock, 'le-users/users?select=$all')) as object[];
    expect(ada).toMatchObject({ id: Number(userId), pid: userPid, loginName: 'ada', skillIds: [], deleted: false });
    expect(ada).not.toHaveProperty('passwordSh');
  });

  it('have the scripted agent among them once he is there: a bot', async () => {
    const mock = await open({ agent: 'echo' });
    await logInAgent(mock);
    await openConversation(mock, await getOnBehalfHeaders(mock));
    await mock.clock.advanceAsync('1s');
    const users = (await configured(mock, 'le-users/users?select=loginName,userTypeId,skillIds')) as object[];
    expect(users[0]).toEqual({ loginName: 'ada', skillIds: [], userTypeId: 1 });
    expect(users.slice(1)).toEqual([{ loginName: expect.stringMatching(/^\d+$/), skillIds: [], userTypeId: 2 }]);
  });

  it('are asked for how available they are by the same ids', async () => {
    const mock = await open(FULL);
    const [ada] = (await configured(mock, 'le-users/users')) as { id: number }[];
    const answer = await mock.post(`/messaging_history/api/account/${ACCOUNT}/agent-view/status`, {
      headers: OAUTH_1,
      body: { agentIds: [String(ada?.id)] },
    });
    expect(answer.json()).toMatchObject({
      agentStatusRecords: [{ agentId: String(ada?.id), currentStatus: 'OFFLINE' }],
    });
  });
});

describeThroughEveryAdapter('The skills of an account', (open) => {
  const sales = {
    id: 4001,
    deleted: false,
    name: 'Sales',
    description: 'Buying',
    skillOrder: 0,
    maxWaitTime: 60,
    canTransfer: true,
    lobIds: [],
    skillRoutingConfiguration: [],
  };

  it('are those of the options and those that agents hold, the deleted ones only on demand', async () => {
    const mock = await open(FULL);
    const summary = [
      { id: 4001, deleted: false, name: 'Sales' },
      { id: 'billing', deleted: false, name: 'billing' },
    ];
    expect(await configured(mock, 'le-users/skills?v=4.0')).toEqual(summary);
    const old = { id: 4002, deleted: true, name: 'Old' };
    expect(await configured(mock, 'le-users/skills?include_deleted=true')).toEqual([summary[0], old, summary[1]]);
    const all = await readConfig(mock, 'le-users/skills?select=$all');
    const billing = { ...sales, id: 'billing', name: 'billing', description: '', maxWaitTime: 120 };
    expect(all.text).toBe(JSON.stringify([sales, billing]));
  });

  it('can be read one by one, with all members', async () => {
    const mock = await open(FULL);
    expect(await configured(mock, 'le-users/skills/4001?v=4.0')).toEqual(sales);
    expect(await configured(mock, 'le-users/skills/4001?select=name')).toEqual({ name: 'Sales' });
    expect(await configured(mock, 'le-users/skills/4002?include_deleted=True')).toMatchObject({ name: 'Old' });
    expectConfigRefusal(await readConfig(mock, 'le-users/skills/4002'), 404, 'record-unknown');
  });
});

describeThroughEveryAdapter('Further lists of the account configuration', (open) => {
  it('have the agent groups below the main group, which the login shows as well', async () => {
    const mock = await open(FULL);
    const items = [
      { id: -1, deleted: false, name: 'Main Group' },
      { id: 12, deleted: false, name: 'Night shift' },
    ];
    expect(await configured(mock, 'le-users/agentGroups?v=1')).toEqual(items);
    expect((await logInAgent(mock)).accountData).toEqual({ agentGroupsData: { items, revision: 1 } });
    const night = { id: 12, deleted: false, name: 'Night shift', description: 'From ten', parentGroupId: -1 };
    expect(await configured(mock, 'le-users/agentGroups?select=$all')).toEqual([
      { id: -1, deleted: false, name: 'Main Group', description: '', isEnabled: true },
      { ...night, isEnabled: true },
    ]);
    expect(await configured(mock, 'le-users/agentGroups/12?v=1')).toEqual({ ...night, isEnabled: true });
    const own = await open({
      accounts: [{ accountId: ACCOUNT, configuration: { agentGroups: [{ id: -1, name: 'All of us' }] } }],
    });
    expect(await configured(own, 'le-users/agentGroups')).toEqual([{ id: -1, deleted: false, name: 'All of us' }]);
  });

  it('have the reasons for a status, as the page prints them', async () => {
    const mock = await open(FULL);
    const answer = await readConfig(mock, 'le-agents/status-reasons');
    const [first, second] = [
      { text: 'some reason text', state: 'Away', enabled: true, id: 725987312, deleted: false },
      { text: 'another reason text', state: 'Away', enabled: false, id: 725987412, deleted: false },
    ];
    expect([answer.status, answer.text]).toEqual([200, JSON.stringify([first, second])]);
  });

  it('have the categories, in short without $all', async () => {
    const mock = await open(FULL);
    const path = 'le-categories/categories?v=2.0';
    expect(await configured(mock, path)).toEqual([
      { id: 1, deleted: false, name: 'iPhone4' },
      { id: 2, deleted: false, name: 'iPhone5' },
    ]);
    expect(await configured(mock, `${path}&select=$all&return=active`)).toEqual([
      { id: 1, deleted: false, name: 'iPhone4', order: 1, proposed: true },
      { id: 2, deleted: false, name: 'iPhone5', order: 2, proposed: false },
    ]);
  });

  it.each(LISTS.filter((list) => list !== 'le-users/agentGroups'))(
    'are empty where nothing is configured: %s',
    async (list) => {
      const mock = await open();
      expect(await configured(mock, list)).toEqual([]);
      expect(await configured(mock, `${list}/?v=2.0`)).toEqual([]);
    },
  );
});
