import { connect as connectPlainly } from 'node:net';
import type { Socket } from 'node:net';
import { connect as connectSecurely } from 'node:tls';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { RunningServer } from '../../mock-server/adapters/node/server.ts';
import { startServer } from '../../mock-server/adapters/node/server.ts';
import type { Call } from '../../mock-server/index.ts';
import { createMock } from '../../mock-server/index.ts';
import { NOON } from '../corpus/scenario.ts';
import { LONGEST_MS, RAW_CONNECTIONS, SEED } from './amount.ts';
import { createDice } from './dice.ts';
import { rawRequest } from './raw-requests.ts';
import { seedCalls } from './seed-calls.ts';

/** How many connections are open at a time, and after how many an ordinary request is asked. */
const AT_A_TIME = 20;
/** A connection whose client has said all and that is silent for so long was forgotten. */
const FORGOTTEN_MS = 60_000;
const ORDINARY = Buffer.from('GET /sentinel/well-known/jwks HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n');

let server: RunningServer;
let ca: string;
let seeds: readonly Call[];
beforeAll(async () => {
  const mock = createMock({ seed: 'fuzz', clock: { now: () => Date.parse(NOON) } });
  [seeds, server] = [await seedCalls(12), await startServer(mock, { port: 0, host: '127.0.0.1' })];
  ca = (await server.certificates())?.ca ?? '';
}, LONGEST_MS);
afterAll(async () => {
  await server.close();
});

const CONNECT = {
  http: (): Socket => connectPlainly({ port: server.port, host: '127.0.0.1' }),
  https: (): Socket => connectSecurely({ port: server.port, host: '127.0.0.1', servername: 'localhost', ca }),
};
type Protocol = keyof typeof CONNECT;

/** Sends the bytes over a connection of their own, says that no more will come, and hears the server out. */
function say(protocol: Protocol, bytes: Buffer): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = CONNECT[protocol]();
    const heard: Buffer[] = [];
    socket.on('data', (chunk: Buffer) => {
      heard.push(chunk);
    });
    socket.on('error', (error: NodeJS.ErrnoException) => {
      if (!['ECONNRESET', 'EPIPE'].includes(error.code ?? '')) reject(error);
    });
    socket.setTimeout(FORGOTTEN_MS, () => {
      socket.destroy();
      reject(new Error('the server neither answers nor closes the connection'));
    });
    socket.on('close', () => {
      resolve(Buffer.concat(heard).toString('latin1'));
    });
    socket.end(bytes);
  });
}

/** What is wrong with what the server said. The IDP's own errors have the status 500; nothing else may. */
function faultsOf(heard: string, sent: Buffer): string[] {
  // What begins as a client of TLS does is answered as one of TLS: by an alert.
  if (sent[0] === 0x16 && /^\x15\x03[\x00-\x04]\x00\x02..$/s.test(heard)) return [];
  const answers = heard.split(/(?=HTTP\/1\.1 \d{3} [\w -]+\r\n)/).filter((answer) => answer !== '');
  return answers.flatMap((answer) => {
    const status = Number(/^HTTP\/1\.1 (\d{3}) /.exec(answer)?.[1]);
    const isFine =
      status < 500 ||
      status === 501 ||
      (status === 500 && (answer.includes('"internalErrorCode"') || !answer.includes('{')));
    return isFine && !/mock_bug|route_failed|node:internal|\/mock-server\//.test(answer) ? [] : [answer.slice(0, 1000)];
  });
}

async function attack(protocol: Protocol, index: number): Promise<void> {
  const dice = createDice(SEED + 1, index);
  const bytes = rawRequest(dice.pick(seeds), dice.pick(seeds), dice);
  const faults = faultsOf(await say(protocol, bytes), bytes);
  if (faults.length === 0) return;
  const sent = JSON.stringify(bytes.toString('latin1').slice(0, 3000));
  throw new Error(
    `connection ${String(index)} of the seed ${String(SEED)} over ${protocol}: ${faults.join('\n')}\n${sent}`,
  );
}

const SHARES = [
  ['http', 0.9],
  ['https', 0.1],
] as const;

it.each(SHARES)(
  'over %s the server lives through any bytes, and answers the next request',
  async (protocol, share) => {
    const count = Math.ceil(RAW_CONNECTIONS * share);
    for (let first = 0; first < count; first += AT_A_TIME) {
      await Promise.all(
        Array.from({ length: Math.min(AT_A_TIME, count - first) }, (_, offset) => attack(protocol, first + offset)),
      );
      expect((await say(protocol, ORDINARY)).slice(0, 15)).toBe('HTTP/1.1 200 OK');
    }
  },
  LONGEST_MS,
);
