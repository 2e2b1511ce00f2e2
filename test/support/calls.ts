import type { Answer, Call, Mock } from '../../mock-server/index.ts';

/** What a test says of a call; the rest is an ordinary GET. */
export interface CallParts {
  readonly method?: string;
  /** Path and query, kept as they are: nothing is tidied up or encoded. */
  readonly target?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly origin?: string;
  readonly peer?: Call['peer'];
}

/** A call as plain data, without any adapter. */
export function callOf({
  method = 'GET',
  target = '/',
  headers = {},
  body = '',
  origin = 'http://localhost:4407',
  peer,
}: CallParts): Call {
  const mark = target.indexOf('?');
  const [path, query] = mark === -1 ? [target, ''] : [target.slice(0, mark), target.slice(mark + 1)];
  return {
    method,
    path,
    query: new URLSearchParams(query),
    headers,
    body,
    origin,
    ...(peer === undefined ? {} : { peer }),
  };
}

/** The answer to a call that no fault aborts. */
export async function ask(mock: Mock, parts: CallParts): Promise<Answer> {
  const reply = await mock.handle(callOf(parts));
  if ('abort' in reply) throw new Error(`aborted: ${reply.abort}`);
  return reply;
}

/** A POST: an object goes as JSON and parameters as a form, each with its content type; a text goes bare. */
export function post(
  mock: Mock,
  target: string,
  body: string | object = '',
  headers: Readonly<Record<string, string>> = {},
): Promise<Answer> {
  const [text, type] = encode(body);
  return ask(mock, {
    method: 'POST',
    target,
    headers: type === undefined ? headers : { 'content-type': type, ...headers },
    body: text,
  });
}

function encode(body: string | object): [text: string, contentType: string | undefined] {
  if (typeof body === 'string') return [body, undefined];
  if (body instanceof URLSearchParams) return [body.toString(), 'application/x-www-form-urlencoded'];
  return [JSON.stringify(body), 'application/json'];
}
