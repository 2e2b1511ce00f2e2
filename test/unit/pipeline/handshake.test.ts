import { describe, expect, it } from '@jest/globals';
import type { Mock, Reply, Session } from '../../../mock-server/index.ts';
import { createMock } from '../../../mock-server/index.ts';
import { callOf } from '../../support/calls.ts';
import { brandSocket, CONSUMER_SOCKET, openSocket, refusedHandshake } from '../../support/sockets.ts';

const connect = (mock: Mock, target: string): Promise<Session | Reply> =>
  mock.connect(callOf({ target }), { send: () => undefined, close: () => undefined });

describe('a handshake', () => {
  it.each([
    ['/sentinel/well-known/jwks', 200],
    ['/nothing', 404],
    ['/api/account/1/nothing', 501],
  ])('at a path that is no socket is a call: %s', async (target, status) => {
    const mock = createMock();
    expect(await connect(mock, target)).toMatchObject({ status });
    expect(mock.journal.find()).toMatchObject([{ id: 1, path: target, outcome: status }]);
  });

  it('that is refused is a call that was refused, and no socket', async () => {
    const mock = createMock();
    expect(await refusedHandshake(mock, brandSocket('unknown'))).toMatchObject({ status: 401 });
    expect(mock.journal.find()).toMatchObject([
      {
        id: 1,
        method: 'GET',
        outcome: 401,
        verdict: 'refused',
        error: 'agent_bearer_invalid',
        faults: [],
        socket: undefined,
      },
    ]);
  });

  it('can be answered by a fault, which the journal names', async () => {
    const mock = createMock();
    mock.faults.add({ error: { status: 503 } });
    expect(await refusedHandshake(mock, CONSUMER_SOCKET)).toMatchObject({ status: 503 });
    expect(mock.journal.find()).toMatchObject([{ outcome: 503, verdict: 'faulted', faults: ['fault-1'] }]);
  });

  it('is an entry with the id of the socket that it opened, and with no fault', async () => {
    const mock = createMock();
    const { session } = await openSocket(mock);
    const [entry] = mock.journal.find();
    expect(entry).toMatchObject({ outcome: 101, verdict: 'accepted', faults: [], socket: session.id });
  });

  it('fails with what the code of the tester throws at its entry, and leaves no socket open', async () => {
    const onExchange = (): void => {
      throw new RangeError('of the tester');
    };
    const mock = createMock({ onExchange });
    await expect(openSocket(mock)).rejects.toThrow('of the tester');
    expect(mock.sockets.list()).toEqual([]);
  });
});
