import * as real from '../../../mock-server/admin/admin.ts';
import type { Call } from '../../../mock-server/index.ts';
import { mayHandOutSecrets } from './exceptions.ts';
import { learn, report, searchWritten } from './findings.ts';
import { documentedEvent, operationOf, undocumentedIn } from './openapi.ts';
import { secretsIn, secretsOf } from './secrets.ts';

// Jest gives this module to whoever imports `admin.ts`, see `moduleNameMapper` in package.json.
export * from '../../../mock-server/admin/admin.ts';
export const createAdmin: typeof real.createAdmin = (...given) => watchAdmin(real.createAdmin(...given));

type Handle = real.Admin;

/** Compares each answer of an admin API with the OpenAPI document, and searches it for secrets. */
export function watchAdmin(handle: Handle): Handle {
  return async (head, readBody) => {
    const bodies = [head.body];
    const reply = await handle(
      head,
      readBody === undefined
        ? undefined
        : async (limit) => {
            const body = await readBody(limit);
            bodies.push(body?.body ?? '');
            return body;
          },
    );
    const call = { ...head, body: bodies.join('') };
    const title = `the answer to ${call.method} ${call.path}`;
    for (const complaint of undocumentedIn(call, reply))
      report(`${title} is not what the OpenAPI document says: ${complaint}`);
    if ('stream' in reply) return { ...reply, stream: watchPieces(title, reply.stream) };
    searchAnswer(title, call, [...Object.values(reply.headers), reply.body].join('\n'));
    return reply;
  };
}

function searchAnswer(title: string, call: Call, text: string): void {
  if (mayHandOutSecrets(operationOf(call)?.operationId)) learn(secretsIn(text));
  else searchWritten(title, text, secretsOf(call));
}

/** @param pieces - whoever reads them no longer says so by `return`, which is handed on */
function watchPieces(title: string, pieces: AsyncIterable<string>): AsyncIterable<string> {
  const look = (result: IteratorResult<string>): IteratorResult<string> => {
    if (result.done === true) return result;
    searchWritten(title, result.value);
    for (const complaint of documentedEvent(result.value))
      report(`${title} has an event that the OpenAPI document does not: ${complaint}`);
    return result;
  };
  return {
    [Symbol.asyncIterator]: () => {
      const iterator = pieces[Symbol.asyncIterator]();
      return {
        next: async () => look(await iterator.next()),
        return: async () => (await iterator.return?.()) ?? { done: true, value: undefined },
      };
    },
  };
}
