import { afterEach, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import type { ClientHttp2Session, Http2Server, IncomingHttpHeaders, IncomingHttpStatusHeader } from 'node:http2';
import { connect, createServer } from 'node:http2';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { RequestListener } from 'node:http';
import { createNodeHandler } from '../../mock-server/adapters/node/middleware.ts';
import type { RunningServer } from '../../mock-server/adapters/node/server.ts';
import { createMiddleware, startServer } from '../../mock-server/adapters/node/server.ts';
import { createMock } from '../../mock-server/index.ts';
import { createScratchFolder } from '../cli/scratch-folder.ts';
import { CONSUMER_SOCKET } from '../support/sockets.ts';

const scratch = createScratchFolder();
const toClose: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of toClose.splice(0).reverse()) await close();
});

async function sessionOfServer(): Promise<ClientHttp2Session> {
  const server: RunningServer = await startServer(createMock(), { port: 0, dataFolder: join(scratch.path, 'data') });
  toClose.push(() => server.close());
  return opened(connect(`https://localhost:${String(server.port)}`, { ca: (await server.certificates())?.ca }));
}

/** A server of somebody's own. */
async function sessionOf(handler: unknown): Promise<ClientHttp2Session> {
  const server: Http2Server = createServer(handler as RequestListener & (() => void));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  toClose.push(() => server.close());
  return opened(connect(`http://127.0.0.1:${String((server.address() as AddressInfo).port)}`));
}

async function opened(session: ClientHttp2Session): Promise<ClientHttp2Session> {
  toClose.push(() => {
    session.destroy();
  });
  await once(session, 'connect');
  return session;
}

interface Answered {
  readonly headers: IncomingHttpHeaders & IncomingHttpStatusHeader;
  readonly body: string;
}

async function ask(session: ClientHttp2Session, path: string, method = 'GET'): Promise<Answered> {
  const stream = session.request({ ':path': path, ':method': method });
  stream.end();
  let body = '';
  stream.setEncoding('utf8').on('data', (piece: string) => {
    body += piece;
  });
  const [headers] = (await once(stream, 'response')) as [Answered['headers']];
  await once(stream, 'close');
  return { headers, body };
}

describe.each([
  ['the server', sessionOfServer],
  ["a middleware in somebody's own server", () => sessionOf(createMiddleware(createMock()))],
])('the path of a socket over HTTP/2, %s', (_, open) => {
  it('is refused as over HTTP/1, but for the header that HTTP/2 forbids, and the session lives on', async () => {
    const session = await open();
    const { headers, body } = await ask(session, CONSUMER_SOCKET);
    expect([headers[':status'], body]).toEqual([426, '{"error":"upgrade_required"}']);
    expect(headers['lp-mock-reason']).toMatch(/^upgrade-required; /);
    expect(headers).not.toHaveProperty('upgrade');
    expect((await ask(session, CONSUMER_SOCKET, 'POST')).headers[':status']).toBe(405);
    expect((await ask(session, '/sentinel/well-known/jwks')).headers[':status']).toBe(200);
  });
});

it('an answer that node would not send ends its stream, and not the process', async () => {
  const mock = createMock();
  const refused = { status: 200, headers: { 'keep-alive': 'timeout=5' }, body: '' };
  const handle: typeof mock.handle = ({ path }) =>
    path === '/odd'
      ? Promise.resolve(refused)
      : mock.handle({
          method: 'GET',
          path,
          query: new URLSearchParams(),
          headers: {},
          body: '',
          origin: 'http://localhost',
        });
  const session = await sessionOf(createNodeHandler({ ...mock, handle }));
  const stream = session.request({ ':path': '/odd' });
  stream.on('error', () => undefined);
  await once(stream, 'close');
  expect((await ask(session, '/sentinel/well-known/jwks')).headers[':status']).toBe(200);
});
