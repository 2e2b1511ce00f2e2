import type { OpenDoor } from './door.ts';
import type { WireReply, WireRequest } from './wire.ts';

/** A door that remembers the secrets that went through it, to see afterwards that the mock has written none of them down. */
export interface WatchedDoor extends OpenDoor {
  /** The secrets that stand in what the mock wrote beside its answers: its own headers, the journal, a snapshot. */
  leaked(): Promise<readonly string[]>;
}

/** Shorter ones would be found in ordinary words. */
const SHORTEST_SECRET = 12;
const SHORTEST_SIGNATURE = 43;

/** Client secrets and passwords by the name of their member. */
const NAMED = /(?:client_secret|password|assertion|csrf)["':=\s]{1,8}([^&"'\s]{12,200})/g;

/** Watches what goes through a door. */
export function watchSecrets(door: OpenDoor): WatchedDoor {
  const secrets = new Set<string>();
  const told: string[] = [];
  const send = async (request: WireRequest): Promise<WireReply> => {
    const reply = await door.send(request);
    for (const secret of [...secretsIn(`${request.url}\n${Object.values(request.headers).join('\n')}\n${request.body ?? ''}`), ...secretsIn(reply.text)]) secrets.add(secret);
    told.push(reply.headers['lp-mock-reason'] ?? '', reply.headers['lp-mock-deviation'] ?? '');
    return reply;
  };
  return {
    ...door,
    send,
    leaked: async () => {
      const written = [...told, JSON.stringify(await door.control('journal.find')), JSON.stringify(await door.control('snapshot'))].join('\n');
      return [...secrets].filter((secret) => written.includes(secret));
    },
  };
}

function secretsIn(text: string): string[] {
  const named = [...text.matchAll(NAMED)].map((match) => match[1] ?? '').filter((secret) => secret.length >= SHORTEST_SECRET);
  return [...named, ...signaturesIn(text)];
}

/** By splitting and not by a pattern: some tests send a megabyte of letters. */
function signaturesIn(text: string): string[] {
  return text.split(/[^\w.-]/).map((word) => word.split('.')).filter((parts) => parts.length === 3)
    .map((parts) => parts[2] ?? '').filter((signature) => signature.length >= SHORTEST_SIGNATURE);
}
