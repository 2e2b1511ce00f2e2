import { existsSync } from 'node:fs';
import type { Deployment, DeploymentName as Name } from './anywhere-contenders.ts';
import { deployments, hasNginx } from './anywhere-contenders.ts';
import { weighAccounts } from './anywhere-memory.ts';
import { watchDeath } from './anywhere-replicas.ts';
import type { Client, Load, Request } from './contender.ts';
import { inLanes, openClient } from './contender.ts';
import { ask, connectionsTo } from './socket-contender.ts';
import { goBackAndForth, openTalk } from './socket-talk.ts';
import { median } from './statistics.ts';
import { sends, tokenRequest } from './throughput.ts';

/** How much of each row is done. */
export interface AnywhereAmounts {
  readonly rounds: number;
  /** Accounts that calls are spread over: as many objects, in the workerd that has one for each. */
  readonly spread: number;
  /** Requests of one kind in one round. */
  readonly requests: number;
  /** Frames of each socket in one round. */
  readonly frames: number;
  /** Accounts of one round that no mock has heard of. */
  readonly newAccounts: number;
  /** Accounts whose memory is weighed. */
  readonly idleAccounts: number;
  /** How long they are left alone before that. workerd takes objects out of memory after ten seconds. */
  readonly idleMs: number;
  /** How many times one of three replicas is killed. */
  readonly deaths: number;
  /** Accounts that they have then. */
  readonly mortalAccounts: number;
}

/** A contender in the races. */
interface Racer {
  readonly name: Name;
  readonly deployment: Deployment;
  readonly client: Client;
  readonly talk: Load;
  /** @throws Error when a message of the talk was lost. */
  checkTalk(): Promise<void>;
}

/** The figures of the table: of each row, of each contender, one a round. */
type Figures = Map<string, Map<Name, number[]>>;

const SOCKETS = 16;

/**
 * The ways to run the mock, side by side: the server, workerd with one object and with one for each account, and three
 * replicas behind nginx. All have the same calls, spread over as many accounts. There are no marks.
 *
 * @throws Error when one of them gives a wrong answer.
 */
export async function compareDeployments(amounts: AnywhereAmounts): Promise<number> {
  if (!existsSync(new URL('../../dist/', import.meta.url)) || !existsSync('/proc/self/stat')) {
    console.log('\nThe ways to run the mock need the built package, npm run build, and Linux');
    return 0;
  }
  const names = (Object.keys(deployments) as Name[]).filter((name) => name !== 'three replicas' || hasNginx());
  if (!names.includes('three replicas')) console.log('\nThree replicas are left out: nginx is not installed');
  const figures: Figures = new Map();
  await race(names, amounts, figures);
  for (const [name, kilobytes] of await weighAccounts(names, amounts.idleAccounts, amounts.idleMs))
    note(figures, 'memory of an idle account, kB', name, kilobytes);
  report(names, figures);
  if (names.includes('three replicas')) await reportDeaths(amounts);
  return 0;
}

function note(figures: Figures, row: string, name: Name, value: number): void {
  const ofRow = figures.get(row) ?? new Map<Name, number[]>();
  figures.set(row, ofRow.set(name, [...(ofRow.get(name) ?? []), value]));
}

async function race(names: readonly Name[], amounts: AnywhereAmounts, figures: Figures): Promise<void> {
  const racers: Racer[] = [];
  const started: Deployment[] = [];
  try {
    for (const name of names) {
      const deployment = await deployments[name]();
      started.push(deployment);
      racers.push(await enter(name, deployment, amounts.spread));
    }
    // The first warms up.
    for (let round = 0; round <= amounts.rounds; round += 1) {
      const counted = round === 0 ? (new Map() as Figures) : figures;
      // Nobody is always the one before whom another has heated the machine.
      const inTurn = racers
        .map((_, index) => racers[(index + round) % racers.length])
        .filter((each) => each !== undefined);
      await oneRound(inTurn, round, amounts, counted);
    }
    for (const racer of racers) await racer.checkTalk();
  } finally {
    for (const { client } of racers) client.close();
    for (const deployment of started) await deployment.stop();
  }
}

async function enter(name: Name, deployment: Deployment, spread: number): Promise<Racer> {
  const client = openClient(deployment.url);
  const talks: { readonly request: Request; said: number }[] = [];
  await inLanes(spread, async (index) => {
    talks.push({ request: (await sends(deployment, accountOf(index, spread)))(0), said: 0 });
  });
  return {
    name,
    deployment,
    client,
    talk: (index) => {
      const talk = talks[index % spread];
      if (talk === undefined) throw new Error(`${name} has no talk ${String(index % spread)}`);
      talk.said += 1;
      return talk.request;
    },
    checkTalk: async () => {
      for (const { request, said } of talks) {
        const answer = await client.send(request);
        if (sequenceOf(answer) !== said)
          throw new Error(`${name}: after ${String(said)} messages, one more to ${request.path} answered ${answer}`);
      }
    },
  };
}

function accountOf(index: number, spread: number): string {
  return `acc${String(index % spread)}`;
}

function sequenceOf(answer: string): unknown {
  return (JSON.parse(answer) as { body: { sequence?: unknown } }).body.sequence;
}

function lookUp(account: string): Request {
  return {
    method: 'GET',
    path: `/api/account/${account}/service/agentVep/baseURI.json?version=1.0`,
    headers: {},
    body: '',
    answer: `{"service":"agentVep","account":"${account}","baseURI":"`,
  };
}

async function oneRound(
  racers: readonly Racer[],
  round: number,
  { spread, requests, frames, newAccounts }: AnywhereAmounts,
  figures: Figures,
): Promise<void> {
  const loads: Readonly<Record<string, (racer: Racer) => Load>> = {
    'look-up': () => (index) => lookUp(accountOf(index, spread)),
    'AppJWT, a client each': () => (index) => tokenRequest(`client-${String(index)}`, accountOf(index, spread)),
    'validated send': ({ talk }) => talk,
  };
  for (const [title, loadOf] of Object.entries(loads)) {
    for (const racer of racers) {
      await wake(racer, spread);
      const before = racer.deployment.processorMs();
      const perSecond = await racer.client.run(loadOf(racer), requests);
      const used = racer.deployment.processorMs() - before;
      note(figures, `${title}, requests/s`, racer.name, perSecond);
      note(figures, `${title}, CPU µs a request`, racer.name, (used * 1000) / requests);
    }
  }
  for (const racer of racers) {
    await wake(racer, spread);
    const { perSecond, microseconds } = await raceFrames(racer, frames, spread);
    note(figures, `ms.PublishEvent on ${String(SOCKETS)} sockets, frames/s`, racer.name, perSecond);
    note(figures, 'ms.PublishEvent, CPU µs a frame', racer.name, microseconds);
  }
  for (const racer of racers) {
    await wake(racer, spread);
    const times: number[] = [];
    for (let index = 0; index < newAccounts; index += 1) {
      const startMs = performance.now();
      await racer.client.send(lookUp(`new${String(round)}x${String(index)}`));
      times.push(performance.now() - startMs);
    }
    note(figures, "a new account's first answer, ms", racer.name, median(times));
  }
}

/** workerd takes objects out of memory while the others are measured. */
async function wake({ client }: Racer, spread: number): Promise<void> {
  await client.run((index) => lookUp(accountOf(index, spread)), spread);
}

async function raceFrames(
  { name, deployment }: Racer,
  frames: number,
  spread: number,
): Promise<{ readonly perSecond: number; readonly microseconds: number }> {
  const server = connectionsTo(deployment.url);
  const talks = await Promise.all(
    Array.from({ length: SOCKETS }, (_, index) => openTalk(server, accountOf(index, spread))),
  );
  const [before, startMs] = [deployment.processorMs(), performance.now()];
  await Promise.all(talks.map((talk) => goBackAndForth(talk, frames)));
  const [wallMs, used] = [performance.now() - startMs, deployment.processorMs() - before];
  for (const { socket, frame } of talks) {
    const answer = await ask(socket, frame);
    if (sequenceOf(answer) !== frames)
      throw new Error(`${name}: after ${String(frames)} frames, one more answered ${answer}`);
    socket.terminate();
  }
  const count = frames * SOCKETS;
  return { perSecond: (count * 1000) / wallMs, microseconds: (used * 1000) / count };
}

function report(names: readonly Name[], figures: Figures): void {
  console.log('\nIn brackets: as a multiple of node.');
  console.log(`| | ${names.join(' | ')} |\n|${'---|'.repeat(names.length + 1)}`);
  for (const [row, byName] of figures) {
    const node = byName.get('node') ?? [];
    const cells = names.map((name) => {
      const own = byName.get(name) ?? [];
      const ratio = median(own.map((value, round) => value / (node[round] ?? NaN)));
      return `${withDigits(median(own))}${name === 'node' || !Number.isFinite(ratio) ? '' : ` (${ratio.toFixed(2)})`}`;
    });
    console.log(`| ${[row, ...cells].join(' | ')} |`);
  }
}

function withDigits(value: number): string {
  return value.toFixed(value >= 100 ? 0 : 2);
}

async function reportDeaths({ deaths, mortalAccounts }: AnywhereAmounts): Promise<void> {
  const shares: number[] = [];
  const times: number[] = [];
  for (let which = 0; which < deaths; which += 1) {
    const { lostShare, backAfterMs } = await watchDeath(which, mortalAccounts);
    shares.push(lostShare * 100);
    times.push(...backAfterMs);
  }
  console.log(
    `\nOne of three replicas killed, ${String(deaths)} times, with ${String(mortalAccounts)} accounts: ` +
      `${shares.map((share) => share.toFixed(0)).join(', ')} % of the accounts lost their conversation, the dead one's; ` +
      `these answered again after ${median(times).toFixed(1)} ms, the slowest after ${Math.max(...times).toFixed(1)} ms`,
  );
}
