import yargs from 'yargs';
import { hideBin } from 'yargs/helpers';
import { watchMemory } from './memory.ts';
import { compareMswHandlers } from './msw-overhead.ts';
import { timeStartup } from './startup.ts';
import { compareThroughput } from './throughput.ts';

const { smoke, rounds, requests, memory } = yargs(hideBin(process.argv))
  .scriptName('npm run bench --')
  .option('smoke', { type: 'boolean', default: false, describe: 'only see that every race runs; the figures mean nothing' })
  .option('rounds', { type: 'number', default: 7, describe: 'counted rounds; medians are printed' })
  .option('requests', { type: 'number', default: 4000, describe: 'requests of one race in one round' })
  .option('memory', { type: 'number', default: 0, describe: 'watch the heap over so many calls with distinct clients and consumers instead' })
  .strict()
  .parseSync();

if (memory > 0) process.exitCode = await watchMemory(memory);
else if (smoke) {
  await compareThroughput(1, 50);
  await compareMswHandlers(1, 20);
  await timeStartup(1);
  await watchMemory(400);
} else {
  const missed = await compareThroughput(rounds, requests) + await compareMswHandlers(rounds, 500) + await timeStartup(rounds);
  process.exitCode = missed === 0 ? 0 : 1;
}
