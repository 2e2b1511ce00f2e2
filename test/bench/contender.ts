import type { ChildProcess } from 'node:child_process';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout } from 'node:timers/promises';
import { Pool } from 'undici';

/** One request of a load. The number counts up, so that a load can make each request differ. */
export type Load = (index: number) => { path: string; headers: Record<string, string>; body: string };

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

/** `LP_BENCH_NODE_FLAGS=--cpu-prof` has every server write a profile. */
const profiling = (process.env['LP_BENCH_NODE_FLAGS'] ?? '').split(' ').filter((flag) => flag !== '');

/** Starts a server of `server.ts`, or of another file beside it, in a process of its own. */
export async function startContender(name: string, file = 'server.ts'): Promise<Contender> {
  const loader = file.endsWith('.ts') ? ['--import', 'tsx'] : [];
  const child = fork(new URL(file, import.meta.url), [name], { execArgv: [...loader, ...profiling] });
  const { port } = (await nextMessage(child)) as { port: number };
  const url = `http://127.0.0.1:${String(port)}`;
  const pool = new Pool(url, { connections: CONNECTIONS, pipelining: 1 });
  let sent = 0;
  return {
    url,
    run: async (load, requests) => {
      const cpuBefore = await cpuOf(child);
      const startedAt = performance.now();
      const last = sent + requests;
      const lane = async (): Promise<void> => {
        while (sent < last) {
          sent += 1;
          await request(pool, load(sent));
        }
      };
      await Promise.all(Array.from({ length: CONNECTIONS }, lane));
      const seconds = (performance.now() - startedAt) / 1000;
      return { perSecond: requests / seconds, cpuMicroseconds: ((await cpuOf(child)) - cpuBefore) / requests };
    },
    runPaced: async (load, requests) => {
      const cpuBefore = await cpuOf(child);
      for (let index = 0; index < requests; index += 1) {
        await request(pool, load(index));
        await setTimeout(1);
      }
      return ((await cpuOf(child)) - cpuBefore) / requests;
    },
    stop: () => {
      void pool.destroy();
      child.disconnect();
    },
  };
}

async function request(pool: Pool, { path, headers, body }: ReturnType<Load>): Promise<void> {
  const response = await pool.request({ method: 'POST', path, headers, body });
  const text = await response.body.text();
  if (response.statusCode > 299) throw new Error(`${path} answered ${String(response.statusCode)}: ${text}`);
}

async function cpuOf(child: ChildProcess): Promise<number> {
  child.send('usage');
  return ((await nextMessage(child)) as { cpuMicroseconds: number }).cpuMicroseconds;
}

async function nextMessage(child: ChildProcess): Promise<unknown> {
  const [message] = (await once(child, 'message')) as [unknown];
  return message;
}
