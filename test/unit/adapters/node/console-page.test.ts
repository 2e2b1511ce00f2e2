import { describe, expect, it } from '@jest/globals';
import manifest from '../../../../package.json' with { type: 'json' };
import { answerConsole } from '../../../../mock-server/adapters/node/console-page.ts';
import type { MockOptions } from '../../../../mock-server/index.ts';
import { createMock } from '../../../../mock-server/index.ts';
import type { CallParts } from '../../../support/calls.ts';
import { callOf } from '../../../support/calls.ts';
import { NOON } from '../../../support/through-every-adapter.ts';
import { recordResponse } from './recorded-response.ts';

type Told = readonly [status: number, headers: Readonly<Record<string, string>>, body: string];

/** What was answered; undefined where the call is for another. */
async function answered(
  parts: CallParts,
  options: MockOptions = {},
  certificates?: { readonly ca: string },
): Promise<Told | undefined> {
  const mock = createMock(options);
  mock.clock.freeze(NOON);
  const { response, done } = recordResponse();
  const call = callOf({ peer: 'loopback', ...parts, headers: { host: 'localhost:4407', ...parts.headers } });
  const isAnswered = await answerConsole({ mock, certificates: () => Promise.resolve(certificates) }, call, response);
  const [head, end] = done as [[string, number, string[]], [string, string]] | [];
  expect(head !== undefined).toBe(isAnswered);
  if (head === undefined || end === undefined) return undefined;
  const [, status, lines] = head;
  const headers: Record<string, string> = {};
  for (let index = 0; index < lines.length; index += 2) headers[lines[index] ?? ''] = lines[index + 1] ?? '';
  return [status, headers, end[1]];
}

/** What every answer has: nobody keeps it, and no other page gets hold of it. */
const HEADERS = {
  date: new Date(NOON).toUTCString(),
  'cache-control': 'no-store',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
};
const BROWSER = { accept: 'application/xhtml+xml, text/html;q=1' };
const UI = '/__admin/ui/';

const json = (status: number, value: object, headers: object = {}): Told => {
  const body = JSON.stringify(value);
  const length = String(Buffer.byteLength(body));
  return [status, { ...HEADERS, 'content-type': 'application/json', ...headers, 'content-length': length }, body];
};
const failed = (status: number, message: string, headers?: object): Told =>
  json(status, { error: { message } }, headers);

describe('the console', () => {
  it.each<[string, CallParts, Told]>([
    ['is where the root leads a browser', { headers: BROWSER }, [302, { ...HEADERS, location: UI }, '']],
    ['is where its name leads', { target: '/__admin/ui' }, [302, { ...HEADERS, location: UI }, '']],
    [
      'has no file of another name',
      { target: `${UI}none.js` },
      failed(404, 'the console has no such file; it is at /__admin/ui/'),
    ],
    [
      'is only read',
      { target: UI, method: 'POST' },
      failed(405, 'the console takes GET and HEAD', { allow: 'GET, HEAD' }),
    ],
    [
      'has a CA that is only read',
      { target: '/__admin/ca.pem', method: 'PUT' },
      failed(405, 'the CA takes GET and HEAD', { allow: 'GET, HEAD' }),
    ],
    [
      'has no CA where there is none',
      { target: '/__admin/ca.pem' },
      failed(404, 'there is no development CA here: server.tls is off, or names a certificate of your own'),
    ],
  ])('%s', async (_, parts, told) => {
    expect(await answered(parts)).toEqual(told);
  });

  it.each([{ method: 'POST' }, { headers: { host: 'va.msg.liveperson.net' } }, { peer: 'remote' as const }])(
    'leaves the root to the mock: %j',
    async (parts) => {
      expect(await answered({ ...parts, headers: { ...BROWSER, ...parts.headers } })).toBeUndefined();
    },
  );

  it('has files of its own under a strict policy', async () => {
    const policy = [
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'",
      "form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'",
    ].join('; ');
    for (const [name, type] of [
      ['', 'text/html; charset=utf-8'],
      ['index.html', 'text/html; charset=utf-8'],
      ['style.css', 'text/css; charset=utf-8'],
      ['console.js', 'text/javascript; charset=utf-8'],
      ['icon.svg', 'image/svg+xml'],
    ]) {
      const [status, { 'content-length': length, ...headers } = {}, body = ''] =
        (await answered({ target: `${UI}${String(name)}` })) ?? [];
      expect([status, headers]).toEqual([200, { ...HEADERS, 'content-type': type, 'content-security-policy': policy }]);
      expect([Number(length), body === '']).toEqual([Buffer.byteLength(body), false]);
    }
    expect((await answered({ target: UI }))?.[2]).toBe((await answered({ target: `${UI}index.html` }))?.[2]);
  });

  it('has the certificate of the development CA, and says HEAD no body', async () => {
    const head = { ...HEADERS, 'content-type': 'application/x-pem-file' };
    const of = (method: string): Promise<unknown> => answered({ method, target: '/__admin/ca.pem' }, {}, { ca: 'PEM' });
    expect(await of('GET')).toEqual([200, { ...head, 'content-length': '3' }, 'PEM']);
    expect(await of('HEAD')).toEqual([200, head, '']);
  });

  it('is behind the gate of the admin API, which admin.hosts opens', async () => {
    const elsewhere = { target: UI, method: 'POST', headers: { host: 'mock.example.test' } };
    const refused = await answered(elsewhere);
    const message = String((JSON.parse(refused?.[2] ?? '') as { error: { message: unknown } }).error.message);
    expect(message).toMatch(/mock\.example\.test.*admin\.hosts/);
    expect(refused).toEqual(failed(403, message));
    expect((await answered(elsewhere, { admin: false }))?.slice(0, 1)).toEqual([403]);
    expect((await answered(elsewhere, { admin: { hosts: ['mock.example.test'] } }))?.slice(0, 1)).toEqual([405]);
  });
});

describe('the root for a program', () => {
  const ORIGIN = 'http://localhost:4407';
  const LINKS = {
    name: 'lp-auth-mock',
    version: manifest.version,
    console: `${ORIGIN}${UI}`,
    openapi: `${ORIGIN}/__admin/openapi.json`,
    livePersonOpenapi: `${ORIGIN}/__admin/liveperson.openapi.json`,
  };

  it('names what is there, and the first account without its secret', async () => {
    const accounts = [{ accountId: 'le_1' }, { accountId: 'le_2' }];
    const [account] = createMock({ accounts }).accounts.list();
    expect(account?.accountId).toBe('le_1');
    const told = {
      accountId: 'le_1',
      clientId: account?.clientId,
      connectorId: account?.connectorId,
      credentials: `${ORIGIN}/__admin/accounts/le_1`,
    };
    for (const accept of [undefined, 'application/json', 'text/htmlx', 'xtext/html']) {
      const parts = accept === undefined ? {} : { headers: { accept } };
      expect(await answered(parts, { accounts })).toEqual(json(200, { ...LINKS, account: told }));
    }
  });

  it('names no account where there is none, and the mock where it has a name', async () => {
    const named = { 'lp-mock-instance': 'blue' };
    const options = { accounts: [], instance: 'blue' };
    expect(await answered({}, options)).toEqual(json(200, LINKS, named));
    expect((await answered({ method: 'HEAD' }, options))?.[2]).toBe('');
  });
});
