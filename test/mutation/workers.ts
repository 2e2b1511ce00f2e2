import { build } from 'esbuild';
import type { ChildProcess } from 'node:child_process';
import { fork } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CACHE, ROOT } from './code.ts';
import type { FromChild, Manifest, RunReply, RunRequest } from './protocol.ts';

/** How long nothing may be heard of a child: it is in a loop, or its machine is. */
const SILENCE_MS = 20_000;
/** As many runs of each property and attack, on CI too. */
const AS_NPM_TEST = { CI: '', LP_TEST_ALL: '' };
/** A child that has kept more than this of what tests have left behind is replaced. */
const MOST_MEMORY = 500 * 2 ** 20;
const MOST_RUNS = 1500;

/**
 * What a child gets to know. It finds no program by its name: a mutant may do what the code asks a person about before,
 * such as changing whom this machine trusts.
 */
export function environmentOf(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const withoutPath = Object.entries(env).filter(([name]) => name.toUpperCase() !== 'PATH');
  const asked = { ...AS_NPM_TEST, NO_COLOR: '1', NODE_ENV: 'test', LP_TEST_PROGRAM: '/nowhere' };
  return { ...Object.fromEntries(withoutPath), ...asked, PATH: '/nowhere' };
}

/** What became of a run whose child is gone. */
export interface Lost {
  /** The test that was under way; -1 for the loading of the file. */
  readonly lostAt: number;
}

/** Whoever runs the tests of a file with mutants on. */
export type Runner = Pick<Worker, 'run'>;

/** A child that is there again whenever it is asked for something. */
export class Worker {
  readonly #entry: string;
  readonly #manifest: string;
  #child: ChildProcess | undefined;
  #runs = 0;

  constructor(entry: string, manifest: string) {
    this.#entry = entry;
    this.#manifest = manifest;
  }

  /** Runs tests; a child that falls silent is killed. */
  async run(request: RunRequest): Promise<Lost | RunReply> {
    const child = (this.#child ??= this.#start());
    const result = await converse(child, request);
    this.#runs += 1;
    if ('lostAt' in result || result.memory > MOST_MEMORY || this.#runs > MOST_RUNS) this.end();
    return result;
  }

  end(): void {
    this.#child?.kill('SIGKILL');
    this.#child = undefined;
    this.#runs = 0;
  }

  #start(): ChildProcess {
    const env = environmentOf(process.env);
    const execArgv = ['--max-old-space-size=1500'];
    return fork(this.#entry, [this.#manifest], {
      cwd: ROOT,
      execArgv,
      env,
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
  }
}

function converse(child: ChildProcess, request: RunRequest): Promise<Lost | RunReply> {
  return new Promise((resolve, reject) => {
    let at = -1;
    let silence: NodeJS.Timeout;
    const end = (): void => {
      clearTimeout(silence);
      child.off('message', hear).off('exit', lose);
    };
    const lose = (): void => {
      end();
      resolve({ lostAt: at });
    };
    const listen = (): void => {
      clearTimeout(silence);
      silence = setTimeout(lose, SILENCE_MS);
    };
    const hear = (message: FromChild): void => {
      listen();
      if ('begun' in message) {
        at = message.begun;
        return;
      }
      end();
      if ('reply' in message) resolve(message.reply);
      else reject(new Error(`a run of ${request.test} failed: ${message.failed}`));
    };
    child.on('message', hear).on('exit', lose);
    listen();
    child.send(request);
  });
}

/** Children that share the code. */
export async function openWorkers(count: number, manifest: Manifest): Promise<readonly Worker[]> {
  const entry = join(CACHE, 'child.mjs');
  await build({
    entryPoints: [join(import.meta.dirname, 'child.ts')],
    outfile: entry,
    bundle: true,
    format: 'esm',
    platform: 'node',
    packages: 'external',
    logLevel: 'warning',
  });
  const file = join(CACHE, 'manifest.json');
  writeFileSync(file, JSON.stringify(manifest));
  return Array.from({ length: count }, () => new Worker(entry, file));
}

/** Has each item dealt with by the next worker that is free. */
export async function share<T>(
  workers: readonly Worker[],
  items: readonly T[],
  deal: (worker: Worker, item: T) => Promise<void>,
): Promise<void> {
  const queue = [...items];
  await Promise.all(
    workers.map(async (worker) => {
      for (let item = queue.shift(); item !== undefined; item = queue.shift()) await deal(worker, item);
    }),
  );
}
