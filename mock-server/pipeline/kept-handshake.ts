import { hostOf } from '../domain/hosts.ts';
import type { Call } from '../http/call.ts';
import { detached } from '../memory/detached.ts';
import type { IdentifiedCall } from './call-record.ts';

/** What is kept of a handshake while its socket is open: what faults and journal go by. */
export interface KeptHandshake extends Pick<Call, 'path' | 'headers' | 'origin'> {
  readonly endpoint: IdentifiedCall['endpoint'];
  /** As the path has it. */
  readonly accountId: string;
  readonly query: string;
}

/** How many are remembered to be shared, and how long they may be, in characters: longer ones are of one caller. */
const MOST_REMEMBERED = 8;
const LONGEST_REMEMBERED = 1024;

/** Keeps handshakes. Those that are alike are one: thousands of sockets may be opened by the same program. */
export function createHandshakeKeeper(): (identified: IdentifiedCall) => KeptHandshake {
  /** The last to be used at the end. */
  const remembered = new Map<string, KeptHandshake>();
  return ({ call, endpoint, accountId = '' }) => {
    const [query, headers] = [call.query.toString(), keptHeaders(call.headers)];
    const key = JSON.stringify([endpoint?.id, accountId, call.path, query, call.origin, headers]);
    const known = remembered.get(key);
    remembered.delete(key);
    const kept = known ?? {
      endpoint,
      accountId: detached(accountId),
      path: detached(call.path),
      query,
      headers,
      origin: detached(call.origin),
    };
    if (key.length <= LONGEST_REMEMBERED) remembered.set(key, kept);
    for (const oldest of remembered.keys()) {
      if (remembered.size <= MOST_REMEMBERED) break;
      remembered.delete(oldest);
    }
    return kept;
  };
}

/** The call that opened the socket, as far as a fault can go by it. */
export function handshakeCall({ path, query, headers, origin }: KeptHandshake): Call {
  const all = { host: hostOf(origin), ...headers };
  return { method: 'GET', path, query: new URLSearchParams(query), headers: all, body: '', origin };
}

/** `host` follows from the origin. */
const LEFT_OUT = /^(?:connection|upgrade|sec-websocket-(?!protocol).*|host|authorization|cookie)$/;
const NO_HEADERS: Call['headers'] = Object.freeze({});

/**
 * Without what asks for the upgrade (RFC 6455 section 4.1), which says nothing of who asks, and without tokens: they
 * are long, and no fault is matched by them. Most clients send nothing else.
 */
function keptHeaders(headers: Call['headers']): Call['headers'] {
  const others = Object.entries(headers).filter(([name]) => !LEFT_OUT.test(name));
  return others.length === 0 ? NO_HEADERS : Object.fromEntries(others);
}
