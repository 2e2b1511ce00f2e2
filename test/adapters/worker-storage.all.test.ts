import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { EVERY_BYTE, temporaryUrl } from '../support/files.ts';
import type { TemporaryUrlBody } from '../support/files.ts';
import type { WireSocket } from '../support/heard-socket.ts';
import { ACCOUNT } from '../support/through-every-adapter.ts';
import type { RunningWorker, WorkerSetup } from '../support/worker-runtime.ts';
import { startWorker } from '../support/worker-runtime.ts';
import {
  ask,
  heard,
  logIn,
  openAgentSocket,
  openConversation,
  openSocket,
  remote,
  say,
  withoutAnswer,
} from '../support/worker-talk.ts';

/** A worker whose storage and time a test has in its hands: objects of one worker share what is global. */
const PROBED = `
  import { createWorker, AccountCell as Cell } from 'lp-auth-mock/worker';
  const now = Date.now.bind(Date);
  let [constructed, aheadMs, isFull] = [0, 0, false];
  Date.now = () => now() + aheadMs;
  const filling = (context) => ({
    storage: {
      sql: context.storage.sql,
      transactionSync: (run) => {
        if (isFull) throw new Error('database or disk is full: SQLITE_FULL');
        return context.storage.transactionSync(run);
      },
      setAlarm: (atMs) => context.storage.setAlarm(atMs),
      deleteAlarm: () => context.storage.deleteAlarm(),
    },
    acceptWebSocket: (socket) => context.acceptWebSocket(socket),
    getWebSockets: () => context.getWebSockets(),
    blockConcurrencyWhile: (run) => context.blockConcurrencyWhile(run),
  });
  export class AccountCell extends Cell {
    constructor(context, env) {
      super(filling(context), env);
      this.context = context;
      constructed += 1;
    }
    async fetch(request) {
      const { pathname, searchParams } = new URL(request.url);
      if (pathname === '/probe/alarm-at') return Response.json(await this.context.storage.getAlarm());
      if (pathname !== '/probe/alarm') return super.fetch(request);
      aheadMs = Number(searchParams.get('aheadMs'));
      await this.alarm();
      return Response.json(null);
    }
  }
  const worker = createWorker();
  export default {
    fetch: (request, env) => {
      const { pathname, searchParams } = new URL(request.url);
      if (pathname === '/probe/constructed') return Response.json(constructed);
      if (pathname === '/probe/full') return Response.json((isFull = searchParams.get('is') === 'true'));
      if (!pathname.startsWith('/probe/')) return worker.fetch(request, env);
      const cells = env.ACCOUNT_CELLS;
      return cells.get(cells.idFromName('${ACCOUNT}')).fetch(request);
    },
  };
`;

const AGENTS = JSON.stringify({
  accounts: [{ accountId: ACCOUNT, agents: [{ username: 'ada', password: 'secret' }] }],
});

let folder = '';
let running: RunningWorker | undefined;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lp-auth-mock-worker-'));
});

afterEach(async () => {
  await running?.close();
  running = undefined;
  rmSync(folder, { recursive: true, force: true });
});

/** With the storage of the one before, which ends. */
async function start(setup: WorkerSetup = {}): Promise<RunningWorker> {
  await running?.close();
  running = await startWorker({ folder, ...setup });
  return running;
}

async function probe(worker: RunningWorker, path: string): Promise<unknown> {
  return (await worker.fetch(`/probe/${path}`)).json();
}

/** Only silence makes workerd forget an object, after ten seconds of it; a busy machine may take longer. */
async function evict(worker: RunningWorker, wake: () => Promise<unknown>): Promise<void> {
  for (let tries = 0; tries < 5 && (await probe(worker, 'constructed')) === 1; tries += 1) {
    await new Promise((resolve) => setTimeout(resolve, 12_000));
    await wake();
  }
  expect(await probe(worker, 'constructed')).toBe(2);
}

async function temporary(socket: WireSocket, type: string, body: object): Promise<{ path: string; url: string }> {
  const answer = await ask(socket, { kind: 'req', id: '7', type, body });
  return temporaryUrl(answer['body'] as TemporaryUrlBody);
}

describe('the storage of a worker', () => {
  it('keeps a thousand accounts at once, each in an object of its own', async () => {
    const worker = await start({ isEvicted: false });
    const accounts = Array.from({ length: 1000 }, (_, index) => String(20_000_000 + index));
    const answers = await inTurn(accounts, async (accountId) => {
      const path = `/api/account/${accountId}/service/idp/baseURI.json?version=1.0`;
      return (await (await worker.fetch(path)).json()) as unknown;
    });
    expect(answers).toEqual(accounts.map((account) => expect.objectContaining({ service: 'idp', account }) as unknown));
    const counts = await inTurn(accounts, (accountId) => remote(worker, accountId).journal.count());
    expect(counts).toEqual(accounts.map(() => 1));
  });

  it('has room for rows that are longer than one of its values may be', async () => {
    const first = await start();
    const socket = await openSocket(first, ACCOUNT);
    await openConversation(socket);
    const body = EVERY_BYTE.repeat(11_000);
    const sent = { fileSize: body.length, fileType: 'PNG' };
    const { path, url } = await temporary(socket, 'ms.GenerateURLForUploadFile', sent);
    const bytes = Uint8Array.from(body, (character) => character.charCodeAt(0));
    const stored = await fetch(`${first.url}${url}`, {
      method: 'PUT',
      headers: { 'content-type': 'image/png' },
      body: bytes,
    });
    expect(stored.status).toBe(201);
    const second = await start();
    const later = await openSocket(second, ACCOUNT);
    const download = await temporary(later, 'ms.GenerateURLForDownloadFile', { relativePath: path });
    const file = Buffer.from(await (await fetch(`${second.url}${download.url}`)).arrayBuffer());
    expect(file.equals(bytes)).toBe(true);
  });

  it('that takes no more is told to who calls and who is connected, and the account is as it was', async () => {
    const worker = await start({ source: PROBED, bindings: { LP_AUTH_MOCK: AGENTS } });
    const socket = await openSocket(worker, ACCOUNT);
    const conversationId = await openConversation(socket);
    await say(socket, conversationId, 'before');
    const before = await remote(worker, ACCOUNT).snapshot();
    const log = jest.spyOn(console, 'error').mockImplementation(() => undefined);
    await probe(worker, 'full?is=true');
    const refused = await logIn(worker, ACCOUNT, 'ada');
    expect([refused.status, await refused.json()]).toEqual([500, { error: 'mock_failed', message: TAKES_NO_MORE }]);
    withoutAnswer(socket, conversationId, 'lost');
    expect(await socket.closed).toEqual([1011, 'the storage did not take the change']);
    await probe(worker, 'full?is=false');
    expect(log.mock.calls[0]?.join('')).toContain(`lp-auth-mock: ${TAKES_NO_MORE}`);
    log.mockRestore();
    // Of its events an account keeps the last one alone.
    const [account] = Object.values(before.accounts);
    const kept = { [ACCOUNT]: { ...account, events: account?.events?.slice(-1) } };
    expect(await remote(worker, ACCOUNT).snapshot()).toEqual({ ...before, accounts: kept });
    expect((await logIn(worker, ACCOUNT, 'ada')).status).toBe(200);
  });

  it('wakes the object when something is due, unless its clock stands still: a socket whose token has expired', async () => {
    const worker = await start({ source: PROBED });
    const socket = await openSocket(worker, ACCOUNT);
    const asked = Date.now();
    const alarmAtMs = Number(await probe(worker, 'alarm-at'));
    expect(alarmAtMs).toBeGreaterThan(asked + 30_000);
    const { clock } = remote(worker, ACCOUNT);
    await clock.freeze();
    expect(await probe(worker, 'alarm-at')).toBeNull();
    await clock.reset();
    expect(await probe(worker, 'alarm-at')).toBe(alarmAtMs);
    await evict(worker, () => probe(worker, `alarm?aheadMs=${String(alarmAtMs - asked)}`));
    expect((await socket.closed)[0]).toBe(4407);
  });

  it('has the sockets of agents too, who go on and hear what follows', async () => {
    const worker = await start({ source: PROBED, bindings: { LP_AUTH_MOCK: AGENTS } });
    const consumer = await openSocket(worker, ACCOUNT);
    const conversationId = await openConversation(consumer);
    const agent = await openAgentSocket(worker, ACCOUNT, 'ada');
    await ask(agent, { kind: 'req', id: '3', type: 'cqm.SubscribeExConversations', body: { brandId: ACCOUNT } });
    await evict(worker, () => ask(agent, { kind: 'req', id: '4', type: 'GetClock' }));
    await say(consumer, conversationId, 'after');
    await remote(worker, ACCOUNT).conversations.close(conversationId);
    expect(await heard(agent, '"state":"CLOSE"')).toContain(conversationId);
  });
});

const TAKES_NO_MORE =
  'the storage did not take the change (database or disk is full: SQLITE_FULL); the account is as it was before';

/** A few at a time: workerd ends connections when there are a thousand of them. */
async function inTurn<Item, Result>(items: readonly Item[], run: (item: Item) => Promise<Result>): Promise<Result[]> {
  const results: Result[] = [];
  for (let start = 0; start < items.length; start += 16)
    results.push(...(await Promise.all(items.slice(start, start + 16).map(run))));
  return results;
}
