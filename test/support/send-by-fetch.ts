import type { WireReply, WireRequest } from './wire.ts';
import { bytesOf, comparableHeaders, textOf } from './wire.ts';

/** Asks by the platform's own `fetch`, in Node and in a page alike. */
export async function sendByFetch(request: WireRequest): Promise<WireReply> {
  const { method, url, headers } = request;
  // A text would bring a content type of its own; bytes bring none.
  const bytes = bytesOf(request) ?? null;
  const response = await fetch(url, { method, headers, body: bytes, redirect: 'manual', cache: 'no-store' });
  return {
    status: response.status,
    headers: comparableHeaders(response.headers),
    text: textOf(await response.arrayBuffer(), request),
  };
}
