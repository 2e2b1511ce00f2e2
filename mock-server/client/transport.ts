import { ADMIN_PATH } from '../admin/path.ts';
import { isObject } from '../http/body.ts';

/** What a call to the admin API is made of. */
export interface AdminRequest {
  /** Members of the query; those that are undefined are left out. */
  readonly query?: object | undefined;
  /** Members of the body, which only a POST has. */
  readonly body?: object | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** The way to the admin API of one mock. */
export interface AdminTransport {
  /**
   * Asks, and gives what was answered; undefined when that was nothing.
   *
   * @throws TypeError or RangeError when the mock refuses, as its verbs do in process; its `status` is the answer's.
   * @throws MockUnreachable when no mock answers there.
   */
  readonly ask: (method: 'GET' | 'POST' | 'DELETE', path: string, request?: AdminRequest) => Promise<unknown>;
  /**
   * Asks likewise for an answer that goes on, and gives it piece by piece until the signal aborts or the mock is gone.
   */
  readonly follow: (path: string, request: AdminRequest) => AsyncGenerator<string, void>;
}

/** No mock answers at the URL, or it has stopped. */
export class MockUnreachable extends Error {
  override readonly name = 'MockUnreachable';
}

/**
 * @param url - where the mock listens, for instance `http://localhost:4407`
 * @param secret - is sent as a bearer. Default: nothing is
 * @throws TypeError when it is no URL.
 */
export function createTransport(url: string, secret?: string): AdminTransport {
  if (!/^https?:\/\//i.test(url) || !URL.canParse(url))
    throw new TypeError(`not a URL: ${JSON.stringify(url)}. Give one such as 'http://localhost:4407'.`);
  const bearer = secret === undefined ? {} : { authorization: `Bearer ${secret}` };
  const base = `${url.replace(/\/+$/, '')}${ADMIN_PATH}`;
  const reach = <Answer>(answer: Promise<Answer>): Promise<Answer> =>
    answer.catch((error: unknown) => {
      throw explain(url, error);
    });
  const send = async (method: string, path: string, request: AdminRequest): Promise<Response> => {
    const response = await reach(
      fetch(`${base}${path}${search(request.query)}`, {
        method,
        redirect: 'error',
        headers: method === 'GET' ? bearer : { ...bearer, 'content-type': 'application/json' },
        body: request.body === undefined ? null : JSON.stringify(request.body),
        signal: request.signal ?? null,
      }),
    );
    if (response.ok) return response;
    throw refusal(response.status, messageOf(parse(url, await reach(response.text()))) ?? somethingElseAt(url).message);
  };
  return {
    ask: async (method, path, request = {}) => {
      const response = await send(method, path, request);
      return response.status === 204 ? undefined : parse(url, await reach(response.text()));
    },
    follow: async function* follow(path, request) {
      const { body } = await send('GET', path, request);
      const reader = body?.pipeThrough(new TextDecoderStream()).getReader();
      for (;;) {
        const piece = await reach(reader?.read() ?? Promise.reject(somethingElseAt(url)));
        if (piece.value === undefined) throw new MockUnreachable(`the mock at ${url} has gone`);
        yield piece.value;
      }
    },
  };
}

function search(query: object = {}): string {
  const members = (Object.entries(query) as [string, unknown][]).filter(([, value]) => value !== undefined);
  const text = new URLSearchParams(members.map(([name, value]) => [name, String(value)])).toString();
  return text === '' ? '' : `?${text}`;
}

/** Every body of the admin API is an object. */
function parse(url: string, text: string): Readonly<Record<string, unknown>> {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    throw somethingElseAt(url);
  }
  if (isObject(body)) return body;
  throw somethingElseAt(url);
}

function somethingElseAt(url: string): MockUnreachable {
  return new MockUnreachable(`what answers at ${url} is not lp-auth-mock`);
}

/** What kept a call from its answer. Who gave up by the signal knows why. */
function explain(url: string, error: unknown): unknown {
  const { name, cause } = error as Error;
  if (name === 'AbortError' || name === 'TimeoutError' || error instanceof MockUnreachable) return error;
  const code = (cause as { code?: unknown } | undefined)?.code;
  return new MockUnreachable(`no mock answers at ${url}${typeof code === 'string' ? ` (${code})` : ''}`, {
    cause: error,
  });
}

function messageOf({ error }: Readonly<Record<string, unknown>>): string | undefined {
  return isObject(error) && typeof error['message'] === 'string' ? error['message'] : undefined;
}

/** Of the class that the verb throws in process. */
function refusal(status: number, message: string): Error {
  const Kind = status === 409 ? RangeError : status === 400 || status === 404 ? TypeError : Error;
  return Object.assign(new Kind(message), { status });
}

/** Whether the mock said that there is no such thing. */
export function isNotFound(error: unknown): boolean {
  return error instanceof Error && 'status' in error && error.status === 404;
}

/** False when the mock says that there is no such thing. */
export async function unlessNotFound(answer: Promise<unknown>): Promise<boolean> {
  try {
    await answer;
    return true;
  } catch (error) {
    if (isNotFound(error)) return false;
    throw error;
  }
}
