import { describe, expect, it } from '@jest/globals';
import type { Request, RequestHandler, Response } from 'express';
import express from 'express';
import { createExpressApp } from '../../mock-server/adapters/express.ts';
import { createNodeHandler } from '../../mock-server/adapters/node/middleware.ts';
import type { Mock, MockOptions } from '../../mock-server/index.ts';
import { createMock } from '../../mock-server/index.ts';
import { appOf, form, FORM, hostApp, json, JWKS, serve, TOKEN } from './express-host.ts';

describe('the mock alone as an Express app', () => {
  it.each([['/'], ['/favicon.ico'], ['/index.html'], ['/%'], ['/%zz'], ['//'], ['/api/'], ['/__proto__'], ['/a?b=%']])(
    'answers %s with a 404 in JSON',
    async (path) => {
      const ask = await serve(createExpressApp(createMock()));
      const { status, type, body, headers } = await ask(path);
      expect([status, type, body]).toEqual([404, 'application/json', '{"error":"not_found"}']);
      expect([headers.get('x-powered-by'), headers.get('etag')]).toEqual([null, null]);
    },
  );

  it("answers its own routes beside LivePerson's", async () => {
    const app = createExpressApp(createMock());
    app.get('/mine/:id', (request: Request, response: Response) => {
      response.json({ mine: request.params['id'] });
    });
    const ask = await serve(app);
    expect(await ask('/mine/7')).toMatchObject({ status: 200, body: '{"mine":"7"}' });
    expect(await ask(JWKS)).toMatchObject({ status: 200 });
    expect(await ask('/mine')).toMatchObject({ status: 404, body: '{"error":"not_found"}' });
  });

  it("answers LivePerson's paths before its own routes", async () => {
    const app = createExpressApp(createMock());
    app.get(JWKS, (_request: Request, response: Response) => {
      response.send('mine');
    });
    expect((await (await serve(app))(JWKS)).type).toBe('application/json');
  });

  it('says in JSON that a route of its own failed, and nothing of why', async () => {
    const app = createExpressApp(createMock());
    app.get('/fails', () => {
      throw new RangeError('the secret is 42');
    });
    app.get('/fails/later', () => Promise.reject(new TypeError('the secret is 42')));
    // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- a route may throw anything
    app.get('/fails/oddly', () => Promise.reject('the secret is 42'));
    const ask = await serve(app);
    expect(await ask('/fails')).toMatchObject({
      status: 500,
      type: 'application/json',
      body: '{"error":"route_failed","name":"RangeError"}',
    });
    expect(await ask('/fails/later')).toMatchObject({
      status: 500,
      body: '{"error":"route_failed","name":"TypeError"}',
    });
    expect(await ask('/fails/oddly')).toMatchObject({ status: 500, body: '{"error":"route_failed","name":"string"}' });
  });

  it('refuses in JSON what its own parsers and routes cannot read', async () => {
    const app = createExpressApp(createMock());
    app.use(express.json());
    app.post('/mine', (request: Request, response: Response) => {
      response.json(request.body);
    });
    app.get('/mine/:id', (_request: Request, response: Response) => {
      response.end();
    });
    const ask = await serve(app);
    expect(await ask('/mine', json({ a: 1 }))).toMatchObject({ status: 200, body: '{"a":1}' });
    expect(await ask('/mine', json('{'))).toMatchObject({
      status: 400,
      type: 'application/json',
      body: '{"error":"malformed_request","name":"SyntaxError"}',
    });
    expect(await ask('/mine/%zz')).toMatchObject({
      status: 400,
      type: 'application/json',
      body: '{"error":"malformed_request","name":"URIError"}',
    });
  });

  it('drops the connection when a route fails after it has begun to answer', async () => {
    const app = createExpressApp(createMock());
    app.get('/begins', (_request: Request, response: Response) => {
      response.write('half');
      throw new Error('too late');
    });
    await expect((await serve(app))('/begins')).rejects.toMatchObject({ name: 'TypeError' });
  });
});

const WAYS_TO_MOUNT: readonly [string, (mock: Mock) => RequestHandler][] = [
  ['an Express app', appOf],
  ['a handler', createNodeHandler],
];

describe.each(WAYS_TO_MOUNT)('mounted in another app as %s', (_, make) => {
  it("answers LivePerson's paths and passes every other on", async () => {
    const ask = await serve(hostApp((outer) => outer.use(make(createMock()))));
    expect(await ask(JWKS)).toMatchObject({ status: 200 });
    expect(await ask('/before')).toMatchObject({ body: 'before' });
    expect(await ask('/after')).toMatchObject({ body: 'after' });
    expect(await ask('/index.html')).toMatchObject({ status: 404, body: 'outer: /index.html' });
    expect(await ask('/api/account')).toMatchObject({ body: 'outer: /api/account' });
  });

  it('does not pass on what LivePerson has and the mock lacks', async () => {
    const ask = await serve(hostApp((outer) => outer.use(make(createMock()))));
    expect(await ask('/messaging/v1/nothing')).toMatchObject({ status: 501, type: 'application/json' });
    expect(await ask('/api/account/1/%zz/consumer')).toMatchObject({ status: 501 });
    expect(await ask('/api/account/%zz/consumer', { method: 'POST' })).toMatchObject({
      status: 400,
      body: '{"error":"malformed_path"}',
    });
    expect(await ask(JWKS, { method: 'DELETE' })).toMatchObject({ status: 405 });
    expect(await ask(JWKS, { method: 'OPTIONS' })).toMatchObject({ status: 204 });
  });

  it('answers below a prefix and nowhere else', async () => {
    const ask = await serve(hostApp((outer) => outer.use('/lp', make(createMock()))));
    expect(await ask(`/lp${JWKS}`)).toMatchObject({ status: 200 });
    expect(await ask(`/lp${TOKEN}`, form(FORM))).toMatchObject({ status: 200 });
    expect(await ask(JWKS)).toMatchObject({ status: 404, body: `outer: ${JWKS}` });
    expect(await ask('/lp/other')).toMatchObject({ body: 'outer: /lp/other' });
    expect(await ask('/lp')).toMatchObject({ body: 'outer: /lp' });
  });

  it('may stand there twice, and the two share nothing', async () => {
    const accounts = (accountId: string): MockOptions => ({ closed: true, accounts: [{ accountId }] });
    const ask = await serve(
      hostApp((outer) =>
        outer.use('/one', make(createMock(accounts('1')))).use('/two', make(createMock(accounts('2')))),
      ),
    );
    const statuses = await Promise.all(
      ['/one', '/two'].flatMap((prefix) =>
        ['1', '2'].map(async (id) => (await ask(`${prefix}/api/account/${id}/service/baseURI.json`)).status),
      ),
    );
    expect(statuses).toEqual([200, 401, 401, 200]);
  });
});

describe('a handler without a next', () => {
  it('answers everything', async () => {
    const ask = await serve(createNodeHandler(createMock()));
    expect(await ask('/index.html')).toMatchObject({
      status: 404,
      type: 'application/json',
      body: '{"error":"not_found"}',
    });
    expect(await ask(JWKS)).toMatchObject({ status: 200 });
  });

  it('says so when the mock itself cannot answer, and goes on', async () => {
    const mock = createMock();
    let broken = true;
    const ask = await serve(
      createNodeHandler({
        ...mock,
        handle: (call) => (broken ? Promise.reject(new Error('out of order')) : mock.handle(call)),
      }),
    );
    expect(await ask(JWKS)).toMatchObject({
      status: 500,
      type: 'application/json',
      body: '{"error":"route_failed","name":"Error"}',
    });
    broken = false;
    expect(await ask(JWKS)).toMatchObject({ status: 200 });
  });
});
