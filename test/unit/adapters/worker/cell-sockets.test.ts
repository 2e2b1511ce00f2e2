import { describe, expect, it } from '@jest/globals';
import type { CellSockets } from '../../../../mock-server/adapters/worker/cell-sockets.ts';
import { SOCKET_ROWS } from '../../../../mock-server/adapters/worker/cell-sockets.ts';
import { callOf } from '../../../support/calls.ts';
import type { TestCellSocket } from './socket-pairs.ts';
import { createTestCellSocket, socketOf, useWorkerdGlobals } from './socket-pairs.ts';
import type { Setting } from './sockets-setting.ts';
import { createSetting } from './sockets-setting.ts';

useWorkerdGlobals();

const INIT = JSON.stringify({ kind: 'req', id: '1', type: 'InitConnection' });
const SUBSCRIBE = JSON.stringify({ kind: 'req', id: '2', type: 'cqm.SubscribeExConversations' });
const CALL = callOf({
  target: '/ws_api/account/a/messaging/consumer?v=3&x=%26',
  headers: { authorization: 'jwt x', host: 'worker.example.test' },
  origin: 'https://worker.example.test',
});
const REFUSED = { status: 401, headers: {}, body: 'no' } as const;
const RESTARTED = 1012;

async function openSocket(sockets: CellSockets, accountId = 'a'): Promise<TestCellSocket> {
  const path = `/ws_api/account/${accountId}/messaging/consumer`;
  return socketOf(await sockets.open({ ...CALL, path }, accountId));
}

function idOf(socket: TestCellSocket): string {
  return (socket.deserializeAttachment() as { id: string }).id;
}

/** What is stored, as the object does it after each event. */
function store({ store: rows }: Setting, sockets: CellSockets): void {
  rows.write(SOCKET_ROWS, sockets.changes());
}

describe('a socket of an object', () => {
  it('is opened with the answer that hands the client its end, and is kept as it was asked for', async () => {
    const setting = createSetting();
    const sockets = setting.wakeUp();
    const response = await sockets.open(CALL, 'a');
    const socket = socketOf(response);
    expect(response).toMatchObject({ status: 101, body: null });
    expect(Object.fromEntries((response as Response).headers)).toEqual({ 'lp-mock-instance': 'edge' });
    expect(setting.calls).toEqual([{ ...CALL, peer: 'remote' }]);
    expect(setting.accepted).toEqual([socket]);
    expect(sockets.accountOf(socket)).toBe('a');
    const id = idOf(socket);
    expect(socket.deserializeAttachment()).toEqual({ id, lastMs: 5000 });
    const { put, gone } = sockets.changes();
    const { path, headers, origin } = CALL;
    const kept = { accountId: 'a', path, query: 'v=3&x=%26', headers, origin, frames: [] };
    expect([gone, [...put].map(([name, text]) => [name, JSON.parse(text) as unknown])]).toEqual([[], [[id, kept]]]);
    expect(sockets.changes()).toEqual({ gone: [], put: new Map() });
  });

  it('is not there when the handshake is refused', async () => {
    const setting = createSetting();
    setting.state.reply = REFUSED;
    const sockets = setting.wakeUp();
    expect(await sockets.open(CALL, 'a')).toBe(REFUSED);
    expect([setting.accepted, sockets.changes()]).toEqual([[], { gone: [], put: new Map() }]);
  });

  it('hands on what it receives, texts and bytes, and notes when', async () => {
    const setting = createSetting();
    const sockets = setting.wakeUp();
    const socket = await openSocket(sockets);
    const id = idOf(socket);
    setting.accounts.get('a')?.clock.advance(70);
    sockets.receive(socket, 'text');
    expect(socket.deserializeAttachment()).toEqual({ id, lastMs: 75_000 });
    setting.accounts.delete('a');
    sockets.receive(socket, new Uint8Array([1, 2]).buffer);
    expect(socket.deserializeAttachment()).toEqual({ id, lastMs: 0 });
    expect(setting.told).toEqual([
      [id, 'text', 75_000],
      [id, new Uint8Array([1, 2]), undefined],
    ]);
    sockets.receive(createTestCellSocket(), 'to nobody');
    expect(setting.told).toHaveLength(2);
  });

  it('keeps the frames that made it what it is, once they are answered', async () => {
    const setting = createSetting();
    const sockets = setting.wakeUp();
    const socket = await openSocket(sockets);
    store(setting, sockets);
    for (const frame of ['{"kind":"req","id":"0","type":"GetClock"}', 'no JSON']) sockets.receive(socket, frame);
    expect(sockets.changes().put.size).toBe(0);
    for (const frame of [INIT, SUBSCRIBE]) sockets.receive(socket, frame);
    const [row = ''] = sockets.changes().put.values();
    expect(JSON.parse(row)).toMatchObject({
      frames: [{ text: INIT }, { text: SUBSCRIBE, subscriptionId: expect.any(String) as unknown }],
    });
  });

  it('is forgotten when it is closed, by whichever side', async () => {
    const setting = createSetting();
    const sockets = setting.wakeUp();
    const [byClient, byMock, never] = [await openSocket(sockets), await openSocket(sockets), await openSocket(sockets)];
    const ids = [byClient, byMock].map(idOf);
    setting.state.onReceive = (id) => setting.links.get(id)?.close(1008, 'why');
    sockets.receive(byMock, 'text');
    sockets.closed(byClient, 1000, 'bye');
    sockets.closed(byClient, 1001, 'again');
    expect(setting.told.slice(1)).toEqual([[ids[0], 'closed', 1000, 'bye']]);
    expect([byClient, byMock, never].map((socket) => sockets.accountOf(socket))).toEqual([undefined, undefined, 'a']);
    expect(byMock.deserializeAttachment()).toEqual({ id: ids[1], lastMs: 5000 });
    const { gone, put } = sockets.changes();
    expect([new Set(gone), [...put.keys()]]).toEqual([new Set(ids), [idOf(never)]]);
    expect(sockets.changes().gone).toEqual([]);
  });

  it('leaves the note of when it was heard of alone once the mock has closed it', async () => {
    const setting = createSetting();
    const sockets = setting.wakeUp();
    const socket = await openSocket(sockets);
    setting.accounts.get('a')?.clock.advance(70);
    setting.state.onReceive = (id) => setting.links.get(id)?.close(1008, 'why');
    sockets.receive(socket, 'text');
    expect(socket.deserializeAttachment()).toMatchObject({ lastMs: 5000 });
  });
});

describe('what sockets are to hear', () => {
  it('waits, in its order, until it is asked for', async () => {
    const setting = createSetting();
    const sockets = setting.wakeUp();
    const all = [await openSocket(sockets), await openSocket(sockets), await openSocket(sockets)] as const;
    const [one, other, last] = all.map((socket) => setting.links.get(idOf(socket)));
    one?.send('first');
    other?.send('second');
    one?.send('third');
    one?.close(4000, 'bye');
    other?.close(1006, 'is not sent');
    expect(all.flatMap(({ heard }) => heard)).toEqual([]);
    const outgoing = sockets.takeOutgoing();
    last?.send('later');
    outgoing.send();
    expect(all.map(({ heard }) => heard)).toEqual([
      ['first', 'third', [4000, 'bye']],
      ['second', [1011, 'connection lost']],
      [],
    ]);
    sockets.takeOutgoing().send();
    expect(all[2].heard).toEqual(['later']);
  });

  it('is said to those that are still there', async () => {
    const setting = createSetting();
    const sockets = setting.wakeUp();
    const [gone, there] = [await openSocket(sockets), await openSocket(sockets)];
    for (const socket of [gone, there]) setting.links.get(idOf(socket))?.send('text');
    setting.links.get(idOf(gone))?.close(4000, 'bye');
    gone.isGone = true;
    sockets.takeOutgoing().send();
    expect([gone.heard, there.heard]).toEqual([[], ['text']]);
  });

  it('is nothing but the end where what it tells of could not be stored', async () => {
    const setting = createSetting();
    const sockets = setting.wakeUp();
    const [one, other] = [await openSocket(sockets), await openSocket(sockets)];
    for (const text of ['first', 'second']) setting.links.get(idOf(one))?.send(text);
    sockets.takeOutgoing().refuse('why');
    expect([one.heard, other.heard]).toEqual([[[1011, 'why']], []]);
  });

  it('never comes to a client whose handshake was not answered yet', async () => {
    const setting = createSetting();
    const sockets = setting.wakeUp();
    const opening = openSocket(sockets);
    for (const link of setting.links.values()) {
      link.send('text');
      link.close(4000, 'bye');
    }
    sockets.takeOutgoing().send();
    expect((await opening).heard).toEqual([]);
  });
});

describe('the sockets of an object that has slept', () => {
  it('go on as they were: what made them so is said again in the order and at the time in which it came', async () => {
    const setting = createSetting();
    const before = setting.wakeUp();
    const late = await openSocket(before);
    const early = await openSocket(before);
    const other = await openSocket(before, 'b');
    for (const socket of [late, early]) for (const frame of [INIT, SUBSCRIBE]) before.receive(socket, frame);
    const { clock } = setting.accounts.get('a') ?? {};
    clock?.advance(90);
    before.receive(late, 'later');
    clock?.freeze(7000);
    setting.accounts.get('b')?.clock.advance(-1);
    before.receive(other, 'earlier');
    store(setting, before);
    const attachments = [late, early, other].map((socket) => socket.deserializeAttachment());

    setting.setOpen([late, early, other]);
    setting.calls.length = 0;
    setting.told.length = 0;
    const clocks = (): unknown => [...setting.accounts.values()].map((account) => account.clock.state());
    const states = clocks();
    for (const account of setting.accounts.values()) account.ids.resume(77);
    const after = setting.wakeUp();
    await after.wake();
    expect(setting.calls.map(({ path, peer, query }) => [path, peer, String(query)])).toEqual(
      ['b', 'a', 'a'].map((id) => [`/ws_api/account/${id}/messaging/consumer`, 'remote', 'v=3&x=%26']),
    );
    const said = (socket: TestCellSocket, atMs: number): unknown[] =>
      [INIT, SUBSCRIBE].flatMap((frame) => [[idOf(socket), frame, atMs], 'settled']);
    expect(setting.told).toEqual([...said(early, 5000), ...said(late, 95_000)]);
    // The time is what it was, and no ids were drawn for it.
    expect(clocks()).toEqual(states);
    for (const account of setting.accounts.values()) expect(account.ids.state()).toBe(77);
    expect([late, early, other].map((socket) => socket.deserializeAttachment())).toEqual(attachments);
    // Nobody hears again what was heard.
    after.takeOutgoing().send();
    expect([late, early, other].flatMap(({ heard }) => heard)).toEqual([]);
    expect([late, early, other].map((socket) => after.accountOf(socket))).toEqual(['a', 'a', 'b']);
    after.receive(early, SUBSCRIBE);
    after.takeOutgoing().send();
    expect(early.heard).toEqual([expect.stringMatching(/"subscriptionId":"[\da-f-]{36}"/)]);
    const [row = ''] = after.changes().put.values();
    expect((JSON.parse(row) as { frames: { text: string }[] }).frames.map(({ text }) => text)).toEqual([
      INIT,
      SUBSCRIBE,
      SUBSCRIBE,
    ]);
  });

  it('are closed where nothing is known of them, or the account would not have them any more', async () => {
    const setting = createSetting();
    const before = setting.wakeUp();
    const [kept, vanished] = [await openSocket(before), await openSocket(before)];
    const id = idOf(kept);
    store(setting, before);
    const unknown = createTestCellSocket();
    unknown.serializeAttachment({ id: 'never stored', lastMs: 1 });

    setting.setOpen([unknown, kept]);
    setting.state.reply = REFUSED;
    const after = setting.wakeUp();
    await after.wake();
    expect([unknown, kept].map(({ heard }) => heard)).toEqual([
      [[RESTARTED, 'the mock was restarted']],
      [[RESTARTED, 'the account is no longer as it was when this socket was opened']],
    ]);
    expect([unknown, kept].map((socket) => after.accountOf(socket))).toEqual([undefined, undefined]);
    expect(after.changes()).toEqual({ gone: [id, idOf(vanished)], put: new Map() });
  });

  it('are taken up of accounts that are not there any more too, if the mock has them', async () => {
    const setting = createSetting();
    const before = setting.wakeUp();
    const socket = await openSocket(before);
    before.receive(socket, SUBSCRIBE);
    store(setting, before);
    setting.accounts.clear();
    setting.setOpen([socket]);
    const after = setting.wakeUp();
    await after.wake();
    expect(after.accountOf(socket)).toBe('a');
  });
});
