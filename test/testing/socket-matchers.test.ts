import { describe, expect, it } from '@jest/globals';
import { connectMock } from '../../mock-server/client/client.ts';
import { startServer } from '../../mock-server/adapters/node/server.ts';
import type { Mock, MockOptions } from '../../mock-server/index.ts';
import { createMock } from '../../mock-server/index.ts';
import type { MockMatchers } from '../../mock-server/testing/index.ts';
import { matchers } from '../../mock-server/testing/index.ts';
import { brandSocket, CONSUMER_SOCKET, initConnection, openSocket, refusedHandshake } from '../support/sockets.ts';
import { ACCOUNT, NOON, OTHER_ACCOUNT } from '../support/through-every-adapter.ts';

declare module 'expect' {
  // eslint-disable-next-line @typescript-eslint/no-empty-object-type -- the lines that docs/testing.md shows
  interface Matchers<R extends void | Promise<void>, T = unknown> extends MockMatchers<R, T> {}
}
expect.extend(matchers);

const CONSUMER_PATH = `/ws_api/account/${ACCOUNT}/messaging/consumer`;

function openMock(options: MockOptions = {}): Mock {
  const mock = createMock({ seed: 'matchers', ...options });
  mock.clock.freeze(NOON);
  return mock;
}

/** What a matcher that does not hold says. */
function said(check: () => unknown): string {
  try {
    check();
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error('it held');
}

describe('toHaveConnected', () => {
  it('holds when a side was let in, by a header or by a frame', async () => {
    const mock = openMock();
    expect(mock).not.toHaveConnected();
    const jwt = await mock.mint.lpJwt();
    await openSocket(mock, CONSUMER_SOCKET, { authorization: `jwt ${jwt}` });
    expect(mock).toHaveConnected({ side: 'consumer', times: 1 });
    expect(mock).not.toHaveConnected({ side: 'agent' });
    const socket = await openSocket(mock);
    expect(mock).toHaveConnected({ times: 1 });
    socket.send(initConnection(jwt));
    await mock.settled();
    await mock.agentClient();
    expect(mock).toHaveConnected({ times: 3 });
    expect(mock).toHaveConnected({ side: 'consumer', times: 2 });
    expect(mock.account(ACCOUNT)).toHaveConnected({ side: 'agent', accountId: ACCOUNT });
    expect(mock.account(OTHER_ACCOUNT)).not.toHaveConnected();
  });

  it('does not hold for who was not let in, and says why', async () => {
    const mock = openMock();
    expect(
      said(() => {
        expect(mock).toHaveConnected();
      }),
    ).toBe('expected a consumer or an agent to have connected; none was let in');
    await openSocket(mock, CONSUMER_SOCKET, { authorization: `jwt ${await mock.mint.lpJwt({ expired: true })}` });
    await mock.settled();
    await refusedHandshake(mock, brandSocket('nobody'));
    expect(
      said(() => {
        expect(mock).toHaveConnected({ side: 'consumer' });
      }),
    ).toBe(
      'expected a consumer to have connected; none was let in. These were refused, ' +
        `the last because the LP_JWT expired 1 s ago at 2026-11-20T11:59:59Z:\n  CLOSE ${CONSUMER_PATH} 4407`,
    );
    expect(
      said(() => {
        expect(mock).toHaveConnected();
      }),
    ).toContain(`4407\n  GET /ws_api/account/${ACCOUNT}/messaging/brand/... 401 (agent_bearer_invalid)`);
  });

  it('says which there were', async () => {
    const mock = openMock();
    await mock.consumer();
    expect(
      said(() => {
        expect(mock).not.toHaveConnected({ accountId: ACCOUNT });
      }),
    ).toBe(
      `expected a consumer or an agent of account ${ACCOUNT} not to have connected; that happened once:\n  GET ${CONSUMER_PATH} 101`,
    );
    expect(
      said(() => {
        expect(mock).toHaveConnected({ times: 2 });
      }),
    ).toBe(`expected a consumer or an agent to have connected twice; that happened once:\n  GET ${CONSUMER_PATH} 101`);
  });

  it.each<[object, RegExp]>([
    [{ who: 'agent' }, /^toHaveConnected: no option who; there are side, accountId and times$/],
    [{ side: 'brand' }, /^toHaveConnected: side is "brand"; use 'consumer' or 'agent'$/],
    [{ times: -1 }, /^toHaveConnected: times is -1; use a whole number$/],
    [{ accountId: 1 }, /^toHaveConnected: accountId is not a string$/],
  ])('takes no typing error for an answer: %j', (options, words) => {
    const check = (): void => {
      expect(openMock()).not.toHaveConnected(options);
    };
    expect(check).toThrow(TypeError);
    expect(check).toThrow(words);
  });
});

describe('toHaveReconnected', () => {
  it('holds when each whose socket ended came back', async () => {
    const mock = openMock();
    const [consumer, agent] = [await mock.consumer(), await mock.agentClient()];
    mock.sockets.close(consumer.socketId);
    expect(mock).not.toHaveReconnected();
    await mock.consumer({ jwt: consumer.jwt });
    expect(mock).toHaveReconnected();
    mock.sockets.close(agent.socketId, 1011);
    expect(mock).not.toHaveReconnected();
    expect(mock).toHaveReconnected({ side: 'consumer', accountId: ACCOUNT });
    await mock.agentClient();
    expect(mock).toHaveReconnected();
    expect(
      said(() => {
        expect(mock).not.toHaveReconnected({ side: 'agent' });
      }),
    ).toBe(
      `expected an agent not to have reconnected; each did after:\n  CLOSE /ws_api/account/${ACCOUNT}/messaging/brand/... 1011`,
    );
  });

  it('holds after the token had expired, whatever was tried in between', async () => {
    const mock = openMock();
    const { jwt, consumerId } = await mock.consumer();
    mock.clock.advance('31d');
    await expect(mock.consumer({ jwt })).rejects.toMatchObject({ code: 4407 });
    expect(mock).not.toHaveReconnected();
    await mock.consumer({ jwt: await mock.mint.lpJwt({ sub: consumerId }) });
    expect(mock).toHaveReconnected();
  });

  it('holds for a connection that was lost', async () => {
    const mock = openMock();
    const jwt = await mock.mint.lpJwt();
    const socket = await openSocket(mock, CONSUMER_SOCKET, { authorization: `jwt ${jwt}` });
    socket.session.closed();
    expect(mock).not.toHaveReconnected();
    await mock.consumer({ jwt });
    expect(mock).toHaveReconnected();
  });

  it('says who did not, and who came in their place', async () => {
    const mock = openMock();
    const jane = await mock.consumer({ consumerId: 'jane' });
    mock.sockets.close(jane.socketId, 4999);
    const words =
      `expected a consumer to have reconnected; the consumer's socket ended at ${NOON}: ` +
      `CLOSE ${CONSUMER_PATH} 4999, socket-closed, and`;
    const check = (): string =>
      said(() => {
        expect(mock).toHaveReconnected({ side: 'consumer' });
      });
    expect(check()).toBe(`${words} none was opened after it (it was jane)`);
    await mock.consumer({ consumerId: 'joe' });
    expect(check()).toBe(`${words} the next was of another consumer, joe (it was jane)`);
  });

  it('cannot be said where no socket ended but by the client', async () => {
    const mock = openMock();
    const consumer = await mock.consumer();
    consumer.disconnect();
    expect(() => {
      expect(mock).toHaveReconnected();
    }).toThrow('toHaveReconnected: no socket was closed by the mock, or lost, so none had to be opened again');
    expect(() => {
      expect(mock).toHaveReconnected({ side: 'agent' });
    }).toThrow('toHaveReconnected: no agent socket was closed by the mock, or lost');
    expect(() => {
      expect(mock).toHaveReconnected({ times: 1 } as object);
    }).toThrow('toHaveReconnected: no option times; there are side and accountId');
  });
});

describe('toHaveSaid', () => {
  it('holds for the text, or what is like it, by whom it was said', async () => {
    const mock = openMock({ agent: 'echo' });
    const consumer = await mock.consumer();
    const id = await consumer.requestConversation();
    expect(mock).not.toHaveSaid('hello');
    await consumer.say('hello');
    await consumer.waitForText(/hello/);
    expect(mock).toHaveSaid('hello', { by: 'consumer', times: 1, conversationId: id });
    expect(mock).not.toHaveSaid('hello', { by: 'agent' });
    expect(mock).not.toHaveSaid('hell');
    expect(mock).toHaveSaid(/^you said/i, { by: 'agent' });
    const global = /hello/g;
    expect(mock).toHaveSaid(global, { times: 2 });
    expect(mock).toHaveSaid(global, { times: 2 });
    expect(mock).not.toHaveSaid('hello', { conversationId: 'another' });
    expect(mock.account(ACCOUNT)).toHaveSaid('hello');
    expect(mock.account(OTHER_ACCOUNT)).not.toHaveSaid('hello');
  });

  it('says what was said instead', async () => {
    const mock = openMock();
    const check = (...args: Parameters<MockMatchers['toHaveSaid']>): string =>
      said(() => {
        expect(mock).toHaveSaid(...args);
      });
    expect(check('hi')).toBe('expected a consumer or an agent to have said "hi"; nothing was said');
    const consumer = await mock.consumer();
    const id = await consumer.requestConversation();
    await consumer.say('hello');
    mock.conversations.say(id, 'How can I help?');
    expect(check(/bye/, { by: 'agent' })).toBe(
      'expected an agent to have said something like /bye/; this was said:\n' +
        '  CONSUMER "hello"\n  ASSIGNED_AGENT "How can I help?"',
    );
    expect(check('hello', { times: 2, conversationId: id })).toBe(
      `expected a consumer or an agent to have said "hello" twice in the conversation ${id}; it was said once:\n  CONSUMER "hello"`,
    );
    for (let count = 0; count < 12; count += 1) await consumer.say('again');
    expect(check('bye')).toContain('this was said:\n  and 4 before these\n  CONSUMER "again"');
    expect(
      said(() => {
        expect(mock).not.toHaveSaid('hello');
      }),
    ).toBe('expected a consumer or an agent not to have said "hello"; it was said once:\n  CONSUMER "hello"');
  });

  it.each<[unknown[], RegExp]>([
    [[undefined], /^toHaveSaid: give the text, or a regular expression$/],
    [['x', { who: 'agent' }], /^toHaveSaid: no option who; there are by, conversationId and times$/],
    [['x', { by: 'bot' }], /^toHaveSaid: by is "bot"; use 'consumer' or 'agent'$/],
    [['x', { times: 0.5 }], /^toHaveSaid: times is 0.5; use a whole number$/],
  ])('takes no typing error for an answer: %j', (args, words) => {
    const check = (): void => {
      expect(openMock()).not.toHaveSaid(...(args as ['']));
    };
    expect(check).toThrow(TypeError);
    expect(check).toThrow(words);
  });

  it('says when it was given no mock', () => {
    expect(() => {
      expect({ journal: { find: () => [] } }).toHaveSaid('x');
    }).toThrow(/^expect\(\) was not given a mock/);
  });
});

it('a client in another process is asked in the same words, and awaited', async () => {
  const mock = openMock();
  const server = await startServer(mock, { port: 0 });
  const client = connectMock(server.url);
  const consumer = await mock.consumer();
  await consumer.requestConversation();
  await consumer.say('hello');
  mock.sockets.close(consumer.socketId);
  await expect(client).toHaveSaid('hello', { by: 'consumer' });
  await expect(client.account(OTHER_ACCOUNT)).not.toHaveSaid('hello');
  await expect(client).toHaveConnected({ side: 'consumer', times: 1 });
  await expect(client).not.toHaveReconnected();
  await expect(expect(client).toHaveSaid('bye')).rejects.toThrow('this was said:\n  CONSUMER "hello"');
  await server.close();
});
