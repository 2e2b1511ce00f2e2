import type { Account } from '../../domain/account.ts';
import type { Conversation, Participant } from '../../domain/conversation.ts';
import { activeParticipants, ANY_SKILL, turnsOf } from '../../domain/conversation.ts';

/** Who takes part in an account's conversations, as the history names them. */
export interface People {
  /** A consumer's id as it is, an agent's without the account. */
  idOf(participant: Participant): string;
  /** The names of an agent who has logged in, as the Users API has them; of any other the id. */
  namesOf(agent: Participant): Names;
  /** The name of a skill, as the Skills API has it; of one that nobody describes the id. */
  skillNameOf(skillId: string): string;
}

/** What an agent is called. */
export interface Names {
  readonly login: string;
  readonly full: string;
  readonly nick: string;
}

/** @returns what the account knows now: whoever logs in later has a name then */
export function peopleOf({ id: accountId, agents, agentSessions, settings }: Account): People {
  const records = new Map(agents.map(({ username, user }) => [username, user]));
  const names = new Map(
    agentSessions.users().map(({ userPid, loginName }) => [userPid, namesIn(records.get(loginName), loginName)]),
  );
  const skills = new Map(settings.configuration?.skills?.map(({ id, name }) => [String(id), name]));
  const prefix = `${accountId}.`;
  const idOf = ({ id, role }: Participant): string =>
    role !== 'CONSUMER' && id.startsWith(prefix) ? id.slice(prefix.length) : id;
  return {
    idOf,
    namesOf: (agent) => names.get(agent.pid) ?? namesIn(undefined, idOf(agent)),
    skillNameOf: (skillId) => (skillId === ANY_SKILL ? 'Unassigned' : (skills.get(skillId) ?? skillId)),
  };
}

function namesIn(record: Readonly<Record<string, unknown>> | undefined, login: string): Names {
  const { fullName, nickname } = record ?? {};
  return {
    login,
    full: typeof fullName === 'string' ? fullName : login,
    nick: typeof nickname === 'string' ? nickname : login,
  };
}

/** The agents who take or took part, in the order in which they came; an agent who came back is there again. */
export function agentsOf(conversation: Conversation): readonly Participant[] {
  const fromTurns = turnsOf(conversation).flatMap((turn) => activeParticipants(turn));
  return [...fromTurns, ...conversation.messages.map(({ from }) => from)].filter(({ role }) => role !== 'CONSUMER');
}

/** Who has a conversation, or had it last. */
export function latestAgentOf(conversation: Conversation): Participant | undefined {
  return turnsOf(conversation)
    .flatMap((turn) => activeParticipants(turn, 'ASSIGNED_AGENT'))
    .at(-1);
}
