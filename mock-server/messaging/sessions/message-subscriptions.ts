import type { Happening } from '../../domain/event-log.ts';
import { refuse } from '../../errors/refusal.ts';
import type { JsonObject } from '../../http/body.ts';
import type { CommandScene } from '../commands/command.ts';
import { requireConversation } from '../commands/command.ts';
import { bound, isSeenBy } from '../commands/query-messages.ts';
import type { CommandResult, Dialect } from '../dialects/dialect.ts';
import type { Socket } from './side.ts';

/** Which dialogs a consumer's socket is told the messages of. */
export interface MessageSubscriptions {
  /** `ms.SubscribeMessagingEvents`: the answer, and at once a notification with what was said so far. */
  subscribe(body: JsonObject, scene: CommandScene): CommandResult;
  tell(happening: Happening): void;
}

/** How many dialogs a socket may listen to. */
const MOST_DIALOGS = 1000;

/** @param isAlwaysTold - whether a conversation's messages come without any subscription */
export function createMessageSubscriptions(
  socket: Socket,
  dialect: Dialect,
  isAlwaysTold: (happening: Happening) => boolean,
): MessageSubscriptions {
  const dialogs = new Set<string>();
  return {
    subscribe: (body, scene) => {
      const { dialogId, conversationId, fromSeq } = body;
      const conversation = requireConversation(dialogId ?? conversationId, scene);
      const from = bound(fromSeq, 'fromSeq') ?? 0;
      if (dialogs.size >= MOST_DIALOGS)
        refuse('BAD_REQUEST', 'command-malformed', `a socket listens to at most ${String(MOST_DIALOGS)} dialogs`);
      dialogs.add(conversation.id);
      const soFar = conversation.messages.filter(
        (message) => (message.sequence ?? 0) >= from && isSeenBy(message, scene.actor.side),
      );
      for (const each of dialect.messageBodies(conversation, soFar))
        socket.notify('ms.MessagingEventNotification', each);
      return { name: 'GenericSubscribe', body: {} };
    },
    tell: (happening) => {
      const { conversation, published } = happening;
      if (published === undefined || !isSeenBy(published, 'consumer')) return;
      if (!dialogs.has(conversation.id) && !isAlwaysTold(happening)) return;
      for (const each of dialect.messageBodies(conversation, [published]))
        socket.notify('ms.MessagingEventNotification', each);
    },
  };
}
