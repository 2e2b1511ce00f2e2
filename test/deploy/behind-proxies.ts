import { afterAll, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { WebSocket } from 'ws';
import { hasPrograms } from '../cli/spawned-cli.ts';
import { createScratchFolder } from '../cli/scratch-folder.ts';
import type { Proxy } from './proxies.ts';
import { openHaproxy, openNginx } from './proxies.ts';
import type { Replica } from './replicas.ts';
import { startReplica } from './replicas.ts';

/** Accounts of nobody: enough of them for each mock to have some. */
export const ACCOUNTS = Array.from({ length: 60 }, (_, index) => `acc${String(index)}`);
const JSON_TYPE = { 'content-type': 'application/json' };

/** An answer that came through a proxy, or from a mock itself. */
export interface Answer {
  readonly status: number;
  /** The mock that gave it. */
  readonly by: string | null;
  /** Why the mock refused, by its slug. */
  readonly reason: string | undefined;
  readonly body: unknown;
}

interface Asked {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** Asks on this machine, on a connection of its own. */
export async function ask(port: number, path: string, init: Asked = {}): Promise<Answer> {
  // A connection each: those that a proxy keeps end when it is told of other mocks.
  const headers = { ...init.headers, connection: 'close' };
  const signal = AbortSignal.timeout(60_000);
  const response = await fetch(`http://127.0.0.1:${String(port)}${path}`, { ...init, headers, signal });
  const text = await response.text();
  const body: unknown = response.headers.get('content-type')?.includes('json') ? JSON.parse(text) : text;
  const reason = response.headers.get('lp-mock-reason')?.split(';')[0];
  return { status: response.status, by: response.headers.get('lp-mock-instance'), reason, body };
}

/** Posts JSON. */
export const post = (
  port: number,
  path: string,
  body: object = {},
  headers: Record<string, string> = {},
): Promise<Answer> =>
  ask(port, path, { method: 'POST', body: JSON.stringify(body), headers: { ...JSON_TYPE, ...headers } });

/** A call that changes nothing. */
export const lookUp = (port: number, account: string): Promise<Answer> =>
  ask(port, `/api/account/${account}/service/idp/baseURI.json?version=1.0`);

/** Which mock each account is at. */
export async function owners(port: number): Promise<Map<string, string>> {
  const found = await Promise.all(
    ACCOUNTS.map(async (account) => [account, (await lookUp(port, account)).by] as const),
  );
  return new Map(found.map(([account, by]) => [account, by ?? 'nobody']));
}

/** A visitor of an account with a conversation, on a socket through the proxy. */
export interface Visitor {
  readonly account: string;
  /** The mock that the socket is open at. */
  readonly by: unknown;
  readonly socket: WebSocket;
  readonly closed: Promise<unknown>;
  /** What the mock answers to a message: its sequence. */
  say(): Promise<unknown>;
}

/** A new consumer of an account, who has opened a conversation. */
export async function openVisitor(port: number, account: string): Promise<Visitor> {
  const { token } = (await post(port, `/api/account/${account}/anonymous/authorize`)).body as { token: string };
  const path = `/api/account/${account}/app/4567890/authenticate?v=3.0`;
  const jwt = ((await post(port, path, { id_token: token })).body as { token: string }).token;
  const url = `ws://127.0.0.1:${String(port)}/ws_api/account/${account}/messaging/consumer?v=3`;
  const socket = new WebSocket(url, { headers: { authorization: `jwt ${jwt}` } });
  socket.on('error', () => undefined);
  const [[answer]] = (await Promise.all([once(socket, 'upgrade'), once(socket, 'open')])) as [
    [IncomingMessage],
    unknown,
  ];
  const tell = async (type: string, body: object): Promise<Readonly<Record<string, unknown>>> => {
    socket.send(JSON.stringify({ kind: 'req', id: type, type, body }));
    const [data] = (await once(socket, 'message')) as [Buffer];
    return (JSON.parse(data.toString()) as { body: Record<string, unknown> }).body;
  };
  const { conversationId } = await tell('cm.ConsumerRequestConversation', {});
  const event = { type: 'ContentEvent', contentType: 'text/plain', message: 'Hello' };
  return {
    account,
    by: answer.headers['lp-mock-instance'],
    socket,
    closed: once(socket, 'close'),
    say: async () => (await tell('ms.PublishEvent', { dialogId: conversationId, event }))['sequence'],
  };
}

/** Mocks of their own names, and the proxy in front of them. */
export interface Cluster {
  readonly start: (name: string) => Promise<Replica>;
  readonly at: (name: string) => Replica;
  readonly openProxy: () => Promise<Proxy>;
}

/** Runs the tests behind nginx, and once more behind HAProxy, where these are installed. */
export function describeBehindProxies(title: string, tests: (cluster: Cluster) => void): void {
  const scratch = createScratchFolder();
  describe.each([
    ['nginx', 'nginx', openNginx],
    ['HAProxy', 'haproxy', openHaproxy],
  ] as const)(`${title} %s`, (_, program, open) => {
    if (!hasPrograms(program)) {
      it('are not tested here: it is not installed', () => {
        expect(hasPrograms(program)).toBe(false);
      });
      return;
    }
    const replicas = new Map<string, Replica>();
    let proxy: Proxy | undefined;
    afterAll(() => {
      proxy?.stop();
      for (const replica of replicas.values()) replica.kill('SIGKILL');
    });
    tests({
      start: async (name) => {
        const replica = await startReplica(name);
        replicas.set(name, replica);
        return replica;
      },
      at: (name) => {
        const replica = replicas.get(name);
        if (replica === undefined) throw new Error(`there is no ${name}`);
        return replica;
      },
      openProxy: async () => (proxy = await open(scratch)),
    });
  });
}
