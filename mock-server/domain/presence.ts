import { makeRoom } from '../memory/make-room.ts';

/** How available an agent is. */
export type Availability = 'ONLINE' | 'AWAY' | 'BACK_SOON' | 'OFFLINE' | 'OCCUPIED';

/** An agent who has told how available he is. */
export interface AgentPresence {
  /** The old id, `{account}.{userId}`. */
  readonly id: string;
  readonly pid: string;
  readonly availability: Availability;
  /** By the account's clock, in epoch milliseconds. */
  readonly sinceMs: number;
}

/** The agents of one account who have told how available they are. */
export interface Presence {
  set(agent: AgentPresence): void;
  /** By either id. */
  find(id: string): AgentPresence | undefined;
  list(): readonly AgentPresence[];
  /** Hears of every change from now on. Answers what ends that. */
  read(reader: (agent: AgentPresence) => void): () => void;
}

/** How many agents' presence is kept; past that the one who told it longest ago is forgotten. */
const MAX_AGENTS = 1000;

export function createPresence(): Presence {
  const byPid = new Map<string, AgentPresence>();
  const readers = new Set<(agent: AgentPresence) => void>();
  return {
    set: (agent) => {
      byPid.delete(agent.pid);
      makeRoom(byPid, MAX_AGENTS, (longestAgo) => byPid.delete(longestAgo));
      byPid.set(agent.pid, agent);
      for (const reader of [...readers]) reader(agent);
    },
    find: (id) => byPid.get(id) ?? [...byPid.values()].find((agent) => agent.id === id),
    list: () => [...byPid.values()],
    read: (reader) => {
      readers.add(reader);
      return () => {
        readers.delete(reader);
      };
    },
  };
}
