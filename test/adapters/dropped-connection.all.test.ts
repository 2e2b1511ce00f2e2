import { afterEach, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import type { RequestListener } from 'node:http';
import { createServer } from 'node:http';
import { connect as connectByHttp2 } from 'node:http2';
import { createServer as createHttpsServer } from 'node:https';
import type { AddressInfo, ListenOptions, Server, Socket } from 'node:net';
import { connect } from 'node:net';
import { join } from 'node:path';
import { connect as connectByTls } from 'node:tls';
import { openCertificates } from '../../mock-server/tls/certificate-store.ts';
import { createExpressApp } from '../../mock-server/adapters/express.ts';
import { startServer } from '../../mock-server/adapters/node/server.ts';
import type { FaultSpec } from '../../mock-server/index.ts';
import { createMock } from '../../mock-server/index.ts';
import { createScratchFolder } from '../cli/scratch-folder.ts';
import { get } from './raw-socket.ts';
import { JWKS } from './running-server.ts';

const scratch = createScratchFolder();
const closers: (() => unknown)[] = [];
afterEach(async () => {
  await Promise.all(closers.splice(0).map((close) => close()));
});

/** A port of the mock's own that fails with this error. */
async function openFaulty(error: FaultSpec['error']): Promise<number> {
  const mock = createMock();
  mock.faults.add({ error });
  const server = await startServer(mock, { port: 0, dataFolder: join(scratch.path, 'data') });
  closers.push(() => server.close());
  return server.port;
}

/** Somebody else's server, in which the mock's Express application is mounted. */
async function openForeign(create: (listener: RequestListener) => Server, address: ListenOptions): Promise<Server> {
  const mock = createMock();
  mock.faults.add({ error: 'reset' });
  const server = create(createExpressApp(mock)).listen(address);
  const accepted: Socket[] = [];
  server.on('connection', (socket: Socket) => {
    accepted.push(socket);
  });
  closers.push(() => {
    for (const socket of accepted) socket.destroy();
    server.close();
  });
  await once(server, 'listening');
  return server;
}

const portOf = (server: Server): number => (server.address() as AddressInfo).port;

/** What a client that asks for something hears until its connection is over: the bytes, and the error that ended it. */
async function endOf(socket: Socket): Promise<{ heard: string; error: string | undefined }> {
  closers.push(() => socket.destroy());
  let heard = '';
  let error: string | undefined;
  socket.on('data', (chunk: Buffer) => {
    heard += chunk.toString('latin1');
  });
  socket.on('error', ({ code }: NodeJS.ErrnoException) => {
    error = code;
  });
  socket.write(get(JWKS));
  await new Promise((resolve) => {
    socket.once('close', resolve);
  });
  return { heard, error };
}

const insecure = { host: '127.0.0.1', rejectUnauthorized: false };
const RESET = { heard: '', error: 'ECONNRESET' };

describe('a reset', () => {
  it('drops a connection over http', async () => {
    expect(await endOf(connect(await openFaulty('reset'), '127.0.0.1'))).toEqual(RESET);
  });

  it('drops a connection over TLS', async () => {
    expect(await endOf(connectByTls({ port: await openFaulty('reset'), ...insecure }))).toEqual(RESET);
  });

  it('drops a connection over HTTP/2 with all that it carries', async () => {
    const socket = connectByTls({ port: await openFaulty('reset'), ...insecure, ALPNProtocols: ['h2'] });
    let error: unknown;
    socket.on('error', ({ code }: NodeJS.ErrnoException) => {
      error = code;
    });
    const client = connectByHttp2('https://localhost', { createConnection: () => socket });
    closers.push(() => {
      client.destroy();
    });
    client.on('error', () => undefined);
    const stream = client.request({ ':path': JWKS });
    const answers: unknown[] = [];
    stream
      .on('response', (headers) => {
        answers.push(headers);
      })
      .on('error', () => undefined);
    await new Promise((resolve) => {
      socket.once('close', resolve);
    });
    expect({ answers, error }).toEqual({ answers: [], error: 'ECONNRESET' });
  });

  it("drops a connection of somebody else's https server", async () => {
    const { leaf } = await openCertificates({
      folder: join(scratch.path, 'data'),
      domains: [],
      hosts: [],
      onNotice: () => undefined,
    });
    const server = await openForeign(
      (listener) => createHttpsServer({ key: leaf.key, cert: leaf.certificate }, listener),
      { port: 0, host: '127.0.0.1' },
    );
    expect(await endOf(connectByTls({ port: portOf(server), ...insecure }))).toEqual(RESET);
  });

  it('ends a connection of a socket that is a file, where no reset can be sent', async () => {
    const path = join(scratch.path, 'mock.sock');
    await openForeign((listener) => createServer(listener), { path });
    expect(await endOf(connect({ path }))).toEqual({ heard: '', error: undefined });
  });
});
