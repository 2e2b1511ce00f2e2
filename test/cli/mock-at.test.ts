import { afterEach, describe, expect, it } from '@jest/globals';
import type { AddressInfo, Server, Socket } from 'node:net';
import { createServer } from 'node:net';
import { startServer } from '../../mock-server/adapters/node/server.ts';
import { isMockAt } from '../../mock-server/cli/mock-at.ts';
import { createMock } from '../../mock-server/index.ts';

const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

async function listen(onConnection: (socket: Socket) => void): Promise<string> {
  const server: Server = createServer((socket) => {
    socket.on('error', () => undefined);
    onConnection(socket);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  closers.push(() => server.close());
  return `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
}

const answering = (body: string) => (socket: Socket) => {
  socket.once('data', () => {
    socket.end(`HTTP/1.1 200 OK\r\ncontent-length: ${String(body.length)}\r\nconnection: close\r\n\r\n${body}`);
  });
};

describe('What answers at a port', () => {
  it('is a mock when its health says so, with a slash behind the URL or none', async () => {
    const server = await startServer(createMock(), { port: 0 });
    closers.push(() => server.close());
    expect(await isMockAt(server.url)).toBe(true);
    expect(await isMockAt(`${server.url}/`)).toBe(true);
  });

  it.each([
    ['says that it is something else', '{"name":"another"}'],
    ['answers null', 'null'],
    ['answers no JSON', '<p>hello</p>'],
    ['answers more than a mock would', `{"name":"lp-auth-mock","more":"${'x'.repeat(20_000)}"}`],
  ])('is none when it %s', async (_, body) => {
    expect(await isMockAt(await listen(answering(body)))).toBe(false);
  });

  it('is none when it closes each connection, and is not asked again and again', async () => {
    let connections = 0;
    const url = await listen((socket) => {
      connections += 1;
      socket.destroy();
    });
    expect(await isMockAt(url)).toBe(false);
    expect(connections).toBe(1);
  });

  it('is none when it closes halfway through its answer', async () => {
    const url = await listen((socket) => {
      socket.once('data', () => {
        socket.write('HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{"name":', () => socket.destroy());
      });
    });
    expect(await isMockAt(url)).toBe(false);
  });

  it('is none where nothing listens, and at what is no URL of the web', async () => {
    const url = await listen(() => undefined);
    await closers.pop()?.();
    expect(await isMockAt(url)).toBe(false);
    expect(await isMockAt('ftp://localhost')).toBe(false);
  });
});
