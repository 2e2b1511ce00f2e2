import type { Account } from '../../domain/account.ts';
import type { Conversation } from '../../domain/conversation.ts';
import type { Profile } from '../../domain/profiles.ts';
import { activeParticipants, turnsOf } from '../../domain/conversation.ts';
import { isObject } from '../../http/body.ts';
import { interactionsOf, joinedAgents, leftAgents, presentAgents, transfersOf } from './agent-records.ts';
import type { HistoryConsumer, HistoryInfo, HistoryRecord } from './bodies.ts';
import { historyTime } from './history-time.ts';
import { messageRecords, messageStatuses } from './message-records.ts';
import type { People } from './people.ts';
import { latestAgentOf, peopleOf } from './people.ts';

/** A part of a record that can be asked for with `contentToRetrieve`. */
type Part = Exclude<keyof HistoryRecord, 'info'>;

/** What a conversation is recorded from. */
interface Recorded {
  readonly account: Account;
  readonly conversation: Conversation;
  readonly people: People;
}

/** Each part, in the order of the pages. */
const PARTS: { readonly [Name in Part]: (recorded: Recorded) => HistoryRecord[Name] } = {
  messageRecords: ({ conversation, people }) => messageRecords(conversation, people),
  messageScores: () => [],
  messageStatuses: ({ conversation, people }) => messageStatuses(conversation, people),
  agentParticipants: ({ conversation, people }) => joinedAgents(turnsOf(conversation), people),
  agentParticipantsActive: ({ conversation, people }) => presentAgents(turnsOf(conversation), people),
  agentParticipantsLeave: ({ conversation, people }) => leftAgents(turnsOf(conversation), people),
  consumerParticipants: ({ account, conversation }) => [consumerRecord(account, conversation)],
  transfers: ({ conversation, people }) => transfersOf(turnsOf(conversation), people),
  interactions: ({ conversation, people }) => interactionsOf(turnsOf(conversation), people),
};

/** Parts that are there only when they are asked for. */
const ON_DEMAND: readonly string[] = ['agentParticipantsActive', 'agentParticipantsLeave'];

/**
 * The records of conversations, in their order.
 *
 * @param content - the parts that are asked for; undefined for all
 * @param nowMs - until when an open one has lasted, by the account's clock
 */
export function recordsOf(
  account: Account,
  conversations: readonly Conversation[],
  content: readonly string[] | undefined,
  nowMs: number,
): readonly HistoryRecord[] {
  const people = peopleOf(account);
  const parts = Object.entries(PARTS).filter(([name]) => content?.includes(name) ?? !ON_DEMAND.includes(name));
  return conversations.map((conversation) => {
    const recorded = { account, conversation, people };
    return {
      info: infoOf(recorded, nowMs),
      ...Object.fromEntries(parts.map(([name, part]) => [name, part(recorded)])),
    };
  });
}

/** Whether somebody has the conversation, or it waits. */
export function queueState({ participants }: Conversation): HistoryInfo['latestQueueState'] {
  return activeParticipants({ participants }, 'ASSIGNED_AGENT').length > 0 ? 'ACTIVE' : 'IN_QUEUE';
}

function infoOf({ account, conversation, people }: Recorded, nowMs: number): HistoryInfo {
  const { id, startMs, endMs, closedBy, skillId, state, csatRate } = conversation;
  const agent = latestAgentOf(conversation);
  const names = agent === undefined ? undefined : people.namesOf(agent);
  return {
    startTime: historyTime(startMs),
    startTimeL: startMs,
    endTime: endMs === undefined ? UNKNOWN : historyTime(endMs),
    endTimeL: endMs ?? -1,
    duration: Math.max(0, (endMs ?? nowMs) - startMs),
    conversationId: id,
    brandId: account.id,
    latestAgentId: agent === undefined ? undefined : people.idOf(agent),
    latestAgentNickname: names?.nick,
    latestAgentFullName: names?.full,
    latestAgentLoginName: names?.login,
    agentDeleted: false,
    latestSkillId: Number(skillId),
    latestSkillName: people.skillNameOf(skillId),
    source: 'APP',
    closeReason: closedBy,
    closeReasonDescription: closedBy === undefined ? undefined : 'MANUAL_CLOSE',
    status: state,
    firstConversation: isFirst(account, conversation),
    csat: csatRate,
    csatRate,
    device: 'NA',
    browser: UNKNOWN,
    operatingSystem: 'NA',
    latestAgentGroupId: -1,
    latestAgentGroupName: 'Unassigned',
    latestQueueState: queueState(conversation),
    isPartial: false,
  };
}

/** What the pages print where nothing is known. */
const UNKNOWN = 'undefined';

/** As far as the account remembers. */
function isFirst({ conversations }: Account, { id, consumerId }: Conversation): boolean {
  return [...conversations.all()].find((each) => each.consumerId === consumerId)?.id === id;
}

function consumerRecord({ profiles }: Account, { consumerId, startMs }: Conversation): HistoryConsumer {
  const told = tellerOf(profiles.find(consumerId) ?? {});
  const firstName = told('firstName', 'firstname') ?? 'Visitor';
  return {
    participantId: consumerId,
    firstName,
    lastName: told('lastName', 'lastname') ?? UNKNOWN,
    token: UNKNOWN,
    email: told('mail') ?? UNKNOWN,
    phone: told('mobileNum') ?? UNKNOWN,
    avatarURL: told('avatarUrl') ?? UNKNOWN,
    time: historyTime(startMs),
    timeL: startMs,
    consumerName: firstName,
  };
}

/** Finds what a profile tells under one of some names: itself, in its private part or in its engagement attributes. */
function tellerOf(profile: Profile): (...names: string[]) => string | undefined {
  const { privateData, userPrivateData, authenticatedData } = profile;
  const attributes: unknown = isObject(authenticatedData) ? authenticatedData['lp_sdes'] : undefined;
  const list: readonly unknown[] = Array.isArray(attributes) ? attributes : [];
  const personal = list.map((each) => (isObject(each) ? each['personal'] : undefined));
  const places = [profile, privateData, userPrivateData, ...personal].filter(isObject);
  return (...names) =>
    places
      .flatMap((place) => names.map((name) => place[name]))
      .find((value): value is string => typeof value === 'string' && value !== '');
}
