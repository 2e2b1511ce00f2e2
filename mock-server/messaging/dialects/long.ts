import type { Conversation, Message, Participant, Role } from '../../domain/conversation.ts';
import { activeParticipants, effectiveTtr } from '../../domain/conversation.ts';
import type { JsonObject } from '../../http/body.ts';
import { dialogMembers, idsByRole, stateMembers } from './conversation-members.ts';
import type { AnswerName, Dialect } from './dialect.ts';

const ODD: Readonly<Partial<Record<AnswerName, string>>> = {
  Text: '.ReqBody$StringResp',
  Error: '.ReqBody$ErrorResp',
  GetClock: '.GetClock$Response',
};

/** Roles that are told even when nobody has them: clients read the lists without asking. */
const ALWAYS_TOLD: readonly Role[] = ['CONSUMER', 'ASSIGNED_AGENT', 'MANAGER', 'READER'];

const oldIdOf = ({ id }: Participant): string => id;
const pidOf = ({ pid }: Participant): string => pid;

/** UMS 2.1, which agents' and older consumers' sockets speak: `.ams.ms.PublishEvent$Response`. */
export const longDialect: Dialect = {
  answerType: (name) => ODD[name] ?? `.ams.${long(name)}$Response`,
  // A chat state has no number, and this side says 0.
  answerBody: ({ name, body }) => (name === 'ms.PublishEvent' ? { sequence: 0, ...(body as JsonObject) } : body),
  notificationType: (name) =>
    name === 'ms.MessagingEventNotification' ? '.ams.ms.OnlineEventDistribution' : `.ams.${long(name)}`,
  conversation,
  message,
  messageBodies: (of, messages) => messages.map((each) => message(of, each)),
};

function long(name: string): string {
  return name.replace('cqm.', 'aam.');
}

function conversation(of: Conversation, accountId: string): JsonObject {
  const { id, skillId, ttr, csatRate = 0, note, changedMs } = of;
  const active = activeParticipants(of);
  return {
    convId: id,
    effectiveTTR: effectiveTtr(of),
    conversationDetails: {
      convId: id,
      skillId,
      participants: idsByRole(active, oldIdOf, ALWAYS_TOLD),
      participantsPId: idsByRole(active, pidOf, ALWAYS_TOLD),
      dialogs: [dialogMembers(of, oldIdOf)],
      brandId: accountId,
      ...stateMembers(of),
      firstConversation: false,
      csatRate,
      ttr,
      note,
      conversationHandlerDetails: { accountId, skillId },
    },
    numberOfunreadMessages: Object.fromEntries(
      activeParticipants(of, 'ASSIGNED_AGENT').map((agent) => [agent.id, unreadBy(of, agent)]),
    ),
    lastUpdateTime: changedMs,
  };
}

/** What the consumer has said since the agent last said something or read. */
function unreadBy({ messages }: Conversation, agent: Participant): number {
  let count = 0;
  for (const { from, event } of [...messages].reverse()) {
    if (from.pid === agent.pid) return count;
    if (from.role === 'CONSUMER' && event['type'] !== 'AcceptStatusEvent') count += 1;
  }
  return count;
}

function message({ id }: Conversation, { sequence, from, atMs, audience, event }: Message): JsonObject {
  const originator = {
    originatorId: from.id,
    originatorPId: from.pid,
    originatorMetadata: { id: from.pid, role: from.role },
  };
  if (sequence === undefined) return { ...originator, event, dialogId: id };
  return {
    sequence,
    ...originator,
    serverTimestamp: atMs,
    event,
    dialogId: id,
    ...(audience === 'ALL' ? {} : { messageAudience: audience }),
  };
}
