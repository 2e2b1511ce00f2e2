import { describe, expect, it } from '@jest/globals';
import type { CapturedFrame } from '../../mock-server/control/capture/captured-exchange.ts';
import { createCapture } from '../../mock-server/control/capture/capture.ts';
import { createMemoryBudget } from '../../mock-server/memory/budget.ts';
import type { JournalEntry, MockOptions } from '../../mock-server/index.ts';
import { tokenId } from '../../mock-server/tokens/token-id.ts';
import { FOREIGN_KEY, signJws } from '../support/signed-by-hand.ts';
import type { TestSocket } from '../support/sockets.ts';
import { brandSocket, CONSUMER_SOCKET, initConnection, logIn, openSocket, signUp } from '../support/sockets.ts';
import { ACCOUNT, CLIENT_SECRET } from '../support/through-every-adapter.ts';
import type { AdminSetup } from './admin-setup.ts';
import { openAdmin } from './admin-setup.ts';

const open = (options: MockOptions = {}): Promise<AdminSetup> => openAdmin({ capture: true, ...options });

async function frameOf({ ask }: AdminSetup, entry: JournalEntry | undefined): Promise<CapturedFrame['frame']> {
  const { status, body } = await ask('GET', `/exchanges/${String(entry?.id)}`);
  expect(status).toBe(200);
  expect(body).toMatchObject({ id: entry?.id, origin: 'http://localhost:4407', realMs: expect.any(Number) });
  return (body as CapturedFrame).frame;
}

const lastFrame = async (admin: AdminSetup): Promise<CapturedFrame['frame']> => {
  await admin.mock.settled();
  return frameOf(admin, admin.mock.journal.find((entry) => entry.frame !== undefined).at(-1));
};

const request = (id: string, type: string, body: object = {}): object => ({ kind: 'req', id, type, body });

async function openConsumer({ mock }: AdminSetup): Promise<{ socket: TestSocket; jwt: string }> {
  const jwt = await signUp(mock);
  const socket = await openSocket(mock);
  socket.send(initConnection(jwt));
  await mock.settled();
  return { socket, jwt };
}

/** A conversation of which the consumer hears. */
async function openConversation(admin: AdminSetup): Promise<{ socket: TestSocket; dialogId: string }> {
  const { socket } = await openConsumer(admin);
  socket.send(request('1', 'cm.ConsumerRequestConversation'));
  const [, answer] = socket.take();
  const { conversationId: dialogId } = answer?.['body'] as { conversationId: string };
  socket.send(request('2', 'ms.SubscribeMessagingEvents', { dialogId }));
  socket.take();
  return { socket, dialogId };
}

describe('GET /__admin/exchanges/{id} of a frame', () => {
  it('gives what came and what was answered, with the id of the token in the place of it', async () => {
    const admin = await open();
    const { socket, jwt } = await openConsumer(admin);
    const [answer] = socket.take();
    const frame = await lastFrame(admin);
    expect(JSON.parse(frame.received?.text ?? '')).toEqual(initConnection(`<LP_JWT ${tokenId(jwt)}>`));
    expect(JSON.parse(frame.sent?.text ?? '')).toEqual(answer);
    expect(frame.received).toMatchObject({ isCut: false, isUtf8: true });
  });

  it('gives what was sent unasked', async () => {
    const admin = await open();
    const { socket, dialogId } = await openConversation(admin);
    const event = { type: 'ContentEvent', contentType: 'text/plain', message: 'hello there' };
    socket.send(request('3', 'ms.PublishEvent', { dialogId, event }));
    const [, notification] = socket.take();
    const { received, sent } = await frameOf(admin, admin.mock.journal.find({ method: 'SEND' }).at(-1));
    expect([received, JSON.parse(sent?.text ?? '')]).toEqual([undefined, notification]);
  });

  it('gives what was no request', async () => {
    const admin = await open();
    const { socket } = await openConsumer(admin);
    socket.send('{"kind":"nonsense');
    const { received, sent } = await lastFrame(admin);
    expect([received?.text, JSON.parse(sent?.text ?? '')]).toMatchObject(['{"kind":"nonsense', { code: 400 }]);
  });

  it('gives the reason of an end, whichever side gave it', async () => {
    const admin = await open();
    const { socket } = await openConsumer(admin);
    socket.session.closed(1000, 'good night');
    expect(await lastFrame(admin)).toMatchObject({ received: { text: 'good night' } });
    const other = await openSocket(admin.mock);
    other.send(initConnection(await signJws(FOREIGN_KEY, { sub: 'x' })));
    await admin.mock.settled();
    const [, end] = admin.mock.journal.find((entry) => entry.method === 'CLOSE');
    const frame = await frameOf(admin, end);
    expect([frame.received, frame.sent?.text]).toEqual([undefined, other.closed()?.[1]]);
    expect(frame.sent?.text).not.toBe('');
  });

  it.each(['timeout', 'reset'] as const)('has no answer that a fault lost: %s', async (error) => {
    const admin = await open();
    const { socket } = await openConsumer(admin);
    admin.mock.faults.add({ frame: 'GetClockResponse', error });
    socket.send(request('4', 'GetClock'));
    admin.mock.faults.clear();
    const entry = admin.mock.journal.find({ verdict: 'faulted', method: 'RECEIVE' }).at(-1);
    const frame = await frameOf(admin, entry);
    expect([frame.received?.text.includes('GetClock'), frame.sent]).toEqual([true, undefined]);
  });

  it('gives what a fault kept from being read', async () => {
    const admin = await open();
    const { socket } = await openConsumer(admin);
    admin.mock.faults.add({ frame: 'GetClock', error: 'timeout' });
    socket.send(request('5', 'GetClock'));
    const frame = await lastFrame(admin);
    expect([frame.received?.text.includes('"id":"5"'), frame.sent]).toEqual([true, undefined]);
  });

  it('keeps neither foreign tokens nor secrets', async () => {
    const admin = await open();
    const { socket } = await openConsumer(admin);
    const foreign = await signJws(FOREIGN_KEY, { sub: 'somebody' });
    const note = `my token is ${foreign}, my secret ${CLIENT_SECRET}, and "password": "hunter2-and-more"`;
    socket.send(request('3', 'GetClock', { note, password: 'hunter3-and-more' }));
    const text = (await lastFrame(admin)).received?.text ?? '';
    const secrets = [...foreign.split('.'), CLIENT_SECRET, 'hunter2', 'hunter3'];
    expect(secrets.filter((secret) => text.includes(secret))).toEqual([]);
    expect(text).toContain('my token is <token not of this mock>, my secret <not kept>');
  });

  it('names a token of the mock that no frame was checked for', async () => {
    const admin = await open();
    const { socket } = await openConsumer(admin);
    const jwt = await signUp(admin.mock);
    socket.send(request('3', 'GetClock', { note: `mine is ${jwt}` }));
    const text = (await lastFrame(admin)).received?.text ?? '';
    expect(text).toContain(`mine is <LP_JWT ${tokenId(jwt)}>`);
  });

  it.each(['the path', 'the header'])('keeps no token of a handshake in %s', async (where) => {
    const admin = await open();
    const jwt = await signUp(admin.mock);
    const path = `/ws_api/account/${ACCOUNT}/messaging/consumer`;
    await (where === 'the path'
      ? openSocket(admin.mock, `${path}/${jwt}?v=2.1`)
      : openSocket(admin.mock, CONSUMER_SOCKET, { authorization: `jwt ${jwt}` }));
    const [handshake] = admin.mock.journal.find((entry) => entry.socket !== undefined);
    const { body } = await admin.ask('GET', `/exchanges/${String(handshake?.id)}`);
    expect(JSON.stringify(body)).toContain(`<LP_JWT ${tokenId(jwt)}>`);
    expect(JSON.stringify(body)).not.toContain(jwt.split('.')[2]);
  });

  it("keeps no agent's bearer", async () => {
    const admin = await open();
    const { bearer } = await logIn(admin.mock);
    const socket = await openSocket(admin.mock, brandSocket(bearer));
    socket.send(request('1', 'GetClock'));
    const entries = admin.mock.journal.find();
    const bodies = await Promise.all(entries.map(({ id }) => admin.ask('GET', `/exchanges/${String(id)}`)));
    expect(bodies.map(({ status }) => status)).toEqual(entries.map(() => 200));
    expect(JSON.stringify(bodies)).not.toContain(bearer);
  });

  it('cuts at 8 kB, and forgets with the account', async () => {
    const admin = await open();
    const { socket } = await openConsumer(admin);
    socket.send(request('6', 'GetClock', { padding: 'x'.repeat(20_000) }));
    const { received } = await lastFrame(admin);
    expect([received?.isCut, received?.text.length]).toEqual([true, 8192]);
    expect(received?.characters).toBeGreaterThan(20_000);
    const last = admin.mock.journal.find().at(-1);
    admin.mock.reset(ACCOUNT);
    expect((await admin.ask('GET', `/exchanges/${String(last?.id)}`)).status).toBe(404);
  });

  it('is not kept without the option', async () => {
    const admin = await openAdmin();
    const { socket } = await openConsumer(admin);
    socket.send(request('1', 'GetClock'));
    const last = admin.mock.journal.find().at(-1);
    expect((await admin.ask('GET', `/exchanges/${String(last?.id)}`)).status).toBe(404);
  });
});

describe('What is kept of frames', () => {
  it('has no secret of either side, and none of the other side', async () => {
    const capture = createCapture(createMemoryBudget(10));
    const foreign = await signJws(FOREIGN_KEY, { sub: 'somebody' });
    const sent = JSON.stringify({ body: JSON.stringify({ password: 'hunter2-and-more' }), jwt: foreign });
    const said = { accountId: ACCOUNT, origin: 'http://localhost:4407', tokens: new Map(), secrets: ['the-secret'] };
    capture.recordFrame({ id: 1, ...said, received: 'I heard hunter2-and-more of the-secret', sent });
    const kept = JSON.stringify(capture.exchange(1));
    expect([...foreign.split('.'), 'hunter2', 'the-secret'].filter((each) => kept.includes(each))).toEqual([]);
  });

  it('is counted with the exchanges, within the same bounds', () => {
    const memory = createMemoryBudget(10);
    const capture = createCapture(memory);
    const said = { accountId: ACCOUNT, origin: 'http://localhost:4407', tokens: new Map(), secrets: [] };
    const text = 'x'.repeat(8192);
    for (let id = 1; id <= 2100; id += 1) capture.recordFrame({ id, ...said, received: text, sent: text });
    expect(memory.keptBytes()).toBeLessThanOrEqual(3_750_000);
    expect(memory.keptBytes()).toBeGreaterThan(3_750_000 * 0.9);
    const roomy = createCapture(createMemoryBudget(1000));
    for (let id = 1; id <= 2100; id += 1) roomy.recordFrame({ id, ...said, received: 'short', sent: undefined });
    expect([100, 101].map((id) => roomy.exchange(id)?.id)).toEqual([undefined, 101]);
  });
});
