// A process of its own, with --expose-gc: how much the heap grows over an idle mock is written to its output.
import { createMock } from '../../mock-server/index.ts';
import { agentLogin, callNumber, callsOfAMegabyte, callsThatAreKept } from './long-calls.ts';

const [megabytes = 200, long = 100, small = 1000, logins = 1000] = process.argv.slice(2).map(Number);
/** How many calls are made between two looks at the heap. */
const STEP = 1000;

function heapMegabytes(): number {
  globalThis.gc?.();
  return process.memoryUsage().heapUsed / 1e6;
}

const mock = createMock({ limits: { megabytes } });
const [megabyteCalls, keptCalls] = [await callsOfAMegabyte(mock), await callsThatAreKept(mock)];
// Everything is loaded and compiled once before it is weighed; an idle mock has forgotten it.
for (let n = 0; n < Object.keys(megabyteCalls).length; n += 1) await mock.handle(callNumber(megabyteCalls, n));
for (let n = 0; n < Object.keys(keptCalls).length; n += 1) await mock.handle(callNumber(keptCalls, n));
mock.reset();
const idle = heapMegabytes();
let most = 0;

async function flood(count: number, make: (n: number) => Parameters<typeof mock.handle>[0]): Promise<void> {
  for (let n = 0; n < count; n += 1) {
    await mock.handle(make(n));
    if ((n + 1) % STEP === 0 || n === count - 1) most = Math.max(most, heapMegabytes() - idle);
  }
}

await flood(long, (n) => callNumber(megabyteCalls, n));
const afterLong = most;
await flood(small, (n) => callNumber(keptCalls, n));
await flood(logins, agentLogin);
const notes = mock.journal.find(({ evicted }) => evicted !== undefined).map(({ evicted }) => evicted);
process.stdout.write(
  JSON.stringify({ idle, afterLong, most, kept: mock.journal.count(), notes: notes.length, lastNote: notes.at(-1) }),
);
