import { describe, expect, it } from '@jest/globals';
import {
  adminAccountOf,
  admittedCall,
  isAdminOn,
  refuseAccountless,
  refuseUnauthorized,
} from '../../../../mock-server/adapters/worker/admin-gate.ts';
import { callOf } from '../../../support/calls.ts';

const SECRET = 'sixteen-letters!';

async function wholeOf(response: Response | undefined): Promise<unknown> {
  if (response === undefined) return undefined;
  return {
    status: response.status,
    headers: Object.fromEntries(response.headers),
    body: (await response.json()) as unknown,
  };
}

async function askWith(authorization: string | undefined, secret: string | null = SECRET): Promise<unknown> {
  const request = new Request('http://worker.example.test/__admin/journal', {
    headers: authorization === undefined ? {} : { authorization },
  });
  return wholeOf(await refuseUnauthorized(request, { LP_AUTH_MOCK_ADMIN_SECRET: secret ?? undefined }));
}

const JSON_HEADERS = { 'cache-control': 'no-store', 'content-type': 'application/json' };

describe('the admin API of a worker', () => {
  it('is off until a secret is set', () => {
    expect([undefined, '', 'x'].map((secret) => isAdminOn({ LP_AUTH_MOCK_ADMIN_SECRET: secret }))).toEqual([
      false,
      false,
      true,
    ]);
  });

  it.each([`Bearer ${SECRET}`, `bearer   ${SECRET}`, `BEARER ${SECRET} `])('lets in who sends it: %j', async (sent) => {
    expect(await askWith(sent)).toBeUndefined();
  });

  it.each([
    [undefined, 'this call has no bearer'],
    ['Bearer', 'this call has no bearer'],
    [`Basic ${SECRET}`, 'this call has no bearer'],
    [`Bearer${SECRET}`, 'this call has no bearer'],
    [`My Bearer ${SECRET}`, 'this call has no bearer'],
    [`Bearer ${SECRET}!`, 'the bearer of this call is another'],
    ['Bearer sixteen-letters?', 'the bearer of this call is another'],
    ['Bearer x', 'the bearer of this call is another'],
  ])('asks for it by a 401: %j', async (sent, what) => {
    expect(await askWith(sent)).toEqual({
      status: 401,
      headers: { ...JSON_HEADERS, 'www-authenticate': 'Bearer realm="lp-auth-mock"' },
      body: { error: { message: `the admin API wants the secret of LP_AUTH_MOCK_ADMIN_SECRET as a bearer; ${what}` } },
    });
  });

  it.each([SECRET.slice(1), '', null])('is off for a secret that is guessed too easily: %j', async (short) => {
    expect(await askWith(`Bearer ${String(short)}`, short)).toEqual({
      status: 403,
      headers: JSON_HEADERS,
      body: { error: { message: 'LP_AUTH_MOCK_ADMIN_SECRET must have 16 characters at least; the admin API is off' } },
    });
  });
});

describe('a call that was let in', () => {
  it('goes to the gate of the admin API as one of this process, without the secret and what proxies add', () => {
    const kept = { origin: 'https://a.test', 'x-via': '1', 'via-x': '2', 'x-forwardedfor': '3', 'x-cf-ray': '4' };
    const names = ['authorization', 'forwarded', 'via', 'x-forwarded', 'x-forwarded-for', 'x-real-ip'];
    const leftOut = [...names, 'true-client-ip', 'cf-ray', 'cf-connecting-ip'].map((name) => [name, 'x'] as const);
    const call = callOf({
      method: 'POST',
      target: '/__admin/reset?a=1',
      headers: { ...kept, ...Object.fromEntries(leftOut), host: 'worker.example.test' },
      body: '{}',
      peer: 'remote',
    });
    expect(admittedCall(call)).toEqual({ ...call, headers: { ...kept, host: 'localhost' }, peer: 'in-process' });
  });

  it.each([
    ['/__admin/accounts/in-path/journal?accountId=in-query', '{"accountId":"in-body"}', 'in-path'],
    ['/__admin/accounts/in-path', '', 'in-path'],
    ['/__admin/accounts?accountId=in-query', '{"accountId":"in-body"}', 'in-query'],
    ['/__admin/journal?accountId=', '{"accountId":"in-body"}', ''],
    ['/__admin/accounts', '{"accountId":"in-body","account":"other"}', 'in-body'],
    ['/__admin/faults', '{"account":"of-a-fault"}', 'of-a-fault'],
    ['/__admin/faults', '{"accountId":5}', undefined],
    ['/__admin/faults', '{}', undefined],
    ['/__admin/faults', '["accountId"]', undefined],
    ['/__admin/faults', 'null', undefined],
    ['/__admin/faults', '{"accountId":', undefined],
    ['/__admin/faults', '', undefined],
  ])('is about the account that it names first: %s %s', (target, body, accountId) => {
    expect(adminAccountOf(callOf({ target, body }))).toBe(accountId);
  });
});

describe('a call that names no account', () => {
  it.each(['health', 'options', 'endpoints', 'openapi', 'openapi.json'])('is answered by any object: %s', (name) => {
    expect(refuseAccountless(`/__admin/${name}`)).toBeUndefined();
  });

  it.each([
    '/__admin/journal',
    '/__admin/health/x',
    '/x/__admin/health',
    '/__admin/openapi-json',
    '/__admin/openapi.js',
  ])('is refused where objects differ: %s', async (path) => {
    expect(await wholeOf(refuseAccountless(path))).toEqual({
      status: 400,
      headers: JSON_HEADERS,
      body: {
        error: {
          message:
            'in this worker each account is an object of its own: name one by accountId, or let one object have ' +
            'all accounts by LP_AUTH_MOCK_CELLS=one',
        },
      },
    });
  });
});
