import type { Scheduled, SchedulingClock } from '../clock.ts';
import type { Account } from '../domain/account.ts';
import type { Conversation } from '../domain/conversation.ts';
import { activeParticipants, ANY_SKILL } from '../domain/conversation.ts';
import type { AgentPresence } from '../domain/presence.ts';

/** How an offer of a conversation to an agent stands. */
export type RingState = 'WAITING' | 'ACCEPTED' | 'REJECTED' | 'CANCELLED' | 'EXPIRED';

/** An offer of a conversation to one agent. */
export interface Ring {
  readonly id: string;
  readonly conversation: Conversation;
  readonly agentPid: string;
  readonly skillId: string;
  readonly expiresAtMs: number;
  state: RingState;
}

/** An agent who is there for rings. */
export interface RoutedAgent {
  readonly id: string;
  readonly pid: string;
  /** The skills he holds; none: all. */
  readonly skills: readonly string[];
  /** Hears of each of his rings, new or changed. */
  readonly onRing: (ring: Ring) => void;
}

/** Who is offered which conversation of one account (decision D72). */
export interface Routing {
  /** Lets an agent have rings from now on. Answers what ends that. */
  join(agent: RoutedAgent): () => void;
  /** The rings of an agent that wait for him. */
  waiting(agentPid: string): readonly Ring[];
  /** The ring of that id, if it is the agent's and waits. */
  find(ringId: string, agentPid: string): Ring | undefined;
  accept(ring: Ring): void;
  reject(ring: Ring): void;
}

/** How long a ring waits, in milliseconds of the mock's time. */
export const RING_MS = 72_000;

const routings = new WeakMap<Account, Routing>();

/** The routing of an account, begun when its first agent is there for rings. */
export function routingOf(account: Account): Routing {
  const known = routings.get(account) ?? createRouting(account, account.clock);
  routings.set(account, known);
  return known;
}

/** What is known of a conversation while it needs an agent. */
interface Offer {
  /** Who rejected it or let it expire; until that agent tells his state again. */
  readonly passedOver: Set<string>;
  readonly rings: Map<string, { readonly ring: Ring; readonly timer: Scheduled }>;
  /** An agent had it before: it also rings those who are OCCUPIED. */
  isTransfer: boolean;
}

function createRouting(account: Account, clock: SchedulingClock): Routing {
  const agents = new Set<RoutedAgent>();
  const offers = new Map<string, Offer>();
  let lastRingMs = 0;

  const offerOf = (conversation: Conversation): Offer => {
    const known = offers.get(conversation.id) ?? { passedOver: new Set(), rings: new Map(), isTransfer: false };
    offers.set(conversation.id, known);
    return known;
  };
  const tell = (ring: Ring): void => {
    for (const agent of [...agents]) if (agent.pid === ring.agentPid) agent.onRing(ring);
  };
  const end = (offer: Offer, ring: Ring, state: RingState): void => {
    offer.rings.get(ring.agentPid)?.timer.cancel();
    offer.rings.delete(ring.agentPid);
    ring.state = state;
    tell(ring);
  };
  const endAll = (offer: Offer, state: RingState): void => {
    for (const { ring } of [...offer.rings.values()]) end(offer, ring, state);
  };
  const passOver = (ring: Ring, state: 'REJECTED' | 'EXPIRED'): void => {
    const offer = offerOf(ring.conversation);
    offer.passedOver.add(ring.agentPid);
    end(offer, ring, state);
  };
  const ring = (conversation: Conversation, agentPid: string): void => {
    const offer = offerOf(conversation);
    const nowMs = clock.now();
    // Two that begin in one millisecond have two ids all the same.
    lastRingMs = Math.max(nowMs, lastRingMs + 1);
    const begun: Ring = {
      id: `${conversation.id}_${account.id}_${String(lastRingMs)}`,
      conversation,
      agentPid,
      skillId: conversation.skillId,
      expiresAtMs: nowMs + RING_MS,
      state: 'WAITING',
    };
    const timer = clock.schedule(begun.expiresAtMs, () => {
      passOver(begun, 'EXPIRED');
    });
    offer.rings.set(agentPid, { ring: begun, timer });
    tell(begun);
  };
  /** Rings whoever may take the conversation and does not ring yet. */
  const offer = (conversation: Conversation): void => {
    const { passedOver, rings, isTransfer } = offerOf(conversation);
    const suggested = suggestedTo(conversation);
    for (const agent of new Map([...agents].map((each) => [each.pid, each])).values()) {
      const presence = account.presence.find(agent.pid);
      const isAsked =
        suggested.length > 0
          ? suggested.includes(agent.pid)
          : isAvailable(presence, isTransfer) && holds(agent, conversation.skillId);
      if (isAsked && !rings.has(agent.pid) && !passedOver.has(agent.pid)) ring(conversation, agent.pid);
    }
  };
  const offerAll = (): void => {
    for (const conversation of account.conversations.all()) if (isWaiting(conversation)) offer(conversation);
  };
  const changed = (conversation: Conversation): void => {
    const known = offers.get(conversation.id);
    if (!isWaiting(conversation)) {
      if (known !== undefined) endAll(known, 'CANCELLED');
      offers.delete(conversation.id);
      if (conversation.state === 'OPEN') assigned.add(conversation.id);
      else assigned.delete(conversation.id);
      return;
    }
    const now = offerOf(conversation);
    if (assigned.delete(conversation.id)) now.isTransfer = true;
    for (const { ring: begun } of [...now.rings.values()])
      if (begun.skillId !== conversation.skillId) end(now, begun, 'CANCELLED');
    offer(conversation);
  };
  /** The conversations that an agent has: when he leaves, it is a transfer. */
  const assigned = new Set<string>();
  let stopReading: (() => void) | undefined;
  const begin = (): void => {
    if (stopReading !== undefined) return;
    for (const conversation of account.conversations.all()) changed(conversation);
    const stopEvents = account.events.read(({ event: { kind }, conversation }) => {
      if (kind !== 'message-published' && kind !== 'chat-state-published') changed(conversation);
    });
    const stopPresence = account.presence.read((agent) => {
      for (const { passedOver } of offers.values()) passedOver.delete(agent.pid);
      offerAll();
    });
    stopReading = () => {
      stopEvents();
      stopPresence();
      stopReading = undefined;
      offers.clear();
      assigned.clear();
    };
  };

  return {
    join: (agent) => {
      begin();
      agents.add(agent);
      offerAll();
      return () => {
        agents.delete(agent);
        if ([...agents].some(({ pid }) => pid === agent.pid)) return;
        for (const each of offers.values()) {
          const own = each.rings.get(agent.pid);
          if (own !== undefined) end(each, own.ring, 'CANCELLED');
        }
        if (agents.size === 0) stopReading?.();
      };
    },
    waiting: (agentPid) =>
      [...offers.values()].flatMap(({ rings }) => {
        const own = rings.get(agentPid);
        return own === undefined ? [] : [own.ring];
      }),
    find: (ringId, agentPid) =>
      [...offers.values()].map(({ rings }) => rings.get(agentPid)?.ring).find((each) => each?.id === ringId),
    accept: (accepted) => {
      const { conversation, agentPid } = accepted;
      const agent = [...agents].find(({ pid }) => pid === agentPid);
      if (agent === undefined) return;
      end(offerOf(conversation), accepted, 'ACCEPTED');
      const others = conversation.participants.filter(
        ({ role, pid, state }) => pid !== agentPid && !(role === 'ASSIGNED_AGENT' && state === 'ACTIVE'),
      );
      account.conversations.change(conversation, {
        participants: [...others, { id: agent.id, pid: agentPid, role: 'ASSIGNED_AGENT', state: 'ACTIVE' }],
      });
    },
    reject: (rejected) => {
      passOver(rejected, 'REJECTED');
    },
  };
}

function suggestedTo({ participants }: Conversation): readonly string[] {
  return participants.filter(({ state }) => state === 'SUGGESTED').map(({ pid }) => pid);
}

/** Whether a conversation needs somebody: nobody has it, or somebody is asked to take it. */
function isWaiting(conversation: Conversation): boolean {
  if (conversation.state === 'CLOSE') return false;
  return activeParticipants(conversation, 'ASSIGNED_AGENT').length === 0 || suggestedTo(conversation).length > 0;
}

function isAvailable(presence: AgentPresence | undefined, isTransfer: boolean): boolean {
  return presence?.availability === 'ONLINE' || (isTransfer && presence?.availability === 'OCCUPIED');
}

function holds({ skills }: RoutedAgent, skillId: string): boolean {
  return skillId === ANY_SKILL || skills.length === 0 || skills.includes(skillId);
}
