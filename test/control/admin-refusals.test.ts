import { describe, expect, it } from '@jest/globals';
import { createAdmin } from '../../mock-server/admin/admin.ts';
import { createMock } from '../../mock-server/index.ts';
import { callOf } from '../support/calls.ts';
import { openAdmin } from './admin-setup.ts';

/** What is said of a call that makes no sense. */
async function refusalOf(method: string, path: string, body?: object | string): Promise<unknown> {
  const { ask } = await openAdmin();
  const answer = await ask(method, path, body === undefined ? {} : { body });
  return { status: answer.status, ...(answer.body as { error: object }).error };
}

describe('A member that is not known', () => {
  it.each([
    ['POST', '/clock/advance', { by: 1, byy: 2 }, 'byy: unknown member; expected by, accountId', 'byy'],
    ['POST', '/clock/advance', { bye: 2 }, 'by: missing\nbye: unknown member; expected by, accountId', 'bye'],
    ['POST', '/faults', { error: 'reset', match: { paht: 'x' } }, 'match.paht: unknown member', 'match.paht'],
    ['POST', '/faults', { error: { status: 503, bdy: 'x' } }, 'error.bdy: unknown member', 'error.bdy'],
    [
      'POST',
      '/accounts',
      { apps: [{ client_id: 'me', client_secret: 's', secret: 'x' }] },
      'apps.0.secret: unknown member',
      'apps.0.secret',
    ],
    ['POST', '/tokens', { kind: 'consumerJws', expired: true }, 'expired: unknown member', 'expired'],
    [
      'POST',
      '/keys/rotate',
      { use: 'idp', when: 'now' },
      'when: unknown member; expected use, kid, key, at, overlap, staleFor',
      'when',
    ],
    ['POST', '/keys/reset', { all: true }, 'all: unknown member; none is taken here', 'all'],
    [
      'POST',
      '/restore',
      { snapshot: { version: 1, accounts: {}, more: 1 } },
      'snapshot.more: unknown member',
      'snapshot.more',
    ],
    [
      'GET',
      '/journal?status=200',
      undefined,
      'status: unknown member; expected method, path, endpointId, accountId, outcome, verdict, error, reason',
      'status',
    ],
    ['DELETE', '/journal?account=1', undefined, 'account: unknown member; expected accountId', 'account'],
    ['GET', '/health?deep=1', undefined, 'deep: unknown member; none is taken here', 'deep'],
  ])('is named with what was expected: %s %s', async (method, path, body, message, wrong) => {
    expect(await refusalOf(method, path, body)).toEqual({ status: 400, message, path: wrong });
  });
});

describe('A member that is wrong', () => {
  it.each([
    ['POST', '/clock/advance', { by: true }, 'by: Expected (string | number)', 'by'],
    ['POST', '/clock/set', {}, 'at: missing', 'at'],
    [
      'POST',
      '/faults',
      { error: '4o102' },
      expect.stringMatching(/^error: no error is called ".*"; nearest: /),
      'error',
    ],
    ['POST', '/faults', { error: { status: 99 } }, 'error.status: Expected >=200', 'error.status'],
    [
      'POST',
      '/faults',
      { error: 'reset', match: { headers: { authorization: 'x' } } },
      'match.headers.authorization: Match clientId or consumerId instead: this header carries a secret',
      'match.headers.authorization',
    ],
    [
      'POST',
      '/tokens',
      { kind: 'appJWT' },
      'kind: Expected ("appJwt" | "consumerJws" | "extJwt" | "lpJwt" | "idToken")',
      'kind',
    ],
    ['POST', '/tokens/inspect', {}, 'token: missing', 'token'],
    ['GET', '/journal?outcome=2xx', undefined, 'outcome: Expected an HTTP status, reset or timeout', 'outcome'],
    ['GET', '/journal?outcome=200&outcome=201', undefined, 'outcome: given more than once', 'outcome'],
    ['GET', '/journal/stream?after=-1', undefined, 'after: Expected the id of an entry', 'after'],
    [
      'POST',
      '/reset?accountId=12345678',
      undefined,
      'accountId: put the members of a change in the body, not in the query',
      'accountId',
    ],
  ])('is named with what was expected: %s %s %j', async (method, path, body, message, wrong) => {
    expect(await refusalOf(method, path, body)).toEqual({ status: 400, message, path: wrong });
  });

  it('is not repeated, because it may be a secret', async () => {
    expect(
      JSON.stringify(await refusalOf('POST', '/accounts', { apps: [{ client_id: 'me', client_secret: 1234567 }] })),
    ).not.toContain('1234567');
    expect(JSON.stringify(await refusalOf('POST', '/tokens/inspect', { token: ['top-secret'] }))).not.toContain(
      'top-secret',
    );
  });
});

describe('What cannot be read at all', () => {
  it.each([
    ['half an object', '{"by"', 400, 'the request body is not valid JSON'],
    ['a list', '[]', 400, 'the request body is not a JSON object'],
    ['a text', '"by"', 400, 'the request body is not a JSON object'],
    ['null', 'null', 400, 'the request body is not a JSON object'],
    ['more than such a call can need', `{"by":"${'1'.repeat(65_536)}"}`, 413, 'the request body is over 65536 bytes'],
  ])('is refused: %s', async (_, body, status, message) => {
    expect(await refusalOf('POST', '/clock/advance', body)).toEqual({ status, message });
  });

  it.each([
    ['/tokens/inspect', (text: string) => ({ token: text }), 262_144],
    ['/tokens/revoke', (text: string) => ({ token: text }), 262_144],
    ['/journal/trace', (text: string) => ({ token: text }), 262_144],
    ['/tokens', (text: string) => ({ kind: 'appJwt', scope: text }), 262_144],
    ['/faults', (text: string) => ({ error: { status: 503, body: text } }), 1_048_576],
    ['/accounts', (text: string) => ({ agents: [{ username: text, password: 'x' }] }), 65_536],
    ['/keys/publish', (text: string) => ({ use: 'idp', kid: text }), 65_536],
    ['/reset', (text: string) => ({ accountId: text }), 65_536],
    ['/restore', (text: string) => ({ snapshot: text }), 33_554_432],
  ])('is refused when it is larger than its verb needs: %s', async (path, bodyOf, bytes) => {
    const { mock, ask } = await openAdmin();
    const before = mock.snapshot();
    const answer = await ask('POST', path, { body: bodyOf('x'.repeat(bytes)) });
    expect(answer).toMatchObject({
      status: 413,
      body: { error: { message: `the request body is over ${String(bytes)} bytes` } },
    });
    expect([mock.snapshot(), mock.accounts.list().length]).toEqual([before, 2]);
  });

  it('is not taken for a change of everything', async () => {
    const { mock, ask } = await openAdmin();
    mock.faults.add({ error: 'reset' });
    expect((await ask('POST', '/reset', { body: 'accountId=12345678' })).status).toBe(400);
    expect((await ask('DELETE', '/faults?accountid=12345678')).status).toBe(400);
    expect(mock.faults.list()).toHaveLength(1);
  });
});

describe('An account that the mock does not have', () => {
  it.each([
    ['GET', '/clock?accountId=nobody', undefined],
    ['POST', '/clock/advance', { by: 1, accountId: 'nobody' }],
    ['GET', '/faults?accountId=nobody', undefined],
    ['POST', '/faults', { error: 'reset', account: 'nobody' }],
    ['DELETE', '/journal?accountId=nobody', undefined],
    ['POST', '/tokens', { kind: 'appJwt', accountId: 'nobody' }],
    ['POST', '/reset', { accountId: 'nobody' }],
    ['GET', '/accounts/nobody', undefined],
  ])('is none to control: %s %s', async (method, path, body) => {
    const { ask } = await openAdmin({ closed: true });
    expect(await ask(method, path, body === undefined ? {} : { body })).toMatchObject({
      status: 400,
      body: { error: { message: 'this mock has no account "nobody": it is closed' } },
    });
  });
});

describe('A path or a method that is not there', () => {
  it('is answered with the nearest', async () => {
    expect(await refusalOf('GET', '/jurnal')).toEqual({
      status: 404,
      message:
        'the admin API has no such path; nearest: GET /__admin/journal | DELETE /__admin/journal | GET /__admin/journal/unmatched',
    });
  });

  it.each([['/'], ['/health/'], ['/%zz']])('is no path of another: %s', async (path) => {
    expect(await refusalOf('GET', path)).toMatchObject({ status: 404 });
  });

  it('has a broken percent-encoding', async () => {
    expect(await refusalOf('GET', '/faults/%zz')).toEqual({
      status: 400,
      message: 'the path has a broken percent-encoding',
    });
  });

  it.each([
    ['PUT', '/clock', 'GET, HEAD'],
    ['GET', '/clock/advance', 'POST'],
    ['POST', '/journal', 'GET, HEAD, DELETE'],
    ['OPTIONS', '/faults', 'GET, HEAD, POST, DELETE'],
  ])('is told what the path takes: %s %s', async (method, path, allow) => {
    const { ask } = await openAdmin();
    expect(await ask(method, path)).toMatchObject({
      status: 405,
      headers: { allow },
      body: { error: { message: `this path takes ${allow}` } },
    });
  });
});

describe('A fault of our own', () => {
  it('is a 500 that says so, and quotes nothing of the call', async () => {
    const admin = createAdmin({ ...createMock(), inspect: () => Promise.reject(new Error('top-secret')) });
    const call = callOf({
      method: 'POST',
      target: '/__admin/tokens/inspect',
      peer: 'loopback',
      headers: { host: 'localhost', 'content-type': 'application/json' },
      body: '{"token":"x"}',
    });
    expect(await admin(call)).toMatchObject({
      status: 500,
      body: '{"error":{"message":"an error in lp-auth-mock, not in your call; please report it: Error"}}',
    });
  });
});

describe('The admin API', () => {
  it('is not asked by a mock without a server', async () => {
    const mock = createMock();
    expect(mock.owns('/__admin/health')).toBe(true);
    expect(await mock.handle(callOf({ target: '/__admin/health', headers: { host: 'localhost' } }))).toMatchObject({
      status: 404,
    });
  });

  it('is above faults, and no listener hears of it', async () => {
    const heard: string[] = [];
    const { mock, ask } = await openAdmin({
      onExchange: ({ path }) => {
        heard.push(path);
      },
    });
    mock.faults.add({ error: 'timeout' });
    expect((await ask('GET', '/health')).status).toBe(200);
    expect([heard, mock.journal.find(), mock.faults.list()[0]?.seen]).toEqual([[], [], 0]);
  });
});
