import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Everything } from './code.ts';
import { CACHE, hashOf } from './code.ts';
import type { Outcome, Reached, RunRequest } from './protocol.ts';
import { TICK_MS } from './protocol.ts';
import type { Worker } from './workers.ts';
import { share } from './workers.ts';

/** What one test file does with no mutant on. */
export interface Rehearsal {
  readonly test: string;
  /** Of the test file and what it loads of `test/`. */
  readonly hash: string;
  /** The tests that pass, by their place, with their time. */
  readonly passing: Readonly<Record<number, { readonly title: string; readonly ms: number }>>;
  readonly failing: readonly { readonly title: string; readonly error: string }[];
  /** Which mutants it reaches, of files as they were then. */
  readonly reached: Reached;
  /** The files of `reached`, with the hash that they had. */
  readonly hashes: Readonly<Record<string, string>>;
  readonly mostHits: number;
  readonly ms: number;
}

/** A generous limit for tests that nobody has timed yet. */
const UNTIMED_TICKS = 60_000 / TICK_MS;
const UNTIMED_HITS = 1e9;

/** What is known of the test files from earlier, by name. */
export function recallRehearsals({ tests }: Everything): Map<string, Rehearsal> {
  const known = new Map<string, Rehearsal>();
  for (const test of tests.keys()) {
    const file = fileOf(test);
    if (existsSync(file)) known.set(test, JSON.parse(readFileSync(file, 'utf8')) as Rehearsal);
  }
  return known;
}

/** Whether what it says of a source still holds. */
export function isCurrent(rehearsal: Rehearsal | undefined, everything: Everything, path?: string): boolean {
  if (rehearsal?.hash !== everything.tests.get(rehearsal?.test ?? '')) return false;
  if (path === undefined) return rehearsal !== undefined;
  const then = rehearsal?.hashes[path];
  return then === undefined || then === everything.judged.get(path)?.hash;
}

/** Runs test files with all mutants off, and remembers what they reach. */
export async function rehearse(
  workers: readonly Worker[],
  everything: Everything,
  tests: readonly string[],
  hear: (rehearsal: Rehearsal) => void,
): Promise<void> {
  await share(workers, tests, async (worker, test) => {
    const rehearsal = await rehearseOne(worker, everything, test);
    mkdirSync(join(CACHE, 'rehearsals'), { recursive: true });
    writeFileSync(fileOf(test), JSON.stringify(rehearsal));
    hear(rehearsal);
  });
}

async function rehearseOne(worker: Worker, { tests, judged }: Everything, test: string): Promise<Rehearsal> {
  const request = { test, active: {}, isRehearsal: true, hitLimit: UNTIMED_HITS, tickLimit: UNTIMED_TICKS };
  const first = await worker.run(request);
  // Its process may have been full of what others have left behind; the next one is new.
  const result = 'lostAt' in first ? await worker.run(request) : first;
  const isLost = 'lostAt' in result;
  const outcomes: readonly Outcome[] = isLost ? [] : result.outcomes;
  const reached = isLost ? {} : (result.reached ?? {});
  const lost = isLost ? [{ title: `test ${String(result.lostAt)}`, error: 'it ends or blocks the process' }] : [];
  return {
    test,
    hash: tests.get(test) ?? '',
    passing: Object.fromEntries(
      outcomes.flatMap(({ index, title, ms, error }) => (error === undefined ? [[index, { title, ms }]] : [])),
    ),
    failing: [...lost, ...outcomes.flatMap(({ title, error }) => (error === undefined ? [] : [{ title, error }]))],
    reached,
    hashes: Object.fromEntries(Object.keys(reached).map((path) => [path, judged.get(path)?.hash ?? ''])),
    mostHits: isLost ? 0 : result.mostHits,
    ms: outcomes.reduce((sum, { ms }) => sum + ms, 0),
  };
}

/** @param only - which tests; absent: all that pass without a mutant */
export function requestOf(
  rehearsal: Rehearsal,
  active: RunRequest['active'],
  only: readonly number[] = Object.keys(rehearsal.passing).map(Number),
): RunRequest {
  const slowest = Math.max(0, ...only.map((index) => rehearsal.passing[index]?.ms ?? 0));
  return {
    test: rehearsal.test,
    active,
    only,
    hitLimit: 50_000 + rehearsal.mostHits * 20,
    tickLimit: Math.ceil((800 + slowest * 10) / TICK_MS),
  };
}

function fileOf(test: string): string {
  return join(CACHE, 'rehearsals', `${hashOf(test)}.json`);
}
