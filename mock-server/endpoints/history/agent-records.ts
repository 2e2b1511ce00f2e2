import type { Participant, Turn } from '../../domain/conversation.ts';
import { activeParticipants } from '../../domain/conversation.ts';
import type { HistoryAgent, HistoryInteraction, HistoryTransfer } from './bodies.ts';
import { historyTime } from './history-time.ts';
import type { People } from './people.ts';

/** The agents who joined, each when he did. */
export function joinedAgents(turns: readonly Turn[], people: People): readonly HistoryAgent[] {
  return turns.flatMap((turn, at) =>
    agentsOnlyIn(turn, turns[at - 1]).map((agent) => agentRecord(agent, turn, people)),
  );
}

/** The agents who left, each when he did. */
export function leftAgents(turns: readonly Turn[], people: People): readonly HistoryAgent[] {
  return turns.flatMap((turn, at) => {
    const before = turns[at - 1];
    return before === undefined ? [] : agentsOnlyIn(before, turn).map((agent) => agentRecord(agent, turn, people));
  });
}

/** The agents who are there now, each when he joined last. */
export function presentAgents(turns: readonly Turn[], people: People): readonly HistoryAgent[] {
  const latest = turns.slice(-1).flatMap((turn) => agentsOnlyIn(turn, undefined));
  const there = new Set(latest.map((agent) => people.idOf(agent)));
  const joined = new Map(joinedAgents(turns, people).map((record) => [record.agentId, record]));
  return [...joined.values()].filter(({ agentId }) => there.has(agentId));
}

/** Each time in which one agent had the conversation. */
export function interactionsOf(turns: readonly Turn[], people: People): readonly HistoryInteraction[] {
  const begun = turns.flatMap((turn, at) => {
    const agent = assignedIn(turn);
    return agent === undefined || agent.pid === assignedIn(turns[at - 1])?.pid ? [] : [{ agent, atMs: turn.atMs }];
  });
  return begun.map(({ agent, atMs }, index) => {
    const { full, login, nick } = people.namesOf(agent);
    return {
      assignedAgentId: people.idOf(agent),
      assignedAgentFullName: full,
      assignedAgentLoginName: login,
      assignedAgentNickname: nick,
      interactionTimeL: atMs,
      interactionTime: historyTime(atMs),
      interactiveSequence: index + 1,
    };
  });
}

/** To another skill, from one agent to another, or back into the queue. A first agent is none. */
export function transfersOf(turns: readonly Turn[], people: People): readonly HistoryTransfer[] {
  return turns.flatMap((turn, at) => {
    const before = turns[at - 1];
    if (before === undefined) return [];
    const reason = transferReason(before, turn);
    return reason === undefined ? [] : [transferRecord(before, turn, reason, people)];
  });
}

function transferReason(before: Turn, turn: Turn): HistoryTransfer['reason'] | undefined {
  if (before.skillId !== turn.skillId) return 'Skill';
  const [source, target] = [assignedIn(before), assignedIn(turn)];
  if (source === undefined || source.pid === target?.pid) return undefined;
  return target === undefined ? 'back2Q' : 'Agent';
}

function transferRecord(
  before: Turn,
  { atMs, ...turn }: Turn,
  reason: HistoryTransfer['reason'],
  people: People,
): HistoryTransfer {
  const [source, target] = [assignedIn(before), reason === 'Agent' ? assignedIn(turn) : undefined];
  const sourceId = source === undefined ? NOBODY : people.idOf(source);
  const names = source === undefined ? NOBODYS_NAMES : people.namesOf(source);
  return {
    timeL: atMs,
    time: historyTime(atMs),
    assignedAgentId: target === undefined ? NOBODY : people.idOf(target),
    targetSkillId: Number(turn.skillId),
    targetSkillName: people.skillNameOf(turn.skillId),
    reason,
    by: sourceId,
    sourceSkillId: Number(before.skillId),
    sourceSkillName: people.skillNameOf(before.skillId),
    sourceAgentId: sourceId,
    sourceAgentFullName: names.full,
    sourceAgentLoginName: names.login,
    sourceAgentNickname: names.nick,
  };
}

/** What the pages say where there is no agent. */
const NOBODY = 'null';
const NOBODYS_NAMES = { full: NOBODY, login: NOBODY, nick: NOBODY };

function assignedIn(turn: Omit<Turn, 'atMs'> | undefined): Participant | undefined {
  return turn === undefined ? undefined : activeParticipants(turn, 'ASSIGNED_AGENT').at(-1);
}

/** The agents of one turn who are not in the other in that role. */
function agentsOnlyIn(turn: Turn, other: Turn | undefined): readonly Participant[] {
  const known = other === undefined ? [] : activeParticipants(other);
  return activeParticipants(turn).filter(
    ({ pid, role }) => role !== 'CONSUMER' && !known.some((each) => each.pid === pid && each.role === role),
  );
}

function agentRecord(agent: Participant, { atMs }: Turn, people: People): HistoryAgent {
  const { full, login, nick } = people.namesOf(agent);
  return {
    agentFullName: full,
    agentNickname: nick,
    agentLoginName: login,
    agentDeleted: false,
    agentId: people.idOf(agent),
    userType: '1',
    userTypeName: 'Human',
    role: 'AGENT',
    agentGroupName: 'Unassigned',
    agentGroupId: -1,
    time: historyTime(atMs),
    timeL: atMs,
    permission: agent.role,
  };
}
