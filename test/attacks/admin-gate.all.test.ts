import { afterEach, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import type { RequestListener, Server } from 'node:http';
import { createServer, request as requestByHttp } from 'node:http';
import { request as requestByHttps } from 'node:https';
import type { AddressInfo } from 'node:net';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import express from 'express';
import { createExpressApp } from '../../mock-server/adapters/express.ts';
import { startServer } from '../../mock-server/adapters/node/server.ts';
import { createAdmin } from '../../mock-server/admin/admin.ts';
import { routes } from '../../mock-server/admin/routes/index.ts';
import type { Call, MockOptions } from '../../mock-server/index.ts';
import { createMock } from '../../mock-server/index.ts';
import { callOf } from '../support/calls.ts';
import { isEverything } from '../support/everything.ts';
import { CLIENT_SECRET } from '../support/through-every-adapter.ts';

const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

/** Where an admin API is reached. */
interface Place {
  readonly https: boolean;
  readonly port: number;
  readonly address?: string;
  readonly socketPath?: string;
}

type Headers = Readonly<Record<string, string>>;

/** By node's own client: it sends every header, `Host` too. */
function ask(
  { https, port, address, socketPath }: Place,
  method: string,
  path: string,
  headers: Headers,
): Promise<{ status: number; body: string }> {
  const where = socketPath === undefined ? { port, host: address ?? '127.0.0.1' } : { socketPath };
  const options = {
    ...where,
    method,
    path,
    headers: { 'content-type': 'application/json', ...headers },
    rejectUnauthorized: false,
    agent: false as const,
  };
  return new Promise((resolve, reject) => {
    const sent = (https ? requestByHttps : requestByHttp)(options, (response) => {
      let body = '';
      response.setEncoding('utf8').on('data', (chunk: string) => {
        body += chunk;
      });
      response.on('end', () => {
        resolve({ status: response.statusCode ?? 0, body });
      });
    });
    sent.on('error', reject).end(method === 'POST' ? '{}' : undefined);
  });
}

async function listen(
  listener: RequestListener,
  where: { port: number; host: string } | { path: string },
): Promise<Server> {
  const server = createServer(listener).listen(where);
  closers.push(() => {
    server.close();
    server.closeAllConnections();
  });
  await once(server, 'listening');
  return server;
}

async function serve(options: MockOptions, host = '127.0.0.1'): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), 'lp-auth-mock-gate-'));
  const server = await startServer(createMock(options), {
    port: 0,
    host,
    dataFolder: folder,
    onNotice: () => undefined,
  });
  closers.push(
    () => rm(folder, { recursive: true }),
    () => server.close(),
  );
  closers.reverse();
  return server.port;
}

/** The ways in which an admin API comes to be reachable. */
const PLACES: Readonly<Record<string, (options?: MockOptions) => Promise<Place>>> = {
  'the server over http': async (options = {}) => ({ https: false, port: await serve(options) }),
  'the server over https': async (options = {}) => ({ https: true, port: await serve(options) }),
  'an Express application that it is mounted in': async (options = {}) => {
    const app = express().use(createExpressApp(createMock(options)) as express.RequestHandler);
    const server = await listen(app, { port: 0, host: '127.0.0.1' });
    return { https: false, port: (server.address() as AddressInfo).port };
  },
};

/** Every route, with something in the place of a parameter. */
const ROUTES = routes.map(({ method, path }) => ({ method, path: path.replace(/\{\w+\}/g, '12345678') }));
const GUARDED = ROUTES.filter(({ path }) => path !== '/__admin/health');

/** What shows that somebody else is behind a call. `PORT` stands for the port. */
const REFUSED: readonly [string, Headers, RegExp][] = [
  ['Forwarded', { host: 'localhost:PORT', forwarded: 'for=203.0.113.9' }, /header "forwarded".*directly/],
  ['Via', { host: '127.0.0.1:PORT', via: '1.1 proxy' }, /header "via"/],
  ['X-Forwarded-For', { host: 'localhost:PORT', 'x-forwarded-for': '127.0.0.1' }, /header "x-forwarded-for"/],
  ['X-Forwarded-Host', { host: 'localhost:PORT', 'x-forwarded-host': 'localhost' }, /header "x-forwarded-host"/],
  ['X-Forwarded-Proto, and empty', { host: 'localhost:PORT', 'x-forwarded-proto': '' }, /header "x-forwarded-proto"/],
  ['X-Forwarded', { host: 'localhost:PORT', 'x-forwarded': 'for=127.0.0.1' }, /header "x-forwarded"/],
  ['X-Real-IP', { host: 'localhost:PORT', 'X-Real-IP': '203.0.113.9' }, /header "x-real-ip"/],
  ['Host', { host: 'app.example.com' }, /it is "app.example.com"; call it at localhost/],
  ['Origin', { host: 'localhost:PORT', origin: 'https://evil.example' }, /Origin is "https:\/\/evil.example"/],
  [
    'Sec-Fetch-Site',
    { host: 'localhost:PORT', 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors' },
    /Sec-Fetch-Site is "cross-site"/,
  ],
];

function at({ port }: Pick<Place, 'port'>, headers: Headers): Headers {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, value.replace('PORT', String(port))]),
  );
}

function messageOf(body: string): string {
  return (JSON.parse(body) as { error: { message: string } }).error.message;
}

// What is refused over http is refused over https by the same lines; each call there costs a handshake.
const places = Object.entries(PLACES).filter(([name]) => isEverything || !name.endsWith('https'));

describe.each(places)('At %s', (_, open) => {
  it.each(REFUSED)('every route but health refuses by %s, and says why', async (_name, headers, words) => {
    const place = await open();
    const answers = await Promise.all(GUARDED.map(({ method, path }) => ask(place, method, path, at(place, headers))));
    expect(answers.map(({ status }) => status)).toEqual(GUARDED.map(() => 403));
    for (const { body } of answers) expect(messageOf(body)).toMatch(words);
    expect(answers.map(({ body }) => body).join()).not.toContain(CLIENT_SECRET);
  });

  it.each(REFUSED)('health says to those whom %s gives away that all is well, and no more', async (_name, headers) => {
    const place = await open();
    expect(await ask(place, 'GET', '/__admin/health', at(place, headers))).toEqual({
      status: 200,
      body: '{"status":"ok"}',
    });
    expect((await ask(place, 'POST', '/__admin/health', at(place, headers))).status).toBe(403);
  });

  it('lets in who is here and calls it by its own name', async () => {
    const place = await open();
    for (const host of [`localhost:${String(place.port)}`, '127.0.0.1', '[::1]:1']) {
      const { status, body } = await ask(place, 'GET', '/__admin/accounts', { host });
      expect([status, body.includes(CLIENT_SECRET)]).toEqual([200, true]);
    }
    expect(
      JSON.parse((await ask(place, 'GET', '/__admin/health', at(place, { host: 'localhost:PORT' }))).body),
    ).toMatchObject({ name: 'lp-auth-mock' });
  });

  it('lets in through a proxy who calls it by a host of admin.hosts, and still no page of another origin', async () => {
    const place = await open({ admin: { hosts: ['mock.example'] } });
    const proxied = { 'x-forwarded-for': '203.0.113.9', via: '1.1 proxy' };
    const statusFor = async (headers: Headers): Promise<number> =>
      (await ask(place, 'GET', '/__admin/journal', headers)).status;
    expect(await statusFor({ ...proxied, host: 'mock.example' })).toBe(200);
    expect(await statusFor({ ...proxied, host: 'localhost' })).toBe(403);
    expect(await statusFor({ ...proxied, host: 'mock.example', origin: 'https://evil.example' })).toBe(403);
    expect(await statusFor({ ...proxied, host: 'mock.example', 'sec-fetch-site': 'cross-site' })).toBe(403);
  });

  it('has nothing at any of its paths when admin is false', async () => {
    const place = await open({ admin: false });
    const answers = await Promise.all(
      ROUTES.map(({ method, path }) => ask(place, method, path, at(place, { host: 'localhost:PORT' }))),
    );
    expect(answers.map(({ status }) => status)).toEqual(ROUTES.map(() => 404));
    const unknown = await ask(place, 'GET', '/nowhere', at(place, { host: 'localhost:PORT' }));
    // Express puts the path into its own answer.
    expect(answers[0]?.body.replaceAll('/__admin/health', '/nowhere')).toBe(unknown.body);
  });
});

/** An address of this machine that is no loopback; undefined where it has none. */
const OUTER_ADDRESS = Object.values(networkInterfaces())
  .flat()
  .find((each) => each?.family === 'IPv4' && !each.internal)?.address;

if (OUTER_ADDRESS === undefined)
  console.warn('not tested here: a caller on another machine, for want of an address but loopback');

describe('A caller on another machine', () => {
  (OUTER_ADDRESS === undefined ? it.skip : it)('is told by its address, whatever it says in Host', async () => {
    const port = await serve({}, '0.0.0.0');
    for (const https of [false, true]) {
      const place = { https, port, address: OUTER_ADDRESS ?? '' };
      const answers = await Promise.all(
        GUARDED.map(({ method, path }) => ask(place, method, path, { host: `localhost:${String(port)}` })),
      );
      expect(answers.map(({ status }) => status)).toEqual(GUARDED.map(() => 403));
      expect(await ask(place, 'GET', '/__admin/health', { host: 'localhost' })).toEqual({
        status: 200,
        body: '{"status":"ok"}',
      });
    }
  });

  /** The same without a network: only what the adapter puts into the call. */
  const answerTo = async (options: MockOptions, parts: Partial<Call>): Promise<{ status: number; body?: string }> => {
    const headers = { host: 'localhost', 'content-type': 'application/json' };
    return createAdmin(createMock(options))({ ...callOf({ target: '/__admin/accounts', headers }), ...parts });
  };

  it.each([
    ['remote', 403],
    [undefined, 403],
    ['loopback', 200],
    ['in-process', 200],
  ] as const)('is told by the peer of the call: %s is %i', async (peer, status) => {
    expect((await answerTo({}, { peer })).status).toBe(status);
  });

  it.each(GUARDED)('gets nothing from $method $path', async ({ method, path }) => {
    const { status, body = '' } = await answerTo({}, { method, path, peer: 'remote' });
    expect([status, messageOf(body)]).toEqual([
      403,
      'the admin API only answers callers on this machine; this call comes from another machine or through a proxy (HTTP/1.0); ' +
        'call it from this machine directly, or add the host name that you use to the option admin.hosts',
    ]);
  });

  it("is let in by a host of admin.hosts, 'localhost' too", async () => {
    expect((await answerTo({ admin: { hosts: ['localhost'] } }, { peer: 'remote' })).status).toBe(200);
    expect((await answerTo({ admin: { hosts: ['lp-mock'] } }, { peer: 'remote' })).status).toBe(403);
  });
});

describe('A reverse proxy that adds no header', () => {
  it('is told by HTTP/1.0, which nginx speaks by default', async () => {
    const port = await serve({});
    const { hear } = await import('../adapters/raw-socket.ts');
    expect(
      (await hear(port, 'GET /__admin/accounts HTTP/1.0\r\nHost: localhost:3000\r\nConnection: close\r\n\r\n')).status,
    ).toBe(403);
    expect(
      (await hear(port, 'GET /__admin/accounts HTTP/1.1\r\nHost: localhost:3000\r\nConnection: close\r\n\r\n')).status,
    ).toBe(200);
  });
});

(process.platform === 'win32' ? it.skip : it)('A Unix socket never leaves the machine', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'lp-auth-mock-gate-'));
  closers.push(() => rm(folder, { recursive: true }));
  const socketPath = join(folder, 'mock.sock');
  await listen(createExpressApp(createMock()), { path: socketPath });
  expect(
    (await ask({ https: false, port: 0, socketPath }, 'GET', '/__admin/accounts', { host: 'localhost' })).status,
  ).toBe(200);
});
