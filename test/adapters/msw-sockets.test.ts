import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import http from 'node:http';
import { json } from 'node:stream/consumers';
import type { SetupServer } from 'msw/node';
import { WebSocket as PackageWebSocket } from 'ws';
import { createHandlers, createSocketHandlers } from '../../mock-server/adapters/msw.ts';
import { createMock } from '../../mock-server/index.ts';
import { CONSUMER_SOCKET, initConnection, signUp } from '../support/sockets.ts';
import { ACCOUNT } from '../support/through-every-adapter.ts';

const URL = `wss://va.msg.liveperson.net${CONSUMER_SOCKET}`;
const WAYS_OUT = 'use startServer of lp-auth-mock/server, or lp-auth-mock run';
const mock = createMock({ seed: 'sockets' });
let server: SetupServer;

beforeAll(async () => {
  if (!('WebSocket' in globalThis)) Object.assign(globalThis, { WebSocket: (await import('undici')).WebSocket });
  const { setupServer } = await import('msw/node');
  server = setupServer(...createSocketHandlers(mock), ...createHandlers(mock));
  server.listen({ onUnhandledRequest: 'error' });
});
afterAll(() => {
  server.close();
});

const closeOf = (client: WebSocket): Promise<readonly [number, string]> =>
  new Promise((resolve) => {
    client.addEventListener('close', ({ code, reason }) => {
      resolve([code, reason]);
    });
  });

describe('A socket behind MSW', () => {
  it('hears every frame that was sent before its close', async () => {
    const jwt = await signUp(mock);
    const client = new WebSocket(URL);
    const heard: unknown[] = [];
    client.addEventListener('message', ({ data }) => heard.push((JSON.parse(String(data)) as { code: number }).code));
    client.addEventListener('open', () => {
      client.send(JSON.stringify(initConnection(jwt)));
    });
    // Answered in the tick in which the next frame ends it.
    client.addEventListener(
      'message',
      () => {
        setImmediate(() => {
          client.send('no json');
          client.send(new Uint8Array([1]));
        });
      },
      { once: true },
    );
    const [code, reason] = await closeOf(client);
    expect([code, reason.split(';')[0], heard]).toEqual([1003, 'frame-not-text', [200, 400]]);
  });

  it('is an error and 1006 where the handshake is refused', async () => {
    const client = new WebSocket(`wss://va.msg.liveperson.net/ws_api/account/${ACCOUNT}/messaging/brand/nobody?v=2.1`);
    const failed = new Promise((resolve) => {
      client.addEventListener('error', resolve);
    });
    expect((await closeOf(client))[0]).toBe(1006);
    await failed;
  });

  it('is closed with the way out when it was given headers, which MSW hides', async () => {
    const Given = WebSocket as unknown as new (url: string, options: object) => WebSocket;
    const [code, reason] = await closeOf(new Given(URL, { headers: { Authorization: 'jwt x' } }));
    expect([code, reason.includes('startServer or lp-auth-mock run')]).toEqual([1008, true]);
    expect(Buffer.byteLength(reason)).toBeLessThanOrEqual(123);
  });

  it('of any other client is refused with the way out, in either order of the handlers', async () => {
    const askedBy = async (): Promise<unknown> => {
      // MSW replaces a method of the module, which a name imported from it does not follow.
      const asked = http.get(URL.replace('wss:', 'http:'), {
        headers: {
          connection: 'Upgrade',
          upgrade: 'websocket',
          'sec-websocket-key': 'AAAAAAAAAAAAAAAAAAAAAA==',
          'sec-websocket-version': '13',
        },
      });
      const [answer] = (await once(asked, 'response')) as [IncomingMessage];
      return [answer.statusCode, await json(answer)];
    };
    const refused = [501, { error: 'socket_not_intercepted', message: expect.stringContaining(WAYS_OUT) as unknown }];
    expect(await askedBy()).toEqual(refused);
    server.resetHandlers(...createHandlers(mock), ...createSocketHandlers(mock));
    expect(await askedBy()).toEqual(refused);
    // The package itself, as Node 22 and later have it; on Node 20 MSW has another error for it.
    const client = new PackageWebSocket(URL.replace('wss:', 'ws:'));
    await expect(once(client, 'open')).rejects.toThrow();
  });
});
