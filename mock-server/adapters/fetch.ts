import type { Answer, Call, Reply } from '../http/call.ts';

/** What the platform's own `fetch` takes, answered by a mock without a socket. */
export type MockFetch = (input: Request | URL | string, init?: RequestInit) => Promise<Response>;

/** The door from Fetch's Request to a mock, and from its Reply to a Response. */
export function createFetch(handle: (call: Call) => Promise<Reply>): MockFetch {
  return async (input, init) => {
    const request = isRequest(input) && init === undefined ? input : new Request(input, init);
    const reply = await handle(await readCall(request));
    if (!('abort' in reply)) return writeAnswer(reply);
    return reply.abort === 'reset' ? Response.error() : rejectWhenAborted(request.signal);
  };
}

/** Told by its shape, because a test environment may bring a Request class of its own. */
function isRequest(input: Request | URL | string): input is Request {
  return typeof input === 'object' && 'headers' in input;
}

async function readCall(request: Request): Promise<Call> {
  const { origin, pathname, searchParams } = new URL(request.url);
  return {
    method: request.method,
    path: pathname,
    query: searchParams,
    headers: Object.fromEntries(request.headers),
    body: request.body === null ? '' : await request.text(),
    origin,
  };
}

/** A Response of these statuses throws when it is given a body, be it empty (Fetch standard, null body status). */
const WITHOUT_BODY = new Set([204, 205, 304]);

function writeAnswer({ status, headers, body }: Answer): Response {
  // As bytes, because a text would bring a content type of its own.
  const bytes = body === '' || WITHOUT_BODY.has(status) ? null : new TextEncoder().encode(body);
  return new Response(bytes, { status, headers });
}

/** For an answer that never comes: only the caller's own timer ends the wait. */
function rejectWhenAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const abort = (): void => { reject(signal.reason as Error); };
    if (signal.aborted) abort();
    else signal.addEventListener('abort', abort, { once: true });
  });
}
