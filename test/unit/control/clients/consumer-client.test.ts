import { describe, expect, it } from '@jest/globals';
import { createClients } from '../../../../mock-server/control/clients/clients.ts';
import type { ConsumerClientOptions } from '../../../../mock-server/control/clients/consumer-client.ts';
import type { Answer, FakeMock, Frame } from './fake-mock.ts';
import { openFakeMock, refusalOf, tokenOf } from './fake-mock.ts';

const CONVERSATIONS = 'cqm.ExConversationChangeNotification';
const MESSAGES = 'ms.MessagingEventNotification';

const changeOf = (convId: string, state: 'OPEN' | 'CLOSE', closeReason?: string): Frame => ({
  kind: 'notification',
  type: CONVERSATIONS,
  body: { changes: [{ result: { convId, conversationDetails: { state, closeReason } } }] },
});

const messageOf = (conversationId: string, sequence: number, message: string, originatorId = 'ada'): Frame => ({
  kind: 'notification',
  type: MESSAGES,
  body: {
    changes: [
      {
        conversationId,
        sequence,
        originatorId,
        originatorMetadata: { id: originatorId, role: 'ASSIGNED_AGENT' },
        serverTimestamp: 5,
        event: { type: 'ContentEvent', message },
      },
    ],
  },
});

const answers = ({ type }: Frame): Answer => {
  if (type === 'cm.ConsumerRequestConversation') return { body: { conversationId: 'new' } };
  return { body: { sequence: 7 } };
};

async function open(options?: ConsumerClientOptions, fake: FakeMock = openFakeMock(answers)) {
  const consumer = await createClients(fake.setup).consumer(options);
  return { fake, consumer, opening: fake.taken() };
}

const HINT = 'there is no conversation yet; first: await consumer.requestConversation()';

describe('The client of a consumer', () => {
  it('opens a socket of version 3, says who it is and listens to all conversations', async () => {
    const { fake, consumer, opening } = await open();
    const jwt = tokenOf({ sub: 'anonymous', aud: 'acc:100' });
    expect(fake.calls.map(({ path, query }) => [path, query.toString()])).toEqual([
      ['/ws_api/account/100/messaging/consumer', 'v=3'],
    ]);
    expect(opening.map(({ type, body, headers }) => [type, body, headers])).toEqual([
      ['InitConnection', undefined, [{ type: '.ams.headers.ConsumerAuthentication', jwt }]],
      ['cqm.SubscribeExConversations', {}, undefined],
    ]);
    expect(consumer).toMatchObject({ accountId: '100', jwt, consumerId: 'anonymous', socketId: 'socket-1' });
    expect(consumer.conversationId).toBeUndefined();
  });

  it.each<[ConsumerClientOptions, accountId: string, consumerId: string]>([
    [{ consumerId: 'jane' }, '100', 'jane'],
    [{ accountId: '200', consumerId: 'jane' }, '200', 'jane'],
    [{ jwt: tokenOf({ sub: 'joe', aud: 'acc:200' }) }, '200', 'joe'],
    [{ jwt: tokenOf({ sub: 'joe', aud: 'acc:200' }), accountId: '100' }, '100', 'joe'],
    [{ jwt: tokenOf({ sub: 5, aud: 'x-acc:200' }) }, '100', ''],
    [{ jwt: tokenOf({ aud: ['acc:200'] }) }, '100', ''],
    [{ jwt: 'no token' }, '100', ''],
  ])('is who the options %j say', async (options, accountId, consumerId) => {
    const { consumer, fake } = await open(options);
    expect(consumer).toMatchObject({ accountId, consumerId });
    expect(fake.calls[0]?.path).toBe(`/ws_api/account/${accountId}/messaging/consumer`);
  });

  it.each<[object, string]>([
    [
      { jwt: 'x', consumerId: 'jane' },
      'consumer: give jwt or consumerId, not both: the token says who the consumer is',
    ],
    [{ name: 'x' }, 'consumer: no option name; there are accountId, jwt, consumerId'],
    [{ accountId: '!' }, 'this mock has no account "!": that is not an account id'],
  ])('is refused the options %j', async (options, sentence) => {
    await expect(open(options as ConsumerClientOptions)).rejects.toThrow(new TypeError(sentence));
  });

  it('goes on with the conversation that is open already', async () => {
    const fake: FakeMock = openFakeMock((frame) => {
      if (frame['type'] === 'cqm.SubscribeExConversations')
        for (const change of [changeOf('old', 'CLOSE', 'AGENT'), changeOf('open', 'OPEN'), changeOf('x', 'CLOSE')])
          fake.tell(change);
      return {};
    });
    const { consumer, opening } = await open({}, fake);
    expect(consumer.conversationId).toBe('open');
    expect(opening.at(-1)).toMatchObject({
      type: 'ms.SubscribeMessagingEvents',
      body: { dialogId: 'open', fromSeq: 0 },
    });
    const closers = ['old', 'x'].map((conversationId) => consumer.waitForClose({ conversationId }));
    expect(await Promise.all(closers)).toEqual(['AGENT', 'SYSTEM']);
  });

  it('opens a conversation, listens to it, and rates it', async () => {
    const { consumer, fake } = await open();
    expect([await consumer.requestConversation({ skillId: '7' }), consumer.conversationId]).toEqual(['new', 'new']);
    await consumer.rate(4);
    await consumer.rate(5, { conversationId: 'other' });
    const rated = (conversationId: string, csatRate: number): unknown[] => [
      'cm.UpdateConversationField',
      { conversationId, conversationField: [{ field: 'CSATRate', csatRate, status: 'FILLED' }] },
    ];
    expect(fake.taken().map(({ type, body }) => [type, body])).toEqual([
      ['cm.ConsumerRequestConversation', { skillId: '7' }],
      ['ms.SubscribeMessagingEvents', { dialogId: 'new', fromSeq: 0 }],
      rated('new', 4),
      rated('other', 5),
    ]);
  });

  it('says, types and closes in the conversation, which must be there', async () => {
    const { consumer, fake } = await open();
    const all: (readonly [string, () => Promise<unknown>])[] = [
      ['say', () => consumer.say('hello')],
      ['publish', () => consumer.publish({ type: 'RichContentEvent', content: {} })],
      ['typing', () => consumer.typing()],
      ['markRead', () => consumer.markRead([1])],
      ['markReceived', () => consumer.markReceived([1])],
      ['closeConversation', () => consumer.closeConversation()],
      ['waitForClose', () => consumer.waitForClose()],
      ['rate', () => consumer.rate(1)],
    ];
    for (const [method, run] of all) expect((await refusalOf(run())).message).toBe(`${method}: ${HINT}`);
    await consumer.requestConversation();
    fake.taken();
    expect([await consumer.say('hello'), await consumer.say('there', { conversationId: 'other' })]).toEqual([7, 7]);
    expect(await consumer.publish({ type: 'RichContentEvent', content: {} })).toBe(7);
    await consumer.typing();
    await consumer.typing('PAUSE');
    await consumer.closeConversation();
    const text = { type: 'ContentEvent', contentType: 'text/plain' };
    expect(fake.taken().map(({ type, body }) => [type, body])).toEqual([
      ['ms.PublishEvent', { dialogId: 'new', event: { ...text, message: 'hello' } }],
      ['ms.PublishEvent', { dialogId: 'other', event: { ...text, message: 'there' } }],
      ['ms.PublishEvent', { dialogId: 'new', event: { type: 'RichContentEvent', content: {} } }],
      ['ms.PublishEvent', { dialogId: 'new', event: { type: 'ChatStateEvent', chatState: 'COMPOSING' } }],
      ['ms.PublishEvent', { dialogId: 'new', event: { type: 'ChatStateEvent', chatState: 'PAUSE' } }],
      [
        'cm.UpdateConversationField',
        { conversationId: 'new', conversationField: [{ field: 'ConversationStateField', conversationState: 'CLOSE' }] },
      ],
    ]);
  });

  it('says with the sequence 0 where the answer has none', async () => {
    const { consumer } = await open(
      {},
      openFakeMock(() => ({ body: { conversationId: 'new' } })),
    );
    await consumer.requestConversation();
    expect([await consumer.say('hello'), await consumer.publish({ type: 'RichContentEvent', content: {} })]).toEqual([
      0,
      undefined,
    ]);
  });

  it('sends each receipt once, for what was heard', async () => {
    const { consumer, fake } = await open();
    await consumer.requestConversation();
    for (const frame of [messageOf('new', 0, 'mine', 'anonymous'), messageOf('new', 1, 'hi'), messageOf('x', 2, 'no')])
      fake.tell(frame);
    fake.taken();
    await consumer.markRead();
    await consumer.markReceived();
    fake.tell(messageOf('new', 3, 'again'));
    await consumer.markRead();
    await consumer.markRead([1, 9]);
    const none = 'no message was heard in the conversation that has no such receipt yet';
    expect((await refusalOf(consumer.markRead())).message).toBe(`markRead: ${none}`);
    await consumer.markReceived(undefined, { conversationId: 'x' });
    expect(fake.taken().map(({ body }) => body)).toEqual(
      [
        ['new', 'READ', [1]],
        ['new', 'ACCEPT', [1]],
        ['new', 'READ', [3]],
        ['new', 'READ', [1, 9]],
        ['x', 'ACCEPT', [2]],
      ].map(([dialogId, status, sequenceList]) => ({
        dialogId,
        event: { type: 'AcceptStatusEvent', status, sequenceList },
      })),
    );
  });

  it('hears messages and ends, and keeps every frame', async () => {
    const { consumer, fake } = await open();
    const before = consumer.frames.length;
    fake.tell(messageOf('new', 1, 'hi'));
    fake.tell(changeOf('new', 'CLOSE'));
    expect([await consumer.nextMessage(), await consumer.waitForClose({ conversationId: 'new' })]).toMatchObject([
      { text: 'hi', sequence: 1, from: 'ada' },
      'SYSTEM',
    ]);
    expect(await consumer.waitForFrame(CONVERSATIONS as never)).toMatchObject({ type: CONVERSATIONS });
    expect([before, consumer.frames.length]).toEqual([2, 4]);
    const waits = refusalOf(consumer.waitForFrame('x' as never, { signal: AbortSignal.abort() }));
    expect((await waits).message).toBe(
      `waitForFrame: the signal ended the wait before a notification x came; frames: an answer, an answer, ${MESSAGES}, ${CONVERSATIONS}`,
    );
    for (let index = 0; index < 1000; index += 1) fake.tell(messageOf('new', index, 'x'));
    expect([consumer.frames.length, consumer.frames[0]]).toMatchObject([1000, { type: MESSAGES }]);
    const many = await refusalOf(consumer.waitForFrame('x' as never, { signal: AbortSignal.abort() }));
    expect(many.message.split(MESSAGES)).toHaveLength(11);
  });

  it('asks for anything, and ends every wait with its socket', async () => {
    const { consumer, fake } = await open();
    expect(await consumer.request('GetClock' as never, { a: 1 } as never)).toMatchObject({ code: 200 });
    consumer.send({ kind: 'req', type: 'x' });
    expect(fake.taken()).toMatchObject([{ type: 'GetClock', body: { a: 1 } }, { type: 'x' }]);
    const waits = [consumer.nextMessage(), consumer.waitForFrame('x' as never)].map(refusalOf);
    consumer.disconnect();
    expect((await Promise.all(waits)).map(({ message }) => message)).toEqual([
      'nextMessage: the socket was closed with 1000 before a message came; no message was heard',
      'waitForFrame: the socket was closed with 1000 before a notification x came; frames: an answer, an answer, an answer, an answer',
    ]);
    expect(await consumer.closed).toEqual({ code: 1000, reason: '', by: 'client' });
  });

  it.each<[type: string, method: string]>([
    ['InitConnection', 'consumer'],
    ['cqm.SubscribeExConversations', 'consumer'],
    ['cm.ConsumerRequestConversation', 'requestConversation'],
    ['ms.SubscribeMessagingEvents', 'requestConversation'],
    ['ms.PublishEvent', 'say'],
    ['cm.UpdateConversationField', 'closeConversation'],
  ])('says whose %s was refused', async (refused, method) => {
    const fake = openFakeMock((frame) => (frame['type'] === refused ? { code: 403, body: 'no' } : answers(frame)));
    const run = async (): Promise<void> => {
      const { consumer } = await open({}, fake);
      await consumer.requestConversation();
      await consumer.say('hello');
      await consumer.closeConversation();
    };
    expect((await refusalOf(run())).message).toBe(`${method}: the mock answered 403, no`);
  });
});
