import type { ClosedBy } from '../../domain/conversation.ts';
import type { NotificationOf, ResponseOf } from '../../messaging/frames/envelopes.ts';
import type { ChatState, PublishedEvent } from '../../messaging/frames/events.ts';
import type { BodyArgument, SocketEnd } from './connection.ts';
import type { HeardMessage } from './heard.ts';
import type { WaitOptions } from './inbox.ts';

/** Which conversation is meant. */
export interface InConversation {
  /** Default: the one that was opened, or taken, last. */
  readonly conversationId?: string | undefined;
}

/**
 * What both clients can do. Every method that asks the mock for something rejects with a {@link SocketRefusal} when the
 * mock refuses it, and nothing here waits by the time.
 */
export interface SocketClient<Requests, Notifications, Frame> {
  readonly accountId: string;
  /** As `mock.sockets` and the journal's `frame.socket` name it. */
  readonly socketId: string;
  /** The conversation that was opened, or taken, last; undefined before that. */
  readonly conversationId: string | undefined;

  /** Says a text. Resolves to its sequence. */
  say(text: string, options?: InConversation): Promise<number>;
  /** Publishes an event of any kind: rich content, a file. Resolves to its sequence; undefined for a chat state. */
  publish(event: PublishedEvent, options?: InConversation): Promise<number | undefined>;
  /** Tells the other side what one does at the moment. Default: `'COMPOSING'` */
  typing(state?: ChatState, options?: InConversation): Promise<void>;
  /**
   * Sends the receipt that messages have arrived, or have been read.
   *
   * @param sequences - default: those that were heard and have no such receipt from here yet
   * @throws Error when there are none.
   */
  markReceived(sequences?: readonly number[], options?: InConversation): Promise<void>;
  /** As {@link SocketClient.markReceived}. */
  markRead(sequences?: readonly number[], options?: InConversation): Promise<void>;
  /** Closes the conversation; the socket stays open. */
  closeConversation(options?: InConversation): Promise<void>;

  /** The next message that somebody else said, each once and in order: one that came already, or is still to come. */
  nextMessage(options?: WaitOptions): Promise<HeardMessage>;
  /**
   * The next message with this very text, or one that the expression fits. Those before it are passed over.
   *
   * @throws Error when the socket or the signal ends the wait; it says what was heard instead.
   */
  waitForText(text: string | RegExp, options?: WaitOptions): Promise<HeardMessage>;
  /** Resolves when the conversation is closed, to who closed it; at once when it was closed before. */
  waitForClose(options?: InConversation & WaitOptions): Promise<ClosedBy>;

  /** Every frame that came, oldest first; of many only the last 1,000. */
  readonly frames: readonly Frame[];
  /** The first notification of that type which this method did not give before: one that came, or is still to come. */
  waitForFrame<Type extends keyof Notifications & string>(
    type: Type,
    options?: WaitOptions,
  ): Promise<NotificationOf<Notifications, Type>>;
  /** Asks for anything, and gives the whole answer. */
  request<Type extends keyof Requests & string>(
    type: Type,
    ...body: BodyArgument<Requests, Type>
  ): Promise<ResponseOf<Requests, Type>>;
  /** Sends a frame as it is and waits for nothing: an object as JSON, a text unchanged. */
  send(frame: object | string): void;

  /** Resolves when the socket is closed, by whichever side. */
  readonly closed: Promise<SocketEnd>;
  /** Closes the socket with 1000; the conversation stays open. */
  disconnect(): void;
}
