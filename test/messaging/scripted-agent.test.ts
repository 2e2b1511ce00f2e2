import { describe, expect, it } from '@jest/globals';
import type { AgentOption, Mock, MockOptions } from '../../mock-server/index.ts';
import { ConfigError, createMock } from '../../mock-server/index.ts';
import type { TestSocket } from '../support/sockets.ts';
import { CONSUMER_SOCKET, openSocket, signUp } from '../support/sockets.ts';
import { ACCOUNT, NOON, OTHER_ACCOUNT } from '../support/through-every-adapter.ts';

const SCRIPT: AgentOption = {
  name: 'Ada',
  greeting: 'Hi!',
  rules: [
    { match: 'price', reply: '12 euros', delayMs: 300 },
    { match: '/^by+e$/i', close: true, reply: 'Bye' },
    { match: '*', reply: 'What?' },
  ],
};

async function openConsumer(options: MockOptions): Promise<{ mock: Mock; socket: TestSocket; id: string }> {
  const mock = createMock({ seed: 'script', ...options });
  mock.clock.freeze(NOON);
  const socket = await openSocket(mock, CONSUMER_SOCKET, { authorization: `jwt ${await signUp(mock)}` });
  socket.send({ kind: 'req', id: '1', type: 'cm.ConsumerRequestConversation' });
  await mock.settled();
  const [answer] = socket.take();
  const id = (answer?.['body'] as { conversationId: string }).conversationId;
  socket.send({ kind: 'req', id: '2', type: 'ms.SubscribeMessagingEvents', body: { fromSeq: 0, dialogId: id } });
  return { mock, socket, id };
}

/** What the agent said and did, in short. */
function heard(socket: TestSocket): unknown[] {
  return socket
    .take()
    .filter(({ type }) => type === 'ms.MessagingEventNotification')
    .flatMap(
      ({ body }) =>
        (body as { changes: { originatorMetadata: { role: string }; event: Record<string, unknown> }[] }).changes,
    )
    .filter(({ originatorMetadata: { role } }) => role === 'ASSIGNED_AGENT')
    .map(({ event }) => event['message'] ?? event['status'] ?? event['chatState']);
}

async function say(mock: Mock, socket: TestSocket, dialogId: string, message: string): Promise<void> {
  const event = { type: 'ContentEvent', contentType: 'text/plain', message };
  socket.send({ kind: 'req', id: '3', type: 'ms.PublishEvent', body: { dialogId, event } });
  await mock.settled();
}

describe('A scripted agent', () => {
  it('is nobody unless asked for', async () => {
    const { mock, socket, id } = await openConsumer({});
    await say(mock, socket, id, 'hello');
    expect([heard(socket), mock.conversations.find(id)?.participants.length]).toEqual([[], 1]);
  });

  it('repeats what is said, reads and types before, and closes at bye', async () => {
    const { mock, socket, id } = await openConsumer({ agent: 'echo' });
    await say(mock, socket, id, 'hello');
    expect(heard(socket)).toEqual(['READ', 'COMPOSING', 'You said: hello']);
    await say(mock, socket, id, 'Bye');
    expect([heard(socket), mock.conversations.find(id)]).toMatchObject([
      ['READ'],
      { state: 'CLOSE', closedBy: 'AGENT' },
    ]);
  });

  it('greets, and answers by the first rule that fits, in its time', async () => {
    const { mock, socket, id } = await openConsumer({ agent: SCRIPT });
    expect(heard(socket)).toEqual(['Hi!']);
    await say(mock, socket, id, 'What is the PRICE?');
    mock.clock.advance('299ms');
    expect(heard(socket)).toEqual(['READ', 'COMPOSING']);
    mock.clock.advance('1ms');
    expect(heard(socket)).toEqual(['12 euros']);
    await say(mock, socket, id, 'hm');
    await say(mock, socket, id, 'byyye');
    expect(heard(socket)).toEqual(['READ', 'COMPOSING', 'What?', 'READ', 'COMPOSING', 'Bye']);
    expect(mock.conversations.find(id)?.state).toBe('CLOSE');
  });

  it('is one of an account, or of a test, and goes when the mock is reset', async () => {
    const accounts = [{ accountId: ACCOUNT, agent: 'echo' }, { accountId: OTHER_ACCOUNT }] as const;
    const { mock, socket, id } = await openConsumer({ accounts });
    await say(mock, socket, id, 'hello');
    expect(heard(socket)).toHaveLength(3);
    mock.agent.script(SCRIPT, ACCOUNT);
    mock.conversations.transfer(id, '77');
    await mock.settled();
    expect(heard(socket)).toEqual(['Hi!']);
    mock.agent.script('off');
    mock.conversations.say(id, 'still there?', 'consumer');
    await mock.settled();
    expect(heard(socket)).toEqual([]);
    mock.reset();
    await mock.settled();
    expect(mock.conversations.list()).toEqual([]);
  });

  it('is checked, with the place of what is wrong', () => {
    const wrong = { rules: [{ match: '/(/' }, { match: 'x', reply: 7 }] } as unknown as AgentOption;
    expect(() => createMock({ agent: wrong })).toThrow(ConfigError);
    expect(() => createMock({ agent: wrong })).toThrow(/agent\.rules\[0\]\.match: .*regular expression/);
    expect(() => createMock({ agent: wrong })).toThrow(/agent\.rules\[1\]\.reply/);
    expect(() => createMock({ agent: 'loud' as AgentOption })).toThrow(/'off', 'echo' or a script/);
    expect(() => {
      createMock().agent.script(wrong);
    }).toThrow(ConfigError);
  });
});

describe('A test', () => {
  it('takes part in conversations', async () => {
    const { mock, socket, id } = await openConsumer({});
    expect(mock.conversations.list({ accountId: OTHER_ACCOUNT })).toEqual([]);
    expect(mock.conversations.list({ state: 'OPEN' }).map((each) => each.id)).toEqual([id]);
    expect([mock.conversations.say(id, 'hello'), mock.conversations.say(id, 'hi', 'consumer')]).toEqual([0, 1]);
    expect(heard(socket)).toEqual(['hello']);
    expect(mock.conversations.find(id)?.messages.map(({ role, text }) => [role, text])).toEqual([
      ['ASSIGNED_AGENT', 'hello'],
      ['CONSUMER', 'hi'],
    ]);
    mock.conversations.close(id, 'consumer');
    expect(mock.conversations.find(id)).toMatchObject({ state: 'CLOSE', closedBy: 'CONSUMER' });
    expect(() => mock.conversations.say(id, 'x')).toThrow(/is closed/);
    expect(() => {
      mock.conversations.transfer('nowhere', '-1');
    }).toThrow(/there is no conversation "nowhere"/);
  });

  it('sees the open sockets, and closes one with a code', async () => {
    const { mock, socket } = await openConsumer({});
    const [view] = mock.sockets.list();
    expect(view).toMatchObject({ accountId: ACCOUNT, side: 'consumer', openedAtMs: Date.parse(NOON) });
    expect(() => mock.sockets.close(view?.id ?? '', 7)).toThrow(RangeError);
    expect(mock.sockets.close(view?.id ?? '', 4999)).toBe(true);
    expect([socket.closed(), mock.sockets.list(), mock.sockets.close(view?.id ?? '')]).toEqual([
      [4999, 'socket-closed; the test closed the socket'],
      [],
      false,
    ]);
  });
});
