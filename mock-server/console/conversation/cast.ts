import type { Account } from '../admin-api.ts';
import type { ConsoleContext } from '../view.ts';
import type { Agent } from './agent.ts';
import { createAgent } from './agent.ts';
import { createClockMoves } from './clock-moves.ts';
import { createRowFinder } from './row-finder.ts';
import { createGuest } from './guest.ts';
import type { Note } from './transcript.ts';
import type { Visitor } from './visitor.ts';
import { createVisitor } from './visitor.ts';
import type { WireLog } from './wire.ts';
import { createWireLog, wireOf } from './wire.ts';

/** Who talks in the page: visitors, and one agent for each account. */
export interface Cast {
  /** Of an account, in the order in which they came. */
  visitors(accountId: string): readonly Visitor[];
  /** How many there are in all accounts. */
  count(): number;
  /** Makes one more, who begins a conversation. */
  add(account: Account): Visitor;
  remove(visitor: Visitor): void;
  agent(accountId: string): Agent;
  wire(accountId: string): WireLog;
  /** What was said to a visitor or by one, and has not been seen. */
  unseen(visitor: Visitor): number;
  seen(visitor: Visitor): void;
  /** Tells the chats of moves of the clock. */
  hearClock(): void;
  /** Makes visitors of those whose conversations ring although another client has opened them. */
  welcome(accountId: string): void;
}

/** How many visitors there may be: each has a socket. */
export const MOST_VISITORS = 8;

/** @param announce - for who does not see it */
export function createCast(
  { rows, clock }: ConsoleContext,
  onChange: () => void,
  announce: (words: string) => void,
): Cast {
  const finder = createRowFinder(rows);
  const moves = createClockMoves(rows);
  const agents = new Map<string, Agent>();
  const logs = new Map<string, WireLog>();
  const unseen = new WeakMap<Visitor, number>();
  /** Conversations whose visitor was removed. */
  const dismissed = new Set<string>();
  let visitors: readonly Visitor[] = [];
  let lastNumber = 0;

  const wire = (accountId: string): WireLog => {
    const log = logs.get(accountId) ?? createWireLog(onChange, () => clock.nowMs());
    logs.set(accountId, log);
    return log;
  };
  const agent = (accountId: string): Agent => {
    const known = agents.get(accountId);
    if (known !== undefined) return known;
    const made = createAgent({
      accountId,
      finder,
      wire: wireOf(wire(accountId)),
      onChange,
      onSaid: (conversationId, words) => {
        const visitor = visitors.find(({ state }) => state.conversationId === conversationId);
        if (visitor === undefined) return;
        unseen.set(visitor, (unseen.get(visitor) ?? 0) + 1);
        announce(`Visitor ${String(visitor.number)}: ${words}`);
      },
    });
    agents.set(accountId, made);
    return made;
  };
  const tellAgent = (
    { accountId, state: { conversationId } }: Visitor,
    words: string,
    note: Partial<Note> = {},
  ): void => {
    if (conversationId !== undefined) agent(accountId).talk(conversationId).transcript.note(words, note);
  };
  const hearClock = (): void => {
    for (const { words, change } of moves.next()) {
      for (const accountId of logs.keys()) {
        if (change.accountId !== undefined && change.accountId !== accountId) continue;
        wire(accountId).clock(words, change.afterEntry);
        const chats = [
          ...visitors.filter((visitor) => visitor.accountId === accountId),
          agent(accountId),
          ...agent(accountId).talks(),
        ];
        for (const { transcript } of chats) transcript.noteClock(words, change.afterEntry);
      }
    }
  };
  return {
    visitors: (accountId) => visitors.filter((visitor) => visitor.accountId === accountId),
    count: () => visitors.length,
    add: ({ accountId, connectorId }) => {
      // What was before is no part of this chat.
      hearClock();
      const number = (lastNumber += 1);
      const visitor = createVisitor({
        number,
        accountId,
        connectorId: String(connectorId ?? 'default'),
        finder,
        wire: wireOf(wire(accountId), number),
        onChange,
        onSaid: (words) => {
          unseen.set(visitor, (unseen.get(visitor) ?? 0) + 1);
          announce(`Agent: ${words}`);
        },
        onSocketEnd: ({ told: end }) => {
          tellAgent(visitor, "The visitor's socket has closed", { end });
        },
        onBack: () => {
          tellAgent(visitor, 'The visitor is back, with a new socket');
        },
      });
      visitors = [...visitors, visitor];
      visitor.start();
      return visitor;
    },
    remove: (visitor) => {
      visitor.leave();
      dismissed.add(visitor.state.conversationId ?? '');
      visitors = visitors.filter((each) => each !== visitor);
    },
    agent,
    wire,
    unseen: (visitor) => unseen.get(visitor) ?? 0,
    seen: (visitor) => {
      unseen.delete(visitor);
    },
    hearClock,
    welcome: (accountId) => {
      const known = visitors.map(({ state }) => state.conversationId);
      // A visitor of this page may be about to hear which conversation is theirs.
      if (visitors.some(({ state }) => state.isBusy)) return;
      for (const talk of agents.get(accountId)?.talks() ?? []) {
        const { conversationId } = talk;
        const isNew = !known.includes(conversationId) && !dismissed.has(conversationId);
        if (!isNew || visitors.length >= MOST_VISITORS) continue;
        if (talk.ring() === undefined && talk.part() !== 'in') continue;
        const guest = createGuest((lastNumber += 1), accountId, conversationId);
        unseen.set(guest, 1);
        visitors = [...visitors, guest];
      }
    },
  };
}
