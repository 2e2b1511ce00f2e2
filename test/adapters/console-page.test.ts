import { afterEach, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import type { RequestListener } from 'node:http';
import { createServer, request } from 'node:http';
import { createExpressApp } from '../../mock-server/adapters/express.ts';
import { createNodeHandler } from '../../mock-server/adapters/node/middleware.ts';
import { startServer } from '../../mock-server/adapters/node/server.ts';
import type { MockOptions } from '../../mock-server/index.ts';
import { createMock } from '../../mock-server/index.ts';
import { callOf } from '../support/calls.ts';
import { ACCOUNT, CLIENT_ID } from '../support/through-every-adapter.ts';

const opened: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const each of opened.splice(0)) await each.close();
});

interface Told {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly text: string;
}

type Ask = (path: string, headers?: Readonly<Record<string, string>>, method?: string) => Promise<Told>;

async function open(options: MockOptions = {}): Promise<Ask> {
  const server = await startServer(createMock(options), { port: 0 });
  opened.push(server);
  return (path, headers = {}, method = 'GET') => askPort(server.port, path, headers, method);
}

function askPort(port: number, path: string, headers: Readonly<Record<string, string>>, method: string): Promise<Told> {
  return new Promise((resolve, reject) => {
    const all = { host: `localhost:${String(port)}`, ...headers };
    const sent = request({ port, host: '127.0.0.1', path, method, headers: all }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk: string) => {
        text += chunk;
      });
      response.on('end', () => {
        resolve({ status: response.statusCode ?? 0, headers: response.headers as Told['headers'], text });
      });
    });
    sent.on('error', reject).end();
  });
}

const BROWSER = { accept: 'text/html,application/xhtml+xml' };

describe('GET / of a server of our own', () => {
  it('leads a browser to the console', async () => {
    const { status, headers } = await (await open())('/', BROWSER);
    expect([status, headers['location']]).toEqual([302, '/__admin/ui/']);
  });

  it('names the console, the OpenAPI document and the ready account, without its secret', async () => {
    const ask = await open();
    const { status, text } = await ask('/', { host: 'localhost:4407' });
    expect(status).toBe(200);
    expect(JSON.parse(text)).toMatchObject({
      name: 'lp-auth-mock',
      console: 'http://localhost:4407/__admin/ui/',
      openapi: 'http://localhost:4407/__admin/openapi.json',
      livePersonOpenapi: 'http://localhost:4407/__admin/liveperson.openapi.json',
      account: {
        accountId: ACCOUNT,
        clientId: CLIENT_ID,
        connectorId: 4567890,
        credentials: `http://localhost:4407/__admin/accounts/${ACCOUNT}`,
      },
    });
    expect(text).not.toContain('ecret"');
  });

  it.each<[string, Readonly<Record<string, string>>, string]>([
    ["one of LivePerson's host names", { host: 'api.liveperson.net' }, 'GET'],
    ['a name that was made to lead here', { host: 'rebound.example.test' }, 'GET'],
    ['a page of another origin', { origin: 'https://evil.example.test' }, 'GET'],
    ['a proxy', { 'x-forwarded-for': '10.0.0.1' }, 'GET'],
    ['whoever posts', {}, 'POST'],
  ])('is the mock’s own, as before, for %s', async (_, headers, method) => {
    const { status, text } = await (await open())('/', { ...BROWSER, ...headers }, method);
    const isTheirs = headers['host']?.endsWith('liveperson.net') === true;
    expect([status, JSON.parse(text)]).toMatchObject(
      isTheirs ? [501, { error: 'not_mocked' }] : [404, { error: 'not_found' }],
    );
  });

  it('is there under the names of admin.hosts', async () => {
    const ask = await open({ admin: { hosts: ['mock.test'] } });
    expect((await ask('/', { ...BROWSER, host: 'mock.test' })).status).toBe(302);
  });

  it('is as before without the admin API', async () => {
    const ask = await open({ admin: false });
    for (const path of ['/', '/__admin/ui/'])
      expect(JSON.parse((await ask(path, BROWSER)).text)).toEqual({ error: 'not_found' });
  });
});

describe('The console over HTTP', () => {
  it('is files of its own under a strict policy', async () => {
    const ask = await open();
    const page = await ask('/__admin/ui/?x=1');
    expect([page.status, page.headers['content-type']]).toEqual([200, 'text/html; charset=utf-8']);
    const policy = page.headers['content-security-policy'] ?? '';
    for (const part of ["default-src 'none'", "frame-ancestors 'none'", "trusted-types 'none'"])
      expect(policy).toContain(part);
    const named = [...page.text.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, name = '']) => name);
    expect(named).toEqual(['icon.svg', 'style.css', 'console.js']);
    const types = await Promise.all(
      named.map(async (name) => (await ask(`/__admin/ui/${name}`)).headers['content-type']),
    );
    expect(types).toEqual(['image/svg+xml', 'text/css; charset=utf-8', 'text/javascript; charset=utf-8']);
  });

  it('leads from the name without a slash, knows no other file, and takes no change', async () => {
    const ask = await open();
    expect((await ask('/__admin/ui')).headers['location']).toBe('/__admin/ui/');
    for (const name of ['nothing.js', '../health', '%2e%2e/health', 'index.html/'])
      expect((await ask(`/__admin/ui/${name}`)).status).toBe(404);
    expect(await ask('/__admin/ui/', {}, 'POST')).toMatchObject({ status: 405, headers: { allow: 'GET, HEAD' } });
    expect(await ask('/__admin/ui/', {}, 'HEAD')).toMatchObject({ status: 200, text: '' });
  });

  it.each<[string, Readonly<Record<string, string>>]>([
    ['Host', { host: 'rebound.example.test' }],
    ['Origin', { origin: 'https://evil.example.test' }],
    ['Sec-Fetch-Site', { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors' }],
    ['a proxy', { via: '1.1 proxy' }],
  ])('is behind the gate of the admin API: %s', async (_, headers) => {
    const { status, text } = await (await open())('/__admin/ui/console.js', headers);
    expect([status, Object.keys(JSON.parse(text) as object)]).toEqual([403, ['error']]);
  });

  it('has no file that anybody keeps, or asks after', async () => {
    const ask = await open();
    for (const name of ['', 'icon.svg', 'style.css', 'console.js']) {
      const { headers } = await ask(`/__admin/ui/${name}`);
      expect([headers['cache-control'], headers['etag'], headers['last-modified']]).toEqual([
        'no-store',
        undefined,
        undefined,
      ]);
    }
  });

  it('is not there in process, for whichever adapter asks', async () => {
    const mock = createMock();
    const root = await mock.fetch('http://localhost:4407/', { headers: BROWSER });
    expect([root.status, await root.json()]).toEqual([404, { error: 'not_found' }]);
    const call = callOf({ target: '/__admin/ui/', headers: { host: 'localhost', ...BROWSER }, peer: 'in-process' });
    expect(await mock.admin(call)).toMatchObject({ status: 404, body: expect.stringContaining('has no such path') });
  });

  it.each<[string, RequestListener]>([
    ['in an Express app', createExpressApp(createMock())],
    ['in a server of your own', createNodeHandler(createMock())],
  ])('is not there where the mock is mounted %s', async (_, listener) => {
    const server = createServer(listener).listen(0);
    await once(server, 'listening');
    opened.push({
      close: () =>
        new Promise((resolve) => {
          server.close(() => {
            resolve();
          });
        }),
    });
    const port = (server.address() as { port: number }).port;
    for (const path of ['/', '/__admin/ui/']) {
      const { status, headers } = await askPort(port, path, BROWSER, 'GET');
      expect([path, status, headers['content-type']]).toEqual([path, 404, expect.stringContaining('json')]);
    }
  });
});
