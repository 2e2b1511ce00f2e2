import { describe, expect, it } from '@jest/globals';
import type { RequestHandler } from 'express';
import express from 'express';
import type { Mock } from '../../mock-server/index.ts';
import { createMock } from '../../mock-server/index.ts';
import { temporaryUrl } from '../support/files.ts';
import { createBatch } from '../support/flows.ts';
import { ACCOUNT, CLIENT_ID, CLIENT_SECRET } from '../support/through-every-adapter.ts';
import type { Ask } from './express-host.ts';
import { appOf, form, FORM, hostApp, json, JWKS, serve, TOKEN } from './express-host.ts';

const PARSERS: readonly [string, readonly RequestHandler[]][] = [
  ['no parser', []],
  ['the usual parsers', [express.json(), express.urlencoded({ extended: true })]],
  ['the plain form parser', [express.urlencoded({ extended: false })]],
  ['a lax JSON parser', [express.json({ strict: false, type: () => true })]],
  ['a text parser', [express.text({ type: () => true })]],
  ['a parser that keeps bytes', [express.raw({ type: () => true })]],
];

describe.each(PARSERS)('with %s mounted before it', (name, parsers) => {
  const open = (mock: Mock): Promise<Ask> => serve(hostApp((outer) => outer.use([...parsers, appOf(mock)])));
  // A parser that takes all for JSON refuses forms by itself, and Express's usual one refuses null.
  const readsForms = name !== 'a lax JSON parser';
  const emptyBodies = [undefined, '', '{}', ...(name === 'the usual parsers' ? [] : ['null'])];

  it('an ordinary flow goes through', async () => {
    const mock = createMock();
    const ask = await open(mock);
    const credentials = { client_id: CLIENT_ID, client_secret: CLIENT_SECRET };
    const { access_token: appJwt } = JSON.parse(
      (await ask(TOKEN, readsForms ? form(FORM) : json(credentials))).body,
    ) as { access_token: string };
    const consumer = await ask(
      `/api/account/${ACCOUNT}/consumer`,
      json({ ext_consumer_id: 'J\u00fcrgen' }, { authorization: appJwt }),
    );
    const { token } = JSON.parse(consumer.body) as { token: string };
    expect((await mock.inspect(token)).claims?.['ext_consumer_id']).toBe('J\u00fcrgen');
    const created = await ask(
      `/api/account/${ACCOUNT}/messaging/consumer/conversation?v=3`,
      json(createBatch(), { authorization: appJwt, 'x-lp-on-behalf': token }),
    );
    expect(created.status).toBe(200);
  });

  it.each(emptyBodies.map((body) => [body]))('a first issue without a token goes through, sent as %j', async (body) => {
    const ask = await open(createMock());
    const init = body === undefined ? { method: 'POST', headers: { 'content-type': 'application/json' } } : json(body);
    expect(await ask(`/api/account/${ACCOUNT}/anonymous/authorize`, init)).toMatchObject({ status: 200 });
  });

  it('a parameter that is there twice is refused as ever', async () => {
    const ask = await open(createMock());
    const twice = await ask(`${TOKEN}&client_id=a&client_id=b`, json({ client_secret: 'x' }));
    expect([twice.status, twice.headers.get('lp-mock-reason')]).toEqual([
      400,
      expect.stringContaining('parameter-repeated'),
    ]);
  });

  it('a body that is no UTF-8 is refused, though only a sign of it is left', async () => {
    const mock = createMock();
    const ask = await open(mock);
    const headers = { 'content-type': 'application/json', authorization: await mock.mint.appJwt() };
    const body = Buffer.from('{"ext_consumer_id":"J\xfcrgen"}', 'latin1');
    const answer = await ask(`/api/account/${ACCOUNT}/consumer?v=1.0`, { method: 'POST', headers, body });
    expect([answer.status, answer.body, answer.headers.get('lp-mock-reason')?.split(';')[0]]).toEqual([
      500,
      '{"internalErrorCode":"9012"}',
      'text-malformed',
    ]);
  });

  it('a body that is nested without end is refused and breaks nothing', async () => {
    const ask = await open(createMock());
    const deep = '['.repeat(30_000) + ']'.repeat(30_000);
    const answer = await ask(`/api/account/${ACCOUNT}/anonymous/authorize`, json(deep));
    expect([answer.status, answer.body]).toEqual([500, '{"internalErrorCode":"9012"}']);
    expect(await ask(JWKS)).toMatchObject({ status: 200 });
  });
});

it('a file comes through a parser that keeps bytes, and is refused where one has lost some', async () => {
  const parsed = async (parser: RequestHandler): Promise<readonly [number, string | undefined]> => {
    const mock = createMock();
    const ask = await serve(hostApp((outer) => outer.use(parser).use(appOf(mock))));
    const consumer = await mock.consumer();
    const request = { fileSize: 5, fileType: 'PNG' };
    const url = temporaryUrl((await consumer.request('ms.GenerateURLForUploadFile', request)).body);
    const put = await ask(url.url, { method: 'PUT', body: Buffer.from('\xff\x00a', 'latin1') });
    return [put.status, mock.snapshot().accounts[ACCOUNT]?.uploads?.[0]?.base64];
  };
  expect(await parsed(express.raw({ type: () => true }))).toEqual([201, '/wBh']);
  expect(await parsed(express.text({ type: () => true }))).toEqual([400, undefined]);
});

it.each([[true], [false]])(
  'a form parameter that is there twice stays twice behind a form parser (extended: %s)',
  async (extended) => {
    const ask = await serve(hostApp((outer) => outer.use(express.urlencoded({ extended })).use(appOf(createMock()))));
    const { status, headers } = await ask(TOKEN, {
      ...form(`${FORM}&client_id=other`),
      headers: { 'content-type': 'Application/X-WWW-Form-Urlencoded; charset=UTF-8' },
    });
    expect([status, headers.get('lp-mock-reason')]).toEqual([
      400,
      'parameter-repeated; client_id is there more than once (RFC 6749 section 3.2)',
    ]);
  },
);
