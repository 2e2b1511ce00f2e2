import { describe, expect, it } from '@jest/globals';
import type { AgentClient, ConsumerClient, Mock, MockOptions, SocketRefusal } from '../../mock-server/index.ts';
import { createMock } from '../../mock-server/index.ts';
import { ACCOUNT, NOON, OTHER_ACCOUNT } from '../support/through-every-adapter.ts';

function openMock(options: MockOptions = {}): Mock {
  const mock = createMock({ seed: 'clients', ...options });
  mock.clock.freeze(NOON);
  return mock;
}

/** A conversation that the agent has taken. */
async function startTalk(options?: MockOptions): Promise<{ mock: Mock; consumer: ConsumerClient; agent: AgentClient }> {
  const mock = openMock(options);
  const [consumer, agent] = [await mock.consumer(), await mock.agentClient()];
  await consumer.requestConversation();
  await agent.acceptRing();
  return { mock, consumer, agent };
}

const refused = async (work: Promise<unknown>): Promise<Pick<SocketRefusal, 'message' | 'code' | 'reason'>> => {
  const error = await work.then(
    () => new Error('it was not refused'),
    (thrown: unknown) => thrown,
  );
  const { message, code, reason } = error as SocketRefusal;
  return { message, code, reason };
};

describe('A consumer and an agent', () => {
  it('open, ring, accept, talk, type, read, transfer, close and rate', async () => {
    const mock = openMock();
    const [consumer, agent] = [await mock.consumer(), await mock.agentClient()];
    const id = await consumer.requestConversation({ skillId: '-1' });
    expect(await consumer.say('Hello')).toBe(0);
    expect(await agent.acceptRing()).toBe(id);
    expect(await agent.nextMessage()).toEqual({
      conversationId: id,
      sequence: 0,
      role: 'CONSUMER',
      from: consumer.consumerId,
      text: 'Hello',
      event: { type: 'ContentEvent', contentType: 'text/plain', message: 'Hello' },
      atMs: Date.parse(NOON),
    });
    await agent.typing();
    await agent.markRead();
    expect(await agent.say('Hi, this is Ada')).toBe(2);
    expect(await consumer.waitForText(/ada/i)).toMatchObject({ role: 'ASSIGNED_AGENT', from: agent.agentPid });
    await consumer.markReceived();
    const [conversation] = mock.conversations.list();
    expect(conversation?.messages.map(({ text, event }) => text ?? event['status'])).toEqual([
      'Hello',
      'READ',
      'Hi, this is Ada',
      'ACCEPT',
    ]);
    await agent.transfer('77');
    expect(await agent.nextRing()).toEqual({
      ringId: expect.any(String) as unknown as string,
      conversationId: id,
      consumerId: consumer.consumerId,
      skillId: '77',
    });
    await consumer.closeConversation();
    await consumer.rate(5);
    expect(mock.snapshot().accounts[ACCOUNT]?.conversations).toMatchObject([
      { id, state: 'CLOSE', closedBy: 'CONSUMER', csatRate: 5, skillId: '77' },
    ]);
  });

  it('leave no call in the journal but their handshakes and frames', async () => {
    const { mock } = await startTalk();
    expect(mock.journal.find(({ frame }) => frame === undefined).map(({ endpointId }) => endpointId)).toEqual([
      'ums.consumer',
      'ums.brand',
    ]);
  });

  it('hear of the end of a conversation, before and after', async () => {
    const { consumer, agent } = await startTalk();
    const ends = [consumer.waitForClose(), agent.waitForClose()];
    await agent.closeConversation();
    expect(await Promise.all([...ends, agent.waitForClose()])).toEqual(['AGENT', 'AGENT', 'AGENT']);
  });

  it('say and see what agents keep to themselves', async () => {
    const { mock, consumer, agent } = await startTalk();
    const id = agent.conversationId ?? '';
    const other = await mock.agentClient({ username: 'bob' });
    const field = { field: 'ParticipantsChange', type: 'ADD', role: 'MANAGER' } as const;
    await other.request('.ams.cm.UpdateConversationField', { conversationId: id, conversationField: field });
    await agent.say('she is angry', { messageAudience: 'AGENTS_AND_MANAGERS' });
    await agent.say('one moment');
    expect((await other.nextMessage()).text).toBe('she is angry');
    expect((await consumer.nextMessage()).text).toBe('one moment');
    expect(await other.say('let me', { conversationId: id })).toBe(2);
  });

  it('are of one account', async () => {
    const mock = openMock();
    const [here, there] = [await mock.agentClient(), await mock.agentClient({ accountId: OTHER_ACCOUNT })];
    const consumer = await mock.consumer({ accountId: OTHER_ACCOUNT });
    const id = await consumer.requestConversation();
    expect(await there.acceptRing()).toBe(id);
    expect([here.accountId, here.frames.filter(({ kind }) => kind === 'notification')]).toMatchObject([
      ACCOUNT,
      [{ body: { changes: [] } }, { body: { changes: [] } }],
    ]);
  });
});

describe('A consumer', () => {
  it('talks to a scripted agent', async () => {
    const consumer = await openMock({ agent: 'echo' }).consumer();
    await consumer.requestConversation();
    await consumer.say('one');
    await consumer.say('two');
    expect((await consumer.waitForText('You said: two')).text).toBe('You said: two');
    await consumer.say('bye');
    expect(await consumer.waitForClose()).toBe('AGENT');
  });

  it('goes on with the same token after the connection was lost', async () => {
    const { mock, consumer, agent } = await startTalk();
    await agent.say('still there?');
    consumer.disconnect();
    expect(await consumer.closed).toEqual({ code: 1000, reason: '', by: 'client' });
    const again = await mock.consumer({ jwt: consumer.jwt });
    expect([again.conversationId, again.consumerId]).toEqual([consumer.conversationId, consumer.consumerId]);
    expect((await again.nextMessage()).text).toBe('still there?');
    await again.say('yes');
    expect((await agent.nextMessage()).text).toBe('yes');
  });

  it('has the id, the account and the token that were asked for', async () => {
    const mock = openMock();
    expect((await mock.consumer({ consumerId: 'jane' })).consumerId).toBe('jane');
    const jwt = await mock.mint.lpJwt({ accountId: OTHER_ACCOUNT, sub: 'joe' });
    expect(await mock.consumer({ jwt })).toMatchObject({ accountId: OTHER_ACCOUNT, consumerId: 'joe', jwt });
    expect(mock.sockets.list(OTHER_ACCOUNT)).toMatchObject([{ side: 'consumer', who: 'joe' }]);
  });

  it('is told why the token is refused, with the close code', async () => {
    const mock = openMock();
    expect(await refused(mock.consumer({ jwt: await mock.mint.lpJwt({ expired: true }) }))).toEqual({
      message:
        'consumer: the socket was closed with 4407 (lp-jwt-expired; the LP_JWT expired 1 s ago at 2026-11-20T11:59:59Z)',
      code: 4407,
      reason: { slug: 'lp-jwt-expired', sentence: 'the LP_JWT expired 1 s ago at 2026-11-20T11:59:59Z' },
    });
    expect(await refused(mock.consumer({ jwt: await mock.mint.extJwt() }))).toMatchObject({ code: 4407 });
    expect(await refused(mock.consumer({ jwt: 'nonsense' }))).toMatchObject({ code: 4407 });
    expect(mock.sockets.list()).toEqual([]);
  });

  it('is told which request is refused, with its code and reason', async () => {
    const consumer = await openMock().consumer();
    await consumer.requestConversation();
    const second = await refused(consumer.requestConversation());
    expect([second.code, second.reason?.slug]).toEqual([400, 'conversation-already-open']);
    expect(second.message).toMatch(
      /^requestConversation: the mock answered 400, Consumer request .* \(conversation-already-open; a consumer has one/,
    );
    await consumer.closeConversation();
    expect(await refused(consumer.say('more'))).toEqual({
      message:
        'say: the mock answered 400, Bad Request, Conversation is close (conversation-closed; the conversation is closed)',
      code: 400,
      reason: { slug: 'conversation-closed', sentence: 'the conversation is closed' },
    });
  });

  it('is told the reason of each of several refusals', async () => {
    const mock = openMock();
    const [jane, joe] = await Promise.all([mock.consumer(), mock.consumer()]);
    const id = await jane.requestConversation();
    await jane.closeConversation();
    const refusals = await Promise.all([
      refused(jane.say('x', { conversationId: 'nowhere' })),
      refused(jane.say('x')),
      refused(joe.say('x', { conversationId: id })),
      refused(jane.say('x', { conversationId: 'nowhere' })),
    ]);
    expect(refusals.map(({ reason }) => reason?.slug)).toEqual([
      'conversation-unknown',
      'conversation-closed',
      'conversation-foreign',
      'conversation-unknown',
    ]);
  });

  it('is told what to do first', async () => {
    const consumer = await openMock().consumer();
    await expect(consumer.say('hello')).rejects.toThrow(
      'say: there is no conversation yet; first: await consumer.requestConversation()',
    );
    await consumer.requestConversation();
    await expect(consumer.markRead()).rejects.toThrow(/^markRead: no message was heard in the conversation/);
    consumer.disconnect();
    expect(await refused(consumer.say('hello'))).toMatchObject({
      message: 'say: the socket was closed with 1000',
      code: 1000,
    });
    expect(() => {
      consumer.send({});
    }).toThrow('send: the socket was closed with 1000');
    consumer.disconnect();
  });

  it.each<[string, (mock: Mock) => Promise<unknown>, RegExp]>([
    ['an option', (mock) => mock.consumer({ account: '1' } as object), /^consumer: no option account; there are acc/],
    ['an account', (mock) => mock.consumer({ accountId: 'a/b' }), /^this mock has no account "a\/b"/],
    ['two consumers', (mock) => mock.consumer({ jwt: 'x', consumerId: 'y' }), /^consumer: give jwt or consumerId/],
    ["an agent's option", (mock) => mock.agentClient({ name: 'x' } as object), /^agentClient: no option name/],
  ])('that is asked for with %s there is not is none', async (_, work, words) => {
    await expect(work(openMock())).rejects.toThrow(TypeError);
    await expect(work(openMock())).rejects.toThrow(words);
  });

  it('is told when a fault ends the handshake', async () => {
    const mock = openMock();
    mock.faults.add({ endpoint: 'ums.consumer', error: { status: 503 }, times: 1 });
    expect(await refused(mock.consumer())).toMatchObject({
      message: expect.stringMatching(
        /^consumer: the handshake was answered 503 \(fault-injected; /,
      ) as unknown as string,
      code: 503,
    });
    mock.faults.add({ endpoint: 'ums.consumer', error: 'reset', times: 1 });
    expect((await refused(mock.consumer())).message).toBe('consumer: a fault ended the handshake (reset)');
  });
});

describe('An agent', () => {
  it('is the first configured one, or the one that is named', async () => {
    const agents = [
      { username: 'ada', password: 'secret' },
      { username: 'sales', password: 'secret', skills: ['77'] },
    ];
    const mock = openMock({ closed: true, accounts: [{ accountId: ACCOUNT, agents }] });
    const [ada, sales] = [await mock.agentClient(), await mock.agentClient({ username: 'sales' })];
    expect([ada.username, sales.username, ada.agentId.split('.')[0]]).toEqual(['ada', 'sales', ACCOUNT]);
    await expect(mock.agentClient({ username: 'eve' })).rejects.toThrow(
      new TypeError(
        `agentClient: account ${ACCOUNT} has no agent "eve", and this mock is closed; configured: ada, sales`,
      ),
    );
    const consumer = await mock.consumer();
    await consumer.requestConversation({ skillId: '77' });
    expect((await sales.nextRing()).skillId).toBe('77');
  });

  it('is not offered a ring that another has taken, and may reject one', async () => {
    const mock = openMock();
    const [ada, bob] = [await mock.agentClient(), await mock.agentClient({ username: 'bob' })];
    const [jane, joe] = [await mock.consumer(), await mock.consumer()];
    const first = await jane.requestConversation();
    await ada.acceptRing();
    const second = await joe.requestConversation();
    await bob.rejectRing();
    expect(await ada.acceptRing()).toBe(second);
    const third = bob.acceptRing();
    await ada.transfer('-1', { conversationId: first });
    expect(await third).toBe(first);
    expect(mock.conversations.find(first)?.participants.at(-1)).toMatchObject({ pid: bob.agentPid });
  });

  it('hears nothing twice, and marks nothing twice', async () => {
    const { consumer, agent } = await startTalk();
    await consumer.say('Hello');
    expect((await agent.nextMessage()).text).toBe('Hello');
    await agent.markRead();
    await expect(agent.markRead()).rejects.toThrow(/^markRead: no message/);
    await agent.markReceived();
    await agent.transfer('-1');
    await consumer.say('Anybody?');
    await agent.acceptRing();
    expect((await agent.nextMessage()).text).toBe('Anybody?');
    await agent.markRead();
    const read = agent.frames.flatMap((frame) =>
      frame.type === '.ams.ms.OnlineEventDistribution' && frame.body.event.type === 'AcceptStatusEvent'
        ? [[frame.body.event.status, frame.body.event.sequenceList]]
        : [],
    );
    expect(read).toEqual([
      ['READ', [0]],
      ['ACCEPT', [0]],
      ['READ', [3]],
    ]);
  });

  it('may be away, and come', async () => {
    const mock = openMock();
    const agent = await mock.agentClient({ availability: 'AWAY' });
    const id = await (await mock.consumer()).requestConversation();
    const ring = agent.nextRing();
    await agent.setAvailability('ONLINE');
    const offered = await ring;
    expect(offered.conversationId).toBe(id);
    mock.clock.advance('73s');
    expect(await refused(agent.acceptRing(offered))).toMatchObject({ code: 400, reason: { slug: 'ring-unknown' } });
  });
});

describe('Waiting', () => {
  it('gives each message once, in order, and passes over those before the text', async () => {
    const { consumer, agent } = await startTalk();
    for (const text of ['a', 'b', 'c', 'd']) await agent.say(text);
    expect((await consumer.nextMessage()).text).toBe('a');
    expect((await consumer.waitForText('c')).text).toBe('c');
    const [next, after] = [consumer.nextMessage(), consumer.nextMessage()];
    await agent.say('e');
    expect([(await next).text, (await after).text]).toEqual(['d', 'e']);
  });

  it('ends with the signal, and tells what came instead', async () => {
    const { consumer, agent } = await startTalk();
    const waits = new AbortController();
    const wait = consumer.waitForText('goodbye', { signal: waits.signal });
    await agent.say('hello');
    waits.abort(new Error('enough'));
    await expect(wait).rejects.toMatchObject({
      message:
        'waitForText: the signal ended the wait before a message with the text "goodbye" came; heard: ASSIGNED_AGENT "hello"',
      cause: new Error('enough'),
    });
    await expect(agent.nextRing({ signal: waits.signal })).rejects.toThrow(
      'nextRing: the signal ended the wait before a ring came; nothing rings',
    );
    await agent.say('later');
    expect((await consumer.nextMessage()).text).toBe('later');
  });

  it('ends with the socket', async () => {
    const { mock, consumer, agent } = await startTalk();
    const waits = [
      consumer.nextMessage(),
      consumer.waitForClose(),
      agent.acceptRing(),
      agent.waitForFrame('.ams.routing.AgentStateNotification'),
    ];
    const ends = Promise.allSettled(waits);
    mock.reset();
    expect((await ends).map((each) => (each.status === 'rejected' ? String(each.reason) : each.value))).toEqual([
      expect.stringMatching(
        /^Error: nextMessage: the socket was closed with 1001 \(account-gone; .*no message was heard$/,
      ),
      expect.stringMatching(/^Error: waitForClose: .* before the end of the conversation .* came/),
      expect.stringMatching(/^Error: acceptRing: .*; nothing rings$/),
      expect.stringMatching(/^Error: waitForFrame: .*; frames: .*RingUpdated/),
    ]);
    expect([await consumer.closed, await agent.closed]).toMatchObject([
      { code: 1001, by: 'mock' },
      { code: 1001, by: 'mock' },
    ]);
    await expect(consumer.nextMessage()).rejects.toThrow(/^nextMessage: the socket was closed with 1001/);
  });
});

describe('Frames', () => {
  it('can be asked, sent and seen as they are', async () => {
    const { consumer, agent } = await startTalk();
    const { body, code, type } = await consumer.request('GetClock');
    expect([code, type, body.currentTime]).toEqual([200, 'GetClockResponse', Date.parse(NOON)]);
    consumer.send('{');
    expect(consumer.frames.at(-1)).toEqual({
      kind: 'resp',
      reqId: '0',
      code: 400,
      body: 'Bad Request',
      type: '.ReqBody$StringResp',
    });
    await agent.publish({ type: 'RichContentEvent', content: { type: 'vertical' } });
    expect(await consumer.nextMessage()).toMatchObject({ text: undefined, event: { content: { type: 'vertical' } } });
    const typing = consumer.waitForFrame('ms.MessagingEventNotification');
    expect((await typing).body.changes).toEqual([]);
    await agent.typing('PAUSE');
    await consumer.waitForFrame('ms.MessagingEventNotification');
    const last = await consumer.waitForFrame('ms.MessagingEventNotification');
    expect(last.body.changes[0]?.event).toEqual({ type: 'ChatStateEvent', chatState: 'PAUSE' });
  });

  it('are kept up to a bound', async () => {
    const consumer = await openMock().consumer();
    for (let count = 0; count < 1100; count += 1) await consumer.request('GetClock');
    expect(consumer.frames).toHaveLength(1000);
  });
});
