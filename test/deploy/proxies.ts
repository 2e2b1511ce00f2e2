import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import type { createScratchFolder } from '../cli/scratch-folder.ts';

/** A proxy in front of them. */
export interface Proxy {
  readonly port: number;
  /** Begins to serve these three, in place of those before. */
  serve(ports: readonly [number, number, number]): void;
  /** Gives the second of them nothing new, in the words of the files of deploy/. */
  drain(): Promise<void>;
  /** Is told that the second will not be there any more. */
  takeAway(): Promise<void>;
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
    drain: () => {
      const conf = readFileSync(join(scratch.path, 'nginx.conf'), 'utf8');
      const [, down = '', server = ''] = /^ *# *((server [\d.:]+) .*down;)$/m.exec(conf) ?? [];
      scratch.write('nginx.conf', conf.replace(new RegExp(`^ *${server} .*;$`, 'm'), down));
      nginx('-s', 'reload');
      return Promise.resolve();
    },
    takeAway: () => Promise.resolve(),
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
  const tell = async (state: string): Promise<void> => {
    const cfg = readFileSync(join(scratch.path, 'haproxy.cfg'), 'utf8');
    const [, command = ''] = new RegExp(`echo "(set server .+ state ${state})" \\| socat stdio`).exec(cfg) ?? [];
    const said = (await tellSocket(join(scratch.path, 'haproxy.sock'), command)).trim();
    // An empty line when it has done something, and words when it has not.
    if (!command.includes('mocks/mock-2') || said !== '') throw new Error(`HAProxy, asked for "${command}": ${said}`);
  };
  return {
    port,
    serve: (ports) => {
      const text = withPorts('haproxy.cfg', port, ports).replace(/\/run\/haproxy/g, join(scratch.path, 'haproxy'));
      scratch.write('haproxy.cfg', text);
      const old = before.length === 0 ? [] : ['-sf', ...before];
      execFileSync('haproxy', ['-D', '-q', '-p', pids, '-f', join(scratch.path, 'haproxy.cfg'), ...old]);
      before = readFileSync(pids, 'utf8').trim().split('\n');
    },
    drain: () => tell('drain'),
    takeAway: () => tell('maint'),
    stop: () => {
      for (const pid of before) process.kill(Number(pid), 'SIGTERM');
    },
  };
}

function withPorts(name: string, port: number, [first, second, third]: readonly [number, number, number]): string {
  return readFileSync(join(import.meta.dirname, '../../deploy', name), 'utf8')
    .replace('127.0.0.1:4407', `127.0.0.1:${String(port)}`)
    .replaceAll('127.0.0.1:4411', `127.0.0.1:${String(first)}`)
    .replaceAll('127.0.0.1:4412', `127.0.0.1:${String(second)}`)
    .replaceAll('127.0.0.1:4413', `127.0.0.1:${String(third)}`);
}

/** What a program answers at its socket, as socat would print it. */
function tellSocket(path: string, command: string): Promise<string> {
  const socket = connect(path);
  socket.end(`${command}\n`);
  return text(socket);
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
