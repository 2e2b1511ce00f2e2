import type { Everything } from './code.ts';
import type { Mutant } from './mutants.ts';
import type { Outcome, RunReply, RunRequest } from './protocol.ts';
import type { Rehearsal } from './rehearsal.ts';
import { Verdicts } from './verdicts.ts';
import type { Runner } from './workers.ts';

export const PATH = 'mock-server/nowhere/a.ts';
export const TEST = 'test/nowhere/a.test.ts';

/** What mutants of one file do to the tests of another. */
export interface Plot {
  /** Which test each mutant makes fail; one that stands nowhere is not noticed. */
  readonly kills?: Readonly<Record<number, number>>;
  /** Mutants that make a test fail together, and neither by itself. */
  readonly together?: { readonly mutants: readonly number[]; readonly test: number };
  /** A mutant that keeps another from being met. */
  readonly hides?: Readonly<Record<number, number>>;
  /** A mutant with which another, that is met, makes nothing fail. */
  readonly masks?: Readonly<Record<number, number>>;
  /** Tests that fail whatever is on. */
  readonly failing?: readonly number[];
  /** From so many runs on some tests fail, whatever is on. */
  readonly spoiled?: { readonly from: number; readonly tests: readonly number[] };
  /** The test at which the process is lost, and the mutant that does it. */
  readonly loses?: { readonly mutant: number; readonly test: number };
}

/** Mutants that stand side by side, a line each. */
export function mutantsOf(count: number): readonly Mutant[] {
  return Array.from({ length: count }, (_, id) => ({
    id,
    mutator: 'StringLiteral',
    line: id + 1,
    from: id * 10,
    to: id * 10 + 5,
    replacement: '""',
  }));
}

export function everythingWith(mutants: readonly Mutant[], tests: readonly string[] = [TEST]): Everything {
  const judged = { path: PATH, source: '', hash: 'as it is', mutants };
  return {
    manifest: { root: '/', files: {}, mapped: [], imports: {}, setup: [] },
    judged: new Map([[PATH, judged]]),
    tests: new Map(tests.map((test) => [test, `hash of ${test}`])),
  };
}

export function verdictsOf({ judged, tests }: Everything): Verdicts {
  const [file] = judged.values();
  if (file === undefined) throw new Error('a file is needed');
  return new Verdicts(file, tests);
}

/** @param reached - by which tests each mutant is reached. Default: by all */
export function rehearsalOf(
  { tests, judged }: Everything,
  count: number,
  { test = TEST, reached }: { test?: string; reached?: Readonly<Record<number, readonly number[]>> } = {},
): Rehearsal {
  const indexes = Array.from({ length: count }, (_, index) => index);
  const mutants = judged.get(PATH)?.mutants ?? [];
  return {
    test,
    hash: tests.get(test) ?? '',
    passing: Object.fromEntries(indexes.map((index) => [index, { title: `test ${String(index)}`, ms: 1 }])),
    failing: [],
    reached: { [PATH]: reached ?? Object.fromEntries(mutants.map(({ id }) => [id, indexes])) },
    hashes: { [PATH]: judged.get(PATH)?.hash ?? '' },
    mostHits: 1,
    ms: count,
  };
}

/** Runs tests that are there in words alone, and notes what it is asked. */
export class SimulatedRunner implements Runner {
  readonly asked: RunRequest[] = [];
  readonly #plots: Readonly<Record<string, Plot>>;

  /** @param plots - by test file */
  constructor(plots: Readonly<Record<string, Plot>>) {
    this.#plots = plots;
  }

  run(request: RunRequest): Promise<RunReply | { readonly lostAt: number }> {
    this.asked.push(request);
    const plot = this.#plots[request.test] ?? {};
    const active = request.active[PATH] ?? [];
    const met = active.filter((id) => !active.some((other) => plot.hides?.[other] === id));
    const outcomes: Outcome[] = [];
    for (const index of request.only ?? []) {
      if (plot.loses?.test === index && met.includes(plot.loses.mutant)) return Promise.resolve({ lostAt: index });
      const fails = hasFailed(plot, met, index) || isSpoiled(plot, this.asked.length, index);
      outcomes.push({ index, title: `test ${String(index)}`, ms: 1, ...(fails ? { error: 'it failed' } : {}) });
      if (fails) break;
    }
    return Promise.resolve({ outcomes, count: 0, met: { [PATH]: met }, mostHits: 0, memory: 0 });
  }
}

function isSpoiled({ spoiled }: Plot, runs: number, index: number): boolean {
  return spoiled !== undefined && runs >= spoiled.from && spoiled.tests.includes(index);
}

function hasFailed({ kills = {}, masks = {}, together, failing = [] }: Plot, met: readonly number[], index: number) {
  const seen = met.filter((id) => !met.some((other) => masks[other] === id));
  if (failing.includes(index) || seen.some((id) => kills[id] === index)) return true;
  return together?.test === index && together.mutants.every((id) => met.includes(id));
}
