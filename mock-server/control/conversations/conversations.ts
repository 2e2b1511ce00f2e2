import type { Account } from '../../domain/account.ts';
import type { Accounts } from '../../domain/accounts.ts';
import type { ClosedBy, Conversation, Participant, Role } from '../../domain/conversation.ts';
import { activeParticipants, consumerParticipant } from '../../domain/conversation.ts';
import { cut } from '../../memory/cut.ts';
import { requireAccount } from '../state/require-account.ts';

/** What was said in a conversation, by whom. */
export interface SaidMessage {
  readonly sequence: number;
  readonly role: Role;
  /** A consumer's id, or the newer id of an agent. */
  readonly from: string;
  /** The text of a message; undefined for receipts, files and rich content. */
  readonly text: string | undefined;
  /** The event as it was published. */
  readonly event: Readonly<Record<string, unknown>>;
  /** By the account's clock, in epoch milliseconds. */
  readonly atMs: number;
}

/** A conversation as a tester sees it: a copy. */
export interface ConversationView {
  readonly id: string;
  readonly accountId: string;
  readonly consumerId: string;
  readonly state: 'OPEN' | 'CLOSE';
  readonly skillId: string;
  readonly participants: readonly Participant[];
  readonly closedBy: ClosedBy | undefined;
  readonly messages: readonly SaidMessage[];
}

/** Which conversations are meant; what is left out is not asked for. */
export interface ConversationFilter {
  readonly accountId?: string | undefined;
  readonly consumerId?: string | undefined;
  readonly state?: 'OPEN' | 'CLOSE' | undefined;
}

/** The conversations of a mock or of one account, in which a tester can take part. Sockets hear of all of it. */
export interface ConversationControl {
  /** Oldest first, account by account. */
  list(filter?: ConversationFilter): readonly ConversationView[];
  /** The conversation of that id; undefined when there is none. */
  find(id: string): ConversationView | undefined;
  /**
   * Says a text in a conversation, as its consumer or as its agent (default). An agent joins it first when nobody has
   * it. Returns the sequence.
   *
   * @throws TypeError when there is no such conversation, or it is closed.
   */
  say(id: string, text: string, as?: 'agent' | 'consumer'): number;
  /**
   * Gives a conversation to another skill: its agent leaves, and it rings again.
   *
   * @throws TypeError when there is no such conversation, or it is closed.
   */
  transfer(id: string, skillId: string): void;
  /**
   * Closes a conversation, as its agent (default) or as its consumer.
   *
   * @throws TypeError when there is no such conversation, or it is closed.
   */
  close(id: string, as?: 'agent' | 'consumer'): void;
}

/** Whoever speaks for the agents where none has the conversation. */
const TESTER_ID = 'tester';

/** @param only - whose conversations; undefined for those of all accounts */
export function createConversationControl(accounts: Accounts, only?: string): ConversationControl {
  const places = (accountId?: string): readonly Account[] =>
    placesOf(accounts, only).filter(({ id }) => accountId === undefined || id === accountId);
  const locate = (id: string): { readonly account: Account; readonly conversation: Conversation } | undefined => {
    for (const account of places()) {
      const conversation = account.conversations.find(id);
      if (conversation !== undefined) return { account, conversation };
    }
    return undefined;
  };
  const requireOpen = (id: string): { readonly account: Account; readonly conversation: Conversation } => {
    const found = locate(id);
    if (found === undefined)
      throw new TypeError(`there is no conversation ${JSON.stringify(cut(id))}; ${whichThereAre(places())}`);
    if (found.conversation.state === 'CLOSE') throw new TypeError(`the conversation ${cut(id)} is closed`);
    return found;
  };

  return {
    list: ({ accountId, consumerId, state } = {}) =>
      places(accountId).flatMap((account) =>
        [...account.conversations.all()]
          .filter((each) => consumerId === undefined || each.consumerId === consumerId)
          .filter((each) => state === undefined || each.state === state)
          .map((each) => viewOf(account, each)),
      ),
    find: (id) => {
      const found = locate(id);
      return found === undefined ? undefined : viewOf(found.account, found.conversation);
    },
    say: (id, text, as = 'agent') => {
      const { account, conversation } = requireOpen(id);
      const from = as === 'consumer' ? consumerParticipant(conversation.consumerId) : agentOf(account, conversation);
      const event = { type: 'ContentEvent', contentType: 'text/plain', message: text };
      return account.conversations.publish(conversation, { from, audience: 'ALL', event }, true).sequence ?? 0;
    },
    transfer: (id, skillId) => {
      if (!/^(?:-1|\d{1,10})$/.test(skillId))
        throw new TypeError(`not a skill: ${JSON.stringify(cut(skillId))}. Give -1 or at most ten digits.`);
      const { account, conversation } = requireOpen(id);
      const participants = conversation.participants.filter(({ role }) => role !== 'ASSIGNED_AGENT');
      account.conversations.change(conversation, { skillId, participants });
    },
    close: (id, as = 'agent') => {
      const { account, conversation } = requireOpen(id);
      account.conversations.close(conversation, as === 'consumer' ? 'CONSUMER' : 'AGENT');
    },
  };
}

/** How many conversations a refusal names. */
const MOST_NAMED = 3;

/** The newest conversations, as the end of a sentence. */
function whichThereAre(accounts: readonly Account[]): string {
  const ids = accounts.flatMap(({ conversations }) => [...conversations.all()].map(({ id }) => id));
  const named = ids.slice(-MOST_NAMED).reverse();
  if (named.length === 0) return 'there is none yet';
  return `${ids.length > named.length ? 'the newest are' : 'there are'} ${named.join(', ')}`;
}

/** The accounts that are meant. @throws TypeError when the mock has the named one no more. */
export function placesOf(accounts: Accounts, only: string | undefined): readonly Account[] {
  return only === undefined ? accounts.all() : [requireAccount(accounts, only)];
}

/** The agent who has a conversation. Where nobody has it, the tester joins it as one. */
function agentOf(account: Account, conversation: Conversation): Participant {
  const [assigned] = activeParticipants(conversation, 'ASSIGNED_AGENT');
  if (assigned !== undefined) return assigned;
  const id = `${account.id}.${TESTER_ID}`;
  const joining: Participant = { id, pid: TESTER_ID, role: 'ASSIGNED_AGENT', state: 'ACTIVE' };
  account.conversations.change(conversation, { participants: [...conversation.participants, joining] });
  return joining;
}

function viewOf(account: Account, conversation: Conversation): ConversationView {
  const { id, consumerId, state, skillId, participants, closedBy, messages } = conversation;
  return {
    id,
    accountId: account.id,
    consumerId,
    state,
    skillId,
    participants: [...participants],
    closedBy,
    messages: messages.map(({ sequence = 0, from, event, atMs }) => ({
      sequence,
      role: from.role,
      from: from.pid,
      text: event['type'] === 'ContentEvent' && typeof event['message'] === 'string' ? event['message'] : undefined,
      event,
      atMs,
    })),
  };
}
