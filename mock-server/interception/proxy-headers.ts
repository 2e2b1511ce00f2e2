import type { IncomingMessage, OutgoingHttpHeaders } from 'node:http';
import { validateHeaderName, validateHeaderValue } from 'node:http';

/**
 * Headers that end at a proxy, beside those that `Connection` names (RFC 9110 section 7.6.1). `Trailer` is among them
 * because trailers are not passed on, as a proxy may choose (section 6.5.1).
 */
const HOP_BY_HOP = [
  'connection',
  'keep-alive',
  'proxy-connection',
  'proxy-authorization',
  'proxy-authenticate',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
];

/**
 * The headers that a proxy passes on, from node's raw list. What node would refuse to write is left out: it comes from
 * somebody else, and must not end the exchange.
 *
 * @param replaced - further names, in lower case, that are left out because the proxy writes them itself
 */
export function endToEnd(raw: readonly string[], replaced: readonly string[] = []): OutgoingHttpHeaders {
  const pairs = raw.flatMap((name, index) => (index % 2 === 0 ? [[name, raw[index + 1] ?? ''] as const] : []));
  const named = pairs.flatMap(([name, value]) =>
    name.toLowerCase() === 'connection' ? value.toLowerCase().split(',') : [],
  );
  const dropped = new Set([...HOP_BY_HOP, ...replaced, ...named.map((name) => name.trim())]);
  // No object before the end: `__proto__` and `constructor` are legal header names.
  const headers = new Map<string, { readonly name: string; readonly values: string[] }>();
  for (const [name, value] of pairs) {
    const key = name.toLowerCase();
    if (dropped.has(key) || !isWritable(name, value)) continue;
    const known = headers.get(key);
    if (known === undefined) headers.set(key, { name, values: [value] });
    else known.values.push(value);
  }
  // One value alone stays a text: node takes some headers in no other form.
  return Object.fromEntries(
    [...headers.values()].map(({ name, values }) => [name, values.length === 1 ? values[0] : values]),
  );
}

function isWritable(name: string, value: string): boolean {
  try {
    validateHeaderName(name);
    validateHeaderValue(name, value);
    return true;
  } catch {
    return false;
  }
}

/** A body of unknown length goes on in chunks: by itself node would send a DELETE on without its body. */
export function framing({ headers }: IncomingMessage): OutgoingHttpHeaders {
  return headers['transfer-encoding'] === undefined ? {} : { 'transfer-encoding': 'chunked' };
}

/**
 * The proxies that a request came through, and this one (RFC 9110 section 7.6.3): so that it knows its own requests
 * again.
 */
export function via({ headers, httpVersion }: IncomingMessage, pseudonym: string): { via: string } {
  const before = headers['via'];
  return { via: `${before === undefined ? '' : `${before}, `}${httpVersion} ${pseudonym}` };
}

/** Whether a request has been here before. */
export function hasComeBack({ headers }: IncomingMessage, pseudonym: string): boolean {
  return (headers['via'] ?? '').split(/[\s,]+/).includes(pseudonym);
}
