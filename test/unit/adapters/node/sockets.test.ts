import { describe, expect, it, jest } from '@jest/globals';
import { EventEmitter } from 'node:events';
import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { attachSockets, serveUpgrades } from '../../../../mock-server/adapters/node/sockets.ts';
import { createMock } from '../../../../mock-server/index.ts';
import { clientFrame, fakeSocket, settled, whenClosed } from './fake-socket.ts';
import { nodeRequest } from './node-request.ts';

/** A server that closes at once, and a listener of somebody else's. */
const serverOf = (members: object = {}) =>
  Object.assign(new EventEmitter(), { close: jest.fn((done?: () => void) => done?.()), ...members });

const PATH = '/ws_api/account/12345678/messaging/consumer?v=3';
const HEADERS = {
  host: 'localhost',
  upgrade: 'WebSocket',
  'sec-websocket-key': 'AAAAAAAAAAAAAAAAAAAAAA==',
  'sec-websocket-version': '13',
};
const upgradeRequest = (socket: Socket, parts: object = {}): IncomingMessage =>
  nodeRequest({ url: PATH, headers: HEADERS, rawHeaders: Object.entries(HEADERS).flat(), socket, ...parts });

/** What a server did with a handshake: who took it, and what was given back to the server. */
async function upgrade(parts: object = {}, { hasOther = false, server = serverOf(), owns = true } = {}) {
  const told: unknown[] = [];
  const fake = fakeSocket();
  const mock = {
    settings: {},
    clock: { now: () => 0 },
    owns: (path: string, host: string) => {
      told.push(['owns', path, host]);
      return owns;
    },
    connect: () => Promise.resolve({ status: 401, headers: {}, body: '' }),
  };
  const onTaken = (socket: Socket): unknown => told.push(['taken', socket === fake.socket]);
  const detach = serveUpgrades(server, mock as never, { onTaken, times: { lingerMs: 1 } });
  for (const event of ['connection', 'secureConnection'])
    server.on(event, (socket: Socket) => {
      socket.once('data', (bytes: Buffer) => told.push([event, bytes.toString('latin1')]));
    });
  if (hasOther) server.on('upgrade', () => told.push(['other']));
  server.emit('upgrade', upgradeRequest(fake.socket, parts), fake.socket, Buffer.from('more'));
  await settled();
  const isPaused = fake.socket.isPaused();
  detach();
  fake.socket.destroy();
  return { told, isPaused, left: server.listenerCount('upgrade') };
}

const OWNS = ['owns', PATH.slice(0, -4), 'localhost'];

describe('an upgrade', () => {
  it('to a socket of LivePerson’s is taken by the mock, whoever else listens', async () => {
    for (const hasOther of [false, true]) {
      const { told, left } = await upgrade({}, { hasOther });
      expect(told).toEqual(hasOther ? [OWNS, ['taken', true], ['other']] : [OWNS, ['taken', true]]);
      expect(left).toBe(hasOther ? 1 : 0);
    }
  });

  it.each<[string, object, boolean]>([
    ['to something else', { headers: { ...HEADERS, upgrade: 'h2c' } }, false],
    ['to nothing', { headers: { ...HEADERS, upgrade: undefined } }, false],
    ['by POST', { method: 'POST' }, false],
    ['by HTTP/1.0', { httpVersion: '1.0' }, false],
    ['without a host', { headers: { ...HEADERS, host: undefined } }, false],
    ['to another path', { url: '/ws_apis/a' }, false],
    ['to a path that only holds it', { url: '/a/ws_api/' }, false],
    ['without a target', { url: undefined }, false],
    ['that the mock does not own', {}, true],
  ])('%s is left to others, or read once more as a request', async (_, parts, isAsked) => {
    const asked = isAsked ? [OWNS] : [];
    const left = await upgrade(parts, { hasOther: true, owns: false });
    expect(left.told).toEqual([...asked, ['other']]);
    const { told, isPaused } = await upgrade(parts, { owns: false });
    const { method = 'GET', url = '/', httpVersion = '1.1' } = { url: PATH, ...parts } as Partial<IncomingMessage>;
    const lines = ['host: localhost', 'sec-websocket-key: AAAAAAAAAAAAAAAAAAAAAA==', 'sec-websocket-version: 13'];
    const bytes = `${method} ${url} HTTP/${httpVersion}\r\n${lines.join('\r\n')}\r\n\r\nmore`;
    expect([told, isPaused]).toEqual([[...asked, ['connection', bytes]], false]);
  });

  it('is read once more by a server of TLS as what was decrypted', async () => {
    const server = serverOf({ setSecureContext: () => undefined });
    const { told } = await upgrade({ method: undefined, rawHeaders: ['UPGRADE', 'a', 'X'] }, { server });
    expect(told).toEqual([['secureConnection', `GET ${PATH} HTTP/1.1\r\nX: \r\n\r\nmore`]]);
  });

  it('is answered by one of the mocks on a server alone', () => {
    const server = serverOf();
    const taken: string[] = [];
    for (const name of ['first', 'second']) {
      const mock = { settings: {}, owns: () => true, connect: () => new Promise(() => undefined) };
      serveUpgrades(server, mock as never, { onTaken: () => taken.push(name), times: { lingerMs: 1 } });
    }
    const { socket } = fakeSocket();
    server.emit('upgrade', upgradeRequest(socket), socket, Buffer.alloc(0));
    expect(taken).toEqual(['first']);
  });
});

describe('sockets on a server of somebody’s own', () => {
  /** A mock on a server, with a socket that is open. */
  async function attached() {
    const server = serverOf();
    const { close } = server;
    const mock = createMock();
    const sockets = attachSockets(server, mock);
    const fake = fakeSocket();
    server.emit('upgrade', upgradeRequest(fake.socket), fake.socket, Buffer.alloc(0));
    while (fake.written.length === 0) await settled();
    return { server, mock, sockets, close, ...fake };
  }

  it.each<[string, boolean]>([
    ['the server', true],
    ['they', false],
  ])('end with 1001 when %s close, and the server as it was', async (_, isByServer) => {
    const { server, mock, sockets, close, socket, say, written } = await attached();
    // Refused, and so no socket: nobody waits for it.
    const refused = fakeSocket();
    const parts = { headers: { ...HEADERS, 'sec-websocket-key': 'short' } };
    server.emit('upgrade', upgradeRequest(refused.socket, parts), refused.socket, Buffer.alloc(0));
    const done = jest.fn();
    const closing = isByServer ? server.close(done) : sockets.close();
    while (written.at(-1)?.readUInt16BE(0) !== 1001) await settled();
    expect(refused.socket.destroyed).toBe(true);
    say(clientFrame(8, Buffer.of(0x03, 0xe9)));
    say(null);
    await whenClosed(socket);
    await closing;
    expect(mock.sockets.list()).toEqual([]);
    expect([close.mock.calls.length, done.mock.calls.length]).toEqual(isByServer ? [1, 1] : [0, 0]);
    expect(server.listenerCount('upgrade')).toBe(isByServer ? 1 : 0);
    server.close(done);
    expect(close.mock.calls).toHaveLength(isByServer ? 2 : 1);
  });
});
