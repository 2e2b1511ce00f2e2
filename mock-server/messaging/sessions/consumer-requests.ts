import type { Account } from '../../domain/account.ts';
import type { Conversation } from '../../domain/conversation.ts';
import type { Deviation } from '../../errors/reasons.ts';
import { CONSUMER_COMMANDS } from '../commands/index.ts';
import { queryMessages } from '../commands/query-messages.ts';
import { getUserProfile } from '../commands/user-profile.ts';
import type { CommandResult } from '../dialects/dialect.ts';
import { longDialect } from '../dialects/long.ts';
import { shortDialect } from '../dialects/short.ts';
import type { FrameRequest } from '../frame.ts';
import type { SocketSetup } from '../socket-setup.ts';
import { createConversationSubscriptions } from './conversation-subscriptions.ts';
import { createMessageSubscriptions } from './message-subscriptions.ts';
import type { SocketCommands } from './requests.ts';
import { carryOutRequest, EVERYBODYS } from './requests.ts';
import type { Socket } from './side.ts';

/** The requests of a consumer who is known, with what he is subscribed to. */
export interface ConsumerRequests {
  /** @throws Refusal */
  carryOut(request: FrameRequest, deviations: Deviation[]): CommandResult;
  /** Hears of what happens in the account from now on. */
  startReading(): void;
  stopReading(): void;
}

export function createConsumerRequests(
  { settings, clock, ids }: SocketSetup,
  account: Account,
  consumerId: string,
  { socket, isLong }: { readonly socket: Socket; readonly isLong: boolean },
): ConsumerRequests {
  const dialect = isLong ? longDialect : shortDialect;
  const isTheirs = ({ consumerId: owner }: Conversation): boolean => owner === consumerId;
  const conversations = createConversationSubscriptions(socket, dialect, isTheirs);
  // Version 2 has no subscription to messages: they come by themselves.
  const messages = createMessageSubscriptions(socket, dialect, ({ conversation }) => isLong && isTheirs(conversation));
  let stop: (() => void) | undefined;
  const startReading = (): void => {
    stop ??= account.events.read((happening) => {
      messages.tell(happening);
      conversations.tell(happening);
    });
  };
  const own: SocketCommands = {
    ...EVERYBODYS,
    'cqm.SubscribeExConversations': (body, scene) => {
      startReading();
      return conversations.subscribe(body, scene);
    },
    'cqm.UnsubscribeExConversations': conversations.unsubscribe,
    'ms.SubscribeMessagingEvents': (body, scene) => {
      startReading();
      return messages.subscribe(body, scene);
    },
    'ms.QueryMessages': (body, scene) => queryMessages(body, scene, dialect),
    'userprofile.GetUserProfile': getUserProfile,
  };
  const actor = { side: 'consumer', id: consumerId } as const;
  return {
    carryOut: (request, deviations) => {
      const scene = { account, actor, clock, ids, settings, deviations, origin: 'socket' } as const;
      return carryOutRequest(request, scene, own, CONSUMER_COMMANDS);
    },
    startReading,
    stopReading: () => {
      stop?.();
    },
  };
}
