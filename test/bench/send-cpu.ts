import { existsSync } from 'node:fs';
import { startContender } from './contender.ts';
import { median } from './statistics.ts';
import { sends } from './throughput.ts';

/**
 * The most processor time that a validated send may take, as a multiple of a handler that reads the same and checks
 * nothing.
 */
const MARK = 1.85;

/**
 * At full speed, a server that is asked less often has more to do at a time and less for each: so both are asked alike.
 */
interface Pace {
  readonly requestsPerSecond: number;
  readonly seconds: number;
}

/**
 * A validated send against a bare `node:http` handler that reads the same headers and parses the same JSON: processor
 * time of the server's process, both at one fixed rate, in turn. Gives the number of marks that were missed.
 */
export async function compareSends(
  rounds: number,
  pace: Pace = { requestsPerSecond: 2000, seconds: 2 },
): Promise<number> {
  if (!existsSync(new URL('../../dist/', import.meta.url))) {
    console.log('\nThe processor time of a send needs the built package: npm run build');
    return 0;
  }
  const [ours, bare] = [
    await startContender('lp-auth-mock', 'send-server.mjs'),
    await startContender('node:http reader', 'send-server.mjs'),
  ];
  const load = await sends(ours);
  const [own, other, ratios]: [number[], number[], number[]] = [[], [], []];
  for (let round = 0; round <= rounds; round += 1) {
    const microseconds = [await bare.runPaced(load, pace), await ours.runPaced(load, pace)] as const;
    // The first round warms up.
    if (round === 0) continue;
    other.push(microseconds[0]);
    own.push(microseconds[1]);
    ratios.push(microseconds[1] / microseconds[0]);
  }
  ours.stop();
  bare.stop();
  const ratio = median(ratios);
  const missed = ratio > MARK;
  const figures = `${median(own).toFixed(1)} µs against ${median(other).toFixed(1)} µs`;
  console.log(
    `\nA validated send takes ${ratio.toFixed(2)} times the processor time of a bare handler, ${figures} (mark: at most ${String(MARK)})${missed ? ' MISSED' : ''}`,
  );
  return missed ? 1 : 0;
}
