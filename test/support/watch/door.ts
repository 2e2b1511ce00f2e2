import type { OpenDoor } from '../door.ts';
import { splitUrl } from '../door.ts';
import { learn, searchWritten } from './findings.ts';
import { secretsIn, secretsOf } from './secrets.ts';

/** Watches from outside: behind some doors the mock is in another process. When the door closes, its journal and a snapshot are searched too. */
export function watchDoor(door: OpenDoor): OpenDoor {
  return {
    ...door,
    send: async (request) => {
      const query = new URLSearchParams(splitUrl(request.url).search);
      learn(secretsOf({ query, headers: request.headers, body: request.body ?? '' }));
      const reply = await door.send(request);
      learn(secretsIn(reply.text));
      const told = [reply.headers['lp-mock-reason'], reply.headers['lp-mock-deviation']];
      searchWritten(`what the mock told of ${request.method} ${request.url}`, told.join('\n'));
      return reply;
    },
    close: async () => {
      for (const verb of ['journal.find', 'snapshot']) searchWritten(verb, JSON.stringify(await door.control(verb)));
      await door.close();
    },
  };
}
