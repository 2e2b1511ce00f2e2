import { afterEach, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import type { ClientHttp2Session, OutgoingHttpHeaders } from 'node:http2';
import { connect } from 'node:http2';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { DEFAULT_TIMES } from '../../../../mock-server/adapters/node/connection-times.ts';
import { createHttp2Route } from '../../../../mock-server/adapters/node/http2-route.ts';
import type { Call, Mock } from '../../../../mock-server/index.ts';
import { createMock } from '../../../../mock-server/index.ts';
import { fakeSocket } from './fake-socket.ts';

const opened: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of opened.splice(0).reverse()) await close();
});

interface Routed {
  readonly session: ClientHttp2Session;
  readonly route: (socket: never) => void;
}

/** A session with a mock, not encrypted. */
async function openSession(mock: Mock = createMock(), times: object = {}): Promise<Routed> {
  const route = createHttp2Route(mock, { ...DEFAULT_TIMES, ...times });
  const server = createServer((socket) => {
    route(socket as never);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const session = connect(`http://127.0.0.1:${String((server.address() as AddressInfo).port)}`);
  opened.push(
    () => server.close(),
    () => {
      session.destroy();
    },
  );
  return { session, route };
}

const JWKS = '/sentinel/well-known/jwks';

/** The status of the answer. */
async function ask(session: ClientHttp2Session, headers: OutgoingHttpHeaders = {}, isWhole = true): Promise<unknown> {
  const stream = session.request({ ':path': JWKS, ...headers }, { endStream: isWhole });
  const [told] = (await once(stream, 'response')) as [Record<string, unknown>];
  stream.resume();
  await once(stream, 'end');
  return told[':status'];
}

describe('a request by HTTP/2', () => {
  it('is a call as by HTTP/1, its authority the host', async () => {
    const calls: Call[] = [];
    const mock = createMock();
    const handle: Mock['handle'] = (call, ...more) => {
      calls.push(call);
      return mock.handle(call, ...more);
    };
    const { session } = await openSession({ ...mock, handle });
    const headers = { ':authority': 'a.example.test', host: 'b.example.test', 'x-one': '1', 'x-none': '', 'x-2': 'a:' };
    expect(await ask(session, headers)).toBe(200);
    expect(calls.map(({ method, path, headers: told }) => [method, path, { ...told }])).toEqual([
      ['GET', JWKS, { host: 'a.example.test', 'x-one': '1', 'x-none': '', 'x-2': 'a:' }],
    ]);
  });

  it('that does not come whole in time is refused', async () => {
    const { session } = await openSession(createMock(), { requestMs: 1 });
    expect(await ask(session, { ':method': 'POST' }, false)).toBe(408);
  });
});

describe('a session of HTTP/2', () => {
  it('without a request is closed after a while', async () => {
    const { session } = await openSession(createMock(), { idleSessionMs: 1 });
    await once(session, 'close');
    expect(session.closed).toBe(true);
  });

  it('is not begun on a connection that is gone', async () => {
    const { session, route } = await openSession();
    const { socket, written } = fakeSocket();
    socket.destroy();
    route(socket as never);
    expect(await ask(session)).toBe(200);
    expect(written).toEqual([]);
  });
});
