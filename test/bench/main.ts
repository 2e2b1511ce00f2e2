import yargs from 'yargs';
import { hideBin } from 'yargs/helpers';
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
    choices: ['throughput', 'msw', 'startup', 'send', 'sockets', 'webhooks'] as const,
    describe: 'one part of it',
  })
  .strict()
  .parseSync();

const parts = {
  throughput: () => compareThroughput(rounds, requests),
  msw: () => compareMswHandlers(rounds, 500),
  startup: () => timeStartup(rounds * 3),
  send: () => compareSends(rounds),
  sockets: () =>
    compareSockets({ rounds: rounds * 3, roundTrips: 200, sends: 50, idleSockets: 5000, conversations: 1000 }),
  webhooks: () => compareWebhooks(rounds, 10_000),
};

if (memory > 0) process.exitCode = await watchMemory(memory);
else if (smoke) {
  await compareThroughput(1, 50);
  await compareMswHandlers(1, 20);
  await timeStartup(1);
  await compareSends(1, 40);
  await compareSockets({ rounds: 1, roundTrips: 5, sends: 5, idleSockets: 20, conversations: 5 });
  await compareWebhooks(1, 200);
  await watchMemory(400);
} else {
  let missed = 0;
  for (const part of only === undefined ? Object.values(parts) : [parts[only]]) missed += await part();
  process.exitCode = missed === 0 ? 0 : 1;
}
