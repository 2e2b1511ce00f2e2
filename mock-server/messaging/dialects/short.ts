import type { Conversation, Message, Participant } from '../../domain/conversation.ts';
import { activeParticipants, effectiveTtr } from '../../domain/conversation.ts';
import type { JsonObject } from '../../http/body.ts';
import { dialogMembers, idsByRole, stateMembers } from './conversation-members.ts';
import type { AnswerName, Dialect } from './dialect.ts';

const ODD: Readonly<Partial<Record<AnswerName, string>>> = { Text: '.ReqBody$StringResp', Error: '.ReqBody$ErrorResp' };

/** The consumers' side knows agents by the newer one of their ids. */
const idOf = ({ pid }: Participant): string => pid;

/** Version 3, which consumers' sockets speak: `ms.PublishEventResponse`. */
export const shortDialect: Dialect = {
  answerType: (name) => ODD[name] ?? `${name}Response`,
  notificationType: (name) => name,
  conversation,
  message,
  messageBodies: (of, messages) => [{ changes: messages.map((each) => message(of, each)) }],
};

function conversation(of: Conversation, accountId: string): JsonObject {
  const { id, skillId, ttr, csatRate, changedMs } = of;
  const active = activeParticipants(of);
  return {
    convId: id,
    effectiveTTR: effectiveTtr(of),
    conversationDetails: {
      skillId,
      participants: active.map((each) => ({ id: idOf(each), role: each.role })),
      participantsPId: idsByRole(active, idOf),
      dialogs: [dialogMembers(of, idOf)],
      brandId: accountId,
      ...stateMembers(of),
      ...(csatRate === undefined ? {} : { csatRate }),
      ttr,
      conversationHandlerDetails: { accountId, skillId },
    },
    lastUpdateTime: changedMs,
  };
}

/** A chat state has neither a number nor a time, and says nothing of who may see it. */
function message({ id }: Conversation, { sequence, from, atMs, audience, event }: Message): JsonObject {
  const originator = { originatorId: from.pid, originatorMetadata: { id: from.pid, role: from.role } };
  if (sequence === undefined) return { ...originator, event, conversationId: id, dialogId: id };
  const isContent = event['type'] !== 'AcceptStatusEvent';
  return {
    sequence,
    ...originator,
    serverTimestamp: atMs,
    event,
    conversationId: id,
    dialogId: id,
    ...(isContent ? { messageAudience: audience } : {}),
  };
}
