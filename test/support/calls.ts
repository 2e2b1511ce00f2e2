import type { Answer, Call, Mock } from '../../mock-server/index.ts';

/** What a test says of a call; the rest is an ordinary GET. */
export interface CallParts {
  readonly method?: string;
  /** Path and query, kept as they are: nothing is tidied up or encoded. */
  readonly target?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly origin?: string;
}

/** A call as plain data, without any door. */
export function callOf({ method = 'GET', target = '/', headers = {}, body = '', origin = 'http://localhost:4407' }: CallParts): Call {
  const mark = target.indexOf('?');
  const [path, query] = mark === -1 ? [target, ''] : [target.slice(0, mark), target.slice(mark + 1)];
  return { method, path, query: new URLSearchParams(query), headers, body, origin };
}

/** The answer to a call that no fault aborts. */
export async function ask(mock: Mock, parts: CallParts): Promise<Answer> {
  const reply = await mock.handle(callOf(parts));
  if ('abort' in reply) throw new Error(`aborted: ${reply.abort}`);
  return reply;
}

/** A POST with a JSON body, or with the text as it is. */
export function post(mock: Mock, target: string, body: string | object = '', headers: Readonly<Record<string, string>> = {}): Promise<Answer> {
  return ask(mock, { method: 'POST', target, headers, body: typeof body === 'string' ? body : JSON.stringify(body) });
}
