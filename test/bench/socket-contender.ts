import type { ChildProcess } from 'node:child_process';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { WebSocket } from 'ws';

/** What a server's process takes, in bytes, after everything that can go has gone. */
export interface Memory {
  readonly heapBytes: number;
  readonly residentBytes: number;
}

/** A server of `socket-server.mjs`, in a process of its own. */
export interface SocketContender {
  readonly url: string;
  /** The processor time that its process has taken so far. */
  cpuMicroseconds(): Promise<number>;
  memory(): Promise<Memory>;
  connect(path?: string, headers?: Readonly<Record<string, string>>): Promise<WebSocket>;
  post(path: string, headers: Readonly<Record<string, string>>, body: string): Promise<string>;
  stop(): Promise<void>;
}

/** @param more - options of node's for the process */
export async function startSocketContender(
  name: 'lp-auth-mock' | 'ws',
  more: readonly string[] = [],
): Promise<SocketContender> {
  const flags = (process.env['LP_BENCH_NODE_FLAGS'] ?? '').split(' ').filter((flag) => flag !== '');
  const execArgv = ['--expose-gc', ...more, ...flags];
  const child = fork(new URL('socket-server.mjs', import.meta.url), [name], { execArgv });
  const { port } = (await nextMessage(child)) as { port: number };
  const url = `http://127.0.0.1:${String(port)}`;
  return {
    url,
    cpuMicroseconds: async () => {
      child.send('cpu');
      return ((await nextMessage(child)) as { cpuMicroseconds: number }).cpuMicroseconds;
    },
    memory: async () => {
      child.send('memory');
      return (await nextMessage(child)) as Memory;
    },
    ...connectionsTo(url),
    stop: async () => {
      const ended = once(child, 'exit');
      child.disconnect();
      await ended;
    },
  };
}

/** What a client does at one address. */
export function connectionsTo(url: string): Pick<SocketContender, 'connect' | 'post'> {
  return {
    connect: async (path = '/', headers = {}) => {
      const socket = new WebSocket(`${url.replace('http', 'ws')}${path}`, { perMessageDeflate: false, headers });
      await once(socket, 'open');
      return socket;
    },
    post: async (path, headers, body) => {
      const response = await fetch(`${url}${path}`, { method: 'POST', headers, body });
      const text = await response.text();
      if (!response.ok) throw new Error(`${path} answered ${String(response.status)}: ${text}`);
      return text;
    },
  };
}

/** Sends a frame, and gives the next one that comes. */
export async function ask(socket: WebSocket, frame: object | string): Promise<string> {
  socket.send(typeof frame === 'string' ? frame : JSON.stringify(frame));
  const [data] = (await once(socket, 'message')) as [Buffer];
  return data.toString();
}

async function nextMessage(child: ChildProcess): Promise<unknown> {
  const [message] = (await once(child, 'message')) as [unknown];
  return message;
}
