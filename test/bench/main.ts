import yargs from 'yargs';
import { hideBin } from 'yargs/helpers';
import { compareDeployments } from './anywhere.ts';
import { watchMemory } from './memory.ts';
import { compareMswHandlers } from './msw-overhead.ts';
import { compareSends } from './send-cpu.ts';
import { compareSockets } from './sockets.ts';
import { timeStartup } from './startup.ts';
import { compareThroughput } from './throughput.ts';
import { compareWebhooks } from './webhooks.ts';

const { smoke, rounds, requests, memory, only } = yargs(hideBin(process.argv))
  .scriptName('npm run bench --')
  .option('smoke', {
    type: 'boolean',
    default: false,
    describe: 'only see that every race runs; the figures mean nothing',
  })
  .option('rounds', { type: 'number', default: 7, describe: 'counted rounds; medians are printed' })
  .option('requests', { type: 'number', default: 4000, describe: 'requests of one race in one round' })
  .option('memory', {
    type: 'number',
    default: 0,
    describe: 'watch the heap over so many calls with distinct clients and consumers instead',
  })
  .option('only', {
    choices: ['throughput', 'msw', 'startup', 'send', 'sockets', 'webhooks', 'anywhere'] as const,
    describe: 'one part of it',
  })
  .strict()
  .parseSync();

const parts = smoke
  ? {
      throughput: () => compareThroughput(1, 50),
      msw: () => compareMswHandlers(1, 20),
      startup: () => timeStartup(1),
      send: () => compareSends(1, 40),
      sockets: () => compareSockets({ rounds: 1, roundTrips: 5, sends: 5, idleSockets: 20, conversations: 5 }),
      webhooks: () => compareWebhooks(1, 200),
      anywhere: () =>
        compareDeployments({
          ...{ rounds: 1, spread: 5, requests: 20, frames: 2, newAccounts: 2 },
          ...{ idleAccounts: 20, idleMs: 0, deaths: 1, mortalAccounts: 20 },
        }),
    }
  : {
      throughput: () => compareThroughput(rounds, requests),
      msw: () => compareMswHandlers(rounds, 500),
      startup: () => timeStartup(rounds * 3),
      send: () => compareSends(rounds),
      sockets: () =>
        compareSockets({ rounds: rounds * 3, roundTrips: 200, sends: 50, idleSockets: 5000, conversations: 1000 }),
      webhooks: () => compareWebhooks(rounds, 10_000),
      anywhere: () =>
        compareDeployments({
          ...{ rounds, spread: 100, requests: 1500, frames: 100, newAccounts: 8 },
          ...{ idleAccounts: 500, idleMs: 12_000, deaths: 3, mortalAccounts: 300 },
        }),
    };

if (memory > 0) process.exitCode = await watchMemory(memory);
else {
  let missed = 0;
  for (const part of only === undefined ? Object.values(parts) : [parts[only]]) missed += await part();
  if (smoke && only === undefined) await watchMemory(400);
  process.exitCode = smoke || missed === 0 ? 0 : 1;
}
