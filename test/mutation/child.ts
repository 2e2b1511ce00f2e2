// A child of the tool: it has the tests and the mutants in its process, and ends when its parent does.
import { readFileSync } from 'node:fs';
import { createStandIn } from './jest-stand-in.ts';
import type { FromChild, Manifest, Outcome, RunReply, RunRequest } from './protocol.ts';
import type { Switches } from './registry.ts';
import { createAffected, Registry } from './registry.ts';
import { TestRun, wordsOf } from './test-run.ts';

const manifest = JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8')) as Manifest;
const tell = (message: FromChild): void => {
  process.send?.(message);
};

/** Where something is noted while the file itself is loaded. */
const LOADING = -1;
/** Of the tests that reach a mutant, so many are named: the quickest. */
const TESTS_NAMED = 6;

/** Of one mutant: how often it was reached, and by which tests, in their order. */
interface Steps {
  count: number;
  readonly tests: number[];
}

/** Which mutants the tests meet, and which of them are on. */
class Meeting {
  readonly reached = new Map<string, Record<string, Steps>>();
  readonly met = new Map<string, Set<number>>();
  at = LOADING;
  readonly #request: RunRequest;

  constructor(request: RunRequest) {
    this.#request = request;
  }

  switchesOf = (path: string): Switches | undefined => {
    const { active, isRehearsal = false, hitLimit } = this.#request;
    if (manifest.files[path]?.switched === undefined) return undefined;
    if (isRehearsal) return { isActive: () => false, cover: this.#noteReached(path) };
    const chosen = active[path];
    if (chosen === undefined) return undefined;
    const hits = new Map(chosen.map((id) => [String(id), 0]));
    const met = new Set<number>();
    this.met.set(path, met);
    const isActive = (id: string): boolean => {
      const count = hits.get(id);
      if (count === undefined) return false;
      if (count === 0) met.add(Number(id));
      hits.set(id, count + 1);
      if (count > hitLimit) throw new Error('a mutant was met too often');
      return true;
    };
    return { isActive, cover: () => undefined };
  };

  /** Asked at every step of every test, so it does little. */
  #noteReached(path: string): Switches['cover'] {
    const ofFile: Record<string, Steps> = {};
    this.reached.set(path, ofFile);
    return (...ids) => {
      for (const id of ids) {
        const steps = (ofFile[id] ??= { count: 0, tests: [] });
        steps.count += 1;
        if (steps.tests.at(-1) !== this.at) steps.tests.push(this.at);
      }
    };
  }
}

// Tests replace the timers, and what tells the parent that this process is not in a loop must go on.
const { setInterval, clearInterval } = globalThis;
const everySecond = (act: () => void): NodeJS.Timeout => setInterval(act, 1000);

const pristine = {
  Error,
  TypeError,
  RangeError,
  console: { ...console },
  write: [process.stdout, process.stderr].map((stream) => stream.write.bind(stream)),
  env: { ...process.env },
  folder: process.cwd(),
};

/** The watch over the suite replaces these for a file's own world, which here is everybody's. */
function restoreWorld(): void {
  const { Error, TypeError, RangeError, env, folder } = pristine;
  Object.assign(globalThis, { Error, TypeError, RangeError });
  Object.assign(console, pristine.console);
  [process.stdout, process.stderr].forEach((stream, index) => {
    stream.write = pristine.write[index] as typeof stream.write;
  });
  for (const name of Object.keys(process.env)) if (!(name in env)) Reflect.deleteProperty(process.env, name);
  Object.assign(process.env, env);
  process.exitCode = undefined;
  process.chdir(folder);
}

const affectedBy = createAffected(manifest);
const shared = new Registry(manifest, {}, () => undefined);

async function run(request: RunRequest): Promise<RunReply> {
  const meeting = new Meeting(request);
  const standIn = createStandIn();
  const affected = affectedBy(Object.keys(request.active));
  // A rehearsal hears of every module while it is loaded.
  const isShared = (path: string): boolean =>
    request.isRehearsal !== true && path.startsWith('mock-server/') && !affected.has(path);
  const given = { '@jest/globals': standIn.globals };
  const registry = new Registry(manifest, given, meeting.switchesOf, { registry: shared, have: isShared });
  const testRun = new TestRun({
    ...(request.only === undefined ? {} : { only: new Set(request.only) }),
    isWhole: request.isRehearsal === true,
    tickLimit: request.tickLimit,
    begin: (index) => {
      meeting.at = index;
      tell({ begun: index });
    },
  });
  const outcomes: Outcome[] = [];
  const heartbeat = everySecond(() => {
    tell({ begun: meeting.at });
  });
  try {
    tell({ begun: LOADING });
    for (const path of [...manifest.setup, request.test]) registry.load(path);
    outcomes.push(...(await testRun.run(standIn.root)));
  } catch (error) {
    outcomes.push({ index: LOADING, title: 'the file cannot be loaded', ms: 0, error: wordsOf(error) });
  } finally {
    standIn.restore();
    restoreWorld();
    clearInterval(heartbeat);
  }
  return {
    outcomes,
    count: standIn.count(),
    met: Object.fromEntries(Array.from(meeting.met, ([path, ids]) => [path, [...ids]])),
    ...(request.isRehearsal === true ? { reached: reachedBy(meeting, outcomes) } : {}),
    mostHits: Math.max(0, ...[...meeting.reached.values()].map(mostIn)),
    memory: process.memoryUsage().rss,
  };
}

const mostIn = (ofFile: Readonly<Record<string, Steps>>): number =>
  Object.values(ofFile).reduce((most, { count }) => Math.max(most, count), 0);

/** Only tests that pass are of use. */
function reachedBy({ reached }: Meeting, outcomes: readonly Outcome[]): NonNullable<RunReply['reached']> {
  const msOf = new Map(outcomes.flatMap(({ index, ms, error }) => (error === undefined ? [[index, ms]] : [])));
  const quickest = ({ tests }: Steps): number[] =>
    tests
      .filter((index) => index === LOADING || msOf.has(index))
      .sort((a, b) => (msOf.get(a) ?? 0) - (msOf.get(b) ?? 0))
      .slice(0, TESTS_NAMED);
  return Object.fromEntries(
    Array.from(reached, ([path, ofFile]) => [
      path,
      Object.fromEntries(Object.entries(ofFile).map(([id, steps]) => [id, quickest(steps)])),
    ]),
  );
}

// Whoever ends the process from within a test would end those after it too.
process.exit = (code?: number) => {
  throw new Error(`process.exit(${String(code)})`);
};
// What an earlier test has left behind fails whichever test is under way, or nobody.
process.on('uncaughtException', () => undefined).on('unhandledRejection', () => undefined);
process.on('disconnect', () => {
  process.kill(process.pid, 'SIGKILL');
});
process.on('message', (request: RunRequest) => {
  run(request).then(
    (reply) => {
      tell({ reply });
    },
    (error: unknown) => {
      tell({ failed: wordsOf(error) });
    },
  );
});
