import type { Account } from './account.ts';
import type { NamedRecord } from './account-options.ts';
import type { User } from './users.ts';
import { usersOf } from './users.ts';

/** A record as it is answered. */
export type Entity = Readonly<Record<string, unknown>> & { readonly deleted: boolean };

/** In the order of the pages; what the options say stands for what the mock would say, or behind it. */
function entity(usual: Entity, said: Readonly<Record<string, unknown>>): Entity {
  return { ...usual, ...said, deleted: (said['deleted'] ?? usual.deleted) === true };
}

export function userEntities(account: Account): readonly Entity[] {
  return usersOf(account).map(userEntity);
}

/** What a record of the options does not say: the mock knows better, and nobody is told a password. */
const UNSAID: readonly string[] = ['id', 'pid', 'loginName', 'skillIds', 'passwordSh'];

function userEntity({ id, pid, loginName, skills, isBot, record }: User): Entity {
  const usual = {
    id: asNumber(id),
    pid,
    deleted: false,
    loginName,
    fullName: loginName,
    nickname: loginName,
    isEnabled: true,
    maxChats: 4,
    skillIds: skills.map(asNumber),
    email: loginName.includes('@') ? loginName : `${loginName}@example.test`,
    memberOf: { agentGroupId: MAIN_GROUP_ID },
    managerOf: [],
    changePwdNextLogin: false,
    permissionGroups: [],
    disabledManually: false,
    profileIds: [],
    isApiUser: false,
    userTypeId: isBot ? 2 : 1,
    lobIds: [],
  };
  return entity(usual, Object.fromEntries(Object.entries(record).filter(([member]) => !UNSAID.includes(member))));
}

/** How long a consumer may wait in a skill that says nothing of it, in seconds: documented. */
const MAX_WAIT_SECONDS = 120;

/** The skills of the options, and each that an agent holds. */
export function skillEntities({ agents, settings }: Account): readonly Entity[] {
  const skills = settings.configuration?.skills ?? [];
  const known = new Set(skills.map(({ id }) => String(id)));
  const held = new Set(agents.flatMap((agent) => agent.skills ?? []).filter((id) => !known.has(id)));
  return [...skills, ...[...held].map((id) => ({ id: asNumber(id), name: id }))].map((skill) => {
    const { id, name } = skill;
    const rest = { canTransfer: true, lobIds: [], skillRoutingConfiguration: [] };
    const usual = { id, deleted: false, name, description: '', skillOrder: 0, maxWaitTime: MAX_WAIT_SECONDS, ...rest };
    return entity(usual, skill);
  });
}

/** The group that every account has, as the agent login shows it. */
const MAIN_GROUP_ID = -1;
const MAIN_GROUP: NamedRecord = { id: MAIN_GROUP_ID, name: 'Main Group' };

/** The groups of the options below the one that every account has, unless they say themselves what that is. */
export function agentGroupsOf({ settings }: Account): readonly NamedRecord[] {
  const groups = settings.configuration?.agentGroups ?? [];
  return groups.some(({ id }) => id === MAIN_GROUP_ID) ? groups : [MAIN_GROUP, ...groups];
}

export function agentGroupEntities(account: Account): readonly Entity[] {
  return agentGroupsOf(account).map((group) => {
    const { id, name } = group;
    // The root alone has no parent: documented.
    const parent = id === MAIN_GROUP_ID ? {} : { parentGroupId: MAIN_GROUP_ID };
    return entity({ id, deleted: false, name, description: '', ...parent, isEnabled: true }, group);
  });
}

export function statusReasonEntities({ settings }: Account): readonly Entity[] {
  return (settings.configuration?.statusReasons ?? []).map((reason) => {
    const { text, state, id } = reason;
    return entity({ text, state, enabled: true, id, deleted: false }, reason);
  });
}

export function cannedResponseEntities({ settings }: Account): readonly Entity[] {
  return (settings.configuration?.cannedResponses ?? []).map((response) => {
    const { id, data } = response;
    return entity({ id, deleted: false, enabled: true, type: 0, data, categoriesIds: [], skillIds: [] }, response);
  });
}

export function categoryEntities({ settings }: Account): readonly Entity[] {
  return (settings.configuration?.categories ?? []).map((category, at) => {
    const { id, name } = category;
    return entity({ id, deleted: false, name, order: at + 1, proposed: false }, category);
  });
}

/** Ids of records are numbers on the wire; what is none stays as it is. */
function asNumber(id: string): number | string {
  return /^-?\d{1,15}$/.test(id) ? Number(id) : id;
}
