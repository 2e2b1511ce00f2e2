import { describe, expect, it } from '@jest/globals';
import type { Mock, MockOptions } from '../../mock-server/index.ts';
import { createMock } from '../../mock-server/index.ts';
import { ask, post } from '../support/calls.ts';
import { text } from '../support/flows.ts';
import {
  brandSocket,
  CONSUMER_SOCKET,
  initConnection,
  logIn,
  openSocket,
  refusedHandshake,
  signUp,
} from '../support/sockets.ts';
import { ACCOUNT, NOON, OTHER_ACCOUNT } from '../support/through-every-adapter.ts';

const NOON_MS = Date.parse(NOON);
const INITIALIZED = {
  kind: 'resp',
  reqId: '0',
  code: 200,
  body: 'Connection initialized successfully',
  type: '.ReqBody$StringResp',
};
const CLOCK = { kind: 'resp', reqId: '1', code: 200, body: { currentTime: NOON_MS }, type: 'GetClockResponse' };

function openMock(options: MockOptions = {}): Mock {
  const mock = createMock({ seed: 'sockets', ...options });
  mock.clock.freeze(NOON);
  return mock;
}

/** An anonymous LP_EXT_JWT and the LP_JWT made of it. */
async function anonymous(mock: Mock): Promise<{ extJwt: string; lpJwt: string }> {
  const extJwt = text(JSON.parse((await post(mock, `/api/account/${ACCOUNT}/anonymous/authorize`)).body), 'token');
  const { connectorId } = mock.account(ACCOUNT).credentials;
  const path = `/api/account/${ACCOUNT}/app/${String(connectorId)}/authenticate?v=3.0`;
  return { extJwt, lpJwt: text(JSON.parse((await post(mock, path, { id_token: extJwt })).body), 'token') };
}

describe('A consumer on a socket', () => {
  it.each(['jwt', 'JWT', 'Bearer'])('authenticates by the header with the word %s', async (word) => {
    const mock = openMock();
    const socket = await openSocket(mock, CONSUMER_SOCKET, { authorization: `${word} ${await signUp(mock)}` });
    socket.send({ kind: 'req', id: 1, type: 'GetClock' });
    expect(socket.take()).toEqual([CLOCK]);
  });

  it('authenticates by its first frame, and frames right behind it work', async () => {
    const mock = openMock();
    const socket = await openSocket(mock);
    socket.send(initConnection(await signUp(mock)));
    socket.send({ kind: 'req', id: 1, type: 'GetClock' });
    await mock.settled();
    expect(socket.take()).toEqual([INITIALIZED, CLOCK]);
    expect(socket.closed()).toBeUndefined();
  });

  it('may leave kind out, give a number as the id and send an empty body', async () => {
    const mock = openMock();
    const socket = await openSocket(mock);
    socket.send({ ...initConnection(await signUp(mock)), kind: undefined, id: 0, body: {} });
    await mock.settled();
    expect(socket.take()).toEqual([INITIALIZED]);
  });

  it('takes the anonymous LP_JWT, and the token of version 2 in the path', async () => {
    const mock = openMock();
    const { lpJwt } = await anonymous(mock);
    const socket = await openSocket(mock, `/ws_api/account/${ACCOUNT}/messaging/consumer/${lpJwt}?v=2`);
    socket.send({ kind: 'req', id: '1', type: '.GetClock', body: {} });
    expect(socket.take()).toEqual([{ ...CLOCK, type: '.GetClock$Response' }]);
    expect(mock.journal.find().some(({ path }) => path.includes(lpJwt.slice(0, 20)))).toBe(false);
  });

  it('may initialize again', async () => {
    const mock = openMock();
    const jwt = await signUp(mock);
    const socket = await openSocket(mock, CONSUMER_SOCKET, { authorization: `jwt ${jwt}` });
    socket.send(initConnection(jwt));
    socket.send({ kind: 'req', id: '0', type: 'InitConnection' });
    await mock.settled();
    expect(socket.take()).toEqual([INITIALIZED, INITIALIZED]);
  });

  it('may send a header that is no token at all beside the frame that has one (D52)', async () => {
    const mock = openMock();
    const jwt = await signUp(mock);
    const socket = await openSocket(mock, CONSUMER_SOCKET, { authorization: `jwt${jwt}` });
    socket.send(initConnection(jwt));
    await mock.settled();
    expect(socket.take()).toEqual([INITIALIZED]);
  });

  it('may send the bare token as the header', async () => {
    const mock = openMock();
    const socket = await openSocket(mock, CONSUMER_SOCKET, { authorization: await signUp(mock) });
    socket.send({ kind: 'req', id: '1', type: 'GetClock' });
    expect(socket.take()).toEqual([CLOCK]);
  });

  it('is told that it is not authenticated, and closed after five seconds of the mock', async () => {
    const mock = openMock();
    const socket = await openSocket(mock);
    socket.send({ kind: 'req', id: '1', type: 'GetClock' });
    expect(socket.take()).toEqual([
      { kind: 'resp', reqId: '1', code: 401, body: 'Not authenticated', type: '.ReqBody$StringResp' },
    ]);
    mock.clock.advance('4999ms');
    expect(socket.closed()).toBeUndefined();
    mock.clock.advance('1ms');
    expect(socket.closed()).toEqual([4407, 'socket-not-authenticated; no authentication within 5000 ms']);
  });

  it('is closed with 4407 right after the handshake by an LP_EXT_JWT, without an answer', async () => {
    const mock = openMock();
    const { extJwt } = await anonymous(mock);
    const byHeader = await openSocket(mock, CONSUMER_SOCKET, { authorization: `jwt ${extJwt}` });
    expect(byHeader.closed()).toBeUndefined();
    await mock.settled();
    const byFrame = await openSocket(mock);
    byFrame.send(initConnection(extJwt));
    await mock.settled();
    for (const socket of [byHeader, byFrame]) {
      expect([socket.take(), socket.closed()]).toEqual([
        [],
        [
          4407,
          'lp-jwt-wrong-kind; this is an LP_EXT_JWT, an LP_JWT belongs here; take it to app/{connector}/authenticate first',
        ],
      ]);
    }
  });

  it.each([
    ['no token', 'nonsense', 4407, 'lp-jwt-malformed'],
    ['one of another account', 'other', 4407, 'lp-jwt-account'],
    ['an expired one', 'expired', 4407, 'lp-jwt-expired'],
    ["an expired one of a customer's connector", 'customer', 4401, 'lp-jwt-expired'],
  ])('is closed by %s', async (_, which, code, slug) => {
    const mock = openMock();
    const tokens: Readonly<Record<string, () => Promise<string>>> = {
      nonsense: () => Promise.resolve('nonsense'),
      other: () => signUp(mock, OTHER_ACCOUNT),
      expired: () => mock.account(ACCOUNT).mint.lpJwt({ expiresInSeconds: -1 }),
      customer: () => mock.account(ACCOUNT).mint.lpJwt({ expiresInSeconds: -1, claims: { 'lp.ext': { sub: 'x' } } }),
    };
    const token = (await tokens[which]?.()) ?? '';
    const byHeader = await openSocket(mock, CONSUMER_SOCKET, { authorization: `jwt ${token}` });
    const byFrame = await openSocket(mock);
    byFrame.send(initConnection(token));
    await mock.settled();
    for (const socket of [byHeader, byFrame]) {
      expect([socket.closed()?.[0], socket.closed()?.[1].split(';')[0]]).toEqual([code, slug]);
    }
  });

  it('is closed when its token expires', async () => {
    const mock = openMock();
    const { lpJwt } = await anonymous(mock);
    const socket = await openSocket(mock, CONSUMER_SOCKET, { authorization: `jwt ${lpJwt}` });
    mock.clock.advance('599s');
    expect(socket.closed()).toBeUndefined();
    mock.clock.advance('1s');
    expect(socket.closed()?.[0]).toBe(4407);
    const patient = openMock({ ums: { closeOnExpiry: false } });
    const other = await openSocket(patient, CONSUMER_SOCKET, {
      authorization: `jwt ${(await anonymous(patient)).lpJwt}`,
    });
    patient.clock.advance('1h');
    expect(other.closed()).toBeUndefined();
  });

  it('of an account that a closed mock does not know is closed with 4407', async () => {
    const mock = openMock({ closed: true });
    const socket = await openSocket(mock, '/ws_api/account/11111111/messaging/consumer?v=3');
    await mock.settled();
    expect(socket.closed()?.[0]).toBe(4407);
    expect(socket.closed()?.[1]).toMatch(/^account-unknown; /);
  });

  it('is closed without a word where the reason header is off', async () => {
    const mock = openMock({ reasonHeader: false });
    const socket = await openSocket(mock);
    mock.clock.advance('5s');
    expect(socket.closed()).toEqual([4407, '']);
  });

  it('is closed when it was quiet for too long, where that is on', async () => {
    const mock = openMock({ ums: { idleTimeoutMs: 60_000 } });
    const socket = await openSocket(mock, CONSUMER_SOCKET, { authorization: `jwt ${await signUp(mock)}` });
    mock.clock.advance('59s');
    socket.session.pinged();
    mock.clock.advance('59s');
    expect(socket.closed()).toBeUndefined();
    mock.clock.advance('1s');
    expect(socket.closed()?.[1]).toMatch(/^socket-idle; /);
  });

  it.each([
    [
      'reset',
      (mock: Mock) => {
        mock.reset();
      },
    ],
    [
      'reset alone',
      (mock: Mock) => {
        mock.reset(ACCOUNT);
      },
    ],
    [
      'restored',
      (mock: Mock) => {
        mock.restore(mock.snapshot());
      },
    ],
  ])('is closed with 1001 when its account is %s', async (_, end) => {
    const mock = openMock();
    const socket = await openSocket(mock, CONSUMER_SOCKET, { authorization: `jwt ${await signUp(mock)}` });
    end(mock);
    expect(socket.closed()?.[0]).toBe(1001);
    socket.send({ kind: 'req', id: '1', type: 'GetClock' });
    mock.clock.advance('1h');
    expect(socket.take()).toEqual([]);
  });
});

describe('An agent on a socket', () => {
  it('authenticates by the bearer in the path, or in the header', async () => {
    const mock = openMock();
    const { bearer } = await logIn(mock);
    const sockets = [
      await openSocket(mock, brandSocket(bearer)),
      await openSocket(mock, `/ws_api/account/${ACCOUNT}/messaging/brand?v=2`, { authorization: `jwt ${bearer}` }),
    ];
    for (const socket of sockets) {
      socket.send({ kind: 'req', id: '1', type: '.GetClock', body: {} });
      expect(socket.take()).toEqual([{ ...CLOCK, type: '.GetClock$Response' }]);
    }
  });

  it.each([
    ['a bearer of nobody', `/ws_api/account/${ACCOUNT}/messaging/brand/nobody?v=2.1`, 'agent-bearer-unknown'],
    ['none', `/ws_api/account/${ACCOUNT}/messaging/brand?v=2.1`, 'agent-bearer-missing'],
  ])('is refused with 401 on the handshake by %s', async (_, target, slug) => {
    const mock = openMock();
    const reply = await refusedHandshake(mock, target);
    expect(reply).toMatchObject({ status: 401, body: '{"error":"unauthorized"}' });
    expect(mock.journal.find().at(-1)?.reason?.slug).toBe(slug);
  });

  it('is refused by the bearer of another account', async () => {
    const mock = openMock();
    const { bearer } = await logIn(mock, 'ada', OTHER_ACCOUNT);
    expect(await refusedHandshake(mock, brandSocket(bearer))).toMatchObject({ status: 401 });
  });
});

describe('The path of a socket', () => {
  it.each([CONSUMER_SOCKET, `/ws_api/account/${ACCOUNT}/messaging/brand/x?v=2.1`])(
    'asked without an upgrade is a 426: %s',
    async (target) => {
      const mock = openMock();
      const answer = await ask(mock, { target });
      expect([answer.status, answer.headers['upgrade'], answer.body]).toEqual([
        426,
        'websocket',
        '{"error":"upgrade_required"}',
      ]);
      expect((await ask(mock, { target, method: 'POST' })).status).toBe(405);
    },
  );

  it('is what a handshake must ask for: another is answered as a call is', async () => {
    const mock = openMock();
    expect(await refusedHandshake(mock, '/sentinel/well-known/jwks')).toMatchObject({ status: 200 });
    expect(await refusedHandshake(mock, '/ws_api/account/1/x')).toMatchObject({ status: 501 });
  });

  it('can be met by a fault, and stands in the journal as a handshake, frames and an end', async () => {
    const mock = openMock();
    mock.faults.add({ endpoint: 'ums.consumer', error: { status: 503 }, times: 1 });
    expect(await refusedHandshake(mock, CONSUMER_SOCKET)).toMatchObject({ status: 503 });
    mock.journal.clear();
    const socket = await openSocket(mock, CONSUMER_SOCKET, { authorization: `jwt ${await signUp(mock)}` });
    socket.send({ kind: 'req', id: '1', type: 'GetClock' });
    socket.session.closed(1000, 'bye');
    const entries = mock.journal.find({ endpointId: 'ums.consumer' });
    expect(entries.map(({ method, outcome, frame }) => [method, outcome, frame?.type])).toEqual([
      ['GET', 101, undefined],
      ['RECEIVE', 200, 'GetClock'],
      ['CLOSE', 1000, undefined],
    ]);
    expect(entries[0]?.tokens.map(({ kind }) => kind)).toEqual(['LP_JWT']);
  });
});
