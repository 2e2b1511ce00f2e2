import { afterAll, describe, expect, it, jest } from '@jest/globals';
import { once } from 'node:events';
import { WebSocket } from 'ws';
import { connectMock } from '../../mock-server/client/client.ts';
import { hasPrograms } from '../cli/spawned-cli.ts';
import { createScratchFolder } from '../cli/scratch-folder.ts';
import type { Proxy } from './proxies.ts';
import { openHaproxy, openNginx } from './proxies.ts';
import type { Replica } from './replicas.ts';
import { startReplica } from './replicas.ts';

// Eight programs are started here, which a busy machine takes its time for.
jest.setTimeout(300_000);

const scratch = createScratchFolder();
const ACCOUNTS = Array.from({ length: 60 }, (_, index) => `acc${String(index)}`);
const JSON_TYPE = { 'content-type': 'application/json' };

interface Answer {
  readonly status: number;
  readonly by: string | null;
  readonly body: unknown;
}

interface Asked {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

async function ask(port: number, path: string, init: Asked = {}): Promise<Answer> {
  // A connection each: those that a proxy keeps end when it is told of other mocks.
  const headers = { ...init.headers, connection: 'close' };
  const signal = AbortSignal.timeout(60_000);
  const response = await fetch(`http://127.0.0.1:${String(port)}${path}`, { ...init, headers, signal });
  const text = await response.text();
  const body: unknown = response.headers.get('content-type')?.includes('json') ? JSON.parse(text) : text;
  return { status: response.status, by: response.headers.get('lp-mock-instance'), body };
}

const post = (port: number, path: string, body: object = {}, headers: Record<string, string> = {}): Promise<Answer> =>
  ask(port, path, { method: 'POST', body: JSON.stringify(body), headers: { ...JSON_TYPE, ...headers } });

const lookUp = (port: number, account: string): Promise<Answer> =>
  ask(port, `/api/account/${account}/service/idp/baseURI.json?version=1.0`);

/** Which mock each account is at. */
async function owners(port: number): Promise<Map<string, string>> {
  const found = await Promise.all(
    ACCOUNTS.map(async (account) => [account, (await lookUp(port, account)).by] as const),
  );
  return new Map(found.map(([account, by]) => [account, by ?? 'nobody']));
}

/** A visitor of an account with a conversation, on a socket through the proxy. */
interface Visitor {
  readonly account: string;
  readonly socket: WebSocket;
  readonly closed: Promise<unknown>;
  /** What the mock answers to a message: its sequence. */
  say(): Promise<unknown>;
}

async function openVisitor(port: number, account: string): Promise<Visitor> {
  const { token } = (await post(port, `/api/account/${account}/anonymous/authorize`)).body as { token: string };
  const path = `/api/account/${account}/app/4567890/authenticate?v=3.0`;
  const jwt = ((await post(port, path, { id_token: token })).body as { token: string }).token;
  const url = `ws://127.0.0.1:${String(port)}/ws_api/account/${account}/messaging/consumer?v=3`;
  const socket = new WebSocket(url, { headers: { authorization: `jwt ${jwt}` } });
  socket.on('error', () => undefined);
  await once(socket, 'open');
  const tell = async (type: string, body: object): Promise<Readonly<Record<string, unknown>>> => {
    socket.send(JSON.stringify({ kind: 'req', id: type, type, body }));
    const [data] = (await once(socket, 'message')) as [Buffer];
    return (JSON.parse(data.toString()) as { body: Record<string, unknown> }).body;
  };
  const { conversationId } = await tell('cm.ConsumerRequestConversation', {});
  const event = { type: 'ContentEvent', contentType: 'text/plain', message: 'Hello' };
  return {
    account,
    socket,
    closed: once(socket, 'close'),
    say: async () => (await tell('ms.PublishEvent', { dialogId: conversationId, event }))['sequence'],
  };
}

/** That an account is at one mock by whatever path names it, and by Brand-ID where none does. */
async function expectOneOwner(port: number, known: readonly (readonly [account: string, by: string])[]): Promise<void> {
  for (const [account, by] of known) {
    const headers = { 'brand-id': account, 'client-source': 'test' };
    const answers = [
      await ask(port, `/sentinel/api/v2/account/${account}/app/token`, { method: 'POST' }),
      await ask(port, `/messaging_history/api/account/${account}/agent-view/status`, { method: 'POST' }),
      await ask(port, `/v1/AUTH_async-images/${account}/file`),
      await ask(port, '/messaging/v1/conversations/none', { headers }),
    ];
    expect(answers.map((answer) => answer.by)).toEqual([by, by, by, by]);
  }
}

/** The conversations of an account, by its own mock. */
async function conversationsAt(replica: Replica, account: string): Promise<number> {
  const { body } = await ask(replica.port, `/__admin/conversations?accountId=${account}`);
  return (body as { conversations: unknown[] }).conversations.length;
}

/** How many visitors there are an owner: enough to tell who lost what. */
const VISITORS = 2;

describe.each<[string, string, (folder: typeof scratch) => Promise<Proxy>]>([
  ['nginx', 'nginx', openNginx],
  ['HAProxy', 'haproxy', openHaproxy],
])('Three mocks behind %s', (_, program, open) => {
  if (!hasPrograms(program)) {
    it('are not tested here: it is not installed', () => {
      expect(hasPrograms(program)).toBe(false);
    });
    return;
  }
  let proxy: Proxy | undefined;
  const replicas = new Map<string, Replica>();
  const at = (name: string): Replica => {
    const replica = replicas.get(name);
    if (replica === undefined) throw new Error(`there is no ${name}`);
    return replica;
  };
  afterAll(() => {
    proxy?.stop();
    for (const replica of replicas.values()) replica.kill('SIGKILL');
  });

  it('lose the accounts of the one that dies, and hand accounts to the one that comes, and no others', async () => {
    for (const name of ['a', 'b', 'c']) replicas.set(name, await startReplica(name));
    proxy = await open(scratch);
    const { port } = proxy;
    proxy.serve([at('a').port, at('b').port, at('c').port]);

    const before = await owners(port);
    const of = (name: string): string[] => ACCOUNTS.filter((account) => before.get(account) === name);
    expect([...new Set(before.values())].sort()).toEqual(['a', 'b', 'c']);
    expect(await owners(port)).toEqual(before);
    await expectOneOwner(port, [...before].slice(0, 6));

    const visited = ['a', 'b', 'c'].flatMap((name) => of(name).slice(0, VISITORS));
    const visitors: Visitor[] = [];
    for (const account of visited) visitors.push(await openVisitor(port, account));
    for (const visitor of visitors) expect(await visitor.say()).toBe(0);

    // A proxy that has sent a POST must not send it again: its mock dies with the call in its hands.
    const [doomed = ''] = of('c').slice(VISITORS);
    const create = `/api/account/${doomed}/anonymous/authorize`;
    await post(at('c').port, '/__admin/faults', { endpoint: 'idp.anonymous-authorize', error: 'timeout' });
    const unanswered = post(port, create).then(
      ({ status }) => status,
      () => 'hung up',
    );
    const journal = connectMock(`http://127.0.0.1:${String(at('c').port)}`).journal;
    await journal.waitFor({ endpointId: 'idp.anonymous-authorize', accountId: doomed }, 60_000);
    at('c').kill('SIGKILL');
    expect([502, 'hung up']).toContain(await unanswered);
    for (const name of ['a', 'b']) {
      const { body } = await ask(at(name).port, `/__admin/journal?accountId=${doomed}`);
      expect((body as { entries: unknown[] }).entries).toEqual([]);
    }

    // The sockets of the dead mock end; the others go on.
    const isLost = (visitor: Visitor): boolean => before.get(visitor.account) === 'c';
    await Promise.all(visitors.filter(isLost).map((visitor) => visitor.closed));
    for (const visitor of visitors.filter((each) => !isLost(each))) expect(await visitor.say()).toBe(1);
    const without = await owners(port);
    expect([...without].filter(([account, by]) => before.get(account) !== 'c' && by !== before.get(account))).toEqual(
      [],
    );
    expect([...new Set(without.values())].sort()).toEqual(['a', 'b']);
    // What those accounts had is gone.
    const [lost = ''] = of('c');
    const heir = at(String(without.get(lost)));
    expect(await conversationsAt(heir, lost)).toBe(0);

    // One that comes gets accounts, and nothing moves between the others. An account can be moved with what it has.
    replicas.set('d', await startReplica('d'));
    const moved = `/__admin/snapshot?accountId=${lost}`;
    const back = await openVisitor(port, lost);
    expect(await back.say()).toBe(0);
    const snapshot = (await ask(heir.port, moved)).body;
    expect(
      (await post(at('d').port, '/__admin/restore', { snapshot: snapshot as object, accountId: lost })).status,
    ).toBe(204);
    proxy.serve([at('a').port, at('b').port, at('d').port]);
    // nginx takes its time over that, and tells nobody when it is done.
    for (let tries = 0; tries < 200 && ![...(await owners(port)).values()].includes('d'); tries += 1);
    const after = await owners(port);
    expect([...after].filter(([account, by]) => by !== 'd' && by !== without.get(account))).toEqual([]);
    expect(await conversationsAt(at('d'), lost)).toBe(1);
    for (const visitor of [...visitors, back]) visitor.socket.terminate();
  });
});
