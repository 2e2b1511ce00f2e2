import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { MAX_SNAPSHOT_BODY_BYTES } from '../../../../mock-server/admin/path.ts';
import { initConnection } from '../../../support/sockets.ts';
import { ACCOUNT, OTHER_ACCOUNT } from '../../../support/through-every-adapter.ts';
import { useWorkerdGlobals } from './socket-pairs.ts';
import type { TestObject } from './test-object.ts';
import { CONSUMER, createTestObject } from './test-object.ts';

useWorkerdGlobals();

const NOW_MS = Date.parse('2026-11-20T12:00:00Z');
const signupOf = (accountId: string): string => `/api/account/${accountId}/signup?v=1.0`;
const headOf = (accountId: string): string => `mock:${accountId}/h`;

beforeEach(() => {
  jest.spyOn(Date, 'now').mockReturnValue(NOW_MS);
});

afterEach(() => {
  jest.restoreAllMocks();
});

/** A token of the account's own, by which a consumer's socket is known. */
async function openKnown(object: TestObject, accountId = ACCOUNT): ReturnType<TestObject['connect']> {
  const { jwt } = (await (await object.ask(signupOf(accountId), {}, accountId)).json()) as { jwt: string };
  return object.connect(CONSUMER.replace(ACCOUNT, accountId).replace('?', `/${jwt}?`), accountId);
}

const SUBSCRIBE = JSON.stringify({
  kind: 'req',
  id: '1',
  type: 'cqm.SubscribeExConversations',
  body: { convState: ['OPEN'] },
});

describe('the mock in an object', () => {
  it('answers calls, and in the name of its instance', async () => {
    const object = createTestObject({ instance: 'edge' });
    const answer = await object.ask(signupOf(ACCOUNT), {});
    expect([answer.status, answer.headers.get('lp-mock-instance')]).toEqual([200, 'edge']);
    const request = new Request(`https://worker.example.test${CONSUMER}`, { headers: { upgrade: 'websocket' } });
    const opened = await object.awake().fetch(request);
    expect([opened.status, Object.fromEntries(opened.headers)]).toEqual([101, { 'lp-mock-instance': 'edge' }]);
  });

  it('answers a handshake that it refuses, and one that asks for no upgrade', async () => {
    const object = createTestObject();
    const ask = async (path: string, headers: Record<string, string>): Promise<readonly unknown[]> => {
      const answer = await object.awake().fetch(new Request(`https://worker.example.test${path}`, { headers }));
      return [answer.status, (await answer.text()).length > 0];
    };
    expect(await ask(`/ws_api/account/${ACCOUNT}/nothing`, { upgrade: 'websocket' })).toEqual([501, true]);
    for (const headers of [{}, { upgrade: 'h2c' }] as Record<string, string>[])
      expect(await ask(CONSUMER, headers)).toEqual([426, true]);
  });

  it('has the admin API, whatever host the worker has, with bodies as long as a snapshot may be', async () => {
    const object = createTestObject();
    const options = (await (await object.ask('/__admin/options')).json()) as { options: unknown[] };
    expect(options.options).toContainEqual(expect.objectContaining({ name: 'admin.hosts', value: [] }));
    const long = { accountId: ACCOUNT, reason: 'x'.repeat(MAX_SNAPSHOT_BODY_BYTES / 16) };
    expect((await object.ask('/__admin/restore', long)).status).toBe(400);
    const stream = await object.ask('/__admin/journal/stream');
    expect([stream.status, stream.headers.get('content-type')]).toEqual([200, 'text/event-stream']);
    await stream.body?.cancel();
  });

  it('takes of a body what an endpoint takes, and no more', async () => {
    const object = createTestObject();
    const answers = [1_000_000, 1_100_000].map(async (length) => {
      const { status } = await object.ask(`/api/account/${ACCOUNT}/login?v=1.3`, {
        username: 'x',
        password: 'y',
        pad: 'x'.repeat(length),
      });
      return status;
    });
    expect(await Promise.all(answers)).toEqual([200, 400]);
  });
});

describe('what an object stores', () => {
  it('is what changed, in one write, and nothing where nothing did', async () => {
    const object = createTestObject();
    await object.ask(`/api/account/${ACCOUNT}/service/baseURI.json?version=1.0`);
    expect([object.written(), object.rows()]).toEqual([0, new Map()]);
    const socket = await openKnown(object);
    expect([...object.rows().keys()]).toEqual([headOf(ACCOUNT), expect.stringMatching(/^socket:/)]);
    const written = object.written();
    await object.awake().webSocketMessage(socket, 'no JSON');
    expect(object.written()).toBe(written);
    await object.awake().webSocketMessage(socket, SUBSCRIBE);
    expect(object.written()).toBe(written + 1);
    const [, row] = [...object.rows().values()];
    expect(row).toMatchObject({ accountId: ACCOUNT, frames: [{ text: SUBSCRIBE }] });
  });

  it('is all that the next one needs to go on: state, clock, faults and sockets', async () => {
    const object = createTestObject();
    await object.ask('/__admin/clock/freeze', { at: '2026-11-20T13:00:00Z' });
    const socket = await openKnown(object);
    await object.awake().webSocketMessage(socket, SUBSCRIBE);
    await object.ask('/__admin/faults', { error: 'BAD_REQUEST', times: 2 });
    const asked = ['/__admin/clock', '/__admin/faults', '/__admin/sockets', '/__admin/snapshot'];
    const all = async (): Promise<unknown[]> =>
      Promise.all(asked.map(async (path) => (await object.ask(path)).json() as unknown));
    const before = await all();
    const rows = object.rows();
    object.forget();
    const heard = socket.heard.length;
    expect(await all()).toEqual(before);
    expect([object.rows(), socket.heard.length]).toEqual([rows, heard]);
    await object.awake().webSocketMessage(socket, SUBSCRIBE);
    expect(socket.heard.length).toBeGreaterThan(heard);
  });

  it('is one write where a socket goes while another is heard, and both are then as they were told', async () => {
    const object = createTestObject();
    const { jwt } = (await (await object.ask(signupOf(ACCOUNT), {})).json()) as { jwt: string };
    const [going, staying] = [await object.connect(), await object.connect()];
    const head = object.rows().get(headOf(ACCOUNT));
    const written = object.written();
    const init = JSON.stringify(initConnection(jwt));
    await Promise.all([object.awake().webSocketMessage(staying, init), object.awake().webSocketClose(going, 1000, '')]);
    expect(object.written()).toBe(written + 1);
    const rows = object.rows();
    expect([...rows.values()]).toEqual([head, expect.objectContaining({ frames: [{ text: init }] })]);
    // Taken up again, it is told nothing anew, though its token takes a while to be checked.
    object.forget();
    const { heard } = staying;
    expect(heard).toHaveLength(1);
    await object.awake().webSocketMessage(staying, SUBSCRIBE);
    expect(heard.slice(1).map((frame) => (JSON.parse(String(frame)) as { code: number }).code)).toEqual([200]);
  });

  it.each<[string, (object: TestObject, socket: Awaited<ReturnType<typeof openKnown>>) => Promise<unknown>, string[]]>([
    ['a call', (object) => object.ask(signupOf(ACCOUNT), {}), [ACCOUNT]],
    ['a frame', (object, socket) => object.awake().webSocketMessage(socket, SUBSCRIBE), [ACCOUNT]],
    [
      'the admin API',
      (object) => object.ask('/__admin/clock/advance', { by: '1h', accountId: OTHER_ACCOUNT }, '*'),
      [OTHER_ACCOUNT],
    ],
    [
      'all of them at once',
      (object, socket) =>
        Promise.all([
          object.ask('/__admin/clock/advance', { by: '1h' }, '*'),
          object.awake().alarm(),
          object.ask(signupOf(ACCOUNT), {}),
          object.awake().webSocketMessage(socket, SUBSCRIBE),
          object.ask(signupOf(OTHER_ACCOUNT), {}, OTHER_ACCOUNT),
          object.awake().webSocketClose(socket, 1000, ''),
          object.ask(signupOf(ACCOUNT), {}),
        ]),
      [ACCOUNT, OTHER_ACCOUNT],
    ],
  ])('is of each account that was changed by %s', async (_, change, changed) => {
    const object = createTestObject();
    await object.ask(signupOf(OTHER_ACCOUNT), {}, OTHER_ACCOUNT);
    const socket = await openKnown(object);
    const before = object.rows();
    await change(object, socket);
    const after = object.rows();
    const differs = [ACCOUNT, OTHER_ACCOUNT].filter(
      (id) => JSON.stringify(before.get(headOf(id))) !== JSON.stringify(after.get(headOf(id))),
    );
    expect(differs).toEqual(changed);
    const head = after.get(headOf(ACCOUNT));
    object.forget();
    await object.ask('/__admin/clock');
    expect(object.rows().get(headOf(ACCOUNT))).toEqual(head);
  });
});

describe('the alarm of an object', () => {
  it('is set when that is to change, to whole milliseconds', async () => {
    jest.spyOn(Date, 'now').mockReturnValue(NOW_MS + 0.25);
    const object = createTestObject({ ums: { initTimeoutMs: 60_000 } });
    const socket = await object.connect();
    await object.ask(signupOf(ACCOUNT), {});
    const other = await object.connect();
    await object.awake().webSocketClose(socket, 1000, '');
    await object.awake().webSocketClose(other, 1000, '');
    await object.ask(signupOf(ACCOUNT), {});
    expect(object.alarms).toEqual([NOW_MS + 60_001, 'none']);
  });

  it('is set once it is awake again, and is done with what was due', async () => {
    const object = createTestObject({ ums: { initTimeoutMs: 60_000 } });
    const socket = await object.connect();
    object.forget();
    jest.spyOn(Date, 'now').mockReturnValue(NOW_MS + 59_999);
    await object.ask(signupOf(ACCOUNT), {});
    expect([object.alarms, socket.heard]).toEqual([[NOW_MS + 60_000, NOW_MS + 60_000], []]);
    object.forget();
    jest.spyOn(Date, 'now').mockReturnValue(NOW_MS + 60_000);
    await object.awake().alarm();
    expect(socket.heard).toHaveLength(1);
  });
});
