import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { ACCOUNT } from '../../../support/through-every-adapter.ts';
import { useWorkerdGlobals } from './socket-pairs.ts';
import { createTestObject } from './test-object.ts';

useWorkerdGlobals();

const NOW_MS = Date.parse('2026-11-20T12:00:00Z');
const GET_CLOCK = JSON.stringify({ kind: 'req', id: '1', type: 'GetClock' });
const SIGNUP = `/api/account/${ACCOUNT}/signup?v=1.0`;
const NOT_STORED = 'the storage did not take the change (disk full); the account is as it was before';

let logged: unknown[][] = [];

beforeEach(() => {
  logged = [];
  jest.spyOn(Date, 'now').mockReturnValue(NOW_MS);
  jest.spyOn(console, 'error').mockImplementation((...line: unknown[]) => {
    logged.push(line);
  });
});

afterEach(() => {
  jest.restoreAllMocks();
});

async function openSockets(object: ReturnType<typeof createTestObject>): Promise<readonly string[]> {
  const { sockets } = (await (await object.ask('/__admin/sockets')).json()) as { sockets: { id: string }[] };
  return sockets.map(({ id }) => id);
}

async function lastEntry(object: ReturnType<typeof createTestObject>): Promise<unknown> {
  const { entries } = (await (await object.ask('/__admin/journal')).json()) as { entries: unknown[] };
  return entries.at(-1);
}

describe('the object of an account', () => {
  it('answers for the account that the worker names, without a trace of how it was named', async () => {
    const object = createTestObject();
    const answer = await object.ask(`/api/account/${ACCOUNT}/service/idp/baseURI.json?version=1.0`);
    expect([answer.status, await answer.json()]).toEqual([200, expect.objectContaining({ account: ACCOUNT })]);
    const socket = await object.connect();
    expect(socket.deserializeAttachment()).toMatchObject({ lastMs: NOW_MS });
    expect(JSON.stringify([...object.rows()])).not.toContain('lp-mock-account');
  });

  it('answers without the name of an account too', async () => {
    const answer = await createTestObject().awake().fetch(new Request('https://worker.example.test/nothing'));
    expect(answer.status).toBe(404);
  });

  it('hears what clients say, and answers them once that is stored', async () => {
    const object = createTestObject();
    const socket = await object.connect();
    await object.awake().webSocketMessage(socket, GET_CLOCK);
    expect(socket.heard).toEqual([expect.stringContaining('"reqId":"1","code":401')]);
  });

  it.each([
    ['ends the handshake of closing', false, [[1000, 'bye']]],
    ['leaves it where that has ended', true, []],
  ])('forgets a socket that a client closes, and %s', async (_, isGone, heard) => {
    const object = createTestObject();
    const socket = await object.connect();
    expect(await openSockets(object)).toHaveLength(1);
    socket.isGone = isGone;
    await object.awake().webSocketClose(socket, 1000, 'bye');
    expect([socket.heard, await openSockets(object), [...object.rows().keys()]]).toEqual([
      heard,
      [],
      [`mock:${ACCOUNT}/h`],
    ]);
    expect(await lastEntry(object)).toMatchObject({ method: 'CLOSE', outcome: 1000 });
  });

  it('forgets a socket that is lost', async () => {
    const object = createTestObject();
    const socket = await object.connect();
    await object.awake().webSocketError(socket);
    expect([socket.heard, await openSockets(object)]).toEqual([[], []]);
    expect(await lastEntry(object)).toMatchObject({ method: 'CLOSE', outcome: 1006 });
  });

  it('does what is due when its alarm rings', async () => {
    const object = createTestObject({ ums: { initTimeoutMs: 60_000 } });
    const socket = await object.connect();
    expect(object.alarms).toEqual([NOW_MS + 60_000]);
    jest.spyOn(Date, 'now').mockReturnValue(NOW_MS + 60_000);
    await object.awake().alarm();
    expect(socket.heard).toEqual([[4407, expect.stringMatching(/^socket-not-authenticated/)]]);
  });

  it('does what is due soon by itself', async () => {
    const object = createTestObject({ ums: { initTimeoutMs: 1 } });
    const socket = await object.connect();
    const closed = new Promise((resolve) => {
      socket.close = (...end): void => {
        resolve(end);
      };
    });
    jest.spyOn(Date, 'now').mockReturnValue(NOW_MS + 1);
    expect(await closed).toEqual([4407, expect.stringMatching(/^socket-not-authenticated/)]);
  });
});

describe('an object whose storage takes no more', () => {
  it.each<[string, unknown, string]>([
    ['an error', new Error('disk full'), 'disk full'],
    ['one with a long text', new Error('x'.repeat(201)), 'x'.repeat(200)],
    ['what is no error', 'disk full', 'string'],
  ])('tells who calls, and is as it was before: %s', async (_, failure, why) => {
    const object = createTestObject();
    await object.ask(SIGNUP, {});
    const before = object.rows();
    const message = `the storage did not take the change (${why}); the account is as it was before`;
    object.state.failure = failure;
    const answer = await object.ask(SIGNUP, {});
    expect([answer.status, answer.headers.get('content-type'), await answer.json()]).toEqual([
      500,
      'application/json',
      { error: 'mock_failed', message },
    ]);
    const advanced = await object.ask('/__admin/clock/advance', { by: '1h' });
    expect([advanced.status, await advanced.json()]).toEqual([500, { error: { message } }]);
    object.state.failure = undefined;
    expect(await (await object.ask('/__admin/clock')).json()).toMatchObject({ now: NOW_MS });
    expect(object.rows()).toEqual(before);
  });

  it('tells all who call at once, also when it takes the next write', async () => {
    const object = createTestObject();
    await object.ask(SIGNUP, {});
    const before = object.rows();
    const failures = [new Error('disk full')];
    Object.defineProperty(object.state, 'failure', { get: () => failures.shift() });
    const answers = await Promise.all([object.ask(SIGNUP, {}), object.ask(SIGNUP, {})]);
    const messages = await Promise.all(
      answers.map(async (answer) => ((await answer.json()) as { message: string }).message),
    );
    expect(messages.sort()).toEqual([
      'the storage did not take the change (a write before it had failed); the account is as it was before',
      NOT_STORED,
    ]);
    expect(object.rows()).toEqual(before);
  });

  it('closes the sockets that would have heard of it, and tells the log', async () => {
    const object = createTestObject();
    const [socket, other] = [await object.connect(), await object.connect()];
    object.state.failure = new Error('disk full');
    const token = JSON.stringify({ kind: 'req', id: '1', type: 'InitConnection', headers: [] });
    await object.awake().webSocketMessage(socket, token);
    expect([socket.heard, other.heard, logged]).toEqual([
      [[1011, 'the storage did not take the change']],
      [],
      [[`lp-auth-mock: ${NOT_STORED}`]],
    ]);
  });
});

describe('an object that cannot be opened', () => {
  it('says why to each call, and opens once it can', async () => {
    const object = createTestObject();
    const { env } = object.state;
    const good = env.LP_AUTH_MOCK;
    env.LP_AUTH_MOCK = '{';
    const message = 'LP_AUTH_MOCK: Expected JSON, for instance {"strict":true}';
    for (let count = 0; count < 2; count += 1)
      expect(await (await object.ask(SIGNUP, {})).json()).toEqual({ error: 'mock_failed', message });
    await expect(object.awake().alarm()).rejects.toThrow(message);
    env.LP_AUTH_MOCK = good;
    expect((await object.ask(SIGNUP, {})).status).toBe(200);
  });
});
