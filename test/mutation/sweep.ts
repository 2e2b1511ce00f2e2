import type { Everything } from './code.ts';
import type { Mutant } from './mutants.ts';
import type { Rehearsal } from './rehearsal.ts';
import { isCurrent } from './rehearsal.ts';
import type { Active, Trust } from './trial.ts';
import { hasFailed, tryMutants } from './trial.ts';
import type { Verdicts } from './verdicts.ts';
import type { Runner } from './workers.ts';

/** A mutant that no test has noticed yet. */
export interface Candidate {
  readonly verdicts: Verdicts;
  readonly mutant: Mutant;
}

/** So many are on at the same time: most tests pass with all of them. */
const MOST_TOGETHER = 250;

/** Those that a test file may notice and has not been asked about. */
export function candidatesFor(
  rehearsal: Rehearsal,
  everything: Everything,
  all: readonly Verdicts[],
): readonly Candidate[] {
  return all.flatMap((verdicts) => {
    const { path } = verdicts.judged;
    const ofFile = rehearsal.reached[path];
    if (ofFile === undefined) return [];
    const isKnown = isCurrent(rehearsal, everything, path);
    return verdicts
      .alive()
      .filter(({ id }) => (!isKnown || ofFile[id] !== undefined) && !verdicts.hasPassed(id, rehearsal.test))
      .map((mutant) => ({ verdicts, mutant }));
  });
}

/** Mutants within each other hide each other: groups in which none are. */
export function groupsOf(candidates: readonly Candidate[]): readonly (readonly Candidate[])[] {
  const groups: Candidate[][] = [];
  for (const candidate of candidates) {
    const group = groups.find(
      (each) => each.length < MOST_TOGETHER && !each.some((other) => areNested(other, candidate)),
    );
    if (group === undefined) groups.push([candidate]);
    else group.push(candidate);
  }
  return groups;
}

function areNested(a: Candidate, b: Candidate): boolean {
  return a.verdicts === b.verdicts && a.mutant.from < b.mutant.to && b.mutant.from < a.mutant.to;
}

/**
 * Runs a whole test file with many mutants on. While all tests pass, all that were met have survived; when one fails,
 * halves are tried with that test until single mutants are left, each of which makes it fail by itself.
 */
export async function sweep(
  runner: Runner,
  trust: Trust,
  rehearsal: Rehearsal,
  group: readonly Candidate[],
): Promise<void> {
  const met = new Set<Candidate>();
  let rest = group;
  // Tests that have passed may have done so only because of one that was found after them.
  for (let before: typeof rest | undefined; rest !== before && rest.length > 0;) {
    before = rest;
    rest = await sweepOnce(runner, trust, rehearsal, rest, met);
  }
  await passOrRepeat(runner, trust, rehearsal, rest, met);
}

/** @returns those that were not found: the same list when none was */
async function sweepOnce(
  runner: Runner,
  trust: Trust,
  rehearsal: Rehearsal,
  group: readonly Candidate[],
  met: Set<Candidate>,
): Promise<readonly Candidate[]> {
  const tests = Object.keys(rehearsal.passing).map(Number);
  let rest = group;
  for (let from = 0; rest.length > 0;) {
    const trial = await tryMutants(runner, rehearsal, activeOf(rest), tests.slice(from));
    for (const candidate of rest) if (wasMet(candidate, trial.met)) met.add(candidate);
    const { failure } = trial;
    if (failure === undefined) break;
    const at = failure.index < 0 ? from : tests.indexOf(failure.index);
    if (await trust.isTheMutants(runner, rehearsal, activeOf(rest), failure)) {
      const culprits = rest.length === 1 ? rest : await findCulprits(runner, rehearsal, rest, failure.index);
      for (const { verdicts, mutant } of culprits) {
        verdicts.kill(mutant.id, rehearsal.test, failure.title);
        trust.note(runner, rehearsal, failure, () => {
          verdicts.revive(mutant.id);
        });
      }
      if (culprits.length > 0) {
        rest = rest.filter((each) => !culprits.includes(each));
        from = at;
        continue;
      }
    }
    // Nothing that one of them does by itself.
    from = at + 1;
    if (failure.index < 0 || from >= tests.length) break;
  }
  return rest;
}

/** What was not met may have been hidden by another. */
async function passOrRepeat(
  runner: Runner,
  trust: Trust,
  rehearsal: Rehearsal,
  rest: readonly Candidate[],
  met: ReadonlySet<Candidate>,
): Promise<void> {
  const hidden = rest.filter((candidate) => !met.has(candidate));
  for (const { verdicts, mutant } of hidden.length === rest.length ? rest : rest.filter((each) => met.has(each)))
    verdicts.pass(mutant.id, rehearsal.test);
  if (hidden.length < rest.length && hidden.length > 0) await sweep(runner, trust, rehearsal, hidden);
}

/** Which of those that make a test fail together do so by themselves: most often one, or nearly all. */
async function findCulprits(
  runner: Runner,
  rehearsal: Rehearsal,
  suspects: readonly Candidate[],
  index: number,
): Promise<readonly Candidate[]> {
  const fail = (part: readonly Candidate[]): Promise<boolean> =>
    hasFailed(runner, rehearsal, activeOf(part), index < 0 ? [] : [index]);
  const search = async (failing: readonly Candidate[], isSeen: boolean): Promise<readonly Candidate[]> => {
    if (failing.length === 1) return isSeen || (await fail(failing)) ? failing : [];
    const half = Math.ceil(failing.length / 2);
    const [first, second] = [failing.slice(0, half), failing.slice(half)];
    // Where it is not the first half, it is taken to be the second, until one is left.
    if (!(await fail(first))) return search(second, false);
    const found = await search(first, true);
    return (await fail(second)) ? [...found, ...(await search(second, true))] : found;
  };
  return search(suspects, true);
}

function activeOf(candidates: readonly Candidate[]): Active {
  const active: Record<string, number[]> = {};
  for (const { verdicts, mutant } of candidates) (active[verdicts.judged.path] ??= []).push(mutant.id);
  return active;
}

function wasMet({ verdicts, mutant }: Candidate, met: Active): boolean {
  return met[verdicts.judged.path]?.includes(mutant.id) ?? false;
}
