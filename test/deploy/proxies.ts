import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import type { createScratchFolder } from '../cli/scratch-folder.ts';

/** A proxy in front of several mocks. */
export interface Proxy {
  readonly port: number;
  /** Begins to serve these three, in place of those before. */
  serve(ports: readonly [number, number, number]): void;
  stop(): void;
}

type Scratch = ReturnType<typeof createScratchFolder>;

/** nginx with deploy/nginx.conf, but for its ports and its files. It has begun to listen when the program returns. */
export async function openNginx(scratch: Scratch): Promise<Proxy> {
  const port = await freePort();
  const nginx = (...args: string[]): void => {
    const own = `pid ${join(scratch.path, 'nginx.pid')}; error_log ${join(scratch.path, 'nginx.log')};`;
    execFileSync('nginx', ['-q', '-p', scratch.path, '-c', join(scratch.path, 'nginx.conf'), '-g', own, ...args], {
      stdio: 'ignore',
    });
  };
  let isRunning = false;
  return {
    port,
    serve: (ports) => {
      const text = withPorts('nginx.conf', port, ports).replace(/^(?:pid|error_log) .*$/gm, '');
      scratch.write('nginx.conf', text);
      nginx(...(isRunning ? ['-s', 'reload'] : []));
      isRunning = true;
    },
    stop: () => {
      if (isRunning) nginx('-s', 'stop');
    },
  };
}

/** HAProxy with deploy/haproxy.cfg, likewise. */
export async function openHaproxy(scratch: Scratch): Promise<Proxy> {
  const port = await freePort();
  const pids = join(scratch.path, 'haproxy.pid');
  let before: string[] = [];
  return {
    port,
    serve: (ports) => {
      const text = withPorts('haproxy.cfg', port, ports).replace(/\/run\/haproxy/g, join(scratch.path, 'haproxy'));
      scratch.write('haproxy.cfg', text);
      const old = before.length === 0 ? [] : ['-sf', ...before];
      execFileSync('haproxy', ['-D', '-q', '-p', pids, '-f', join(scratch.path, 'haproxy.cfg'), ...old]);
      before = readFileSync(pids, 'utf8').trim().split('\n');
    },
    stop: () => {
      for (const pid of before) process.kill(Number(pid), 'SIGTERM');
    },
  };
}

function withPorts(name: string, port: number, [first, second, third]: readonly [number, number, number]): string {
  return readFileSync(join(import.meta.dirname, '../../deploy', name), 'utf8')
    .replace('127.0.0.1:4407', `127.0.0.1:${String(port)}`)
    .replace('127.0.0.1:4411', `127.0.0.1:${String(first)}`)
    .replace('127.0.0.1:4412', `127.0.0.1:${String(second)}`)
    .replace('127.0.0.1:4413', `127.0.0.1:${String(third)}`);
}

/** The proxies have no option for a port that is free. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, 'close');
  return port;
}
