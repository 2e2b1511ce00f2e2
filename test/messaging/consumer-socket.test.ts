import { describe, expect, it } from '@jest/globals';
import type { Mock, MockOptions } from '../../mock-server/index.ts';
import { createMock } from '../../mock-server/index.ts';
import { decode } from '../support/flows.ts';
import type { Frame, TestSocket } from '../support/sockets.ts';
import { CONSUMER_SOCKET, openSocket, signUp } from '../support/sockets.ts';
import { ACCOUNT, NOON } from '../support/through-every-adapter.ts';

const NOON_MS = Date.parse(NOON);
const UUID = expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/) as unknown;

async function openConsumer(
  options: MockOptions = {},
): Promise<{ mock: Mock; socket: TestSocket; sub: string; jwt: string }> {
  const mock = createMock({ seed: 'consumer', ...options });
  mock.clock.freeze(NOON);
  const jwt = await signUp(mock);
  const socket = await openSocket(mock, CONSUMER_SOCKET, { authorization: `jwt ${jwt}` });
  return { mock, socket, sub: String(decode(jwt).claims['sub']), jwt };
}

/** Sends a request and gives what came for it, the answer first. */
function ask(socket: TestSocket, type: string, body?: unknown, id = 'q'): Frame[] {
  socket.send({ kind: 'req', id, type, ...(body === undefined ? {} : { body }) });
  return socket.take();
}

function openConversation(socket: TestSocket): string {
  const [answer] = ask(socket, 'cm.ConsumerRequestConversation');
  return (answer?.['body'] as { conversationId: string }).conversationId;
}

const say = (dialogId: string, message: string): object => ({
  dialogId,
  event: { type: 'ContentEvent', contentType: 'text/plain', message },
});

const closing = (conversationId: string): object => ({
  conversationId,
  conversationField: [{ field: 'ConversationStateField', conversationState: 'CLOSE' }],
});

const answer = (code: number, body: unknown, type: string, reqId = 'q'): Frame => ({
  kind: 'resp',
  reqId,
  code,
  body,
  type,
});

/** A conversation as the short dialect tells it. */
function result(convId: string, sub: string, more: { closedBy?: string; endMs?: number } = {}): object {
  const { closedBy, endMs } = more;
  const state = closedBy === undefined ? 'OPEN' : 'CLOSE';
  const changedMs = endMs ?? NOON_MS;
  const end = endMs === undefined ? {} : { endTs: endMs };
  return {
    convId,
    effectiveTTR: closedBy === undefined ? NOON_MS + 600_000 : -1,
    conversationDetails: {
      skillId: '-1',
      participants: [{ id: sub, role: 'CONSUMER' }],
      participantsPId: { CONSUMER: [sub] },
      dialogs: [
        {
          dialogId: convId,
          participantsDetails: [{ id: sub, role: 'CONSUMER', state: 'ACTIVE' }],
          dialogType: 'MAIN',
          channelType: 'MESSAGING',
          state,
          creationTs: NOON_MS,
          ...end,
          metaDataLastUpdateTs: changedMs,
          ...(closedBy === undefined ? {} : { closedBy }),
        },
      ],
      brandId: ACCOUNT,
      state,
      stage: state,
      ...(closedBy === undefined ? {} : { closeReason: closedBy }),
      startTs: NOON_MS,
      ...end,
      metaDataLastUpdateTs: changedMs,
      ttr: { ttrType: 'PRIORITIZED', value: 600 },
      conversationHandlerDetails: { accountId: ACCOUNT, skillId: '-1' },
    },
    lastUpdateTime: changedMs,
  };
}

/** A message of the consumer's own as the short dialect tells it. */
function change(dialogId: string, sub: string, sequence: number, event: object, more: object): object {
  return {
    sequence,
    originatorId: sub,
    originatorMetadata: { id: sub, role: 'CONSUMER' },
    serverTimestamp: NOON_MS,
    event,
    conversationId: dialogId,
    dialogId,
    ...more,
  };
}

describe("A consumer's conversation on a socket", () => {
  it('is opened by a request without a body and with a numeric id', async () => {
    const { socket } = await openConsumer();
    socket.send({ kind: 'req', id: 1, type: 'cm.ConsumerRequestConversation' });
    expect(socket.take()).toEqual([answer(200, { conversationId: UUID }, 'cm.RequestConversationResponse', '1')]);
  });

  it('is told of as it opens and closes, a DELETE where only open ones are asked for', async () => {
    const { mock, socket, sub } = await openConsumer();
    const subscribed = (body: object): string => {
      const [said, note] = ask(socket, 'cqm.SubscribeExConversations', body);
      expect(said).toEqual(answer(200, { subscriptionId: UUID }, 'cqm.SubscribeExConversationsResponse'));
      const { subscriptionId } = said?.['body'] as { subscriptionId: string };
      expect(note).toEqual({
        kind: 'notification',
        body: { subscriptionId, changes: [] },
        type: 'cqm.ExConversationChangeNotification',
      });
      return subscriptionId;
    };
    const [open, both] = [subscribed({ convState: ['OPEN'] }), subscribed({})];
    const [opened, ...notes] = ask(socket, 'cm.ConsumerRequestConversation', {});
    const { conversationId } = opened?.['body'] as { conversationId: string };
    const told = (subscriptionId: string, type: string, of: object): Frame => ({
      kind: 'notification',
      body: { subscriptionId, changes: [{ type, result: of }] },
      type: 'cqm.ExConversationChangeNotification',
    });
    const whole = result(conversationId, sub);
    expect(notes).toEqual([told(open, 'UPSERT', whole), told(both, 'UPSERT', whole)]);
    mock.clock.advance('1s');
    const closed = result(conversationId, sub, { closedBy: 'CONSUMER', endMs: NOON_MS + 1000 });
    expect(ask(socket, 'cm.UpdateConversationField', closing(conversationId))).toEqual([
      answer(200, 'OK Conversation resolved successfully', '.ReqBody$StringResp'),
      told(open, 'DELETE', closed),
      told(both, 'UPSERT', closed),
    ]);
    expect(ask(socket, 'cqm.UnsubscribeExConversations', { subscriptionId: both })).toEqual([
      answer(200, 'OK', '.ReqBody$StringResp'),
    ]);
    expect(ask(socket, 'cm.ConsumerRequestConversation')).toHaveLength(2);
  });

  it('carries messages, receipts and chat states, and tells them to who subscribed', async () => {
    const { socket, sub } = await openConsumer();
    const id = openConversation(socket);
    expect(ask(socket, 'ms.SubscribeMessagingEvents', { fromSeq: 0, dialogId: id })).toEqual([
      answer(200, {}, 'GenericSubscribeResponse'),
      { kind: 'notification', body: { changes: [] }, type: 'ms.MessagingEventNotification' },
    ]);
    const events: readonly (readonly [object, object, object])[] = [
      [
        { type: 'ContentEvent', contentType: 'text/plain', message: 'hello' },
        { sequence: 0 },
        { messageAudience: 'ALL' },
      ],
      [{ type: 'AcceptStatusEvent', status: 'READ', sequenceList: [0] }, { sequence: 1 }, {}],
      [{ type: 'RichContentEvent', content: { type: 'vertical' } }, { sequence: 2 }, { messageAudience: 'ALL' }],
    ];
    for (const [index, [event, body, more]] of events.entries()) {
      expect(ask(socket, 'ms.PublishEvent', { dialogId: id, event })).toEqual([
        answer(200, body, 'ms.PublishEventResponse'),
        {
          kind: 'notification',
          body: { changes: [change(id, sub, index, event, more)] },
          type: 'ms.MessagingEventNotification',
        },
      ]);
    }
    const typing = { type: 'ChatStateEvent', chatState: 'COMPOSING' };
    expect(ask(socket, '.ams.ms.PublishEvent', { dialogId: id, conversationId: id, event: typing })).toEqual([
      answer(200, {}, 'ms.PublishEventResponse'),
      {
        kind: 'notification',
        body: {
          changes: [
            {
              originatorId: sub,
              originatorMetadata: { id: sub, role: 'CONSUMER' },
              event: typing,
              conversationId: id,
              dialogId: id,
            },
          ],
        },
        type: 'ms.MessagingEventNotification',
      },
    ]);
  });

  it('tells a later subscriber what was said from a sequence on, that one included', async () => {
    const { mock, socket, jwt } = await openConsumer();
    const id = openConversation(socket);
    for (const word of ['one', 'two', 'three']) ask(socket, 'ms.PublishEvent', say(id, word));
    const other = await openSocket(mock, CONSUMER_SOCKET, { authorization: `jwt ${jwt}` });
    const [, note] = ask(other, 'ms.SubscribeMessagingEvents', { fromSeq: 1, dialogId: id });
    const { changes } = note?.['body'] as { changes: { sequence: number; event: { message: string } }[] };
    expect(changes.map(({ sequence, event }) => [sequence, event.message])).toEqual([
      [1, 'two'],
      [2, 'three'],
    ]);
    expect(ask(other, 'ms.QueryMessages', { dialogId: id, newerThanSequence: 1, olderThanSequence: 1 })).toMatchObject([
      { type: 'ms.QueryMessagesResponse', body: [{ sequence: 1 }] },
    ]);
  });

  it('is one at a time, and refuses what comes after its end', async () => {
    const { socket, sub } = await openConsumer();
    const id = openConversation(socket);
    expect(ask(socket, 'cm.ConsumerRequestConversation')).toEqual([
      answer(
        400,
        `Consumer request conversation failed: User ${sub} already has open conversation. Can't open another one.`,
        '.ReqBody$StringResp',
      ),
    ]);
    ask(socket, 'cm.UpdateConversationField', {
      conversationId: id,
      conversationField: { field: 'Stage', conversationState: 'CLOSE' },
    });
    const closed = [answer(400, 'Bad Request, Conversation is close', '.ReqBody$StringResp')];
    expect(ask(socket, 'ms.PublishEvent', say(id, 'too late'))).toEqual(closed);
    expect(ask(socket, 'cm.UpdateConversationField', closing(id))).toEqual(closed);
    const rate = { field: 'CSATRate', csatRate: 5, csatResolutionConfirmation: true, status: 'FILLED' };
    expect(ask(socket, 'cm.UpdateConversationField', { conversationId: id, conversationField: [rate] })).toEqual([
      answer(200, 'OK', '.ReqBody$StringResp'),
    ]);
  });

  it("of another consumer is refused in the words of authorization, with the request's id", async () => {
    const { mock, socket } = await openConsumer();
    const id = openConversation(socket);
    const other = await openSocket(mock, CONSUMER_SOCKET, { authorization: `jwt ${await signUp(mock)}` });
    expect(ask(other, 'ms.PublishEvent', say(id, 'hello'))).toEqual([
      answer(
        401,
        { title: 'Invalid ConsumerJWS', details: 'ConsumerJWS is invalid', errorCode: 40103 },
        '.ReqBody$ErrorResp',
      ),
    ]);
    expect(ask(other, 'ms.SubscribeMessagingEvents', { dialogId: id })).toMatchObject([{ code: 401 }]);
    expect(ask(other, 'cqm.SubscribeExConversations', {})[1]).toMatchObject({ body: { changes: [] } });
  });

  it('keeps the profile, and gives URLs for files', async () => {
    const { socket, sub } = await openConsumer();
    const profile = { firstName: 'Jane', privateData: { mail: 'jane@example.com' } };
    expect(ask(socket, 'userprofile.SetUserProfile', profile)).toEqual([
      answer(200, 'OK User Profile set successfully', '.ReqBody$StringResp'),
    ]);
    expect(ask(socket, 'userprofile.GetUserProfile')).toEqual([
      answer(
        200,
        {
          userId: sub,
          firstName: 'Jane',
          lastName: '',
          authenticatedData: {},
          privateData: profile.privateData,
          claims: {},
          acr: '',
        },
        'userprofile.GetUserProfileResponse',
      ),
    ]);
    expect(ask(socket, 'ms.GenerateURLForUploadFile', { fileSize: 10, fileType: 'PNG' })).toMatchObject([
      {
        code: 200,
        type: 'ms.GenerateURLResponse',
        body: { queryParams: { temp_url_expires: String(NOON_MS / 1000 + 60) } },
      },
    ]);
    expect(ask(socket, 'KeepAlive')).toEqual([answer(200, 'OK', '.ReqBody$StringResp')]);
  });

  it('speaks the long dialect both ways in version 2, where messages come by themselves', async () => {
    const { mock, jwt, sub } = await openConsumer();
    const socket = await openSocket(mock, `/ws_api/account/${ACCOUNT}/messaging/consumer/${jwt}?v=2`);
    const [opened] = ask(socket, '.ams.cm.ConsumerRequestConversation', {});
    expect(opened).toMatchObject({ code: 200, type: '.ams.cm.RequestConversation$Response' });
    const { conversationId: id } = opened?.['body'] as { conversationId: string };
    const event = { type: 'ContentEvent', contentType: 'text/plain', message: 'hello' };
    expect(ask(socket, '.ams.ms.PublishEvent', { dialogId: id, event })).toEqual([
      answer(200, { sequence: 0 }, '.ams.ms.PublishEvent$Response'),
      {
        kind: 'notification',
        body: {
          sequence: 0,
          originatorId: sub,
          originatorPId: sub,
          originatorMetadata: { id: sub, role: 'CONSUMER' },
          serverTimestamp: NOON_MS,
          event,
          dialogId: id,
        },
        type: '.ams.ms.OnlineEventDistribution',
      },
    ]);
    expect(ask(socket, '.ams.aam.SubscribeExConversations', { convState: ['OPEN'] })).toMatchObject([
      { type: '.ams.aam.SubscribeExConversations$Response' },
      { type: '.ams.aam.ExConversationChangeNotification', body: { changes: [{ result: { convId: id } }] } },
    ]);
    expect(ask(socket, '.ams.ms.SubscribeMessagingEvents', { dialogId: id })[0]).toEqual(
      answer(200, {}, '.ams.GenericSubscribe$Response'),
    );
  });

  it('goes on in a restored mock as it was', async () => {
    const { mock, socket, jwt } = await openConsumer();
    const id = openConversation(socket);
    ask(socket, 'ms.PublishEvent', say(id, 'hello'));
    mock.restore(JSON.parse(JSON.stringify(mock.snapshot())) as ReturnType<Mock['snapshot']>);
    const again = await openSocket(mock, CONSUMER_SOCKET, { authorization: `jwt ${jwt}` });
    expect(ask(again, 'ms.SubscribeMessagingEvents', { dialogId: id })).toMatchObject([
      { code: 200 },
      { body: { changes: [{ sequence: 0, event: { message: 'hello' } }] } },
    ]);
    expect(ask(again, 'ms.PublishEvent', say(id, 'again'))[0]).toMatchObject({ body: { sequence: 1 } });
  });
});
