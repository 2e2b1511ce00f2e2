import type { ResponseOf } from '../../messaging/frames/envelopes.ts';
import type { ChatState, MessageAudience, PublishedEvent } from '../../messaging/frames/events.ts';
import type { AnyFrame, BodyArgument, ClientsSetup, Connection } from './connection.ts';
import { openConnection } from './connection.ts';
import type { Heard } from './heard.ts';
import { createInbox } from './inbox.ts';
import type { InConversation, SocketClient } from './socket-client.ts';

/** How the requests that both sides have are called on one of them. */
export interface TalkNames<Requests> {
  readonly publish: keyof Requests & string;
  readonly update: keyof Requests & string;
}

/** What a client of one side is made of. */
export interface TalkSetup<Requests> {
  readonly clients: ClientsSetup;
  /** What makes the client, for its errors. */
  readonly method: string;
  readonly accountId: string;
  readonly path: string;
  readonly names: TalkNames<Requests>;
  readonly heard: Heard;
  /** What to do first where there is no conversation yet. */
  readonly hint: string;
  /** Hears of each notification, in order. */
  onNotification(frame: AnyFrame): void;
  onEnd(why: string): void;
}

/** The part of a client that is the same on both sides. */
export interface Talk<Requests, Notifications, Frame> {
  readonly connection: Connection<Requests>;
  readonly client: Omit<SocketClient<Requests, Notifications, Frame>, 'conversationId'>;
  /** The conversation that was opened, or taken, last. */
  current: string | undefined;
  /** The conversation that is meant. @throws Error when none is named and there is none yet. */
  readonly conversationOf: (method: string, named?: InConversation) => string;
}

/** Which conversation, and who may see what is said. */
type Audible = InConversation & { readonly messageAudience?: MessageAudience | undefined };

/** How many frames are kept. */
const MOST_FRAMES = 1000;

/** Opens a socket and gives what both sides can do on it. @throws SocketRefusal when the handshake is refused. */
export async function openTalk<Requests, Notifications, Frame>(
  setup: TalkSetup<Requests>,
): Promise<Talk<Requests, Notifications, Frame>> {
  const { accountId, names, heard, hint } = setup;
  const frames: AnyFrame[] = [];
  const notifications = createInbox<AnyFrame>({
    most: MOST_FRAMES,
    isInOrder: false,
    seen: () =>
      `frames: ${
        frames
          .slice(-10)
          .map(({ type }) => type)
          .join(', ') || 'none'
      }`,
  });
  const connection = await openConnection<Requests>(setup.clients, setup, {
    onFrame: (frame) => {
      if (frames.length >= MOST_FRAMES) frames.shift();
      frames.push(frame);
      if (frame.kind !== 'notification') return;
      setup.onNotification(frame);
      notifications.put(frame);
    },
    onEnd: (why) => {
      heard.end(why);
      notifications.end(why);
      setup.onEnd(why);
    },
  });
  const talk: { current: string | undefined } = { current: undefined };
  const conversationOf = (method: string, { conversationId }: InConversation = {}): string => {
    const meant = conversationId ?? talk.current;
    if (meant !== undefined) return meant;
    throw new Error(`${method}: there is no conversation yet; first: ${hint}`);
  };
  const publish = async (
    method: string,
    event: PublishedEvent,
    { conversationId, messageAudience }: Audible = {},
  ): Promise<number | undefined> => {
    const dialogId = conversationOf(method, { conversationId });
    const { body } = await connection.ask(method, names.publish, { dialogId, event, messageAudience });
    return (body as { readonly sequence?: number }).sequence;
  };
  const marked = new Map<string, Set<number>>();
  const mark = async (
    method: string,
    status: 'ACCEPT' | 'READ',
    sequences: readonly number[] | undefined,
    options: InConversation = {},
  ): Promise<void> => {
    const conversationId = conversationOf(method, options);
    const key = `${status} ${conversationId}`;
    const before = marked.get(key) ?? new Set();
    const sequenceList = sequences ?? heard.sequencesIn(conversationId).filter((each) => !before.has(each));
    if (sequenceList.length === 0)
      throw new Error(`${method}: no message was heard in the conversation that has no such receipt yet`);
    await publish(method, { type: 'AcceptStatusEvent', status, sequenceList }, { conversationId });
    marked.set(key, new Set([...before, ...sequenceList]));
  };

  const client: Talk<Requests, Notifications, Frame>['client'] = {
    accountId,
    socketId: connection.socketId,
    say: async (text, options) =>
      (await publish('say', { type: 'ContentEvent', contentType: 'text/plain', message: text }, options)) ?? 0,
    publish: (event, options) => publish('publish', event, options),
    typing: async (chatState: ChatState = 'COMPOSING', options) => {
      await publish('typing', { type: 'ChatStateEvent', chatState }, options);
    },
    markReceived: (sequences, options) => mark('markReceived', 'ACCEPT', sequences, options),
    markRead: (sequences, options) => mark('markRead', 'READ', sequences, options),
    closeConversation: async (named) => {
      const conversationId = conversationOf('closeConversation', named);
      const conversationField = [{ field: 'ConversationStateField', conversationState: 'CLOSE' }];
      await connection.ask('closeConversation', names.update, { conversationId, conversationField });
    },
    nextMessage: heard.nextMessage,
    waitForText: heard.waitForText,
    waitForClose: async ({ conversationId, ...options } = {}) =>
      heard.waitForClose(conversationOf('waitForClose', { conversationId }), options),
    // What comes in is what the table of the side says.
    frames: frames as unknown as readonly Frame[],
    waitForFrame: async (type, options) =>
      (await notifications.take(
        { method: 'waitForFrame', what: `a notification ${type}`, fits: (frame) => frame.type === type },
        options,
      )) as Awaited<ReturnType<typeof client.waitForFrame<typeof type>>>,
    request: <Type extends keyof Requests & string>(
      type: Type,
      ...[body]: BodyArgument<Requests, Type>
    ): Promise<ResponseOf<Requests, Type>> => connection.ask('request', type, body),
    send: connection.send,
    closed: connection.closed,
    disconnect: connection.disconnect,
  };
  return Object.assign(talk, { connection, client, conversationOf });
}
