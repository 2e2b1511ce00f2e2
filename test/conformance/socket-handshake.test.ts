import { expect, it } from '@jest/globals';
import { text } from '../support/flows.ts';
import { CONSUMER_SOCKET, initConnection } from '../support/sockets.ts';
import type { OpenMock } from '../support/through-every-adapter.ts';
import { ACCOUNT, describeThroughEveryAdapter, NOON } from '../support/through-every-adapter.ts';

const signUp = async (mock: OpenMock): Promise<string> =>
  text((await mock.post(`/api/account/${ACCOUNT}/signup`)).json(), 'jwt');
const subjectOf = (jwt: string): unknown =>
  (JSON.parse(Buffer.from(jwt.split('.')[1] ?? '', 'base64url').toString()) as { sub: unknown }).sub;
const clock = { kind: 'req', id: 1, type: 'GetClock' };
const answer = (reqId: string, body: unknown, type: string): object => ({ kind: 'resp', reqId, code: 200, body, type });
const time = answer('1', { currentTime: Date.parse(NOON) }, 'GetClockResponse');
const initialized = answer('0', 'Connection initialized successfully', '.ReqBody$StringResp');

describeThroughEveryAdapter(
  'a socket',
  (open) => {
    it('authenticates by its first frame, and answers frames in their order', async () => {
      const mock = await open();
      const socket = await mock.openSocket(CONSUMER_SOCKET);
      socket.send(initConnection(await signUp(mock)));
      socket.send(clock);
      expect(await socket.take(2)).toEqual([initialized, time]);
    });

    it('carries a conversation, whose every frame is as documented', async () => {
      const mock = await open();
      const socket = await mock.openSocket(CONSUMER_SOCKET);
      const jwt = await signUp(mock);
      await socket.ask(initConnection(jwt));
      const [created] = await socket.ask({ kind: 'req', id: 2, type: 'cm.ConsumerRequestConversation', body: {} });
      const { conversationId: dialogId } = (created as { body: { conversationId: string } }).body;
      expect(created).toEqual(answer('2', { conversationId: dialogId }, 'cm.RequestConversationResponse'));
      const told = (changes: readonly object[]): object => ({
        kind: 'notification',
        type: 'ms.MessagingEventNotification',
        body: { changes },
      });
      const subscribe = { kind: 'req', id: 3, type: 'ms.SubscribeMessagingEvents', body: { dialogId } };
      expect(await socket.ask(subscribe, 2)).toEqual([answer('3', {}, 'GenericSubscribeResponse'), told([])]);
      const event = { type: 'ContentEvent', contentType: 'text/plain', message: 'hello \u{1f44b}' };
      const sub = subjectOf(jwt);
      const change = {
        sequence: 0,
        originatorId: sub,
        originatorMetadata: { id: sub, role: 'CONSUMER' },
        serverTimestamp: Date.parse(NOON),
        event,
        conversationId: dialogId,
        dialogId,
        messageAudience: 'ALL',
      };
      const publish = { kind: 'req', id: 4, type: 'ms.PublishEvent', body: { dialogId, event } };
      expect(await socket.ask(publish, 2)).toEqual([
        answer('4', { sequence: 0 }, 'ms.PublishEventResponse'),
        told([change]),
      ]);
      const closing = { field: 'ConversationStateField', conversationState: 'CLOSE' };
      const body = { conversationId: dialogId, conversationField: closing };
      expect(await socket.ask({ kind: 'req', id: 5, type: 'cm.UpdateConversationField', body })).toEqual([
        answer('5', 'OK Conversation resolved successfully', '.ReqBody$StringResp'),
      ]);
    });

    it('is closed with the code and the reason that the mock decides', async () => {
      const mock = await open();
      const socket = await mock.openSocket(CONSUMER_SOCKET);
      socket.send(initConnection('no.token.atall'));
      const [code, reason] = await socket.closed;
      expect([code, reason.split(';')[0]]).toEqual([4407, 'lp-jwt-malformed']);
      const silent = await mock.openSocket(CONSUMER_SOCKET);
      // Its answer tells that the mock has heard of the socket, and counts the seconds.
      expect(await silent.ask(clock)).toEqual([
        { kind: 'resp', reqId: '1', code: 401, body: 'Not authenticated', type: '.ReqBody$StringResp' },
      ]);
      await mock.clock.advance(5000);
      expect((await silent.closed)[0]).toBe(4407);
      // The next one works.
      const next = await mock.openSocket(CONSUMER_SOCKET);
      expect(await next.ask(initConnection(await signUp(mock)))).toEqual([initialized]);
    });

    it('answers what comes before the client closes', async () => {
      const mock = await open();
      const socket = await mock.openSocket(CONSUMER_SOCKET);
      expect(await socket.ask(initConnection(await signUp(mock)))).toEqual([initialized]);
      socket.close(1000, 'bye');
      expect((await socket.closed)[0]).toBe(1000);
      expect(await mock.journal.count({ endpointId: 'ums.consumer' })).toBeGreaterThan(0);
    });
  },
  { sockets: 'any' },
);

describeThroughEveryAdapter(
  'the handshake of a socket',
  (open) => {
    it('authenticates by Authorization', async () => {
      const mock = await open();
      const socket = await mock.openSocket(CONSUMER_SOCKET, { Authorization: `jwt ${await signUp(mock)}` });
      expect(await socket.ask(clock)).toEqual([time]);
    });

    it('closes a socket with 4401 or 4407 whose header has a bad token', async () => {
      const mock = await open();
      const socket = await mock.openSocket(CONSUMER_SOCKET, { Authorization: 'jwt no.token.atall' });
      expect([4401, 4407]).toContain((await socket.closed)[0]);
    });

    it('is refused by the HTTP answer of the mock, with all its headers', async () => {
      const mock = await open();
      const refused = await mock.refusedSocket(`/ws_api/account/${ACCOUNT}/messaging/brand/nobody?v=2.1`);
      expect([refused.status, refused.headers['lp-mock-reason']?.split(';')[0]]).toEqual([401, 'agent-bearer-unknown']);
      expect(refused.json()).toBeDefined();
    });
  },
  { sockets: 'with headers' },
);

describeThroughEveryAdapter(
  'the path of a socket',
  (open) => {
    it('takes an upgrade alone, and no other method', async () => {
      const mock = await open();
      const plain = await mock.get(CONSUMER_SOCKET);
      expect([plain.status, plain.text]).toEqual([426, '{"error":"upgrade_required"}']);
      const posted = await mock.post(CONSUMER_SOCKET);
      expect([posted.status, posted.headers['allow']]).toEqual([405, expect.stringContaining('GET')]);
    });
  },
  { wire: true },
);
