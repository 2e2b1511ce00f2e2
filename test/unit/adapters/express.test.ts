import { expect, it } from '@jest/globals';
import { createExpressApp } from '../../../mock-server/adapters/express.ts';
import type { NodeHandler } from '../../../mock-server/adapters/node/middleware.ts';
import { createMock } from '../../../mock-server/index.ts';
import { nodeRequest } from './node/node-request.ts';
import { recordResponse } from './node/recorded-response.ts';

const NOON_MS = Date.UTC(2026, 0, 1, 12);
const JWKS = '/sentinel/well-known/jwks';

/** How an app with routes of its own answers: status and body, or what it hands on. */
function ask(url: string, isMounted = false): Promise<unknown> {
  const app = createExpressApp(createMock({ clock: { now: () => NOON_MS } }));
  const headersSet: unknown[] = [];
  app.get('/mine', (_request, response) => {
    (response as unknown as { end: (body: string) => void }).end('mine');
  });
  app.get('/fails', () => {
    throw new RangeError('a secret');
  });
  app.get(JWKS, (_request, response) => {
    (response as unknown as { end: (body: string) => void }).end('never asked');
  });
  const request = nodeRequest({ url, headers: { host: 'localhost' } });
  request.end();
  return new Promise((resolve) => {
    const { response, done } = recordResponse({
      setHeader: (...set: unknown[]) => headersSet.push(set),
      end: (body: unknown) => {
        resolve([...headersSet, ...done, body]);
      },
    });
    const next = (error?: unknown): void => {
      resolve(['next', error]);
    };
    (app as unknown as NodeHandler)(request, response, isMounted ? next : undefined);
  });
}

const written = (status: number): unknown[] => ['writeHead', status, expect.anything()];

it('the mock as an Express app answers what is LivePerson’s, then the routes beside it, then the rest', async () => {
  expect(await ask(JWKS)).toEqual([written(200), expect.stringContaining('"keys"')]);
  expect(await ask('/mine')).toEqual(['mine']);
  expect(await ask('/nowhere')).toEqual([written(404), '{"error":"not_found"}']);
  const head = {
    date: 'Thu, 01 Jan 2026 12:00:00 GMT',
    'content-type': 'application/json',
    'content-length': expect.any(String),
  };
  expect(await ask('/fails')).toEqual([['writeHead', 500, head], '{"error":"route_failed","name":"RangeError"}']);
});

it('the mock as an Express app within another hands on what is neither LivePerson’s nor of its routes', async () => {
  expect(await ask(JWKS, true)).toEqual([written(200), expect.stringContaining('"keys"')]);
  expect(await ask('/mine', true)).toEqual(['mine']);
  expect(await ask('/nowhere', true)).toEqual(['next', undefined]);
  expect(await ask('/fails', true)).toEqual(['next', new RangeError('a secret')]);
});
