import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Everything, Judged } from './code.ts';
import { CACHE, hashOf } from './code.ts';
import type { Mutant } from './mutants.ts';

/** Which test noticed a mutant. */
export interface Killer {
  readonly test: string;
  /** Of the test file at that time. */
  readonly hash: string;
  readonly title: string;
}

/** What is known of one mutant. */
interface Verdict {
  killer?: Killer;
  /** The test files that did not notice it, with the hash that they had. */
  passed: Record<string, string>;
}

/** What is known of the mutants of one file, kept for the next run while the file stays as it is. */
export class Verdicts {
  readonly judged: Judged;
  /** Which test files noticed most of the mutants that the file had before, for where to begin. */
  readonly favourites: ReadonlyMap<string, number>;
  readonly #verdicts: Record<number, Verdict>;
  readonly #tests: Everything['tests'];

  constructor(judged: Judged, tests: Everything['tests']) {
    const stored = recall(judged.path);
    this.judged = judged;
    this.#tests = tests;
    this.#verdicts = stored?.hash === judged.hash ? stored.verdicts : {};
    const favourites = new Map<string, number>();
    for (const { killer } of Object.values(stored?.verdicts ?? {}))
      if (killer !== undefined) favourites.set(killer.test, (favourites.get(killer.test) ?? 0) + 1);
    this.favourites = favourites;
  }

  /** By a test that is still what it was. */
  killer(id: number): Killer | undefined {
    const killer = this.#verdicts[id]?.killer;
    return killer !== undefined && this.#tests.get(killer.test) === killer.hash ? killer : undefined;
  }

  /** Whether the test file, as it is now, did not notice the mutant. */
  hasPassed(id: number, test: string): boolean {
    return this.#verdicts[id]?.passed[test] === this.#tests.get(test);
  }

  kill(id: number, test: string, title: string): void {
    this.#of(id).killer = { test, hash: this.#tests.get(test) ?? '', title };
  }

  /** As if nobody had noticed it yet. */
  revive(id: number): void {
    delete this.#of(id).killer;
  }

  pass(id: number, test: string): void {
    this.#of(id).passed[test] = this.#tests.get(test) ?? '';
  }

  /** The mutants that no test has noticed yet. */
  alive(): readonly Mutant[] {
    return this.judged.mutants.filter(({ id }) => this.killer(id) === undefined);
  }

  keep(): void {
    mkdirSync(join(CACHE, 'verdicts'), { recursive: true });
    const { path, hash } = this.judged;
    writeFileSync(fileOf(path), JSON.stringify({ path, hash, verdicts: this.#verdicts }));
  }

  #of(id: number): Verdict {
    return (this.#verdicts[id] ??= { passed: {} });
  }
}

function recall(path: string): { hash: string; verdicts: Record<number, Verdict> } | undefined {
  const file = fileOf(path);
  return existsSync(file)
    ? (JSON.parse(readFileSync(file, 'utf8')) as { hash: string; verdicts: Record<number, Verdict> })
    : undefined;
}

function fileOf(path: string): string {
  return join(CACHE, 'verdicts', `${hashOf(path)}.json`);
}
