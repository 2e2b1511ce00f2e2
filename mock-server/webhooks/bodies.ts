import type { Conversation, Message } from '../domain/conversation.ts';
import { activeParticipants, effectiveTtr } from '../domain/conversation.ts';
import type { Happening } from '../domain/event-log.ts';
import type { WebhookEvent } from '../domain/webhook-settings.ts';
import { WEBHOOK_EVENTS } from '../domain/webhook-settings.ts';
import type { JsonObject } from '../http/body.ts';
import { dialogMembers } from '../messaging/dialects/conversation-members.ts';
import { shortDialect } from '../messaging/dialects/short.ts';

/** What a happening is called in an installation; undefined when nobody is told of it. */
export function webhookEventOf({ published }: Pick<Happening, 'published'>): WebhookEvent | undefined {
  if (published === undefined) return 'cqm.ExConversationChangeNotification';
  if (published.audience !== 'ALL') return undefined;
  const name = `ms.MessagingEventNotification.${String(published.event['type'])}`;
  return WEBHOOK_EVENTS.find((event) => event === name);
}

/**
 * The body of a webhook: compact JSON, because receivers compare the signature with what they have parsed and written
 * again.
 *
 * @param subscriptionId - the app's, which changes of conversations carry
 */
export function webhookBody(happening: Happening, accountId: string, subscriptionId: string): string {
  const { conversation, published } = happening;
  const body =
    published === undefined
      ? { subscriptionId, changes: [{ type: 'UPSERT', result: changeOf(conversation, accountId) }] }
      : { changes: [messageOf(conversation, published)] };
  const type = published === undefined ? 'cqm.ExConversationChangeNotification' : 'ms.MessagingEventNotification';
  return JSON.stringify({ kind: 'notification', body, type });
}

/** As on a consumer's socket; the members of the event in the order of LivePerson's samples. */
function messageOf(conversation: Conversation, published: Message): JsonObject {
  const { type, message, contentType, ...others } = published.event;
  return shortDialect.message(conversation, { ...published, event: { type, message, contentType, ...others } });
}

function changeOf(conversation: Conversation, accountId: string): JsonObject {
  const { id, skillId, state, closedBy, startMs, endMs, changedMs, ttr } = conversation;
  const active = activeParticipants(conversation);
  return {
    convId: id,
    effectiveTTR: effectiveTtr(conversation),
    conversationDetails: {
      skillId,
      participants: active.map(({ pid, role }) => ({ id: pid, role })),
      dialogs: [dialogMembers(conversation, ({ pid }) => pid)],
      brandId: accountId,
      state,
      stage: state,
      closeReason: closedBy,
      startTs: startMs,
      // Only the capture of a consumer's closing has it.
      endTs: closedBy === 'CONSUMER' ? endMs : undefined,
      metaDataLastUpdateTs: changedMs,
      ttr,
      conversationHandlerDetails: { accountId, skillId },
    },
  };
}
