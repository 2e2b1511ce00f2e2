import type { Account } from '../../domain/account.ts';
import type { Conversation, Participant } from '../../domain/conversation.ts';
import { activeParticipants, turnsOf } from '../../domain/conversation.ts';

/** Who takes part in an account's conversations, as the history names them. */
export interface People {
  /** A consumer's id as it is, an agent's without the account. */
  idOf(participant: Participant): string;
  /** The login name of an agent who has logged in; of any other the id. */
  nameOf(agent: Participant): string;
}

/** @returns what the account knows now: whoever logs in later has a name then */
export function peopleOf({ id: accountId, agentSessions }: Account): People {
  const names = new Map(agentSessions.users().map(({ userPid, loginName }) => [userPid, loginName]));
  const prefix = `${accountId}.`;
  const idOf = ({ id, role }: Participant): string =>
    role !== 'CONSUMER' && id.startsWith(prefix) ? id.slice(prefix.length) : id;
  return { idOf, nameOf: (agent) => names.get(agent.pid) ?? idOf(agent) };
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
