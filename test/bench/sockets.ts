import { existsSync } from 'node:fs';
import { once } from 'node:events';
import type { WebSocket } from 'ws';
import type { SocketContender } from './socket-contender.ts';
import { ask, startSocketContender } from './socket-contender.ts';
import { compareIdleSockets, watchConversations } from './socket-memory.ts';
import type { Talk } from './socket-talk.ts';
import { goBackAndForth, openTalk } from './socket-talk.ts';
import { processorMs } from '../support/processor-time.ts';
import { median } from './statistics.ts';
import { sends } from './throughput.ts';

/** How much of each row is done. */
export interface SocketAmounts {
  readonly rounds: number;
  /** Round trips of one socket in one round. */
  readonly roundTrips: number;
  /** Sends of one round. */
  readonly sends: number;
  readonly idleSockets: number;
  readonly conversations: number;
}

/** One row of the table: a ratio, or what is left of one. */
export interface SocketRow {
  readonly title: string;
  readonly figures: string;
  readonly ratios: readonly number[];
  readonly mark: { readonly least: number } | { readonly most: number };
}

const SOCKETS = 50;
const ACCOUNT = '12345678';

/**
 * The sockets of the built package against a bare server of `ws` that sends as many frames of the same size, each in a
 * process of its own, in turn. Gives the number of marks that were missed.
 */
export async function compareSockets(amounts: SocketAmounts): Promise<number> {
  if (!existsSync(new URL('../../dist/', import.meta.url))) {
    console.log('\nThe sockets need the built package: npm run build');
    return 0;
  }
  const [ours, bare] = [await startSocketContender('lp-auth-mock'), await startSocketContender('ws')];
  const rows = [await raceRoundTrips(ours, bare, amounts), await raceToAgent(ours, bare, amounts)];
  await Promise.all([ours.stop(), bare.stop()]);
  rows.push(await compareIdleSockets(amounts), await watchConversations(amounts));
  return report(rows);
}

function report(rows: readonly SocketRow[]): number {
  console.log('\n| sockets | figures | ratio | spread | mark |\n|---|---|---|---|---|');
  let missed = 0;
  for (const { title, figures, ratios, mark } of rows) {
    const ratio = median(ratios);
    const isMissed = 'least' in mark ? ratio < mark.least : ratio > mark.most;
    if (isMissed) missed += 1;
    const asked = 'least' in mark ? `at least ${String(mark.least)}` : `at most ${String(mark.most)}`;
    const spread = `${Math.min(...ratios).toFixed(2)} to ${Math.max(...ratios).toFixed(2)}`;
    console.log(`| ${[title, figures, ratio.toFixed(2), spread, asked].join(' | ')}${isMissed ? ' MISSED' : ''} |`);
  }
  return missed;
}

/**
 * `ms.PublishEvent` round trips on 50 sockets at a time: how many there are in a second of processor time, the client's
 * included. By the wall's time the ratio is about the same, and swings with whatever else the machine does.
 */
async function raceRoundTrips(
  ours: SocketContender,
  bare: SocketContender,
  { rounds, roundTrips }: SocketAmounts,
): Promise<SocketRow> {
  const [own, other, wall]: [Race[], Race[], number[]] = [[], [], []];
  for (let round = 0; round <= rounds; round += 1) {
    const talks = await Promise.all(Array.from({ length: SOCKETS }, () => openTalk(ours)));
    const plain = await Promise.all(talks.map(({ frame }) => openPlain(bare, frame)));
    const races = [await race(ours, talks, roundTrips), await race(bare, plain, roundTrips)] as const;
    for (const { socket } of [...talks, ...plain]) socket.terminate();
    // The first warms up.
    if (round === 0) continue;
    own.push(races[0]);
    other.push(races[1]);
    wall.push(races[0].perSecond / races[1].perSecond);
  }
  const servers = [own, other].map((races) => `${median(races.map(({ server }) => server)).toFixed(1)} µs`);
  return {
    title: `\`ms.PublishEvent\` on ${String(SOCKETS)} sockets, by processor time of server and client`,
    figures: `server ${servers.join(' against ')}; by the wall's time ${median(wall).toFixed(2)}`,
    ratios: own.map(({ all }, round) => (other[round]?.all ?? NaN) / all),
    mark: { least: 0.5 },
  };
}

/** As long as an answer to a publish. */
const ANSWER = JSON.stringify({
  kind: 'resp',
  reqId: '1000',
  code: 200,
  body: { sequence: 1000 },
  type: 'ms.PublishEventResponse',
});

async function openPlain(bare: SocketContender, frame: string, answer = ANSWER): Promise<Talk> {
  const socket = await bare.connect();
  await ask(socket, answer);
  return { socket, frame };
}

/** What a round trip took. */
interface Race {
  readonly perSecond: number;
  /** Microseconds of processor time: of the server, and of server and client. */
  readonly server: number;
  readonly all: number;
}

/** All sockets at a time. */
async function race(contender: SocketContender, talks: readonly Talk[], perSocket: number): Promise<Race> {
  const count = talks.length * perSocket;
  const [serverBefore, clientBefore, startMs] = [await contender.cpuMicroseconds(), processorMs(), performance.now()];
  await Promise.all(talks.map((talk) => goBackAndForth(talk, perSocket)));
  const [clientMs, wallMs] = [processorMs() - clientBefore, performance.now() - startMs];
  const server = ((await contender.cpuMicroseconds()) - serverBefore) / count;
  return { perSecond: (count * 1000) / wallMs, server, all: server + (clientMs * 1000) / count };
}

/** From a call of the Send API to the frame at an agent's socket, against a bare POST and a bare echo together. */
async function raceToAgent(
  ours: SocketContender,
  bare: SocketContender,
  { rounds, sends: perRound }: SocketAmounts,
): Promise<SocketRow> {
  const { path, headers, body } = (await sends(ours))(0);
  const { dialogId } = (JSON.parse(body) as { body: { dialogId: string } }).body;
  const agent = await openAgent(ours, dialogId);
  const notification = once(agent, 'message');
  await ours.post(path, headers, body);
  const frame = String(((await notification) as [Buffer])[0]);
  const echo = await openPlain(bare, frame, frame);
  const [own, other, ratios]: [number[], number[], number[]] = [[], [], []];
  for (let round = 0; round <= rounds; round += 1) {
    const times: [number[], number[], number[]] = [[], [], []];
    for (let sent = 0; sent < perRound; sent += 1) {
      times[0].push(
        await timed(async () => {
          const heard = once(agent, 'message');
          await Promise.all([ours.post(path, headers, body), heard]);
        }),
      );
      times[1].push(await timed(() => bare.post('/', headers, body)));
      times[2].push(await timed(() => ask(echo.socket, frame)));
    }
    if (round === 0) continue;
    own.push(median(times[0]));
    other.push(median(times[1]) + median(times[2]));
    ratios.push(median(times[0]) / (median(times[1]) + median(times[2])));
  }
  agent.terminate();
  echo.socket.terminate();
  return {
    title: "a send to an agent's socket, against a bare POST and a bare echo",
    figures: `${median(own).toFixed(2)} ms against ${median(other).toFixed(2)} ms`,
    ratios,
    mark: { most: 2 },
  };
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const startMs = performance.now();
  await work();
  return performance.now() - startMs;
}

/** The socket of an agent who takes part in a conversation. */
async function openAgent(ours: SocketContender, conversationId: string): Promise<WebSocket> {
  const login = await ours.post(
    `/api/account/${ACCOUNT}/login?v=1.3`,
    { 'content-type': 'application/json' },
    JSON.stringify({ username: 'ada', password: 'secret' }),
  );
  const { bearer } = JSON.parse(login) as { bearer: string };
  const agent = await ours.connect(`/ws_api/account/${ACCOUNT}/messaging/brand/${bearer}?v=2.1`);
  const joining = { field: 'ParticipantsChange', type: 'ADD', role: 'ASSIGNED_AGENT' };
  const body = { conversationId, conversationField: [joining] };
  await ask(agent, { kind: 'req', id: '1', type: '.ams.cm.UpdateConversationField', body });
  return agent;
}
