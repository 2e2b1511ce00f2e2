import { expect, it } from '@jest/globals';
import { once } from 'node:events';
import { connect as connectByHttp2 } from 'node:http2';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import type { ConnectionTimes, RunningServer } from '../../mock-server/adapters/node/server.ts';
import { startServer } from '../../mock-server/adapters/node/server.ts';
import type { Mock } from '../../mock-server/index.ts';
import { createMock } from '../../mock-server/index.ts';
import { createScratchFolder } from '../cli/scratch-folder.ts';
import { ask } from '../tls/secure-client.ts';
import { closed, dial, get, hear, readAnswers } from './raw-socket.ts';
import { JWKS } from './running-server.ts';

const scratch = createScratchFolder();

/** A server whose calls wait for a word of the test. */
interface Held {
  readonly mock: Mock;
  readonly server: RunningServer;
  readonly ca: string;
  /** Waits until so many calls are held. */
  readonly untilHeld: (count: number) => Promise<void>;
  /** Has them answered. */
  readonly release: () => void;
}

async function serveHeld(times: Partial<ConnectionTimes> = {}): Promise<Held> {
  const waiting: (() => void)[] = [];
  let look = (): void => undefined;
  const wait = (): Promise<void> =>
    new Promise((resolve) => {
      waiting.push(resolve);
      look();
    });
  const mock = createMock({ wait });
  const server = await startServer(mock, { port: 0, dataFolder: join(scratch.path, 'data'), times });
  const ca = (await server.certificates())?.ca ?? '';
  return {
    mock,
    server,
    ca,
    untilHeld: (count) =>
      new Promise((resolve) => {
        look = () => {
          if (waiting.length >= count) resolve();
        };
        look();
      }),
    release: () => {
      for (const resolve of waiting.splice(0)) resolve();
    },
  };
}

/** Longer than a test takes: what ends before has not waited for it. */
const PATIENT = { closeMs: 15_000 };

it('close lets the calls under way be answered, over HTTP/1, TLS and HTTP/2, and takes no new connection', async () => {
  const { mock, server, ca, untilHeld, release } = await serveHeld(PATIENT);
  const { port } = server;
  mock.faults.add({ delayMs: 1 });
  const session = connectByHttp2(`https://localhost:${String(port)}`, { ca });
  const stream = session.request({ ':path': JWKS });
  const kept = await dial(port, `GET ${JWKS} HTTP/1.1\r\nHost: a\r\n\r\n`);
  const answers = Promise.all([
    text(kept),
    hear(port, get(JWKS)),
    ask({ port, ca }),
    once(stream, 'response') as Promise<[Record<string, unknown>]>,
    text(stream),
    once(session, 'close'),
  ]);
  await untilHeld(4);
  const closing = server.close();
  await expect(dial(port)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  release();
  const [heard, plain, secure, [headers], body] = await answers;
  await closing;
  const [keptAlive] = readAnswers(heard);
  expect([keptAlive?.status, plain.status, secure.status, headers[':status']]).toEqual([200, 200, 200, 200]);
  expect(keptAlive?.headers['connection']).toBe('close');
  expect([plain.body, secure.text, body]).toEqual(Array(3).fill(keptAlive?.body));
});

it('close ends idle and silent connections at once, while a call is still under way', async () => {
  const { mock, server, untilHeld, release } = await serveHeld(PATIENT);
  const idle = await dial(server.port, `GET ${JWKS} HTTP/1.1\r\nHost: a\r\n\r\n`);
  await once(idle, 'data');
  const silent = await dial(server.port);
  const halfHeaders = await dial(server.port, 'GET / HTTP/1.1\r\nHost: a\r\nX-More: ');
  mock.faults.add({ delayMs: 1 });
  const answer = hear(server.port, get(JWKS));
  await untilHeld(1);
  const dropped = Promise.all([idle, silent, halfHeaders].map(closed));
  const closing = server.close();
  await dropped;
  release();
  expect((await answer).status).toBe(200);
  await closing;
});

it('close cuts what is not answered in time', async () => {
  const { mock, server, untilHeld } = await serveHeld({ closeMs: 20 });
  mock.faults.add({ delayMs: 1 });
  const socket = await dial(server.port, get(JWKS));
  const heard = text(socket).catch(() => 'reset');
  await untilHeld(1);
  await server.close();
  expect(['', 'reset']).toContain(await heard);
});

it('close waits neither for a stream that goes on nor for an answer that never comes', async () => {
  const { mock, server, ca } = await serveHeld(PATIENT);
  const stream = await dial(server.port, 'GET /__admin/journal/stream HTTP/1.1\r\nHost: localhost\r\n\r\n');
  await once(stream, 'data');
  const session = connectByHttp2(`https://localhost:${String(server.port)}`, { ca });
  const secureStream = session.request({ ':path': '/__admin/journal/stream' });
  secureStream.on('error', () => undefined);
  await once(secureStream, 'data');
  mock.faults.add({ error: 'timeout' });
  const never = await dial(server.port, get(JWKS));
  await mock.journal.waitFor({ path: JWKS });
  // It is in the journal before it is with the server.
  await new Promise((resolve) => {
    setImmediate(resolve);
  });
  const ended = Promise.all([closed(stream), closed(never), once(session, 'close')]);
  await server.close();
  await expect(ended).resolves.toHaveLength(3);
});
