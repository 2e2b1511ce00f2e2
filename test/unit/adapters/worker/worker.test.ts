import { describe, expect, it } from '@jest/globals';
import type { WorkerEnv } from '../../../../mock-server/adapters/worker/runtime.ts';
import { createWorker } from '../../../../mock-server/adapters/worker/worker.ts';
import type { MockOptions } from '../../../../mock-server/index.ts';
import { createMock } from '../../../../mock-server/index.ts';
import { ACCOUNT } from '../../../support/through-every-adapter.ts';

const SECRET = 'sixteen-letters!';
const ORIGIN = 'https://worker.example.test';
const BASE_URI = `/api/account/${ACCOUNT}/service/idp/baseURI.json?version=1.0`;
const JWKS = '/sentinel/well-known/jwks';
const CLOCK = `/__admin/clock?accountId=${ACCOUNT}`;

type Init = Omit<RequestInit, 'headers'> & { readonly headers?: Readonly<Record<string, string>> };

interface Told {
  readonly status: number;
  readonly headers: Headers;
  readonly body: string;
  /** What objects were asked: the name of each, and of the request the account, the method, the target and the body. */
  readonly asked: readonly (readonly string[])[];
}

async function ask(target: string, init: Init = {}, env: object = {}, options?: MockOptions): Promise<Told> {
  const asked: string[][] = [];
  const cells = {
    idFromName: (name: string) => name,
    get: (name: string) => ({
      fetch: async (request: Request) => {
        const account = request.headers.get('lp-mock-account') ?? '';
        asked.push([name, account, request.method, request.url.slice(ORIGIN.length), await request.text()]);
        return new Response('of an object');
      },
    }),
  };
  const given = { ACCOUNT_CELLS: cells, ...env } as WorkerEnv;
  const response = await createWorker(options).fetch(new Request(ORIGIN + target, init), given);
  return { status: response.status, headers: response.headers, body: await response.text(), asked };
}

/** Of an answer in JSON. */
function readJson({ status, headers, body }: Told): unknown {
  return [status, headers.get('content-type'), JSON.parse(body)];
}

const ADMIN = { LP_AUTH_MOCK_ADMIN_SECRET: SECRET };
const ONE = { LP_AUTH_MOCK_CELLS: 'one' };

/** A call to the admin API by who may. */
function administer(target: string, init: Init = {}, env: object = {}): Promise<Told> {
  const headers = { authorization: `Bearer ${SECRET}`, 'content-type': 'application/json', ...init.headers };
  return ask(target, { ...init, headers }, { ...ADMIN, ...env });
}

const SIGNUP = `/api/account/${ACCOUNT}/signup`;
const POST = { method: 'POST', body: '{"a":1}' };

describe('a worker', () => {
  it.each<[string, Init, readonly string[]]>([
    [BASE_URI, {}, [ACCOUNT, ACCOUNT, 'GET', BASE_URI, '']],
    [BASE_URI, { headers: { 'lp-mock-account': 'other' } }, [ACCOUNT, ACCOUNT, 'GET', BASE_URI, '']],
    [SIGNUP, POST, [ACCOUNT, ACCOUNT, 'POST', SIGNUP, POST.body]],
  ])('asks the object of the account that a call is about: %s %j', async (target, init, expected) => {
    expect(await ask(target, init)).toMatchObject({ status: 200, body: 'of an object', asked: [expected] });
  });

  it.each([JWKS, '/nothing', BASE_URI.replace(ACCOUNT, '!'), CLOCK, `/__admin/accounts/${ACCOUNT}/journal`])(
    'answers what is about no account, or an admin API that is off, as a mock without one: %s',
    async (target) => {
      const options: MockOptions = { instance: 'edge', strict: true };
      const { status, headers, body, asked } = await ask(target, {}, {}, options);
      const expected = await createMock({ ...options, admin: false }).fetch(ORIGIN + target);
      const without = (all: Headers): object => ({ ...Object.fromEntries(all), date: '', 'lp-mock-request-id': '' });
      expect([status, without(headers), body]).toEqual([
        expected.status,
        without(expected.headers),
        await expected.text(),
      ]);
      expect([asked, headers.get('lp-mock-instance')]).toEqual([[], 'edge']);
    },
  );

  it('has one object for all accounts where it is told so, and names the account to it', async () => {
    for (const [target, accountId] of [
      [BASE_URI, ACCOUNT],
      [JWKS, '*'],
      [CLOCK, '*'],
    ] as const)
      expect((await ask(target, {}, ONE)).asked).toEqual([['*', accountId, 'GET', target, '']]);
    expect((await administer(CLOCK, {}, ONE)).asked).toEqual([['*', '*', 'GET', CLOCK, '']]);
    expect((await administer('/__admin/reset', POST, ONE)).asked).toEqual([
      ['*', '*', 'POST', '/__admin/reset', POST.body],
    ]);
  });

  it('remembers nothing from call to call but its keys', async () => {
    const worker = createWorker();
    const jwks = async (): Promise<string> => (await worker.fetch(new Request(ORIGIN + JWKS), {})).text();
    expect(await jwks()).toBe(await jwks());
  });

  it.each<[string, string, object, string]>([
    [JWKS, '/__admin/health', { LP_AUTH_MOCK: '{' }, 'LP_AUTH_MOCK: Expected JSON, for instance {"strict":true}'],
    [JWKS, '/__admin/health', { LP_AUTH_MOCK_CELLS: 'two' }, 'LP_AUTH_MOCK_CELLS: Expected "each" or "one"'],
    [
      BASE_URI,
      CLOCK,
      { ACCOUNT_CELLS: undefined },
      'the worker has no binding ACCOUNT_CELLS: bind the class AccountCell by that name',
    ],
  ])('says what is wrong with its options and bindings: %s %s %j', async (target, adminTarget, env, message) => {
    const json = 'application/json';
    expect(readJson(await ask(target, {}, env))).toEqual([500, json, { error: 'mock_failed', message }]);
    expect(readJson(await administer(adminTarget, {}, env))).toEqual([500, json, { error: { message } }]);
  });

  it('says of an error of its own only what it is called', async () => {
    const cells = {
      idFromName: () => {
        throw new RangeError('a secret');
      },
    };
    const message = 'an error in lp-auth-mock, not in your call; please report it: RangeError';
    expect(readJson(await ask(BASE_URI, {}, { ACCOUNT_CELLS: cells }))).toEqual([
      500,
      'application/json',
      { error: 'mock_failed', message },
    ]);
  });
});

describe('the admin API of a worker', () => {
  it.each<[string, Init, string]>([
    [CLOCK, {}, ''],
    [`/__admin/accounts/${ACCOUNT}/journal`, {}, ''],
    ['/__admin/faults', { method: 'POST', body: `{"account":"${ACCOUNT}"}` }, `{"account":"${ACCOUNT}"}`],
  ])('asks the object of the account that a call names: %s %j', async (target, init, body) => {
    const { asked } = await administer(target, init);
    expect(asked).toEqual([[ACCOUNT, ACCOUNT, init.method ?? 'GET', target, body]]);
  });

  it('answers what is the same in every object itself', async () => {
    const health = await administer('/__admin/health', {}, { LP_AUTH_MOCK: { instance: 'edge' } });
    expect([health.status, health.asked, health.headers.get('lp-mock-instance')]).toEqual([200, [], 'edge']);
    const options = await administer('/__admin/options');
    expect(options.asked).toEqual([]);
    expect((JSON.parse(options.body) as { options: unknown }).options).toContainEqual(
      expect.objectContaining({ name: 'admin.hosts', value: [] }),
    );
  });

  it.each<[string, string]>([
    ['/__admin/clock?accountId=!', 'accountId: that is no account id'],
    ['/__admin/clock?accountId=', 'accountId: that is no account id'],
    [
      '/__admin/clock',
      'in this worker each account is an object of its own: name one by accountId, or let one object have all accounts by LP_AUTH_MOCK_CELLS=one',
    ],
  ])('refuses a call that no object can answer: %s', async (target, message) => {
    const told = await administer(target);
    expect([told.asked, readJson(told)]).toEqual([[], [400, 'application/json', { error: { message } }]]);
  });

  it.each([CLOCK, '/__admin/health', '/__admin'])('lets nobody in without the secret: %s', async (target) => {
    for (const env of [{}, ONE]) {
      const told = await administer(target, { headers: { authorization: 'Bearer another' } }, env);
      expect([told.status, told.asked]).toEqual([401, []]);
    }
  });
});
