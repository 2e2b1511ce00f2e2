import { describe, expect, it } from '@jest/globals';
import type { Mock, MockOptions } from '../../../../mock-server/index.ts';
import { createMock } from '../../../../mock-server/index.ts';
import { decode } from '../../../support/flows.ts';
import type { TestSocket } from '../../../support/sockets.ts';
import { CONSUMER_SOCKET, initConnection, openSocket, signUp } from '../../../support/sockets.ts';
import { ACCOUNT, NOON } from '../../../support/through-every-adapter.ts';

function openMock(options: MockOptions = {}): Mock {
  const mock = createMock({ seed: 'consumer session', ...options });
  mock.clock.freeze(NOON);
  return mock;
}

const MISSING = 'lp-jwt-missing; InitConnection has no .ams.headers.ConsumerAuthentication with a jwt';
const DONE = { code: 200, body: 'Connection initialized successfully' };

/** Sends the first frame with these parts. */
async function initialize(mock: Mock, socket: TestSocket, parts: object): Promise<void> {
  socket.send({ kind: 'req', id: '0', type: 'InitConnection', ...parts });
  await mock.settled();
}

describe('InitConnection', () => {
  it.each<[string, (header: object) => object]>([
    ['beside the type', (header) => ({ headers: [header] })],
    ['in the body', (header) => ({ body: { headers: [header] } })],
    ['among others that are none', (header) => ({ headers: [null, 7, {}, { jwt: 7 }, header] })],
    ['in the body, with none beside the type', (header) => ({ headers: [], body: { headers: [header] } })],
  ])('takes the LP_JWT %s', async (_, partsOf) => {
    const mock = openMock();
    const jwt = await signUp(mock);
    const socket = await openSocket(mock);
    expect(mock.sockets.list()).toMatchObject([{ side: 'consumer', who: undefined }]);
    await initialize(mock, socket, partsOf({ jwt }));
    expect(socket.take()).toMatchObject([DONE]);
    expect(mock.sockets.list()).toMatchObject([{ side: 'consumer', who: decode(jwt).claims['sub'] }]);
  });

  it.each([
    {},
    { headers: [] },
    { headers: {} },
    { headers: 'x' },
    { headers: [{ jwt: 7 }] },
    { body: { headers: 7 } },
  ])('without one closes the socket: %j', async (parts) => {
    const mock = openMock();
    const socket = await openSocket(mock);
    await initialize(mock, socket, parts);
    expect([socket.take(), socket.closed()]).toEqual([[], [4407, MISSING]]);
    const [received] = mock.journal.find({ method: 'RECEIVE' });
    expect(received).toMatchObject({ outcome: 401, frame: { type: 'InitConnection' } });
  });

  it('may come again, without a token or with a good one, and changes nothing', async () => {
    const mock = openMock();
    const [hers, his] = [await signUp(mock), await signUp(mock)];
    const socket = await openSocket(mock, CONSUMER_SOCKET, { authorization: `jwt ${hers}` });
    await initialize(mock, socket, {});
    socket.send(initConnection(his));
    await mock.settled();
    expect(socket.take()).toMatchObject([DONE, DONE]);
    expect(mock.sockets.list()).toMatchObject([{ who: decode(hers).claims['sub'] }]);
  });

  it('that comes again with a bad token closes the socket', async () => {
    const mock = openMock();
    const socket = await openSocket(mock, CONSUMER_SOCKET, { authorization: `jwt ${await signUp(mock)}` });
    socket.send(initConnection('nonsense'));
    await mock.settled();
    expect([socket.take(), socket.closed()?.[1]]).toEqual([[], expect.stringMatching(/^lp-jwt-malformed; /)]);
  });
});

it('a request before the consumer is known is refused, and the journal says why', async () => {
  const mock = openMock();
  const socket = await openSocket(mock);
  socket.send({ kind: 'req', id: '1', type: 'GetClock' });
  expect(socket.take()).toMatchObject([{ code: 401, body: 'Not authenticated' }]);
  expect(mock.journal.find({ method: 'RECEIVE' })).toMatchObject([
    { outcome: 401, reason: { slug: 'not-authenticated', sentence: 'send InitConnection with an LP_JWT first' } },
  ]);
});

describe('A consumer of an account that the mock does not know', () => {
  const CLOSED = [
    4407,
    'account-unknown; the account is not configured and this mock is closed, or the id is no account id',
  ];
  const PATH = CONSUMER_SOCKET.replace(ACCOUNT, '11111111');

  it.each(['no token', 'a token'])('is turned away once the socket is open, with %s', async (which) => {
    const mock = openMock({ closed: true });
    const headers = which === 'no token' ? {} : { authorization: `jwt ${await signUp(mock)}` };
    const socket = await openSocket(mock, PATH, headers);
    expect(socket.closed()).toBeUndefined();
    await mock.settled();
    expect(socket.closed()).toEqual(CLOSED);
  });

  it('is turned away at the first frame that brings a token', async () => {
    const mock = openMock({ closed: true });
    const socket = await openSocket(mock, PATH, { authorization: await signUp(mock) });
    socket.send(initConnection(await signUp(mock)));
    await mock.settled();
    expect([socket.take(), socket.closed()]).toEqual([[], CLOSED]);
  });
});

describe('The end of an LP_JWT', () => {
  it.each<[string, Record<string, unknown>, 4401 | 4407]>([
    ['an anonymous consumer', {}, 4407],
    ['a customer', { 'lp.ext': { sub: 'jane' } }, 4401],
  ])('ends the socket of %s, as late as the tolerance allows', async (_, claims, code) => {
    const mock = openMock({ tokens: { clockToleranceSeconds: 30 } });
    const jwt = await mock.account(ACCOUNT).mint.lpJwt({ expiresInSeconds: 600, claims });
    const socket = await openSocket(mock, CONSUMER_SOCKET, { authorization: `jwt ${jwt}` });
    mock.clock.advance('629s');
    expect(socket.closed()).toBeUndefined();
    mock.clock.advance('1s');
    expect(socket.closed()).toEqual([
      code,
      'lp-jwt-expired; the LP_JWT expired while the socket was open (ums.closeOnExpiry)',
    ]);
  });

  it('does not, where that is off', async () => {
    const mock = openMock({ ums: { closeOnExpiry: false } });
    const socket = await openSocket(mock, CONSUMER_SOCKET, { authorization: `jwt ${await signUp(mock)}` });
    mock.clock.advance('9h');
    expect(socket.closed()).toBeUndefined();
  });
});

it('a socket may wait for its first frame for ever, where ums.initTimeoutMs is 0', async () => {
  const mock = openMock({ ums: { initTimeoutMs: 0 } });
  const socket = await openSocket(mock);
  mock.clock.advance('9h');
  expect(socket.closed()).toBeUndefined();
});

it('a socket of version 2 is told of messages without a single request', async () => {
  const mock = openMock();
  const jwt = await signUp(mock);
  const first = await openSocket(mock, CONSUMER_SOCKET, { authorization: `jwt ${jwt}` });
  const [short, long] = [
    await openSocket(mock, CONSUMER_SOCKET, { authorization: `jwt ${jwt}` }),
    await openSocket(mock, `/ws_api/account/${ACCOUNT}/messaging/consumer/${jwt}?v=2`),
  ];
  first.send({ id: '1', type: 'cm.ConsumerRequestConversation' });
  const [opened] = first.take();
  const { conversationId } = opened?.['body'] as { conversationId: string };
  mock.conversations.say(conversationId, 'hello');
  expect(short.take()).toEqual([]);
  expect(long.take()).toMatchObject([
    { type: '.ams.ms.OnlineEventDistribution', body: { event: { message: 'hello' } } },
  ]);
});
