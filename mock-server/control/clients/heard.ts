import type { ClosedBy, Role } from '../../domain/conversation.ts';
import type { Originator, SequencedMembers } from '../../messaging/frames/shared-bodies.ts';
import { cut } from '../../memory/cut.ts';
import type { SaidMessage } from '../conversations/conversations.ts';
import { textFits } from '../conversations/text-fits.ts';
import type { WaitOptions } from './inbox.ts';
import { createInbox } from './inbox.ts';

/** A message that somebody else said, as a socket was told it. */
export interface HeardMessage extends SaidMessage {
  readonly conversationId: string;
}

/** What a socket has heard of its conversations: messages, each of which is taken once, and who closed which. */
export interface Heard {
  /** A live event; what is no message, or is one's own, is passed over. */
  tell(conversationId: string, event: Originator & SequencedMembers): void;
  /** Events of before; what was heard already is passed over too. */
  tellEarlier(conversationId: string, events: readonly (Originator & SequencedMembers)[]): void;
  tellClosed(conversationId: string, by: ClosedBy): void;
  readonly nextMessage: (options?: WaitOptions) => Promise<HeardMessage>;
  readonly waitForText: (text: string | RegExp, options?: WaitOptions) => Promise<HeardMessage>;
  waitForClose(conversationId: string, options?: WaitOptions): Promise<ClosedBy>;
  /** The sequences of the messages that were heard in a conversation, oldest first. */
  sequencesIn(conversationId: string): readonly number[];
  end(why: string): void;
}

/** How many messages and closed conversations are kept. */
const MOST_KEPT = 1000;

/** How many messages an error shows. */
const MOST_SHOWN = 5;

/** @param isOwn - whether somebody is who listens here */
export function createHeard(isOwn: (originator: Originator) => boolean): Heard {
  const all: HeardMessage[] = [];
  const closed = new Map<string, ClosedBy>();
  const messages = createInbox<HeardMessage>({ most: MOST_KEPT, isInOrder: true, seen: () => describeHeard(all) });
  const closings = createInbox<readonly [string, ClosedBy]>({
    most: MOST_KEPT,
    isInOrder: false,
    seen: () => describeHeard(all),
  });

  const keep = (message: HeardMessage): void => {
    if (all.length >= MOST_KEPT) all.shift();
    all.push(message);
    messages.put(message);
  };
  const tell = (conversationId: string, event: Originator & SequencedMembers): void => {
    const message = isOwn(event) ? undefined : messageIn(conversationId, event);
    if (message !== undefined) keep(message);
  };
  return {
    tell,
    tellEarlier: (conversationId, events) => {
      const known = all.filter((each) => each.conversationId === conversationId).map(({ sequence }) => sequence);
      for (const event of events) if (!known.includes(event.sequence ?? -1)) tell(conversationId, event);
    },
    tellClosed: (conversationId, by) => {
      if (closed.size >= MOST_KEPT) closed.clear();
      closed.set(conversationId, by);
      closings.put([conversationId, by]);
    },
    nextMessage: (options) => messages.take({ method: 'nextMessage', what: 'a message', fits: () => true }, options),
    waitForText: (text, options) =>
      messages.take(
        {
          method: 'waitForText',
          what: `a message ${typeof text === 'string' ? `with the text ${JSON.stringify(cut(text))}` : `like ${String(text)}`}`,
          fits: (message) => textFits(text, message.text),
        },
        options,
      ),
    waitForClose: async (conversationId, options) => {
      const by = closed.get(conversationId);
      if (by !== undefined) return by;
      const wanted = {
        method: 'waitForClose',
        what: `the end of the conversation ${conversationId}`,
        fits: ([id]: readonly [string, ClosedBy]) => id === conversationId,
      };
      return (await closings.take(wanted, options))[1];
    },
    sequencesIn: (conversationId) =>
      all.filter((each) => each.conversationId === conversationId).map(({ sequence }) => sequence),
    end: (why) => {
      messages.end(why);
      closings.end(why);
    },
  };
}

function messageIn(conversationId: string, event: Originator & SequencedMembers): HeardMessage | undefined {
  const { sequence, originatorMetadata, serverTimestamp, event: published } = event;
  if (published.type !== 'ContentEvent' && published.type !== 'RichContentEvent') return undefined;
  const role: Role = originatorMetadata.role;
  return {
    conversationId,
    sequence: sequence ?? 0,
    role,
    from: originatorMetadata.id,
    text: published.type === 'ContentEvent' && typeof published.message === 'string' ? published.message : undefined,
    event: { ...published },
    atMs: serverTimestamp ?? 0,
  };
}

function describeHeard(all: readonly HeardMessage[]): string {
  if (all.length === 0) return 'no message was heard';
  const shown = all.slice(-MOST_SHOWN).map(({ role, text, event }) => {
    const said = text === undefined ? String(event['type']) : JSON.stringify(cut(text));
    return `${role} ${said}`;
  });
  return `heard: ${all.length > MOST_SHOWN ? '..., ' : ''}${shown.join(', ')}`;
}
