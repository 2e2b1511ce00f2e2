import type { ServerResponse } from 'node:http';
import { httpDate } from '../../http/http-date.ts';

/**
 * Answers a call that somebody's own code has failed: `onExchange`, a watcher of the journal, a route beside the mock's
 * or a body parser mounted for it. No message: it may quote what was sent.
 *
 * @param nowMs - the mock's time, for `Date`
 */
export function refuseFailed(error: unknown, response: ServerResponse, nowMs: number): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  const status = statusOf(error);
  const body = JSON.stringify({
    error: status < 500 ? 'malformed_request' : 'route_failed',
    name: error instanceof Error ? error.name : typeof error,
  });
  try {
    response.writeHead(status, {
      date: httpDate(nowMs),
      'content-type': 'application/json',
      'content-length': String(Buffer.byteLength(body)),
    });
    response.end(body);
  } catch {
    // HTTP/2 keeps the headers that it would not send, and refuses them again. Nobody above could catch that.
    response.destroy();
  }
}

/** Answers a call whose body had no room beside those of others. */
export function refuseCrowded(response: ServerResponse, nowMs: number): void {
  const body = JSON.stringify({ error: 'too_many_bodies' });
  response.writeHead(503, {
    date: httpDate(nowMs),
    'content-type': 'application/json',
    'content-length': String(body.length),
    'retry-after': '1',
  });
  response.end(body);
}

/** Express and its parsers put the HTTP status on the error. */
function statusOf(error: unknown): number {
  const status = typeof error === 'object' && error !== null && 'status' in error ? Number(error.status) : 500;
  return status >= 400 && status <= 599 ? status : 500;
}
