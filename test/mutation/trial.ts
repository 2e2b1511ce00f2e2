import type { Outcome, RunReply } from './protocol.ts';
import type { Rehearsal } from './rehearsal.ts';
import { requestOf } from './rehearsal.ts';
import type { Worker } from './workers.ts';

/** Mutants that are on at the same time, by their file. */
export type Active = Readonly<Record<string, readonly number[]>>;

/** What a test file made of mutants. */
export interface Trial {
  /** The first test that failed. */
  readonly failure?: Outcome;
  readonly met: RunReply['met'];
}

/** @param only - which tests; absent: all that pass without a mutant */
export async function tryMutants(
  worker: Worker,
  rehearsal: Rehearsal,
  active: Active,
  only?: readonly number[],
): Promise<Trial> {
  const result = await worker.run(requestOf(rehearsal, active, only));
  if ('lostAt' in result) {
    const index = result.lostAt;
    const title = rehearsal.passing[index]?.title ?? 'the loading of the file';
    const failure = { index, title, ms: 0, error: 'the process blocks or has ended', isElsewhere: true };
    return { failure, met: active };
  }
  const failure = result.outcomes.find(({ error }) => error !== undefined);
  return { ...(failure === undefined ? {} : { failure }), met: result.met };
}

/**
 * Whether a failure is the mutant's: the same test passes without it. What nobody caught, or did not end, may be the
 * doing of an earlier test, and must happen twice.
 */
export async function isTheMutants(
  worker: Worker,
  rehearsal: Rehearsal,
  active: Active,
  { index, isElsewhere = false }: Outcome,
): Promise<boolean> {
  const only = index < 0 ? [] : [index];
  if (await hasFailed(worker, rehearsal, {}, only)) return false;
  return !isElsewhere || (await hasFailed(worker, rehearsal, active, only));
}

export async function hasFailed(
  worker: Worker,
  rehearsal: Rehearsal,
  active: Active,
  only: readonly number[],
): Promise<boolean> {
  return (await tryMutants(worker, rehearsal, active, only)).failure !== undefined;
}
