import { describe, expect, it } from '@jest/globals';
import {
  agentGroupEntities,
  agentGroupsOf,
  cannedResponseEntities,
  categoryEntities,
  skillEntities,
  statusReasonEntities,
  userEntities,
} from '../../../mock-server/domain/configuration.ts';
import { knownUsers, usersOf } from '../../../mock-server/domain/users.ts';
import { openAccount } from './open-account.ts';

const MAIN_GROUP = { id: -1, deleted: false, name: 'Main Group', description: '', isEnabled: true };

describe('the configuration of an account', () => {
  it('that says nothing has one group and no record beside', () => {
    const account = openAccount();
    expect(agentGroupEntities(account)).toEqual([MAIN_GROUP]);
    for (const list of [skillEntities, statusReasonEntities, cannedResponseEntities, categoryEntities, userEntities])
      expect(list(account)).toEqual([]);
  });

  it('has what a record does not say of itself, and takes from the record all that it says', () => {
    const data = [{ msg: 'Hello', lang: 'en-US' }];
    const records = {
      a: { id: 1, name: 'one' },
      b: { id: 2, name: 'two', deleted: true, description: 'said', isEnabled: false },
    };
    const account = openAccount({
      configuration: {
        skills: [records.a, records.b],
        agentGroups: [records.a, records.b],
        statusReasons: [
          { id: 1, text: 'Lunch', state: 'Away' },
          { id: 2, text: 'Tea', state: 'Away', deleted: true, enabled: false },
        ],
        cannedResponses: [
          { id: 1, data },
          { id: 2, data, deleted: true, type: 1 },
        ],
        categories: [records.a, records.b],
      },
    });
    const skill = {
      deleted: false,
      description: '',
      skillOrder: 0,
      maxWaitTime: 120,
      canTransfer: true,
      lobIds: [],
      skillRoutingConfiguration: [],
    };
    expect(skillEntities(account)).toEqual([
      { ...skill, ...records.a },
      { ...skill, ...records.b },
    ]);
    const group = { deleted: false, description: '', parentGroupId: -1, isEnabled: true };
    expect(agentGroupEntities(account)).toEqual([MAIN_GROUP, { ...group, ...records.a }, { ...group, ...records.b }]);
    expect(statusReasonEntities(account)).toEqual([
      { id: 1, text: 'Lunch', state: 'Away', enabled: true, deleted: false },
      { id: 2, text: 'Tea', state: 'Away', enabled: false, deleted: true },
    ]);
    const response = { deleted: false, enabled: true, type: 0, data, categoriesIds: [], skillIds: [] };
    expect(cannedResponseEntities(account)).toEqual([
      { ...response, id: 1 },
      { ...response, id: 2, deleted: true, type: 1 },
    ]);
    expect(categoryEntities(account)).toEqual([
      { deleted: false, proposed: false, order: 1, ...records.a },
      { proposed: false, order: 2, ...records.b },
    ]);
  });

  it('can say what the group is that every account has', () => {
    const own = { id: -1, name: 'Everybody' };
    const account = openAccount({ configuration: { agentGroups: [own] } });
    expect([agentGroupsOf(account), agentGroupEntities(account)]).toEqual([
      [own],
      [{ ...MAIN_GROUP, name: 'Everybody' }],
    ]);
  });

  it('has each skill that an agent holds, under a number where its id is one that JSON can hold', () => {
    const skills = ['4001', '-7', '123456789012345', '1234567890123456', '12a', 'a12', ' 1', '1.5'];
    const ids = [4001, -7, 123_456_789_012_345, '1234567890123456', '12a', 'a12', ' 1', '1.5'];
    const account = openAccount({
      agents: [
        { username: 'ada', password: 'pw', skills },
        { username: 'bob', password: 'pw', skills: ['-7'] },
      ],
    });
    expect(skillEntities(account).map(({ id, name }) => [id, name])).toEqual(
      ids.map((id, index) => [id, skills[index]]),
    );
    expect(userEntities(account).map(({ skillIds }) => skillIds)).toEqual([ids, [-7]]);
  });
});

describe('the users of an account', () => {
  const MEMBERS = { id: 1, pid: 'mine', loginName: 'other', skillIds: [1], passwordSh: 'hash' };

  it.each(Object.keys(MEMBERS))('do not have the %s of their record, but that of their login', (member) => {
    const agent = { username: 'ada', password: 'pw' };
    const [withIt, without] = [
      { ...agent, user: { fullName: 'Ada L.', ...MEMBERS } },
      { ...agent, user: { fullName: 'Ada L.' } },
    ];
    const [user, usual] = [withIt, without].map((each) => userEntities(openAccount({ agents: [each] }))[0]);
    expect(user).toHaveProperty('fullName', 'Ada L.');
    expect(user?.[member]).toEqual(usual?.[member]);
  });

  it('are each there once, whether they have logged in, are present, or both', () => {
    const account = openAccount({ agents: [{ username: 'ada', password: 'pw', skills: ['7'], user: { x: 1 } }] });
    const { userId, userPid } = account.agentSessions.open('ada', 0);
    account.presence.set({ id: `100.${userId}`, pid: userPid, availability: 'ONLINE', sinceMs: 0 });
    account.presence.set({ id: '100.55', pid: 'pid of the bot', availability: 'ONLINE', sinceMs: 0 });
    expect(knownUsers(account)).toEqual([
      { id: userId, pid: userPid, loginName: 'ada', skills: ['7'], isBot: false, record: { x: 1 } },
      { id: '55', pid: 'pid of the bot', loginName: '55', skills: [], isBot: true, record: {} },
    ]);
    expect(userEntities(account)).toMatchObject([
      { id: Number(userId), userTypeId: 1, deleted: false, email: 'ada@example.test', isEnabled: true },
      { id: 55, userTypeId: 2, deleted: false },
    ]);
  });

  it('of whom nobody says more are whole records, as the pages have them', () => {
    const account = openAccount({ agents: [{ username: 'ada', password: 'pw', skills: ['7', 'b'] }] });
    const { userId, userPid } = account.agentSessions.open('ada', 0);
    expect(userEntities(account)).toEqual([
      {
        id: Number(userId),
        pid: userPid,
        deleted: false,
        loginName: 'ada',
        fullName: 'ada',
        nickname: 'ada',
        isEnabled: true,
        maxChats: 4,
        skillIds: [7, 'b'],
        email: 'ada@example.test',
        memberOf: { agentGroupId: -1 },
        managerOf: [],
        changePwdNextLogin: false,
        permissionGroups: [],
        disabledManually: false,
        profileIds: [],
        isApiUser: false,
        userTypeId: 1,
        lobIds: [],
      },
    ]);
  });

  it('hold no skill twice that the options describe', () => {
    const account = openAccount({
      agents: [
        { username: 'ada', password: 'pw' },
        { username: 'bob', password: 'pw', skills: ['7', '8'] },
      ],
      configuration: { skills: [{ id: 7, name: 'Sales' }] },
    });
    expect(skillEntities(account).map(({ id, name }) => [id, name])).toEqual([
      [7, 'Sales'],
      [8, '8'],
    ]);
  });

  it('are no more than are kept: the first of those that are configured', () => {
    const agents = Array.from({ length: 1001 }, (_, index) => ({ username: `agent-${String(index)}`, password: 'pw' }));
    const names = usersOf(openAccount({ agents })).map(({ loginName }) => loginName);
    expect([names.length, names[0], names.at(-1)]).toEqual([1000, 'agent-0', 'agent-999']);
  });
});
