import type { ChildProcess } from 'node:child_process';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout } from 'node:timers/promises';
import { Pool } from 'undici';

/** One request of a load. The number counts up, so that a load can make each request differ. */
export type Load = (index: number) => Request;

export interface Request {
  /** Default: POST */
  readonly method?: 'GET' | 'POST';
  readonly path: string;
  readonly headers: Record<string, string>;
  readonly body: string;
  /** What every right answer has in it. Default: nothing, the status alone is looked at. */
  readonly answer?: string;
}

/** One server process under load. */
export interface Contender {
  readonly url: string;
  /** Sends so many requests, a fixed number at a time. */
  run(load: Load, requests: number): Promise<Result>;
  /**
   * Sends one request at a time, with a pause of a millisecond after each. Gives the server's processor time for one,
   * in microseconds.
   */
  runPaced(load: Load, requests: number): Promise<number>;
  stop(): void;
}

export interface Result {
  readonly perSecond: number;
  /** The server's processor time for one request, all its threads together. */
  readonly cpuMicroseconds: number;
}

const CONNECTIONS = 16;

/** Does so many things, sixteen at a time. */
export async function inLanes(count: number, work: (index: number) => Promise<unknown>): Promise<void> {
  let begun = 0;
  const lane = async (): Promise<void> => {
    while (begun < count) {
      begun += 1;
      await work(begun - 1);
    }
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, lane));
}

/** A client of one address, that keeps sixteen connections to it. */
export interface Client {
  /** Sends so many requests, sixteen at a time. Gives how many a second there were. */
  run(load: Load, requests: number): Promise<number>;
  /**
   * Gives the body of the answer.
   *
   * @throws Error when it is not what it has to be.
   */
  send(request: Request): Promise<string>;
  close(): void;
}

export function openClient(url: string): Client {
  // Shorter than any server waits: none ends a connection just as it is used.
  const pool = new Pool(url, { connections: CONNECTIONS, pipelining: 1, keepAliveTimeout: 2000 });
  let sent = 0;
  return {
    run: async (load, requests) => {
      const before = sent;
      sent += requests;
      const startedAt = performance.now();
      await inLanes(requests, (index) => send(pool, load(before + index + 1)));
      return (requests * 1000) / (performance.now() - startedAt);
    },
    send: (request) => send(pool, request),
    close: () => void pool.destroy(),
  };
}

/** `LP_BENCH_NODE_FLAGS=--cpu-prof` has every server write a profile. */
export const profiling = (process.env['LP_BENCH_NODE_FLAGS'] ?? '').split(' ').filter((flag) => flag !== '');

/** Starts a server of `server.ts`, or of another file beside it, in a process of its own. */
export async function startContender(name: string, file = 'server.ts'): Promise<Contender> {
  const loader = file.endsWith('.ts') ? ['--import', 'tsx'] : [];
  const child = fork(new URL(file, import.meta.url), [name], { execArgv: [...loader, ...profiling] });
  const { port } = (await nextMessage(child)) as { port: number };
  const url = `http://127.0.0.1:${String(port)}`;
  const client = openClient(url);
  return {
    url,
    run: async (load, requests) => {
      const cpuBefore = await cpuOf(child);
      const perSecond = await client.run(load, requests);
      return { perSecond, cpuMicroseconds: ((await cpuOf(child)) - cpuBefore) / requests };
    },
    runPaced: async (load, requests) => {
      const cpuBefore = await cpuOf(child);
      for (let index = 0; index < requests; index += 1) {
        await client.send(load(index));
        await setTimeout(1);
      }
      return ((await cpuOf(child)) - cpuBefore) / requests;
    },
    stop: () => {
      client.close();
      child.disconnect();
    },
  };
}

async function send(pool: Pool, { method = 'POST', path, headers, body, answer = '' }: Request): Promise<string> {
  const response = await pool.request({ method, path, headers, body: method === 'GET' ? null : body });
  const text = await response.body.text();
  if (response.statusCode > 299 || !text.includes(answer))
    throw new Error(`${path} answered ${String(response.statusCode)}: ${text}`);
  return text;
}

async function cpuOf(child: ChildProcess): Promise<number> {
  child.send('usage');
  return ((await nextMessage(child)) as { cpuMicroseconds: number }).cpuMicroseconds;
}

async function nextMessage(child: ChildProcess): Promise<unknown> {
  const [message] = (await once(child, 'message')) as [unknown];
  return message;
}
