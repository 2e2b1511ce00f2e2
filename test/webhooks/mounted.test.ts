import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import type { RequestListener, Server } from 'node:http';
import { createServer, request as ask } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import express from 'express';
import { WebSocket } from 'ws';
import { createExpressApp } from '../../mock-server/adapters/express.ts';
import { attachSockets, createMiddleware } from '../../mock-server/adapters/node/server.ts';
import type { Mock } from '../../mock-server/index.ts';
import { CONSUMER_SOCKET } from '../support/sockets.ts';
import { appOf } from '../adapters/express-host.ts';
import type { Receiver } from './receiver.ts';
import { openReceiver } from './receiver.ts';
import { CONTENT, openConversation, textsOf, webhookMock } from './webhook-setup.ts';

const JWKS = '/sentinel/well-known/jwks';
const opened: { close(): Promise<void> }[] = [];
afterEach(async () => {
  await Promise.all(opened.splice(0).map((each) => each.close()));
});

/** Has a server of somebody's own listen, at a free port or at a path. */
async function listen(server: Server, path?: string): Promise<number> {
  if (path === undefined) server.listen(0, '127.0.0.1');
  else server.listen(path);
  await once(server, 'listening');
  opened.push({ close: () => closed(server) });
  return path === undefined ? (server.address() as AddressInfo).port : 0;
}

async function closed(server: Server): Promise<void> {
  server.closeAllConnections();
  if (server.listening) await new Promise((resolve) => server.close(resolve));
}

async function receiving(): Promise<{ mock: Mock; receiver: Receiver }> {
  const receiver = await openReceiver();
  opened.push(receiver);
  return { mock: webhookMock({ [CONTENT]: { endpoint: receiver.url } }), receiver };
}

/** What comes of a message. */
async function say(mock: Mock, who = 'jane'): Promise<unknown> {
  await (await openConversation(mock, who)).say('hello');
  await mock.settled();
  const { state, reason } = mock.webhooks.list().at(-1) ?? {};
  return reason ?? state;
}

const NOBODY = expect.stringMatching(/^no receiver: /) as unknown;
const ITSELF = 'the address is this mock itself, which would be told of what it tells';

/** `prefix`: below which path the mock is. */
const HOSTS: readonly [what: string, listener: (mock: Mock) => RequestListener, prefix?: string][] = [
  ['the mock as an Express app', (mock) => createExpressApp(mock)],
  ['the mock in an Express app', (mock) => express().use(appOf(mock))],
  ['the mock below a path of an Express app', (mock) => express().use('/lp', appOf(mock)), '/lp'],
  ['the middleware in an Express app', (mock) => express().use(createMiddleware(mock))],
  ['the middleware on a server of node:http', (mock) => createMiddleware(mock)],
];

describe('A mock on a server of somebody else', () => {
  it.each(HOSTS)('delivers webhooks from the first request on: %s', async (_, listenerOf, prefix = '') => {
    const { mock, receiver } = await receiving();
    const port = await listen(createServer(listenerOf(mock)));
    expect(await say(mock, 'john')).toEqual(NOBODY);
    for (const path of [JWKS, '/anything'])
      await (await fetch(`http://127.0.0.1:${String(port)}${prefix}${path}`)).arrayBuffer();
    expect(await say(mock)).toBe('delivered');
    expect(textsOf(receiver.heard)).toEqual(['hello']);
    expect(receiver.heard[0]?.headers['x-liveperson-signature']).toBe(
      await mock.webhooks.sign(receiver.heard[0]?.body ?? ''),
    );
    const { reason } = await mock.webhooks.send(`http://localhost:${String(port)}/events`, CONTENT);
    expect(reason).toBe(ITSELF);
  });

  it('delivers once a socket was opened at it', async () => {
    const { mock, receiver } = await receiving();
    const server = createServer();
    attachSockets(server, mock);
    const port = await listen(server);
    const client = new WebSocket(`ws://127.0.0.1:${String(port)}${CONSUMER_SOCKET}`);
    await once(client, 'open');
    client.terminate();
    expect(await say(mock)).toBe('delivered');
    expect(receiver.heard).toHaveLength(1);
  });

  it('delivers where the server listens at a path of the file system', async () => {
    const { mock, receiver } = await receiving();
    const folder = mkdtempSync(join(tmpdir(), 'lp-'));
    const socketPath = join(folder, 'mock');
    await listen(createServer(createMiddleware(mock) as unknown as RequestListener), socketPath);
    const [response] = (await once(ask({ socketPath, path: JWKS }).end(), 'response')) as [NodeJS.ReadableStream];
    await once(response.resume(), 'end');
    expect(await say(mock)).toBe('delivered');
    expect(receiver.heard).toHaveLength(1);
    rmSync(folder, { recursive: true });
  });

  it('goes on after that server was closed, whose port may then be a receiver’s', async () => {
    const { mock } = await receiving();
    const server = createServer(createMiddleware(mock) as unknown as RequestListener);
    const port = await listen(server);
    const url = `http://127.0.0.1:${String(port)}${JWKS}`;
    for (let count = 0; count < 2; count += 1) await (await fetch(url)).arrayBuffer();
    expect((await mock.webhooks.send(url, CONTENT)).reason).toBe(ITSELF);
    await closed(server);
    expect((await mock.webhooks.send(url, CONTENT)).reason).toBe('the connection failed (ECONNREFUSED)');
    expect(await say(mock)).toBe('delivered');
  });

  it('sends nothing over the network where it is called without one', async () => {
    const { mock, receiver } = await receiving();
    const handler = createMiddleware(mock);
    attachSockets(createServer(), mock);
    const socket = { destroyed: false };
    const request = { method: 'GET', url: JWKS, headers: {}, rawHeaders: ['host', 'localhost'], socket };
    const passed = await new Promise((resolve) => {
      handler({ ...request, url: '/not-for-the-mock' }, {} as never, resolve);
    });
    expect([passed, await say(mock), receiver.heard]).toEqual([undefined, NOBODY, []]);
  });
});
