import { afterEach, describe, expect, it } from '@jest/globals';
import { connect } from 'node:net';
import type { RunningServer } from '../../mock-server/adapters/node/server.ts';
import { startServer } from '../../mock-server/adapters/node/server.ts';
import type { BodyReader } from '../../mock-server/http/call.ts';
import { createAdmin } from '../../mock-server/admin/admin.ts';
import type { Call, Mock, Snapshot } from '../../mock-server/index.ts';
import { createMock } from '../../mock-server/index.ts';
import { callOf } from '../support/calls.ts';

const servers: RunningServer[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

const JSON_HERE = { host: 'localhost', 'content-type': 'application/json' };

function postOf(path: string, body: string): Call {
  return callOf({ method: 'POST', target: `/__admin${path}`, headers: JSON_HERE, peer: 'loopback', body });
}

/** What is answered to a POST from this machine. */
async function post(
  mock: Mock,
  path: string,
  body: unknown,
): Promise<{ status: number; message: string; path: string | undefined }> {
  const reply = await createAdmin(mock)(postOf(path, typeof body === 'string' ? body : JSON.stringify(body)));
  if ('stream' in reply) throw new Error('a stream');
  const { error } = (reply.body === '' ? {} : JSON.parse(reply.body)) as { error?: { message: string; path?: string } };
  return { status: reply.status, message: error?.message ?? '', path: error?.path };
}

const EMPTY_ACCOUNT = {
  clock: { offsetMs: 0, frozenAtMs: null },
  faults: [],
  conversations: [],
  revokedTokens: [],
  ids: null,
};
const snapshotOf = (accounts: Readonly<Record<string, unknown>>): object => ({ snapshot: { version: 1, accounts } });
const withAccount = (members: object): object => snapshotOf({ 12345678: { ...EMPTY_ACCOUNT, ...members } });

describe('A body that is wrong everywhere', () => {
  it.each([
    [
      'tokens',
      withAccount({ revokedTokens: new Array<number>(500_000).fill(0) }),
      'snapshot.accounts.12345678.revokedTokens.0: Expected string',
    ],
    [
      'conversations',
      withAccount({ conversations: new Array<object>(200_000).fill({}) }),
      'snapshot.accounts.12345678.conversations.0.id: missing',
    ],
    [
      'accounts',
      snapshotOf(Object.fromEntries(Array.from({ length: 50_000 }, (_, index) => [`a${String(index)}`, 0]))),
      'snapshot.accounts.a0: Expected Object',
    ],
  ])('is told of its first twenty %s, and that there may be more', async (_, body, first) => {
    const { status, message } = await post(createMock(), '/restore', body);
    const lines = message.split('\n');
    expect([status, lines.length, lines[0], lines.at(-1)]).toEqual([
      400,
      21,
      first,
      'and perhaps more: the check ends after 20',
    ]);
  });

  it('ends the check there, however long it is', () => {
    let reads = 0;
    const heard = new Proxy(new Array<number>(100_000).fill(0), {
      get: (target, name) => {
        if (typeof name === 'string' && /^\d+$/.test(name)) reads += 1;
        return Reflect.get(target, name) as unknown;
      },
    });
    const snapshot = (withAccount({ revokedTokens: heard }) as { snapshot: Snapshot }).snapshot;
    expect(() => {
      createMock().restore(snapshot);
    }).toThrow(/revokedTokens\[19\].*\nand perhaps more: the check ends after 20$/);
    expect(reads).toBeLessThan(100);
  });

  it.each([
    ['a name', { ['x'.repeat(60_000)]: 0 }],
    ['a name far inside', { match: { ['x'.repeat(60_000)]: 0 } }],
    ['a value', { error: 'x'.repeat(60_000) }],
    ['an endpoint', { error: 'reset', endpoint: 'x'.repeat(60_000) }],
    ['an account', { error: 'reset', account: 'x'.repeat(60_000) }],
  ])('is quoted shortly: %s', async (_, body) => {
    const { status, message, path = '' } = await post(createMock(), '/faults', body);
    expect(status).toBe(400);
    expect(message.length + path.length).toBeLessThan(2_000);
  });

  it('is quoted shortly in process as well', () => {
    const long = 'x'.repeat(60_000);
    const messages = [
      () => createMock({ [long]: 1 }),
      () => createMock({ closed: long } as object),
      () => createMock().faults.add({ error: long } as object),
    ].map((make) => {
      try {
        make();
        return '';
      } catch (error) {
        return (error as Error).message;
      }
    });
    for (const { length } of messages) {
      expect(length).toBeGreaterThan(0);
      expect(length).toBeLessThan(2_000);
    }
  });
});

const deep = (levels: number, inner = '1'): string => '['.repeat(levels) + inner + ']'.repeat(levels);

describe('A body that is nested without end', () => {
  it.each([
    ['/faults', `{"error":{"status":503,"body":${deep(10_000)}}}`],
    ['/accounts', `{"connectors":[{"id":1,"configuration":{"a":${deep(10_000)}}}]}`],
    ['/accounts', `{"apps":[{"client_id":"a","client_secret":"b","capabilities":{"a":${deep(10_000)}}}]}`],
    ['/tokens', `{"kind":"appJwt","claims":{"a":${deep(10_000)}}}`],
    ['/keys/publish', `{"use":"idp","key":${deep(10_000)}}`],
    [
      '/restore',
      `{"snapshot":{"version":1,"accounts":{"12345678":{"clock":{"offsetMs":0,"frozenAtMs":null},"faults":[],"conversations":` +
        `[{"id":"a","consumerId":"b","state":"OPEN","nextSequence":0,"more":${deep(10_000)}}],"revokedTokens":[],"ids":null}}}}`,
    ],
    ['/reset', `{"accountId":${deep(101)}}`],
  ])('is refused before anything changes: %s', async (path, body) => {
    const mock = createMock();
    const before = [mock.snapshot(), mock.accounts.list(), mock.keys.list()];
    expect(await post(mock, path, body)).toEqual({
      status: 400,
      message: 'the request body is nested deeper than 100 levels',
      path: undefined,
    });
    expect([mock.snapshot(), mock.accounts.list(), mock.keys.list()]).toEqual(before);
  });

  it('may be nested as far as anybody means it, and brackets in texts do not count', async () => {
    const mock = createMock();
    expect((await post(mock, '/faults', `{"error":{"status":503,"body":${deep(98)}}}`)).status).toBe(201);
    expect((await post(mock, '/faults', `{"error":{"status":503,"body":["\\"${'['.repeat(500)}\\\\"]}}`)).status).toBe(
      201,
    );
    expect(mock.faults.list()).toHaveLength(2);
  });
});

it('A body with more elements than a snapshot can have is refused before it is parsed', async () => {
  const body = `{"snapshot":[${'0,'.repeat(2_500_000)}0]}`;
  expect(await post(createMock(), '/restore', body)).toEqual({
    status: 400,
    message: 'the request body has more than 2500000 members and elements',
    path: undefined,
  });
});

describe('A fault that could not be sent', () => {
  const circle: Record<string, unknown> = {};
  circle['self'] = circle;

  it.each([
    ['holds itself', circle],
    ['has a BigInt', { a: 1n }],
    ['is nested without end', JSON.parse(deep(10_000)) as object],
  ])('is not armed: its body %s', (_, body) => {
    const mock = createMock();
    expect(() => mock.faults.add({ error: { status: 503, body } })).toThrow(
      /^fault: error\.body: Expected what JSON can hold/,
    );
    expect(mock.faults.list()).toEqual([]);
  });
});

describe('Many faults', () => {
  it('are armed without a look at all that there are', async () => {
    const mock = createMock();
    const blind = {
      ...mock,
      faults: {
        ...mock.faults,
        list: () => {
          throw new Error('looked at all');
        },
      },
    };
    expect((await post(blind, '/faults', { error: 'reset', account: '12345678' })).status).toBe(201);
  });

  it('have ids of their own, ten thousand of them', () => {
    const mock = createMock();
    const ids = Array.from(
      { length: 10_000 },
      (_, index) => mock.faults.add({ error: 'reset', account: `account-${String(index % 400)}` }).id,
    );
    expect(new Set(ids).size).toBe(10_000);
  });

  it('are bounded in characters, and what is removed makes room', async () => {
    const mock = createMock();
    const body = 'x'.repeat(1_000_000);
    const answers = [];
    for (let index = 0; index < 17; index += 1)
      answers.push(await post(mock, '/faults', { error: { status: 503, body }, times: 1 }));
    expect(answers.map(({ status }) => status)).toEqual([...new Array<number>(16).fill(201), 409]);
    expect(answers.at(-1)?.message).toBe(
      'all faults together would exceed 16777216 characters; remove some, or arm smaller ones',
    );
    expect(mock.faults.list()).toHaveLength(16);
    mock.faults.remove('fault-3');
    expect((await post(mock, '/faults', { error: { status: 503, body } })).status).toBe(201);
    mock.faults.clear();
    expect(mock.faults.add({ error: { status: 503, body: 'x'.repeat(16_000_000) } }).id).toBe('fault-18');
  });
});

describe('A snapshot with more than a mock keeps', () => {
  const conversationsOf = (count: number): object[] =>
    Array.from({ length: count }, (_, index) => ({
      id: String(index),
      consumerId: String(index),
      state: 'OPEN',
      nextSequence: 0,
    }));
  const accountsOf = (count: number): Record<string, object> =>
    Object.fromEntries(Array.from({ length: count }, (_, index) => [`a${String(index)}`, EMPTY_ACCOUNT]));
  const bigFaults = Array.from({ length: 18 }, (_, index) => ({
    id: `fault-${String(index)}`,
    spec: { error: { status: 503, body: 'x'.repeat(1_000_000) } },
    seen: 0,
    fired: 0,
  }));

  it.each([
    [
      'conversations',
      withAccount({ conversations: conversationsOf(10_001) }),
      400,
      /conversations: Expected at most 10000 conversations$/,
    ],
    [
      'conversations of one id',
      withAccount({ conversations: [...conversationsOf(2), ...conversationsOf(1)] }),
      400,
      /Expected conversations of different ids$/,
    ],
    [
      'revoked tokens',
      withAccount({ revokedTokens: Array.from({ length: 10_001 }, (_, index) => String(index)) }),
      400,
      /Expected at most 10000 tokens$/,
    ],
    [
      'faults',
      withAccount({ faults: new Array<object>(201).fill({ id: 'a', spec: { error: 'reset' }, seen: 0, fired: 0 }) }),
      400,
      /Expected at most 200 faults$/,
    ],
    [
      'accounts',
      snapshotOf(accountsOf(501)),
      409,
      /Expected at most 500 that this mock is not configured with, and there are 501$/,
    ],
    ['large faults', withAccount({ faults: bigFaults }), 409, /exceed 16777216 characters/],
    [
      'large faults in several accounts',
      snapshotOf({
        12345678: { ...EMPTY_ACCOUNT, faults: bigFaults.slice(9) },
        87654321: { ...EMPTY_ACCOUNT, faults: bigFaults.slice(0, 9) },
      }),
      409,
      /exceed 16777216/,
    ],
  ])('is refused with the bound, and nothing changes: %s', async (_, body, status, words) => {
    const mock = createMock();
    mock.faults.add({ error: 'reset', account: '12345678' });
    mock.account('87654321').clock.advance('1h');
    mock.account('taken-in').clock.advance('1h');
    const before = { ...mock.snapshot(), clock: mock.account('taken-in').clock.now() > mock.clock.now() };
    const answer = await post(mock, '/restore', body);
    expect([answer.status, answer.message]).toEqual([status, expect.stringMatching(words)]);
    expect({ ...mock.snapshot(), clock: mock.account('taken-in').clock.now() > mock.clock.now() }).toEqual(before);
  });

  it('is restored whole up to the bounds', async () => {
    const mock = createMock();
    const accounts = { ...accountsOf(499), 12345678: { ...EMPTY_ACCOUNT, conversations: conversationsOf(10_000) } };
    expect((await post(mock, '/restore', snapshotOf(accounts))).status).toBe(204);
    const after = mock.snapshot();
    expect([Object.keys(after.accounts).length, after.accounts['12345678']?.conversations.length]).toEqual([
      501, 10_000,
    ]);
  });

  it('is never one that a mock has made itself', () => {
    const mock = createMock();
    for (let index = 0; index < 900; index += 1) mock.account(`a${String(index)}`).clock.advance('1h');
    const snapshot = mock.snapshot();
    mock.restore(snapshot);
    expect(mock.snapshot().accounts).toEqual(snapshot.accounts);
  });

  it('may have other faults in the place of as many: those there go first', () => {
    const mock = createMock();
    const large = { error: { status: 503, body: 'x'.repeat(9_000_000) } } as const;
    mock.account('12345678').faults.add(large);
    const snapshot = mock.snapshot();
    mock.reset();
    mock.account('87654321').faults.add(large);
    const { accounts } = snapshot;
    mock.restore({
      version: 1,
      accounts: { 12345678: accounts['12345678'], 87654321: accounts['87654321'] },
    } as Snapshot);
    expect(mock.faults.list().map(({ spec }) => spec.account)).toEqual(['12345678']);
  });
});

describe('A body', () => {
  const readCount =
    (calls: { count: number }, body: string): BodyReader =>
    () => {
      calls.count += 1;
      return Promise.resolve({ body });
    };

  it.each([
    ['from another machine', { peer: 'remote' }, 403],
    ['that a proxy passed on', { headers: { ...JSON_HERE, via: '1.1 x' } }, 403],
    ['of another page', { headers: { ...JSON_HERE, origin: 'https://evil.example' } }, 403],
    ['that is no JSON', { headers: { ...JSON_HERE, 'content-type': 'text/plain' } }, 415],
    ['for a path that is none', { path: '/__admin/nowhere' }, 404],
    ['with a method that the path does not take', { method: 'PUT' }, 405],
  ] satisfies [string, Partial<Call>, number][])('is not read of a call %s', async (_, parts, status) => {
    const calls = { count: 0 };
    expect(
      (await createAdmin(createMock())({ ...postOf('/reset', ''), ...parts }, readCount(calls, '{}'))).status,
    ).toBe(status);
    expect(calls.count).toBe(0);
  });

  it('of a refused call is not waited for', async () => {
    const server = await startServer(createMock(), { port: 0, tls: false });
    servers.push(server);
    const { hear } = await import('../adapters/raw-socket.ts');
    const head =
      'POST /__admin/restore HTTP/1.1\r\nHost: localhost\r\nX-Forwarded-For: 203.0.113.9\r\nContent-Type: application/json\r\nContent-Length: 30000000\r\n\r\n';
    const socket = connect(server.port, '127.0.0.1');
    socket.write(head);
    const heard = await new Promise<string>((resolve) => {
      socket.once('data', (bytes) => {
        resolve(String(bytes));
      });
    });
    socket.destroy();
    expect(heard).toMatch(/^HTTP\/1\.1 403 /);
    expect(
      (await hear(server.port, 'GET /__admin/health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n')).status,
    ).toBe(200);
  });

  it('that ends halfway changes nothing', async () => {
    const mock = createMock();
    mock.faults.add({ error: 'reset' });
    const reply = await createAdmin(mock)(postOf('/reset', ''), () => Promise.resolve(undefined));
    expect([reply.status, mock.faults.list().length]).toEqual([400, 1]);
  });
});
