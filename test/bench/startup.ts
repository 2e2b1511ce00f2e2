import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { median } from './statistics.ts';

const DIST = new URL('../../dist/', import.meta.url);
const at = (file: string): string => new URL(file, DIST).href;
const script = (code: string): readonly string[] => ['--input-type=module', '--eval', code];

/** A process that is timed from its start to its end, or to its first output. */
interface Start {
  readonly args: readonly string[];
  /** It goes on after it has said that it is ready. */
  readonly serves?: boolean;
}

const NOTHING: Start = { args: ['--eval', '0'] };
const MSW: Start = { args: script("import 'msw'") };

/**
 * A start, what it is compared with, and the most that its time may be as a multiple of that: on Node 20, and later.
 */
interface Comparison {
  readonly title: string;
  readonly own: Start;
  readonly rival: Start;
  readonly rivalTitle: string;
  readonly marks: readonly [node20: number, later: number];
}

const comparisons: readonly Comparison[] = [
  {
    title: 'start --port 0 --json, to its ready line',
    own: { args: [fileURLToPath(at('cli.cjs')), 'start', '--port', '0', '--json'], serves: true },
    rival: NOTHING,
    rivalTitle: 'node -e 0',
    marks: [1.9, 2.6],
  },
  {
    title: 'import and createMock()',
    own: { args: script(`import { createMock } from ${JSON.stringify(at('index.js'))}; createMock()`) },
    rival: NOTHING,
    rivalTitle: 'node -e 0',
    marks: [1.3, 1.5],
  },
  {
    title: "import 'lp-auth-mock/msw'",
    own: { args: script(`import ${JSON.stringify(at('msw.js'))}`) },
    rival: MSW,
    rivalTitle: "import 'msw'",
    marks: [1.15, 1.15],
  },
];

/**
 * Times what the built package costs at start, on this node and on those of `LP_TEST_NODES` (paths joined as in
 * `PATH`). Gives the number of marks that were missed.
 *
 * @param rounds - pairs that are counted: what is compared runs in turn, and the median of the ratios counts
 */
export async function timeStartup(rounds: number): Promise<number> {
  if (!existsSync(DIST)) {
    console.log('\nStart-up times need the built package: npm run build');
    return 0;
  }
  const others = (process.env['LP_TEST_NODES'] ?? '').split(':').filter((node) => node !== '');
  // Its certificates are made in the first round and found in the others, as on a machine that has had a mock before.
  const home = mkdtempSync(join(tmpdir(), 'lp-auth-mock-'));
  let missed = 0;
  try {
    console.log('\n| start | node | ms | ratio | mark |\n|---|---|---|---|---|');
    for (const node of [process.execPath, ...others]) missed += await timeOn(node, home, rounds);
  } finally {
    rmSync(home, { recursive: true });
  }
  return missed;
}

async function timeOn(node: string, home: string, rounds: number): Promise<number> {
  const version = await outputOf(node, ['--version']);
  let missed = 0;
  for (const {
    title,
    own,
    rival,
    rivalTitle,
    marks: [node20, later],
  } of comparisons) {
    const mark = version.startsWith('v20.') ? node20 : later;
    const times: number[] = [];
    const ratios: number[] = [];
    for (let round = 0; round <= rounds; round += 1) {
      const [rivalMs, ownMs] = [await time(node, rival, home), await time(node, own, home)];
      // The first round fills caches.
      if (round > 0) times.push(ownMs);
      if (round > 0) ratios.push(ownMs / rivalMs);
    }
    const isMissed = median(ratios) > mark;
    if (isMissed) missed += 1;
    console.log(
      `| ${title} | ${version} | ${median(times).toFixed(0)} | ${median(ratios).toFixed(2)} x ${rivalTitle} | ${String(mark)}${isMissed ? ' MISSED' : ''} |`,
    );
  }
  return missed;
}

function time(node: string, { args, serves = false }: Start, home: string): Promise<number> {
  const startedAt = performance.now();
  const child = spawn(node, args, {
    stdio: ['ignore', 'pipe', 'inherit'],
    cwd: fileURLToPath(new URL('../..', import.meta.url)),
    env: { ...process.env, LP_AUTH_MOCK_HOME: home },
  });
  return new Promise((resolve, reject) => {
    let ms: number | undefined;
    const stop = (): void => {
      ms ??= performance.now() - startedAt;
    };
    child.once('error', reject);
    // By SIGTERM, as a user ends it: only then does node keep what it has compiled.
    if (serves)
      child.stdout.once('data', () => {
        stop();
        child.kill();
      });
    child.once('close', (code) => {
      stop();
      if (code === 0) resolve(ms ?? NaN);
      else reject(new Error(`${args.join(' ')} ended with ${String(code)}`));
    });
  });
}

function outputOf(node: string, args: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(node, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    let text = '';
    child.stdout.setEncoding('utf8').on('data', (part: string) => {
      text += part;
    });
    child.once('error', reject);
    child.once('close', () => {
      resolve(text.trim());
    });
  });
}
