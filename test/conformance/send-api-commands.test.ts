import { expect, it } from '@jest/globals';
import { signAppJwt, signConsumerJws } from '../support/bad-tokens.ts';
import {
  closeConversation,
  getOnBehalfHeaders,
  JSON_HEADERS,
  openConversation,
  publish,
  sayHello,
  SEND_PATH,
} from '../support/flows.ts';
import { expectBadRequest, expectErrorResp } from '../support/refusals.ts';
import { describeThroughEveryAdapter, OTHER_ACCOUNT } from '../support/through-every-adapter.ts';
import { ok, startTalk } from '../support/talk.ts';

const update = (conversationId: string, conversationField: unknown): object => ({
  kind: 'req',
  id: 'c4255004',
  type: 'cm.UpdateConversationField',
  body: { conversationId, conversationField },
});

const CONTENT = { type: 'ContentEvent', contentType: 'text/plain', message: 'Hello world!' };
const CLOSED = 'Bad Request, Conversation is close';

describeThroughEveryAdapter('send an event', (open) => {
  it('answers content with the first sequence, 0', async () => {
    const { id, send } = await startTalk(open);
    const answer = await send(sayHello(id, '1556852a-4bb3-11e9-8646-d663bd873d93'));
    expect(answer.status).toBe(200);
    expect(answer.text).toBe('{"code":"OK","body":{"sequence":0},"reqId":"1556852a-4bb3-11e9-8646-d663bd873d93"}');
    expect(answer.headers).toEqual(JSON_HEADERS);
  });

  it.each([
    ['text', CONTENT],
    ['rich content', { type: 'RichContentEvent', content: { type: 'vertical', elements: [] } }],
    ...['ACCEPT', 'READ', 'ACCESS', 'NACK', 'ACTION'].map(
      (status) => [`the receipt ${status}`, { type: 'AcceptStatusEvent', status, sequenceList: [0] }] as const,
    ),
  ])('numbers %s with the next sequence', async (_, event) => {
    const { id, send } = await startTalk(open);
    await send(sayHello(id));
    const answer = await send(publish(id, event));
    expect([answer.text, answer.headers['lp-mock-deviation']]).toEqual([ok({ sequence: 1 }), undefined]);
    expect((await send(publish(id, event))).text).toBe(ok({ sequence: 2 }));
  });

  it.each(['ACTIVE', 'INACTIVE', 'GONE', 'COMPOSING', 'PAUSE'])(
    'gives the chat state %s no sequence and uses none up',
    async (chatState) => {
      const { id, send } = await startTalk(open);
      expect((await send(publish(id, { type: 'ChatStateEvent', chatState }))).text).toBe(ok({}));
      expect((await send(sayHello(id))).text).toBe(ok({ sequence: 0 }));
    },
  );

  it('numbers each conversation from 0', async () => {
    const { mock, id, send } = await startTalk(open);
    await send(sayHello(id));
    const headers = await getOnBehalfHeaders(mock, 'Jane_Doe');
    const other = await openConversation(mock, headers);
    expect((await mock.post(SEND_PATH, { headers, body: sayHello(other) })).text).toBe(ok({ sequence: 0 }));
  });

  it.each([
    ['dialogId alone', (id: string) => ({ dialogId: id, event: CONTENT })],
    ['members in another order', (id: string) => ({ event: CONTENT, dialogId: id, conversationId: id })],
  ])('takes %s', async (_, bodyOf) => {
    const { id, send } = await startTalk(open);
    expect((await send({ id: '1', body: bodyOf(id), type: 'ms.PublishEvent', kind: 'req' })).text).toBe(
      ok({ sequence: 0 }),
    );
  });

  it.each([
    ['a comma in it', '1,', '1,'],
    ['a number', 5, '5'],
    ['zero', 0, '0'],
    ['null', null, '0'],
    ['absent', undefined, '0'],
  ])('echoes a request id that is or has %s as text', async (_, requestId, echo) => {
    const { id, send } = await startTalk(open);
    const body = { ...sayHello(id), id: requestId };
    expect((await send(body)).text).toBe(ok({ sequence: 0 }, echo));
  });

  it('takes type names with the prefix .ams. or ams. as their short form', async () => {
    const { id, send } = await startTalk(open);
    expect((await send({ ...sayHello(id), type: '.ams.ms.PublishEvent' })).text).toBe(ok({ sequence: 0 }));
    expect((await send({ ...sayHello(id), type: 'ams.ms.PublishEvent' })).text).toBe(ok({ sequence: 1 }));
    expect((await send({ ...closeConversation(id, '1'), type: '.ams.cm.UpdateConversationField' })).text).toBe(
      ok({ msg: 'OK Conversation resolved successfully' }),
    );
  });
});

describeThroughEveryAdapter('send an event, refused', (open) => {
  it.each([
    ['no event', undefined],
    ['an event that is a text', 'hello'],
    ['an event without a type', { message: 'hello' }],
    ['an event of an unknown type', { type: 'UnknownEvent' }],
    ['content without a message', { type: 'ContentEvent', contentType: 'text/plain' }],
    ['content whose message is a number', { type: 'ContentEvent', contentType: 'text/plain', message: 5 }],
    ['rich content without content', { type: 'RichContentEvent' }],
    ['a receipt with an unknown status', { type: 'AcceptStatusEvent', status: 'SEEN', sequenceList: [0] }],
    ['a receipt without a list', { type: 'AcceptStatusEvent', status: 'READ', sequenceList: 0 }],
    ['an unknown chat state', { type: 'ChatStateEvent', chatState: 'TYPING' }],
  ])('answers Bad Request to %s, and uses no sequence up', async (_, event) => {
    const { id, send } = await startTalk(open);
    expectBadRequest(
      await send({ kind: 'req', id: '1', type: 'ms.PublishEvent', body: { dialogId: id, event } }),
      'command-malformed',
      '1',
    );
    expect((await send(sayHello(id))).text).toBe(ok({ sequence: 0 }));
  });

  it('answers Bad Request without a dialogId', async () => {
    const { id, send } = await startTalk(open);
    expectBadRequest(
      await send({ kind: 'req', id: '1', type: 'ms.PublishEvent', body: { conversationId: id, event: CONTENT } }),
      'command-malformed',
      '1',
    );
  });

  it.each([
    ['an unknown conversation', () => 'cbf6e739-dfe6-4e3c-a544-2504afbe8747'],
    ['a conversation that is a number', () => 5],
    ['a conversation named in capitals', (id: string) => id.toUpperCase()],
  ])('answers Bad Request for %s', async (_, other) => {
    const { id, send } = await startTalk(open);
    expectBadRequest(await send(publish(other(id) as string, CONTENT)), 'conversation-unknown', '1');
  });

  it('answers Bad Request when conversationId and dialogId do not belong together', async () => {
    const { id, send } = await startTalk(open);
    const body = { dialogId: id, conversationId: 'cbf6e739-dfe6-4e3c-a544-2504afbe8747', event: CONTENT };
    expectBadRequest(await send({ kind: 'req', id: '1', type: 'ms.PublishEvent', body }), 'dialog-mismatch', '1');
  });

  it('does not know a conversation of another account', async () => {
    const { mock, id } = await startTalk(open);
    const headers = {
      authorization: await signAppJwt({ aud: OTHER_ACCOUNT }),
      'x-lp-on-behalf': await signConsumerJws({ account_id: OTHER_ACCOUNT }),
    };
    const answer = await mock.post(`/api/account/${OTHER_ACCOUNT}/messaging/consumer/conversation/send?v=3`, {
      headers,
      body: sayHello(id),
    });
    expectBadRequest(answer, 'conversation-unknown', '1');
  });
});

describeThroughEveryAdapter("send into another consumer's conversation", (open) => {
  const commands = [
    ['an event', sayHello],
    ['a close', closeConversation],
  ] as const;

  it.each(commands)('answers %s with 40103, and leaves the conversation alone', async (_, command) => {
    const { mock, id, send } = await startTalk(open);
    const headers = await getOnBehalfHeaders(mock, 'Jane_Doe');
    expectErrorResp(await mock.post(SEND_PATH, { headers, body: command(id) }), 40103, 'conversation-foreign');
    expect((await send(sayHello(id))).text).toBe(ok({ sequence: 0 }));
  });

  it.each(commands)('answers %s with Bad Request when sendApi.foreignConversation says so', async (_, command) => {
    const { mock, id } = await startTalk(open, { sendApi: { foreignConversation: 'badRequest' } });
    const headers = await getOnBehalfHeaders(mock, 'Jane_Doe');
    expectBadRequest(await mock.post(SEND_PATH, { headers, body: command(id, '7') }), 'conversation-foreign', '7');
  });
});

describeThroughEveryAdapter('close a conversation', (open) => {
  const closings = [
    ['ConversationStateField', () => ({ field: 'ConversationStateField', conversationState: 'CLOSE' })],
    ['Stage', () => ({ field: 'Stage', conversationState: 'CLOSE' })],
    [
      'DialogChange',
      (id: string) => ({
        field: 'DialogChange',
        type: 'UPDATE',
        dialog: { dialogId: id, state: 'CLOSE', closedCause: 'Closed by consumer' },
      }),
    ],
  ] as const;
  const spellings = closings.flatMap(([name, field]) => [
    [name, field] as const,
    [`${name} in an array of one`, (id: string) => [field(id)]] as const,
  ]);

  it.each(spellings)('resolves it by %s; it then takes no event and no second close', async (_, fieldOf) => {
    const { id, send } = await startTalk(open);
    await send(sayHello(id));
    const answer = await send(update(id, fieldOf(id)));
    expect(answer.status).toBe(200);
    expect(answer.text).toBe(ok({ msg: 'OK Conversation resolved successfully' }, 'c4255004'));
    expectBadRequest(await send(sayHello(id)), 'conversation-closed', '1', CLOSED);
    expectBadRequest(await send(update(id, fieldOf(id))), 'conversation-closed', 'c4255004', CLOSED);
  });

  it.each([
    ['no field', undefined],
    ['a field that is a text', 'Stage'],
    [
      'two fields',
      [
        { field: 'Stage', conversationState: 'CLOSE' },
        { field: 'Stage', conversationState: 'CLOSE' },
      ],
    ],
    ['an empty array', []],
    ['a field without a name', { conversationState: 'CLOSE' }],
    ['a state other than CLOSE', { field: 'ConversationStateField', conversationState: 'OPEN' }],
    ['a dialog change without a dialog', { field: 'DialogChange', type: 'UPDATE' }],
  ])('answers Bad Request to %s, and leaves it open', async (_, field) => {
    const { id, send } = await startTalk(open);
    expectBadRequest(await send(update(id, field)), 'command-malformed', 'c4255004');
    expect((await send(sayHello(id))).text).toBe(ok({ sequence: 0 }));
  });

  it('answers Bad Request to the close of a dialog that is not the main one', async () => {
    const { id, send } = await startTalk(open);
    const field = { field: 'DialogChange', type: 'UPDATE', dialog: { dialogId: 'other', state: 'CLOSE' } };
    expectBadRequest(await send(update(id, field)), 'dialog-mismatch', 'c4255004');
  });

  it('answers Bad Request for a conversation that nobody knows', async () => {
    const { send } = await startTalk(open);
    expectBadRequest(
      await send(closeConversation('cbf6e739-dfe6-4e3c-a544-2504afbe8747')),
      'conversation-unknown',
      '9',
    );
  });

  it('takes note of any other field, closed or not', async () => {
    const { id, send } = await startTalk(open);
    const rating = update(id, { field: 'CSATRate', csatRate: 5, csatResolutionConfirmation: true, status: 'FILLED' });
    expect((await send(rating)).text).toBe(ok({ msg: 'OK' }, 'c4255004'));
    await send(closeConversation(id));
    expect((await send(rating)).text).toBe(ok({ msg: 'OK' }, 'c4255004'));
  });
});
