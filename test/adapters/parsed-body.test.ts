import { describe, expect, it } from '@jest/globals';
import type { IncomingMessage } from 'node:http';
import type { NextFunction, Request, RequestHandler, Response } from 'express';
import express from 'express';
import { createNodeHandler } from '../../mock-server/adapters/node/middleware.ts';
import { bodyReadBefore } from '../../mock-server/adapters/node/parsed-body.ts';
import { createMock } from '../../mock-server/index.ts';
import { form, serve, TOKEN } from './express-host.ts';

/** What a parser makes of a form, and the form that the mock is then handed. */
async function throughParser(
  parser: RequestHandler,
  body: string,
): Promise<{ parsed: unknown; handed: string | undefined }> {
  const mock = createMock();
  const seen: { parsed?: unknown; handed?: string } = {};
  const handler = createNodeHandler({
    ...mock,
    handle: (call) => {
      seen.handed = call.body;
      return mock.handle(call);
    },
  });
  const app = express().use(
    parser,
    (request, _response, next) => {
      seen.parsed = request.body as unknown;
      next();
    },
    handler as RequestHandler,
  );
  await (
    await serve(app)
  )(TOKEN, form(body));
  return { parsed: seen.parsed, handed: seen.handed };
}

const FORMS = [
  'a=1',
  'a=1&a=2',
  'a=',
  'a',
  'a=%26%3D%2B+%5B',
  'J%C3%BCrgen=%E2%82%AC',
  'a[b]=c',
  'a[b][c]=d&a[b][e]=f',
  'a[]=1&a[]=2',
  'a[0][b]=c&a[1][b]=d',
  'a[0][0]=x',
  'a[b][]=1&a[b][]=2',
  'a=x&a[b]=y',
  'a[b][c][d][e][f][g]=h',
  'a[100]=x',
  'client_id=x&client_secret[y]=z',
];

describe('A form that was parsed before', () => {
  it.each(FORMS)('is handed on as a form that means the same: %s', async (body) => {
    const extended = express.urlencoded({ extended: true });
    const { parsed, handed = '' } = await throughParser(extended, body);
    expect((await throughParser(extended, handed)).parsed).toEqual(parsed);
    expect(handed).not.toContain('object+Object');
  });

  it('is what was sent, where there is one way to write it', async () => {
    for (const body of ['a=1&a=2&b=%26', 'a[b]=c', 'a[0][b]=c', 'a[b][c]=d']) {
      const { handed = '' } = await throughParser(express.urlencoded({ extended: true }), body);
      expect(decodeURIComponent(handed)).toBe(decodeURIComponent(body));
    }
  });

  it('names no parameter of the mock by a nested member', async () => {
    const app = express().use(
      express.urlencoded({ extended: true }),
      createNodeHandler(createMock()) as RequestHandler,
    );
    const { status, headers } = await (await serve(app))(TOKEN, form('client_id[a]=x&client_secret[b]=y'));
    expect([status, headers.get('lp-mock-reason')]).toEqual([401, expect.stringContaining('client_id')]);
  });
});

describe('What else may stand in request.body', () => {
  const read = (body: unknown, type = 'application/x-www-form-urlencoded', headers: object = {}): string =>
    bodyReadBefore({ body, headers: { 'content-type': type, ...headers } } as unknown as IncomingMessage).body;

  it.each([
    [
      'an object without a prototype',
      Object.assign(Object.create(null) as object, { a: Object.assign(Object.create(null) as object, { b: 'c' }) }),
      'a%5Bb%5D=c',
    ],
    ['numbers and the like', { a: 1, b: true, c: null, d: undefined, e: [1, null] }, 'a=1&b=true&c=&d=&e=1&e='],
    ['nothing', null, ''],
    ['a text', 'a=1', 'a=1'],
    ['bytes', new TextEncoder().encode('a=1'), 'a=1'],
    ['a part of some bytes', new TextEncoder().encode('xxa=1').subarray(2), 'a=1'],
    ['a list of nothing', { a: [] }, ''],
  ])('is %s', (_, body, text) => {
    expect(read(body)).toBe(text);
  });

  it('is no form that holds itself', () => {
    const circle: Record<string, unknown> = {};
    circle['a'] = circle;
    expect(() => read(circle)).toThrow(
      expect.objectContaining({ message: 'the form is nested deeper than 100 levels', status: 400 }),
    );
  });

  it('is nothing, where something else has taken the body away', () => {
    const taken = expect.objectContaining({
      status: 500,
      message:
        'something read the body before the mock could, and did not put it into request.body; mount the mock before it',
    });
    expect(() => read(undefined, 'text/plain', { 'content-length': '3' })).toThrow(taken);
    expect(() => read(undefined, 'text/plain', { 'transfer-encoding': 'chunked' })).toThrow(taken);
    expect(read(undefined, 'text/plain', { 'content-length': '0' })).toBe('');
    expect(read(undefined)).toBe('');
  });
});

it.each([
  [
    'all of a body',
    async (request: Request) => {
      await request.toArray();
    },
  ],
  [
    'the beginning of a body',
    (request: Request) =>
      new Promise<void>((resolve) => {
        request.once('data', () => {
          request.pause();
          resolve();
        });
      }),
  ],
])('a handler that takes %s away is told so, and the mock does not answer half a call', async (_, take) => {
  const errors: unknown[] = [];
  const app = express()
    .use(
      (request, _response, next) => {
        void take(request).then(() => {
          next();
        });
      },
      createNodeHandler(createMock()) as RequestHandler,
    )
    .use((error: Error, _request: Request, response: Response, next: NextFunction) => {
      errors.push(error.message);
      if (response.headersSent) next(error);
      else response.status(500).end('told');
    });
  expect(await (await serve(app))(TOKEN, form('client_id=x&client_secret=y'))).toMatchObject({
    status: 500,
    body: 'told',
  });
  expect(errors).toEqual([expect.stringContaining('mount the mock before it')]);
});
