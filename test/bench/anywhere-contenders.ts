import type { ChildProcess } from 'node:child_process';
import { fork, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { openNginx } from '../deploy/proxies.ts';
import { startWorker } from '../support/worker-runtime.ts';
import { profiling } from './contender.ts';
import { childrenOf, processorMsOf, residentBytesOf } from './processes.ts';

/** One way to run the mock: an address, and the processes behind it. */
export interface Deployment {
  readonly url: string;
  /** The processor time that all its processes have taken so far, in milliseconds. */
  processorMs(): number;
  /** What all its processes have in memory. Those of node have collected their garbage; workerd cannot be told to. */
  residentBytes(): Promise<number>;
  stop(): Promise<void>;
}

/** Mocks behind a proxy. */
export interface Replicas extends Deployment {
  /** What `LP-Mock-Instance` says of each. */
  readonly names: readonly string[];
  /** By SIGKILL. */
  kill(name: string): void;
}

/** More accounts than any of the measures has: none is forgotten to make room for another. */
const LIMITS = { unconfiguredAccounts: 100_000 };

/** The ways to run it, by the columns of the table. */
export const deployments = {
  node: startNode,
  'workerd, one object': () => startWorkerd('one'),
  'workerd, an object each': () => startWorkerd('each'),
  'three replicas': startReplicas,
} satisfies Record<string, () => Promise<Deployment>>;

export type DeploymentName = keyof typeof deployments;

/** Whether there is what stands before the replicas. */
export const hasNginx = (): boolean => spawnSync('nginx', ['-v']).status === 0;

interface NodeServer {
  readonly child: ChildProcess;
  readonly pid: number;
  readonly port: number;
}

/** The command line of the built package. */
async function spawnServer(...more: readonly string[]): Promise<NodeServer> {
  const preload = new URL('end-with-bench.mjs', import.meta.url).href;
  const limits = Object.entries(LIMITS).flatMap(([name, value]) => ['--set', `limits.${name}=${String(value)}`]);
  const child = fork(
    fileURLToPath(new URL('../../dist/cli.cjs', import.meta.url)),
    ['start', '--port', '0', '--json', '--no-tls', ...limits, ...more],
    { execArgv: ['--expose-gc', '--import', preload, ...profiling], stdio: ['ignore', 'pipe', 'inherit', 'ipc'] },
  );
  if (child.stdout === null) throw new Error('the server has no stdout');
  const [line] = (await once(createInterface(child.stdout), 'line')) as [string];
  return { child, ...(JSON.parse(line) as { pid: number; port: number }) };
}

async function collectGarbageOf({ child }: NodeServer): Promise<void> {
  const collected = once(child, 'message');
  child.send('collect');
  await collected;
}

async function stopServer({ child }: NodeServer): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.disconnect();
  await ended;
}

async function startNode(): Promise<Deployment> {
  const server = await spawnServer();
  const pids = [server.pid];
  return {
    url: `http://127.0.0.1:${String(server.port)}`,
    processorMs: () => processorMsOf(pids),
    residentBytes: async () => {
      await collectGarbageOf(server);
      return residentBytesOf(pids);
    },
    stop: () => stopServer(server),
  };
}

/** The built package here too: the path is as from the folder of `worker-runtime.ts`. */
const WORKER = `
  import { createWorker } from '../../dist/worker.js';
  export { AccountCell } from '../../dist/worker.js';
  export default createWorker();
`;

async function startWorkerd(cells: 'one' | 'each'): Promise<Deployment> {
  const before = childrenOf(process.pid, 'workerd');
  const bindings = { LP_AUTH_MOCK_CELLS: cells, LP_AUTH_MOCK: { limits: LIMITS } };
  const worker = await startWorker({ source: WORKER, bindings });
  const pids = childrenOf(process.pid, 'workerd').filter((pid) => !before.includes(pid));
  if (pids.length !== 1) throw new Error(`one workerd was expected, and there are ${String(pids.length)} new ones`);
  return {
    url: worker.url.replace(/\/$/, ''),
    processorMs: () => processorMsOf(pids),
    residentBytes: () => Promise.resolve(residentBytesOf(pids)),
    stop: () => worker.close(),
  };
}

/** Three mocks behind nginx with deploy/nginx.conf. */
export async function startReplicas(): Promise<Replicas> {
  const names = ['a', 'b', 'c'] as const;
  const start = (name: string): Promise<NodeServer> => spawnServer('--instance', name);
  const [a, b, c] = await Promise.all([start(names[0]), start(names[1]), start(names[2])]);
  const servers = [a, b, c];
  const path = mkdtempSync(join(tmpdir(), 'lp-auth-mock-'));
  const write = (name: string, text: string): string => {
    writeFileSync(join(path, name), text);
    return name;
  };
  const proxy = await openNginx({ path, write });
  proxy.serve([a.port, b.port, c.port]);
  const url = `http://127.0.0.1:${String(proxy.port)}`;
  // It writes down who it is only after it has begun to listen: once it answers, it has.
  await (await fetch(`${url}/__admin/health`)).text();
  const master = Number(readFileSync(join(path, 'nginx.pid'), 'utf8'));
  const pids = (): number[] => [master, ...childrenOf(master, 'nginx'), ...servers.map(({ pid }) => pid)];
  return {
    url,
    names,
    processorMs: () => processorMsOf(pids()),
    residentBytes: async () => {
      await Promise.all(servers.map(collectGarbageOf));
      return residentBytesOf(pids());
    },
    kill: (name) => servers[names.findIndex((each) => each === name)]?.child.kill('SIGKILL'),
    stop: async () => {
      proxy.stop();
      await Promise.all(servers.map(stopServer));
      rmSync(path, { recursive: true, force: true });
    },
  };
}
