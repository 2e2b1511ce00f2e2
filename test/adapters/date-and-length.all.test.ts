import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setupServer } from 'msw/node';
import { createExpressApp } from '../../mock-server/adapters/express.ts';
import { createHandlers } from '../../mock-server/adapters/msw.ts';
import { startServer } from '../../mock-server/adapters/node/server.ts';
import { createMock } from '../../mock-server/index.ts';
import { ACCOUNT, OTHER_ACCOUNT } from '../support/through-every-adapter.ts';

const NOON = '2030-01-01T12:00:00Z';
const NOON_DATE = 'Tue, 01 Jan 2030 12:00:00 GMT';
const JWKS = '/sentinel/well-known/jwks';

const mock = createMock();
const msw = setupServer(...createHandlers(mock));
const express = createServer(createExpressApp(mock));
/** Where each adapter is asked. */
const origins: Record<string, string> = { MSW: 'https://sentinel.liveperson.net' };
const closers: (() => unknown)[] = [];

beforeAll(async () => {
  msw.listen({ onUnhandledRequest: 'bypass' });
  const server = await startServer(mock, { port: 0 });
  await new Promise<void>((resolve) => {
    express.listen(0, '127.0.0.1', resolve);
  });
  origins['server'] = server.url;
  origins['Express'] = `http://127.0.0.1:${String((express.address() as AddressInfo).port)}`;
  closers.push(
    () => server.close(),
    () => express.close(),
  );
  mock.clock.freeze(NOON);
});

afterAll(async () => {
  msw.close();
  express.closeAllConnections();
  await Promise.all(closers.map((close) => close()));
});

describe.each(['MSW', 'server', 'Express'])('An answer by %s', (adapter) => {
  const ask = (path: string, init?: RequestInit): Promise<Response> => fetch(`${origins[adapter] ?? ''}${path}`, init);

  it("carries the mock's time and its length in bytes", async () => {
    const answer = await ask(JWKS);
    expect(answer.headers.get('date')).toBe(NOON_DATE);
    expect(answer.headers.get('content-length')).toBe(String((await answer.arrayBuffer()).byteLength));
  });

  it('carries the time when it is a refusal, a preflight, and for nobody', async () => {
    const answers = [
      await ask(`/api/account/${ACCOUNT}/consumer?v=1.0`, { method: 'POST' }),
      await ask(JWKS, { method: 'OPTIONS' }),
      await ask('/api/account/1/no-such-path'),
    ];
    expect(answers.map(({ headers }) => headers.get('date'))).toEqual([NOON_DATE, NOON_DATE, NOON_DATE]);
  });

  it('carries the time of an account that has its own', async () => {
    mock.account(OTHER_ACCOUNT).clock.freeze('2031-01-01T00:00:00Z');
    const answer = await ask(`/api/account/${OTHER_ACCOUNT}/anonymous/authorize`, { method: 'POST' });
    expect(answer.headers.get('date')).toBe('Wed, 01 Jan 2031 00:00:00 GMT');
  });
});

it("an answer of the admin API carries the mock's time too", async () => {
  const answer = await fetch(`${origins['server'] ?? ''}/__admin/health`);
  expect(answer.headers.get('date')).toBe(NOON_DATE);
});

it('a date that a fault sends is left as it is', async () => {
  const other = createMock();
  const date = 'Thu, 01 Jan 1970 00:00:00 GMT';
  other.faults.add({ endpoint: 'sentinel.jwks', error: { status: 503, headers: { date } } });
  expect((await other.fetch(`https://sentinel.liveperson.net${JWKS}`)).headers.get('date')).toBe(date);
});

it("an answer to a call that a watcher fails carries the mock's time too", async () => {
  const stop = mock.journal.watch(() => {
    throw new RangeError('mine');
  });
  const answers = await Promise.all(['server', 'Express'].map((adapter) => fetch(`${origins[adapter] ?? ''}${JWKS}`)));
  stop();
  expect(answers.map(({ status, headers }) => [status, headers.get('date')])).toEqual([
    [500, NOON_DATE],
    [500, NOON_DATE],
  ]);
});

describe('mock.fetch as a worker', () => {
  /** As a runtime for workers calls it. */
  const worker = { fetch: createMock().fetch } satisfies {
    fetch(request: Request, bindings: Record<string, unknown>, context: { waitUntil(): void }): Promise<Response>;
  };

  it('takes no binding for an option of the request', async () => {
    const request = new Request(`https://sentinel.liveperson.net${JWKS}`);
    const bindings = { method: 'DELETE', cache: { get: () => undefined }, signal: 'a secret', body: 'x', mode: {} };
    expect((await worker.fetch(request, bindings, { waitUntil: () => undefined })).status).toBe(200);
  });

  it('is still a fetch with options', async () => {
    expect((await createMock().fetch(`https://sentinel.liveperson.net${JWKS}`, { method: 'DELETE' })).status).toBe(405);
  });
});
