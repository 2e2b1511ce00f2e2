import { mkdtempSync, rmSync } from 'node:fs';
import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { WebSocket } from 'ws';
import { CONSUMER_SOCKET } from '../support/sockets.ts';
import type { RunningWorker, WorkerSetup } from '../support/worker-runtime.ts';
import { ADMIN_SECRET, startWorker } from '../support/worker-runtime.ts';
import { ask, heard, openConversation, openSocket, remote, say } from '../support/worker-talk.ts';
import { ACCOUNT, OTHER_ACCOUNT } from '../support/through-every-adapter.ts';

let folder = '';
let running: RunningWorker[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lp-auth-mock-worker-'));
});

afterEach(async () => {
  await Promise.all(running.map((worker) => worker.close()));
  running = [];
  rmSync(folder, { recursive: true, force: true });
});

async function start(setup: WorkerSetup = {}): Promise<RunningWorker> {
  const worker = await startWorker({ folder, ...setup });
  running.push(worker);
  return worker;
}

async function restart(worker: RunningWorker, setup: WorkerSetup = {}): Promise<RunningWorker> {
  await worker.close();
  running = running.filter((each) => each !== worker);
  return start(setup);
}

const JWKS = '/sentinel/well-known/jwks';
const baseUriOf = (accountId: string): string => `/api/account/${accountId}/service/idp/baseURI.json?version=1.0`;

describe('a worker', () => {
  it('answers what names no account, and each account from an object of its own', async () => {
    const worker = await start();
    expect((await worker.fetch(JWKS)).status).toBe(200);
    expect(await (await worker.fetch(baseUriOf(ACCOUNT))).json()).toMatchObject({ service: 'idp', account: ACCOUNT });
    await worker.fetch(baseUriOf(OTHER_ACCOUNT));
    await remote(worker, ACCOUNT).clock.freeze('2026-11-20T12:00:00Z');
    expect(await remote(worker, ACCOUNT).journal.count()).toBe(1);
    expect(await remote(worker, OTHER_ACCOUNT).clock.nowSeconds()).not.toBe(Date.parse('2026-11-20T12:00:00Z') / 1000);
  });

  it('goes on after a restart with the same storage: conversations, messages, faults, the clock', async () => {
    const first = await start();
    const socket = await openSocket(first, ACCOUNT);
    const conversationId = await openConversation(socket);
    await say(socket, conversationId, 'before the restart');
    await remote(first, ACCOUNT).faults.add({ error: 'BAD_REQUEST', times: 2 });
    await remote(first, ACCOUNT).clock.freeze('2026-11-20T12:00:00Z');
    const before = await remote(first, ACCOUNT).snapshot();

    const second = await restart(first);
    expect(await remote(second, ACCOUNT).snapshot()).toEqual({
      ...before,
      accounts: { [ACCOUNT]: { ...before.accounts[ACCOUNT], events: before.accounts[ACCOUNT]?.events?.slice(-1) } },
    });
  });

  it('forgets a socket for which no account has an object any more, and its row with it', async () => {
    const first = await start();
    await openSocket(first, ACCOUNT);
    const second = await restart(first);
    expect(await remote(second, ACCOUNT).sockets.list()).toEqual([]);
  });

  it('keeps the admin API shut without its secret, and does not say that there is one when it is off', async () => {
    const worker = await start();
    const path = `/__admin/clock?accountId=${ACCOUNT}`;
    for (const authorization of ['', 'Bearer wrong', `Basic ${ADMIN_SECRET}`, `Bearer ${ADMIN_SECRET}x`]) {
      const answer = await worker.fetch(path, { headers: authorization === '' ? {} : { authorization } });
      expect([answer.status, answer.headers.get('www-authenticate')]).toEqual([401, 'Bearer realm="lp-auth-mock"']);
    }
    const bearer = { authorization: `Bearer ${ADMIN_SECRET}` };
    expect((await worker.fetch(path, { headers: bearer })).status).toBe(200);
    expect((await worker.fetch('/__admin/clock', { headers: bearer })).status).toBe(400);
    const shut = await start({ bindings: { LP_AUTH_MOCK_ADMIN_SECRET: '' } });
    expect((await shut.fetch(path, { headers: bearer })).status).toBe((await shut.fetch('/__nothing')).status);
    const weak = await start({ bindings: { LP_AUTH_MOCK_ADMIN_SECRET: 'short' } });
    expect((await weak.fetch(path, { headers: { authorization: 'Bearer short' } })).status).toBe(403);
  });

  it('says which instance it is, also in the answer that opens a socket', async () => {
    const worker = await start({ bindings: { LP_AUTH_MOCK: '{"instance":"edge"}' } });
    expect((await worker.fetch(baseUriOf(ACCOUNT))).headers.get('lp-mock-instance')).toBe('edge');
    const client = new WebSocket(`ws://127.0.0.1:${String(worker.port)}${CONSUMER_SOCKET}`);
    const [{ statusCode, headers }] = (await once(client, 'upgrade')) as [IncomingMessage];
    client.terminate();
    expect([statusCode, headers['lp-mock-instance']]).toEqual([101, 'edge']);
  });

  it('says in each answer what is wrong with its options, and repeats none', async () => {
    const worker = await start({ bindings: { LP_AUTH_MOCK: '{"closed": "my-secret"' } });
    const answer = await worker.fetch(baseUriOf(ACCOUNT));
    expect([answer.status, await answer.json()]).toEqual([
      500,
      { error: 'mock_failed', message: 'LP_AUTH_MOCK: Expected JSON, for instance {"strict":true}' },
    ]);
  });

  it('goes on with an open socket, and its subscriptions, when its object was evicted in a conversation', async () => {
    const worker = await start({ source: COUNTING, className: 'AccountCell' });
    const socket = await openSocket(worker, ACCOUNT);
    const conversationId = await openConversation(socket);
    const subscribed = { kind: 'req', id: '3', type: 'cqm.SubscribeExConversations', body: { convState: ['OPEN'] } };
    const { body } = (await ask(socket, subscribed)) as { body: { subscriptionId: string } };
    await ask(socket, {
      kind: 'req',
      id: '4',
      type: 'ms.SubscribeMessagingEvents',
      body: { dialogId: conversationId },
    });
    await say(socket, conversationId, 'before');
    expect(await heard(socket, 'before')).toContain('"sequence":0');

    // Only silence makes workerd forget an object, after ten seconds of it; a busy machine may take longer.
    let answer: Record<string, unknown> = {};
    for (let tries = 0; tries < 5 && (await constructed(worker)) < 2; tries += 1) {
      await new Promise((resolve) => setTimeout(resolve, 12_000));
      answer = await ask(socket, { kind: 'req', id: '5', type: 'GetClock' });
    }
    expect([await constructed(worker), answer['code']]).toEqual([2, 200]);

    await say(socket, conversationId, 'after');
    expect(await heard(socket, 'after')).toContain('"sequence":1');
    await remote(worker, ACCOUNT).conversations.close(conversationId);
    expect(await heard(socket, '"state":"CLOSE"')).toContain(body.subscriptionId);
    socket.close(1000);
    await socket.closed;
  });
});

async function constructed(worker: RunningWorker): Promise<number> {
  return Number(await (await worker.fetch('/constructed')).text());
}

/** Tells how often an object was made. */
const COUNTING = `
  import { createWorker, AccountCell as Cell } from 'lp-auth-mock/worker';
  let constructed = 0;
  export class AccountCell extends Cell {
    constructor(context, env) {
      super(context, env);
      constructed += 1;
    }
  }
  const worker = createWorker();
  export default {
    fetch: (request, env) =>
      new URL(request.url).pathname === '/constructed'
        ? new Response(String(constructed))
        : worker.fetch(request, env),
  };
`;
