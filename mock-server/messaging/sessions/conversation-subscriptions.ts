import type { Conversation } from '../../domain/conversation.ts';
import { activeParticipants } from '../../domain/conversation.ts';
import type { Happening } from '../../domain/event-log.ts';
import { refuse } from '../../errors/refusal.ts';
import type { JsonObject } from '../../http/body.ts';
import type { CommandScene } from '../commands/command.ts';
import { bound } from '../commands/query-messages.ts';
import type { CommandResult, Dialect } from '../dialects/dialect.ts';
import { textResult } from '../dialects/dialect.ts';
import type { Socket } from './side.ts';

/** Who is told of which conversations, on one socket. */
export interface ConversationSubscriptions {
  /** `cqm.SubscribeExConversations`: the answer, and at once a notification with what there is already. */
  readonly subscribe: (body: JsonObject, scene: CommandScene) => CommandResult;
  /** `cqm.UnsubscribeExConversations`. */
  readonly unsubscribe: (body: JsonObject) => CommandResult;
  /** Tells the subscribers of something that happened. */
  tell(happening: Happening): void;
}

interface Subscription {
  readonly filter: Filter;
  /** The conversations that it was told of, and that it would hear a DELETE of. */
  readonly known: Set<string>;
}

interface Filter {
  readonly states: readonly string[] | undefined;
  readonly stages: readonly string[] | undefined;
  readonly agentIds: readonly string[] | undefined;
  readonly sinceMs: number;
}

/** How many subscriptions a socket may have. */
export const MOST_SUBSCRIPTIONS = 100;
/** How many conversations one notification tells of; there are several when there are more. */
const MOST_CHANGES = 100;

/** @param isTheirs - whether the one at this socket may know of a conversation at all */
export function createConversationSubscriptions(
  socket: Socket,
  dialect: Dialect,
  isTheirs: (conversation: Conversation) => boolean,
): ConversationSubscriptions {
  const byId = new Map<string, Subscription>();
  const notify = (subscriptionId: string, changes: readonly JsonObject[]): void => {
    socket.notify('cqm.ExConversationChangeNotification', { subscriptionId, changes });
  };
  const change = (type: 'UPSERT' | 'DELETE', conversation: Conversation): JsonObject => ({
    type,
    result: dialect.conversation(conversation, socket.accountId),
  });

  return {
    subscribe: (body, { account, ids }) => {
      if (byId.size >= MOST_SUBSCRIPTIONS)
        refuse('BAD_REQUEST', 'command-malformed', `a socket has at most ${String(MOST_SUBSCRIPTIONS)} subscriptions`);
      const filter = filterOf(body);
      const subscriptionId = ids.uuid();
      const known = new Set<string>();
      byId.set(subscriptionId, { filter, known });
      const changes: JsonObject[] = [];
      for (const conversation of account.conversations.all()) {
        if (!isTheirs(conversation) || !fits(conversation, filter) || conversation.changedMs < filter.sinceMs) continue;
        known.add(conversation.id);
        changes.push(change('UPSERT', conversation));
      }
      do notify(subscriptionId, changes.splice(0, MOST_CHANGES));
      while (changes.length > 0);
      return { name: 'cqm.SubscribeExConversations', body: { subscriptionId } };
    },
    unsubscribe: ({ subscriptionId }) => {
      if (typeof subscriptionId !== 'string' || !byId.delete(subscriptionId))
        refuse('BAD_REQUEST', 'command-malformed', 'subscriptionId is of no subscription of this socket');
      return textResult('OK');
    },
    tell: ({ event: { kind }, conversation }) => {
      if (kind === 'message-published' || kind === 'chat-state-published' || !isTheirs(conversation)) return;
      for (const [subscriptionId, { filter, known }] of byId) {
        if (fits(conversation, filter)) {
          known.add(conversation.id);
          notify(subscriptionId, [change('UPSERT', conversation)]);
        } else if (known.delete(conversation.id)) notify(subscriptionId, [change('DELETE', conversation)]);
      }
    },
  };
}

function filterOf({ convState, stage, agentIds, minLastUpdatedTime }: JsonObject): Filter {
  return {
    states: textsOf(convState, 'convState'),
    stages: textsOf(stage, 'stage'),
    agentIds: textsOf(agentIds, 'agentIds'),
    sinceMs: bound(minLastUpdatedTime, 'minLastUpdatedTime') ?? 0,
  };
}

/** Undefined where nothing is asked for. `LOCKED` is asked for too, and is never the state of any here. */
function textsOf(value: unknown, name: string): readonly string[] | undefined {
  if (value === undefined || value === null) return undefined;
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  const texts = list.filter((each) => typeof each === 'string');
  if (texts.length !== list.length || list.length > MOST_CHANGES)
    return refuse('BAD_REQUEST', 'command-malformed', `${name} must be a list of texts`);
  return texts.length === 0 ? undefined : texts;
}

function fits(conversation: Conversation, { states, stages, agentIds }: Filter): boolean {
  const { state } = conversation;
  if (states?.includes(state) === false || stages?.includes(state) === false) return false;
  if (agentIds === undefined) return true;
  return activeParticipants(conversation).some(({ id, pid }) => agentIds.includes(id) || agentIds.includes(pid));
}
