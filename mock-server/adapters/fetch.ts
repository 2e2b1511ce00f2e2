import { MAX_BODY_BYTES } from '../http/call.ts';
import type { Answer, AnswerStream, Call, CallBody, Reply } from '../http/call.ts';
import { utf8 } from '../utf8.ts';

/** Takes what the platform's own `fetch` takes; the mock answers without a socket. */
export interface MockFetch {
  /** As a worker's handler, `export default { fetch: mock.fetch }`: the bindings and the context are left alone. */
  (request: Request, bindings: unknown, context: unknown): Promise<Response>;
  (input: Request | URL | string, init?: RequestInit): Promise<Response>;
}

/** The adapter from Fetch's Request to a mock, and from its Reply to a Response. */
export function createFetch(handle: (call: Call) => Promise<Reply>): MockFetch {
  const answer = async (request: Request): Promise<Response> => writeReply(await handle(await readCall(request)));
  return async (input: Request | URL | string, given?: unknown, ...context: readonly unknown[]) => {
    // A worker's runtime gives three arguments, of which the second holds bindings of any name: `cache`, for instance.
    const init = context.length === 0 ? (given as RequestInit | undefined) : undefined;
    const request = isRequest(input) && init === undefined ? input : new Request(input, init);
    request.signal.throwIfAborted();
    return unlessAborted(answer(request), request.signal);
  };
}

/**
 * The adapter to the admin API of a mock in this process. The page or the test that calls is let in: `Host` tells a
 * name that was made to lead here by DNS, and this call took no such way.
 */
export function createAdminFetch(
  admin: (call: Call) => Promise<Reply | AnswerStream>,
): (request: Request) => Promise<Response> {
  return async (request) => {
    const call = await readCall(request);
    const reply = await admin({ ...call, headers: { ...call.headers, host: 'localhost' } });
    return 'stream' in reply ? writeStream(reply, request.signal) : writeReply(reply);
  };
}

/** An answer that comes in pieces, as a Response; it ends when the signal aborts, or nobody reads. */
export function writeStream({ status, headers, stream }: AnswerStream, signal?: AbortSignal): Response {
  const pieces = stream[Symbol.asyncIterator]();
  const stop = (): void => {
    void pieces.return?.();
  };
  signal?.addEventListener('abort', stop);
  return new Response(
    new ReadableStream<Uint8Array>({
      pull: async (controller) => {
        const piece = await pieces.next();
        if (piece.done === true) controller.close();
        else controller.enqueue(utf8(piece.value));
      },
      cancel: stop,
    }),
    { status, headers },
  );
}

/** Told by its shape, because a test environment may bring a Request class of its own. */
function isRequest(input: Request | URL | string): input is Request {
  return typeof input === 'object' && 'headers' in input;
}

async function readCall(request: Request): Promise<Call> {
  return callOf(request, request.body === null ? new ArrayBuffer(0) : await request.arrayBuffer());
}

/** A request as a call, with a body that was read already. */
export function callOf(request: Request, bytes: ArrayBuffer): Call {
  const { origin, pathname, searchParams } = new URL(request.url);
  return {
    method: request.method,
    path: pathname,
    query: searchParams,
    headers: readHeaders(request.headers),
    ...decode(bytes),
    origin,
    peer: 'in-process',
  };
}

/** In lower case, which happy-dom's `Headers` leave to whoever iterates them. */
function readHeaders(headers: Headers): Record<string, string> {
  return Object.fromEntries([...headers].map(([name, value]) => [name.toLowerCase(), value]));
}

/**
 * As strictly as `isBodyUtf8` says, which is more than `request.text()` tells, and with the mark of the byte order,
 * which that would take away.
 */
function decode(bytes: ArrayBuffer): CallBody {
  try {
    return { body: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes) };
  } catch {
    const readable = bytes.slice(0, MAX_BODY_BYTES + 1);
    return { body: new TextDecoder().decode(readable), isBodyUtf8: false, bytes: new Uint8Array(bytes) };
  }
}

/** A reply as a Response; never there for one that is never to come. */
export function writeReply(reply: Reply): Response | Promise<never> {
  if (!('abort' in reply)) return writeAnswer(reply);
  // An answer that never comes: only the caller's own timer ends the wait.
  return reply.abort === 'reset' ? Response.error() : new Promise<never>(() => undefined);
}

/** A Response of these statuses throws when it is given a body, be it empty (Fetch standard, null body status). */
const WITHOUT_BODY = new Set([204, 205, 304]);

function writeAnswer({ status, headers, cookies = [], body, bytes: file }: Answer): Response {
  // As bytes, because a text would bring a content type of its own.
  const bytes = WITHOUT_BODY.has(status) ? null : bytesOf(body, file);
  const all = Object.entries(headers);
  for (const cookie of cookies) all.push(['set-cookie', cookie]);
  if (bytes !== null) all.push(['content-length', String(bytes.length)]);
  return new Response(bytes, { status, headers: all });
}

function bytesOf(body: string, file: Uint8Array | undefined): Uint8Array<ArrayBuffer> | null {
  if (file !== undefined) return new Uint8Array(file);
  return body === '' ? null : utf8(body);
}

/** Rejects as soon as the caller gives up, as `fetch` does, whatever the mock is waiting for. */
function unlessAborted(response: Promise<Response>, signal: AbortSignal): Promise<Response> {
  return new Promise((resolve, reject) => {
    const giveUp = (): void => {
      reject(signal.reason as Error);
    };
    signal.addEventListener('abort', giveUp);
    void response.then(resolve, reject).finally(() => {
      signal.removeEventListener('abort', giveUp);
    });
  });
}
