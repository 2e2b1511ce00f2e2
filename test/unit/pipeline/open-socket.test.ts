import { describe, expect, it } from '@jest/globals';
import type { CapturedExchange, CapturedFrame } from '../../../mock-server/control/capture/captured-exchange.ts';
import type { Exchange, FaultSpec, JournalEntry, Mock, MockOptions } from '../../../mock-server/index.ts';
import { createMock } from '../../../mock-server/index.ts';
import { tokenId } from '../../../mock-server/tokens/token-id.ts';
import { callOf, post } from '../../support/calls.ts';
import { SEND_PATH } from '../../support/flows.ts';
import type { TestSocket } from '../../support/sockets.ts';
import { CONSUMER_SOCKET, initConnection, openSocket, signUp } from '../../support/sockets.ts';
import { ACCOUNT, CLIENT_SECRET, NOON, OTHER_ACCOUNT } from '../../support/through-every-adapter.ts';

const CLOCK = { kind: 'req', id: '1', type: 'GetClock', body: {} };
const UNKNOWN_SOCKET = '/ws_api/account/nobody-1/messaging/consumer?v=3';

function frozenMock(options: MockOptions = {}): Mock {
  const mock = createMock({ seed: 'sockets', ...options });
  mock.clock.freeze(NOON);
  return mock;
}

const frames = (mock: Mock): readonly JournalEntry[] => mock.journal.find(({ frame }) => frame !== undefined);

const hearing =
  (heard: Exchange[]) =>
  (exchange: Exchange): void => {
    heard.push(exchange);
  };

type Captured = Partial<Pick<CapturedExchange, 'request' | 'answer'> & Pick<CapturedFrame, 'frame'>>;

/** What the capture has of an entry. */
async function captured(mock: Mock, entry: JournalEntry | undefined): Promise<Captured> {
  const target = `/__admin/exchanges/${String(entry?.id)}`;
  const reply = await mock.admin(callOf({ target, headers: { host: 'localhost:4407' }, peer: 'in-process' }));
  return JSON.parse('body' in reply ? reply.body : '') as Captured;
}

async function openConsumer(mock: Mock, accountId = ACCOUNT): Promise<TestSocket> {
  const authorization = `jwt ${await signUp(mock, accountId)}`;
  return openSocket(mock, CONSUMER_SOCKET.replace(ACCOUNT, accountId), { authorization });
}

describe('a socket of an account that a closed mock does not know', () => {
  it('is in the journal under the id in its path, with all its frames', async () => {
    const heard: Exchange[] = [];
    const mock = frozenMock({ closed: true, capture: true, onExchange: hearing(heard) });
    const socket = await openSocket(mock, UNKNOWN_SOCKET);
    socket.send(CLOCK);
    await mock.settled();
    expect(mock.journal.find().map(({ method, accountId }) => [method, accountId])).toEqual([
      ['GET', 'nobody-1'],
      ['RECEIVE', 'nobody-1'],
      ['CLOSE', 'nobody-1'],
    ]);
    expect(heard).toEqual(mock.journal.find());
    expect(await captured(mock, frames(mock)[0])).toMatchObject({
      frame: { received: { text: JSON.stringify(CLOCK) } },
    });
  });

  it('is met by the faults of all accounts', async () => {
    const mock = frozenMock({ closed: true });
    mock.faults.add({ frame: 'GetClock', error: { code: 503, body: 'later' } });
    const socket = await openSocket(mock, UNKNOWN_SOCKET);
    socket.send(CLOCK);
    expect(socket.take()).toMatchObject([{ reqId: '1', code: 503, body: 'later' }]);
    expect(frames(mock)[0]).toMatchObject({ faults: ['fault-1'], verdict: 'faulted' });
  });
});

describe('the faults at the frames of a socket', () => {
  it.each<[string, Partial<FaultSpec>, boolean]>([
    ['its endpoint', { endpoint: 'ums.consumer' }, true],
    ['another endpoint', { endpoint: 'ums.brand' }, false],
    ['its path', { match: { path: `/${ACCOUNT}/` } }, true],
    ['another path', { match: { path: `/${OTHER_ACCOUNT}/` } }, false],
    ['its account', { account: ACCOUNT }, true],
    ['another account', { account: OTHER_ACCOUNT }, false],
  ])('go by %s', async (_, spec, isMet) => {
    const mock = frozenMock();
    const socket = await openConsumer(mock);
    mock.faults.add({ frame: 'GetClock', error: { code: 503 }, ...spec });
    socket.send(CLOCK);
    expect(socket.take()).toMatchObject([{ code: isMet ? 503 : 200 }]);
  });

  it('that fail in code of the tester close it, and are not named', async () => {
    const mock = frozenMock();
    const socket = await openConsumer(mock);
    const match = (): boolean => {
      throw new RangeError('of the tester');
    };
    mock.faults.add({ frame: 'GetClock', error: 'reset', match });
    socket.send(CLOCK);
    expect(socket.closed()?.[0]).toBe(1011);
    expect(frames(mock).flatMap(({ faults }) => faults)).toEqual([]);
    expect(mock.journal.count({ reason: 'test-code-failed' })).toBeGreaterThan(0);
  });
});

describe('the frames of a socket', () => {
  it('leave no trace after a reset of its account, and are heard of', async () => {
    const heard: Exchange[] = [];
    const mock = frozenMock({ onExchange: hearing(heard) });
    const socket = await openConsumer(mock);
    heard.splice(0);
    mock.reset(ACCOUNT);
    await mock.settled();
    expect(socket.closed()).toBeDefined();
    expect(heard.map(({ method }) => method)).toEqual(['CLOSE']);
    expect(mock.journal.find()).toEqual([]);
  });

  it('have ids that do not depend on what another account does', async () => {
    const idsOf = async (mock: Mock, accountId: string): Promise<unknown> => {
      const socket = await openConsumer(mock, accountId);
      socket.send({ kind: 'req', id: '1', type: 'cm.ConsumerRequestConversation', body: {} });
      const file = { fileSize: 5, fileType: 'PNG' };
      socket.send({ kind: 'req', id: '2', type: 'ms.GenerateURLForUploadFile', body: file });
      return [socket.session.id, socket.take()];
    };
    const mock = frozenMock();
    const other = await idsOf(mock, OTHER_ACCOUNT);
    const own = await idsOf(mock, ACCOUNT);
    expect(own).toEqual(await idsOf(frozenMock(), ACCOUNT));
    expect(own).not.toEqual(other);
    expect(own).toMatchObject([
      expect.any(String),
      [{ reqId: '1' }, { reqId: '2', body: { relativePath: expect.stringMatching(/[-\da-f]{36}\.PNG$/) } }],
    ]);
  });
});

describe('the capture', () => {
  it('forgets what was said to an account before the mock had it, with the rest of its journal', async () => {
    const mock = frozenMock({ closed: true, capture: true });
    const socket = await openSocket(mock, UNKNOWN_SOCKET);
    socket.send(CLOCK);
    await mock.settled();
    const entries = mock.journal.find();
    const whole = await Promise.all(entries.map((entry) => captured(mock, entry)));
    expect(whole).toMatchObject([{ request: {} }, { frame: {} }, { frame: {} }]);
    mock.accounts.create({ accountId: 'nobody-1' });
    mock.account('nobody-1').journal.clear();
    for (const entry of entries)
      expect(await captured(mock, entry)).toEqual({
        error: { message: 'no exchange of this id is kept, or no longer' },
      });
  });

  it('names tokens that count here although another mock made them, in calls, handshakes and frames', async () => {
    const { mint } = frozenMock({ seed: 'elsewhere' });
    const [lpJwt, appJwt] = [await mint.lpJwt(), await mint.appJwt()];
    const mock = frozenMock({ capture: true });
    await post(mock, SEND_PATH, {}, { authorization: appJwt });
    const socket = await openSocket(mock, CONSUMER_SOCKET, { authorization: `jwt ${lpJwt}` });
    socket.send(initConnection(lpJwt));
    await mock.settled();
    const [call, handshake, frame] = await Promise.all(mock.journal.find().map((entry) => captured(mock, entry)));
    expect(call?.request?.headers).toContainEqual(['authorization', `<AppJWT ${tokenId(appJwt)}>`]);
    expect(handshake?.request?.headers).toContainEqual(['authorization', `jwt <LP_JWT ${tokenId(lpJwt)}>`]);
    expect(handshake?.answer).toMatchObject({ status: 101, body: { text: '' } });
    expect(JSON.parse(frame?.frame?.received?.text ?? '')).toEqual(initConnection(`<LP_JWT ${tokenId(lpJwt)}>`));
  });

  it('keeps what is said to no account, and hides the secrets of apps and agents alone', async () => {
    const agents = [{ username: 'ada', password: 'the-password' }];
    const apps = [{ client_id: 'app', client_secret: CLIENT_SECRET }];
    const mock = frozenMock({ capture: true, accounts: [{ accountId: ACCOUNT, agents, apps }] });
    await mock.handle(callOf({ target: '/sentinel/well-known/jwks', body: CLIENT_SECRET }));
    await post(mock, `/api/account/${ACCOUNT}/nothing`, `say ${CLIENT_SECRET} or the-password`);
    const socket = await openSocket(mock);
    socket.send({ ...CLOCK, body: { note: `say ${CLIENT_SECRET} or the-password` } });
    const texts = await Promise.all(
      mock.journal.find().map(async (entry) => {
        const { request, frame } = await captured(mock, entry);
        return (request?.body ?? frame?.received)?.text;
      }),
    );
    expect(texts).toEqual([
      CLIENT_SECRET,
      'say <not kept> or <not kept>',
      '',
      JSON.stringify({ ...CLOCK, body: { note: 'say <not kept> or <not kept>' } }),
    ]);
  });
});
