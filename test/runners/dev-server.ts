import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { consumerEnvironment } from '../package/run.ts';

/** A dev server of somebody's front end, which runs until it is closed. */
export interface DevServer {
  readonly url: string;
  close(): Promise<void>;
}

/** Starts a command of the shell, and waits for the line in which it names its address. */
export async function startDevServer(command: string, folder: string): Promise<DevServer> {
  const child = spawn(command, {
    cwd: folder,
    env: { ...consumerEnvironment(folder), NEXT_TELEMETRY_DISABLED: '1' },
    shell: true,
    // A group of its own: the signal has to reach what the shell has started.
    detached: true,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const seen: string[] = [];
  const close = async (): Promise<void> => {
    if (child.exitCode !== null || child.pid === undefined) return;
    process.kill(-child.pid, 'SIGTERM');
    await once(child, 'exit');
  };
  for await (const line of createInterface(child.stdout)) {
    seen.push(line);
    const [url] = /http:\/\/(?:127\.0\.0\.1|localhost):\d+/.exec(line) ?? [];
    if (url === undefined) continue;
    child.stdout.resume();
    return { url, close };
  }
  throw new Error(`${command} named no address:\n${seen.join('\n')}`);
}
