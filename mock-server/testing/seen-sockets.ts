import type { JournalEntry } from '../control/journal/entry.ts';

export type Side = 'consumer' | 'agent';

/** A socket as the journal tells of it. */
export interface SeenSocket {
  readonly side: Side;
  readonly accountId: string | undefined;
  readonly handshake: JournalEntry;
  /** Who the consumer is; undefined for an agent, whose bearer the journal does not keep. */
  readonly consumerId: string | undefined;
  /** Whether it was opened, and whoever is there was let in. */
  readonly isConnected: boolean;
  /** Undefined while it is open. */
  readonly end: JournalEntry | undefined;
}

const SIDES: Readonly<Record<string, Side>> = { 'ums.consumer': 'consumer', 'ums.brand': 'agent' };

/** The sockets whose handshake is in the journal, oldest first; refused handshakes are none. */
export function socketsIn(entries: readonly JournalEntry[]): readonly SeenSocket[] {
  const bySocket = new Map<string, JournalEntry[]>();
  for (const entry of entries) {
    const { socket } = entry.frame ?? {};
    if (socket !== undefined) known(bySocket, socket).push(entry);
  }
  return entries.flatMap((handshake) => {
    const side = SIDES[handshake.endpointId ?? ''];
    if (side === undefined || handshake.socket === undefined) return [];
    return [seenSocket(side, handshake, bySocket.get(handshake.socket) ?? [])];
  });
}

function known(bySocket: Map<string, JournalEntry[]>, socket: string): JournalEntry[] {
  const frames = bySocket.get(socket) ?? [];
  bySocket.set(socket, frames);
  return frames;
}

/** Handshakes that were refused, and sockets that were closed because the token was no good. */
export function refusalsIn(entries: readonly JournalEntry[], side?: Side): readonly JournalEntry[] {
  return entries.filter((entry) => {
    const its = SIDES[entry.endpointId ?? ''];
    if (its === undefined || (side !== undefined && its !== side)) return false;
    const isHandshake = entry.frame === undefined && entry.socket === undefined;
    return isHandshake || isTurnedAway(entry);
  });
}

function seenSocket(side: Side, handshake: JournalEntry, frames: readonly JournalEntry[]): SeenSocket {
  const end = frames.find(({ method }) => method === 'CLOSE');
  const wasAnswered = frames.some(({ method, outcome }) => method === 'RECEIVE' && Number(outcome) < 400);
  const consumerId = [handshake, ...frames].map(consumerIn).find((each) => each !== undefined);
  const wasLetIn = wasAnswered || (consumerId !== undefined && !(end !== undefined && isTurnedAway(end)));
  return {
    side,
    accountId: handshake.accountId,
    handshake,
    consumerId: side === 'consumer' ? consumerId : undefined,
    isConnected: side === 'agent' || wasLetIn,
    end,
  };
}

/** The close codes of a token that is missing, expired or wrong. */
function isTurnedAway({ method, outcome }: JournalEntry): boolean {
  return method === 'CLOSE' && (outcome === 4401 || outcome === 4407);
}

function consumerIn({ tokens }: JournalEntry): string | undefined {
  const sub = tokens.find(({ kind, failure }) => kind === 'LP_JWT' && failure === undefined)?.claims?.['sub'];
  return typeof sub === 'string' ? sub : undefined;
}
