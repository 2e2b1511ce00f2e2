import { expect, it } from '@jest/globals';
import type { FaultSpec } from '../../mock-server/index.ts';
import { text } from '../support/flows.ts';
import { CONSUMER_SOCKET, initConnection } from '../support/sockets.ts';
import type { OpenMock, OpenSocket } from '../support/through-every-adapter.ts';
import { ACCOUNT, describeThroughEveryAdapter } from '../support/through-every-adapter.ts';

const request = (id: string, type: string, body: object = {}): object => ({ kind: 'req', id, type, body });

async function openConsumer(mock: OpenMock): Promise<OpenSocket> {
  const jwt = text((await mock.post(`/api/account/${ACCOUNT}/signup`)).json(), 'jwt');
  const socket = await mock.openSocket(CONSUMER_SOCKET);
  await socket.ask(initConnection(jwt));
  return socket;
}

const aMoment = (): Promise<void> =>
  new Promise((resolve) => {
    setImmediate(resolve);
  });

describeThroughEveryAdapter(
  'a fault at the frames of a socket',
  (open) => {
    it('answers, loses, doubles and changes the order of what it is for', async () => {
      const mock = await open();
      const socket = await openConsumer(mock);
      const [created] = await socket.ask(request('1', 'cm.ConsumerRequestConversation'));
      const { conversationId: dialogId } = (created as { body: { conversationId: string } }).body;
      await socket.ask(request('2', 'ms.SubscribeMessagingEvents', { dialogId }), 2);
      const faults: FaultSpec[] = [
        { frame: 'ms.PublishEvent', error: { code: 503, body: 'try later' }, times: 1 },
        { frame: 'ms.PublishEventResponse', error: 'timeout', times: 1 },
        { frame: 'ms.MessagingEventNotification', error: 'reorder', times: 1 },
        { frame: 'ms.MessagingEventNotification', error: 'duplicate', times: 1 },
      ];
      for (const fault of faults) await mock.faults.add({ endpoint: 'ums.consumer', ...fault });
      const publish = (id: string): void => {
        const event = { type: 'ContentEvent', contentType: 'text/plain', message: `message ${id}` };
        socket.send(request(id, 'ms.PublishEvent', { dialogId, event }));
      };
      ['3', '4', '5'].forEach(publish);
      const brief = (frame: unknown): unknown => {
        const { kind, reqId, code, body } = frame as { kind: string; reqId: string; code: number; body: never };
        const { changes = [] } = body as { changes?: readonly { event: { message: string } }[] };
        return kind === 'resp' ? [reqId, code] : changes[0]?.event.message;
      };
      expect((await socket.take(5)).map(brief)).toEqual([
        ['3', 503],
        ['5', 200],
        'message 5',
        'message 5',
        'message 4',
      ]);
      const met = await mock.journal.find({ verdict: 'faulted' });
      expect(met.map(({ method, outcome, faults: [fault] }) => [method, outcome, fault])).toEqual([
        ['RECEIVE', 503, 'fault-1'],
        ['SEND', 200, 'fault-3'],
        ['RECEIVE', 'timeout', 'fault-2'],
        ['SEND', 200, 'fault-4'],
        ['SEND', 200, 'fault-4'],
      ]);
    });

    it('delays them by the clock of the mock', async () => {
      const mock = await open();
      const socket = await openConsumer(mock);
      await mock.faults.add({ frame: 'GetClock', delayMs: 3000, times: 1 });
      socket.send(request('1', 'GetClock'));
      socket.send(request('2', 'KeepAlive'));
      while ((await mock.faults.list())[0]?.fired !== 1) await aMoment();
      await mock.clock.advance('3s');
      expect(await socket.take(2)).toMatchObject([{ reqId: '1' }, { reqId: '2' }]);
    });

    it.each<[string, FaultSpec['error'], readonly [number, string]]>([
      ['a code of LivePerson', { close: 4401, reason: 'expired' }, [4401, 'expired']],
      ['a code of the protocol', { close: 1011, reason: '' }, [1011, '']],
      ['a code of nobody', { close: 4999 }, [4999, 'fault-injected; fault-1 met this frame: it is spent, fired once']],
      ['no close frame', 'reset', [1006, '']],
    ])('ends the socket with %s, and the next one works', async (_, error, closed) => {
      const mock = await open();
      const socket = await openConsumer(mock);
      await mock.faults.add({ frame: 'any', error, after: 2, times: 1 });
      await socket.ask(request('1', 'GetClock'));
      socket.send(request('2', 'GetClock'));
      expect(await socket.closed).toEqual(closed);
      expect(await (await openConsumer(mock)).ask(request('3', 'GetClock'))).toMatchObject([{ code: 200 }]);
    });

    it('opens a socket that closes at once, when it meets the handshake', async () => {
      const mock = await open();
      await mock.faults.add({ endpoint: 'ums.consumer', error: { close: 4407 }, times: 1 });
      const socket = await mock.openSocket(CONSUMER_SOCKET);
      expect(await socket.closed).toEqual([
        4407,
        'fault-injected; fault-1 answered this call: it is spent, fired once',
      ]);
    });
  },
  { sockets: 'any' },
);

describeThroughEveryAdapter(
  'a fault at the handshake of a socket',
  (open) => {
    it.each<[FaultSpec['error'], number, string]>([
      [{ status: 503, headers: { 'retry-after': '3' }, body: 'down' }, 503, 'down'],
      ['agent_bearer_invalid', 401, '{"error":"unauthorized"}'],
    ])('answers it over HTTP with %j', async (error, status, body) => {
      const mock = await open();
      await mock.faults.add({ endpoint: 'ums.consumer', error, times: 1 });
      const refused = await mock.refusedSocket(CONSUMER_SOCKET);
      expect([refused.status, refused.text]).toEqual([status, body]);
      expect(refused.headers['lp-mock-reason']).toMatch(/^fault-injected; fault-1 answered this call/);
      expect((await openConsumer(mock)).closed).toBeInstanceOf(Promise);
    });

    it('drops its connection', async () => {
      const mock = await open();
      await mock.faults.add({ endpoint: 'ums.consumer', error: 'reset', times: 1 });
      await expect(mock.openSocket(CONSUMER_SOCKET)).rejects.toThrow();
      expect(await mock.journal.count({ endpointId: 'ums.consumer', outcome: 'reset' })).toBe(1);
    });
  },
  { sockets: 'with headers' },
);
