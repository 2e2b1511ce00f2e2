import type { OpenAdapter } from '../adapter.ts';
import { splitUrl } from '../adapter.ts';
import { learn, searchWritten } from './findings.ts';
import { secretsIn, secretsOf } from './secrets.ts';

/**
 * Watches from outside: behind some adapters the mock is in another process. When the adapter closes, its journal and a
 * snapshot are searched too.
 */
export function watchAdapter(adapter: OpenAdapter): OpenAdapter {
  return {
    ...adapter,
    send: async (request) => {
      const query = new URLSearchParams(splitUrl(request.url).search);
      learn(secretsOf({ query, headers: request.headers, body: request.body ?? '' }));
      const reply = await adapter.send(request);
      learn(secretsIn(reply.text));
      const told = [reply.headers['lp-mock-reason'], reply.headers['lp-mock-deviation']];
      searchWritten(`what the mock told of ${request.method} ${request.url}`, told.join('\n'));
      return reply;
    },
    close: async () => {
      for (const verb of ['journal.find', 'snapshot']) searchWritten(verb, JSON.stringify(await adapter.control(verb)));
      await adapter.close();
    },
  };
}
