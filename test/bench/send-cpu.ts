import { existsSync } from 'node:fs';
import { startContender } from './contender.ts';
import { median } from './statistics.ts';
import { sends } from './throughput.ts';

/**
 * The most processor time that a validated send may take, as a multiple of a handler that reads the same and checks
 * nothing.
 */
const MARK = 1.85;
/** The same where what is said in calls is kept. */
const MARK_WITH_CAPTURE = 2.3;

/**
 * A validated send against a bare `node:http` handler that reads the same headers and parses the same JSON: processor
 * time of the server's process, in turn. Gives the number of marks that were missed.
 *
 * One request at a time: with several, the quicker server finds the client still awake and the slower one has to wake
 * it, which is most of what would then be measured; and at full speed, the one that is asked less often has more to do
 * at a time and less for each.
 */
export async function compareSends(rounds: number, requests = 2000): Promise<number> {
  if (!existsSync(new URL('../../dist/', import.meta.url))) {
    console.log('\nThe processor time of a send needs the built package: npm run build');
    return 0;
  }
  const plain = await compareSend('lp-auth-mock', 'A validated send', MARK, rounds, requests);
  const captured = await compareSend(
    'lp-auth-mock with capture',
    'A validated send that is kept',
    MARK_WITH_CAPTURE,
    rounds,
    requests,
  );
  return plain + captured;
}

async function compareSend(
  contender: string,
  title: string,
  mark: number,
  rounds: number,
  requests: number,
): Promise<number> {
  const [ours, bare] = [
    await startContender(contender, 'send-server.mjs'),
    await startContender('node:http reader', 'send-server.mjs'),
  ];
  const load = await sends(ours);
  const [own, other, ratios]: [number[], number[], number[]] = [[], [], []];
  for (const contender of [ours, bare]) await contender.run(load, requests * 5);
  for (let round = 0; round < rounds; round += 1) {
    const microseconds = [await bare.runPaced(load, requests), await ours.runPaced(load, requests)] as const;
    other.push(microseconds[0]);
    own.push(microseconds[1]);
    ratios.push(microseconds[1] / microseconds[0]);
  }
  ours.stop();
  bare.stop();
  const ratio = median(ratios);
  const missed = ratio > mark;
  const figures = `${median(own).toFixed(1)} µs against ${median(other).toFixed(1)} µs`;
  console.log(
    `\n${title} takes ${ratio.toFixed(2)} times the processor time of a bare handler, ${figures} (mark: at most ${String(mark)})${missed ? ' MISSED' : ''}`,
  );
  return missed ? 1 : 0;
}
