import { describe, expect, it } from '@jest/globals';
import type { AnyFrame, Connection } from '../../../../mock-server/control/clients/connection.ts';
import { openConnection } from '../../../../mock-server/control/clients/connection.ts';
import type { FakeMock } from './fake-mock.ts';
import { openFakeMock, refusalOf } from './fake-mock.ts';

type AnyRequests = Record<string, { body?: unknown; answer: unknown }>;

const REASON = { slug: 'path-unknown', sentence: 'it is cut' } as const;

async function open(fake: FakeMock, path = '/ws?v=3&x=y') {
  const frames: AnyFrame[] = [];
  const ends: string[] = [];
  const connection: Connection<AnyRequests> = await openConnection(
    fake.setup,
    { method: 'consumer', accountId: '100', path },
    { onFrame: (frame) => frames.push(frame), onEnd: (why) => ends.push(why) },
  );
  return { connection, frames, ends };
}

describe('A connection', () => {
  it('is opened by a call as a browser makes it', async () => {
    const fake = openFakeMock();
    const { connection } = await open(fake);
    expect(fake.calls.map(({ query, ...call }) => [query.toString(), call])).toEqual([
      [
        'v=3&x=y',
        { method: 'GET', path: '/ws', headers: {}, body: '', origin: 'http://localhost', peer: 'in-process' },
      ],
    ]);
    expect([connection.socketId, connection.end()]).toEqual(['socket-1', undefined]);
    await open(fake, '/ws');
    expect([fake.calls[1]?.path, fake.calls[1]?.query.size]).toEqual(['/ws', 0]);
  });

  it.each([
    [
      { status: 401, headers: { 'lp-mock-reason': 'path-unknown; it is cut' }, body: '' },
      'consumer: the handshake was answered 401 (path-unknown; it is cut)',
      401,
      REASON,
    ],
    [{ abort: 'reset' as const }, 'consumer: a fault ended the handshake (reset)', 0, undefined],
  ])('is none where the handshake is answered %j', async (reply, message, code, reason) => {
    expect(await refusalOf(open(openFakeMock(undefined, reply)))).toEqual({ message, code, reason });
  });

  it('asks with ids of its own, and gives the answer', async () => {
    const fake = openFakeMock(({ type }) => ({ code: 399, body: { to: type } }));
    const { connection, frames } = await open(fake);
    const answer = { kind: 'resp', type: 'an answer', code: 399 };
    expect(await connection.ask('m', 'GetClock')).toEqual({ ...answer, reqId: 'client-1', body: { to: 'GetClock' } });
    await connection.ask('m', 'Other', { a: 1 }, { headers: [] });
    expect(fake.taken()).toEqual([
      { kind: 'req', id: 'client-1', type: 'GetClock' },
      { kind: 'req', id: 'client-2', type: 'Other', headers: [], body: { a: 1 } },
    ]);
    expect(frames).toHaveLength(2);
  });

  it('sends frames as they are, and hears of all that come', async () => {
    const fake = openFakeMock(() => undefined);
    const { connection, frames } = await open(fake);
    connection.send({ a: 1 });
    connection.send('{"b":2}');
    fake.tell({ kind: 'notification', type: 'x' });
    fake.tell({ kind: 'resp', type: 'y', reqId: 'of nobody', code: 200 });
    expect([fake.taken(), frames.map(({ type }) => type)]).toEqual([
      [{ a: 1 }, { b: 2 }],
      ['x', 'y'],
    ]);
  });

  it('takes for an answer what is one, and is to this very question', async () => {
    const fake = openFakeMock(() => undefined);
    const { connection } = await open(fake);
    const asked = connection.ask('m', 'GetClock');
    for (const frame of [
      { kind: 'notification', reqId: 'client-1', code: 500 },
      { kind: 'resp', reqId: 'client-2', code: 500 },
      { kind: 'resp', reqId: 'client-1', code: 200, body: 'this one' },
    ])
      fake.tell(frame);
    expect(await asked).toMatchObject({ body: 'this one' });
  });

  it('refuses what is answered 400 or more, with the reason of the journal', async () => {
    const fake = openFakeMock(({ type }) => ({ code: 400, body: 'bad', ...(type === 'A' ? { reason: REASON } : {}) }));
    const { connection } = await open(fake);
    expect(await refusalOf(connection.ask('m', 'A'))).toEqual({
      message: 'm: the mock answered 400, bad (path-unknown; it is cut)',
      code: 400,
      reason: REASON,
    });
    expect(await refusalOf(connection.ask('m', 'B'))).toMatchObject({ message: 'm: the mock answered 400, bad' });
  });

  it('reads the reason in the entry of its own request alone', async () => {
    const fake = openFakeMock(() => undefined);
    const { connection } = await open(fake);
    const asked = connection.ask('m', 'A');
    const entry = { frame: { socket: 'socket-1' }, method: 'RECEIVE', outcome: 400, reason: REASON };
    const other = { slug: 'path-malformed', sentence: 'another' };
    fake.note({ ...entry, outcome: 200, reason: other });
    fake.tell({ kind: 'resp', reqId: 'client-1', code: 400, body: 'bad' });
    for (const wrong of [{ frame: { socket: 'socket-2' } }, { frame: undefined }, { method: 'SEND' }, { outcome: 401 }])
      fake.note({ ...entry, reason: other, ...wrong });
    fake.note(entry);
    fake.note({ ...entry, reason: other });
    expect((await refusalOf(asked)).reason).toEqual(REASON);
  });

  it('that the mock closes ends every question, and is told of once', async () => {
    const fake = openFakeMock(() => undefined);
    const { connection, ends } = await open(fake);
    const asked = [refusalOf(connection.ask('one', 'A')), refusalOf(connection.ask('two', 'B'))];
    expect(fake.watching()).toBe(1);
    fake.close(4407, 'path-unknown; it is cut');
    fake.close(1000, 'again');
    connection.disconnect();
    const words = 'the socket was closed with 4407 (path-unknown; it is cut)';
    const refusal = (method: string): object => ({ message: `${method}: ${words}`, code: 4407, reason: REASON });
    expect(await Promise.all(asked)).toEqual([refusal('one'), refusal('two')]);
    const end = { code: 4407, reason: 'path-unknown; it is cut', by: 'mock' };
    expect([connection.end(), await connection.closed, ends, fake.watching()]).toEqual([end, end, [words], 0]);
    expect(await refusalOf(connection.ask('three', 'C'))).toEqual(refusal('three'));
    expect(() => {
      connection.send({});
    }).toThrow(`send: ${words}`);
    expect([fake.closedByClient, fake.taken().length]).toEqual([[], 2]);
  });

  it('that the client closes ends with 1000', async () => {
    const fake = openFakeMock();
    const { connection, ends } = await open(fake);
    connection.disconnect();
    connection.disconnect();
    expect(await connection.closed).toEqual({ code: 1000, reason: '', by: 'client' });
    expect([fake.closedByClient, ends]).toEqual([[1000], ['the socket was closed with 1000']]);
  });
});
