import type { Conversation, Participant } from '../../domain/conversation.ts';
import { turnsOf } from '../../domain/conversation.ts';
import type { HistoryFilter, Span } from './filter.ts';
import { contentOf } from './message-records.ts';
import type { People } from './people.ts';
import { agentsOf, latestAgentOf } from './people.ts';
import { queueState } from './records.ts';

/** A conversation that is looked at. */
interface Candidate {
  readonly conversation: Conversation;
  readonly people: People;
  readonly nowMs: number;
}

/** Whether a conversation is one of those that are searched for: what is cheap is looked at first. */
export function fits(filter: HistoryFilter, candidate: Candidate): boolean {
  return !filter.asksForUnknown && fitsAsItIs(filter, candidate) && fitsByItsPast(filter, candidate);
}

function fitsAsItIs(filter: HistoryFilter, { conversation, nowMs }: Candidate): boolean {
  const { startMs, endMs, state, skillId, csatRate } = conversation;
  return (
    isWithin(filter.start, startMs) &&
    isWithin(filter.end, endMs) &&
    isWithin(filter.duration, ((endMs ?? nowMs) - startMs) / 1000) &&
    isWithin(filter.csat, csatRate) &&
    isAmong(filter.status, [state]) &&
    isAmong(filter.source, ['APP']) &&
    isAmong(filter.device, ['NA']) &&
    isAmong(filter.latestSkillIds, [skillId]) &&
    isQueued(filter, conversation)
  );
}

/** By all who took part, all skills it had, and all that was said. */
function fitsByItsPast(filter: HistoryFilter, { conversation, people }: Candidate): boolean {
  return (
    isAmong(filter.skillIds, () => turnsOf(conversation).map((turn) => turn.skillId)) &&
    isAmong(filter.latestAgentIds, () => agentIds([latestAgentOf(conversation)], people)) &&
    isAmong(filter.agentIds, () => agentIds(agentsOf(conversation), people)) &&
    isAmong(filter.agentGroupIds, () => (agentsOf(conversation).length > 0 ? [NO_GROUP] : [])) &&
    isAmong(filter.messageContentTypes, () => conversation.messages.flatMap((each) => contentOf(each)?.type ?? [])) &&
    isSaid(filter.keyword, conversation)
  );
}

/** Agents are in no group here. */
const NO_GROUP = '-1';

function isWithin(span: Span | undefined, value: number | undefined): boolean {
  return span === undefined || (value !== undefined && value >= span.from && value <= span.to);
}

function isAmong(wanted: readonly string[] | undefined, found: readonly string[] | (() => readonly string[])): boolean {
  if (wanted === undefined) return true;
  return (typeof found === 'function' ? found() : found).some((each) => wanted.includes(each));
}

function isQueued({ latestConversationQueueState: wanted }: HistoryFilter, conversation: Conversation): boolean {
  return wanted === undefined || queueState(conversation) === wanted;
}

/** An agent is named by any of his ids. */
function agentIds(agents: readonly (Participant | undefined)[], people: People): readonly string[] {
  return agents.flatMap((agent) => (agent === undefined ? [] : [people.idOf(agent), agent.id, agent.pid]));
}

/** A part of a text that was said, in any case. */
function isSaid(keyword: string | undefined, { messages }: Conversation): boolean {
  if (keyword === undefined) return true;
  return messages.some(
    ({ event: { message } }) => typeof message === 'string' && message.toLowerCase().includes(keyword),
  );
}
