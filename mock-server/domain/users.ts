import type { Account } from './account.ts';
import type { AgentOptions } from './account-options.ts';
import { MAX_SESSIONS } from './agent.ts';

/** A user of an account: an agent, or the bot that answers for one. */
export interface User {
  /** Without the account; digits. */
  readonly id: string;
  readonly pid: string;
  readonly loginName: string;
  /** The ids of the skills that he holds; none is all. */
  readonly skills: readonly string[];
  /** He takes part without a login, as the scripted agent does. */
  readonly isBot: boolean;
  /** What the options say of his record. */
  readonly record: Readonly<Record<string, unknown>>;
}

/** Everybody who has logged in or told how available he is, in this order. */
export function knownUsers({ id: accountId, agents, agentSessions, presence }: Account): readonly User[] {
  const settings = new Map(agents.map((agent) => [agent.username, agent]));
  const users = agentSessions.users().map(({ loginName, userId, userPid }): User => {
    return { id: userId, pid: userPid, loginName, isBot: false, ...told(settings.get(loginName)) };
  });
  const known = new Set(users.map(({ pid }) => pid));
  const others = presence.list().filter(({ pid }) => !known.has(pid));
  return [
    ...users,
    ...others.map(({ id: oldId, pid }): User => {
      const id = oldId.slice(accountId.length + 1);
      return { id, pid, loginName: id, isBot: true, ...told(undefined) };
    }),
  ];
}

function told(agent: AgentOptions | undefined): Pick<User, 'skills' | 'record'> {
  return { skills: agent?.skills ?? [], record: agent?.user ?? {} };
}

/** The users of an account: the configured agents, whether they have logged in or not, and whoever else is known. */
export function usersOf(account: Account): readonly User[] {
  for (const { username } of account.agents.slice(0, MAX_SESSIONS)) account.agentSessions.introduce(username);
  return knownUsers(account);
}
