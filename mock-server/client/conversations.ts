import type { ConversationControl, ConversationView, SaidMessage } from '../control/conversations/conversations.ts';
import type { SocketControl } from '../control/conversations/sockets.ts';
import type { Remote } from './remote.ts';
import { isNotFound, unlessNotFound } from './transport.ts';
import type { DoVerb } from './verbs.ts';

/** The conversations of a running mock, or of one account of it. */
export function remoteConversations(perform: DoVerb, only: string | undefined): Remote<ConversationControl> {
  const scope = only === undefined ? {} : { accountId: only };
  return {
    list: async (filter = {}) => {
      const { conversations } = await perform('conversations.list', { ...filter, ...scope });
      const { accountId = only } = filter;
      return conversations.filter((each) => only === undefined || each.accountId === accountId).map(withAll);
    },
    find: async (id) => {
      const found = await unlessMissing(perform('conversations.find', scope, { id }));
      return found === undefined ? undefined : withAll(found);
    },
    say: async (id, text, as) => (await perform('conversations.say', { text, as, ...scope }, { id })).sequence,
    transfer: (id, skillId) => perform('conversations.transfer', { skillId, ...scope }, { id }),
    close: (id, as) => perform('conversations.close', { as, ...scope }, { id }),
  };
}

/** The open sockets of a running mock, or of one account of it. */
export function remoteSockets(perform: DoVerb, only: string | undefined): Remote<SocketControl> {
  return {
    list: async (accountId) => {
      const { sockets } = await perform('sockets.list', { accountId: only ?? accountId });
      return sockets
        .filter((each) => accountId === undefined || each.accountId === accountId)
        .map(({ who, ...socket }) => ({ ...socket, who }));
    },
    close: (id, code) => unlessNotFound(perform('sockets.close', { code, accountId: only }, { id })),
  };
}

/** A conversation as it came over the wire. */
interface SentConversation extends Omit<ConversationView, 'closedBy' | 'messages'> {
  readonly closedBy?: ConversationView['closedBy'];
  readonly messages: readonly (Omit<SaidMessage, 'text'> & { readonly text?: string | undefined })[];
}

/** What is undefined is left out on the wire, and is there again. */
function withAll({ closedBy, messages, ...view }: SentConversation): ConversationView {
  return { ...view, closedBy, messages: messages.map(({ text, ...message }) => ({ ...message, text })) };
}

/** Undefined when the mock says that there is no such thing. */
async function unlessMissing<Found>(answer: Promise<Found>): Promise<Found | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw error;
  }
}
