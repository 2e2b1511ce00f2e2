import { basename } from 'node:path';
import type { Everything } from './code.ts';
import type { Mutant } from './mutants.ts';
import type { Rehearsal } from './rehearsal.ts';
import { isCurrent } from './rehearsal.ts';
import type { Trust } from './trial.ts';
import { tryMutants } from './trial.ts';
import type { Verdicts } from './verdicts.ts';
import type { Runner } from './workers.ts';

/** So many test files are asked about each mutant by itself, those that know its file best. */
export const BEST_TESTS = 12;
/** So many milliseconds of tests are spent on each mutant by itself. */
const MOST_MS = 2000;

/**
 * The test files that reach a file, the best first: those that are called as it is, then by turns those that are most
 * about it and those that see most of it.
 */
export function bestTests(verdicts: Verdicts, rehearsals: ReadonlyMap<string, Rehearsal>): readonly Rehearsal[] {
  const { path } = verdicts.judged;
  const known = [...rehearsals.values()]
    .filter(({ reached }) => reached[path] !== undefined)
    .map((rehearsal) => ({ rehearsal, here: countByTests(rehearsal.reached[path]) }));
  const isNamesake = ({ test }: Rehearsal): boolean => basename(test, '.test.ts') === basename(path, '.ts');
  const affinity = ({ rehearsal, here }: (typeof known)[number]): number =>
    (verdicts.favourites.get(rehearsal.test) ?? 0) + here / (1 + weight(rehearsal));
  const byAffinity = known.toSorted((a, b) => affinity(b) - affinity(a));
  const byReach = known.toSorted((a, b) => b.here - a.here);
  const inTurn = byAffinity.flatMap((each, index) => [each, byReach[index] ?? each]).map(({ rehearsal }) => rehearsal);
  return [...new Set([...inTurn.filter(isNamesake), ...inTurn])];
}

/** How many mutants its tests reach, not counting those that its loading does. */
function weight(rehearsal: Rehearsal): number {
  const known = weights.get(rehearsal);
  if (known !== undefined) return known;
  const counted = Object.values(rehearsal.reached).reduce((sum, ofFile) => sum + countByTests(ofFile), 0);
  weights.set(rehearsal, counted);
  return counted;
}
const weights = new WeakMap<Rehearsal, number>();

function countByTests(ofFile: Rehearsal['reached'][string] = {}): number {
  return Object.values(ofFile).filter((tests) => tests.some((index) => index >= 0)).length;
}

/**
 * Asks the tests that reach each mutant, the best test files first. Nearly all mutants that are ever noticed are
 * noticed here; those that are not, or that are met by loading alone, are left to the sweep.
 */
export async function judgeOneByOne(
  runner: Runner,
  trust: Trust,
  everything: Everything,
  verdicts: Verdicts,
  mutants: readonly Mutant[],
  rehearsals: ReadonlyMap<string, Rehearsal>,
  hear: () => void,
): Promise<void> {
  const { path } = verdicts.judged;
  const best = bestTests(verdicts, rehearsals)
    .slice(0, BEST_TESTS)
    .filter((rehearsal) => isCurrent(rehearsal, everything, path));
  for (const { id } of mutants) {
    let spent = 0;
    for (const rehearsal of [...best]) {
      if (verdicts.hasPassed(id, rehearsal.test)) continue;
      const only = (rehearsal.reached[path]?.[id] ?? []).filter((index) => index >= 0);
      const ms = only.reduce((sum, index) => sum + (rehearsal.passing[index]?.ms ?? 0), 0);
      if (only.length === 0 || spent + ms > MOST_MS) continue;
      spent += ms;
      if (!(await hasKilled(runner, trust, verdicts, id, rehearsal, only))) continue;
      // What noticed one mutant will notice its neighbours.
      best.unshift(...best.splice(best.indexOf(rehearsal), 1));
      break;
    }
    hear();
  }
}

async function hasKilled(
  runner: Runner,
  trust: Trust,
  verdicts: Verdicts,
  id: number,
  rehearsal: Rehearsal,
  only: readonly number[],
): Promise<boolean> {
  const active = { [verdicts.judged.path]: [id] };
  const { failure } = await tryMutants(runner, rehearsal, active, only);
  if (failure === undefined || !(await trust.isTheMutants(runner, rehearsal, active, failure))) return false;
  verdicts.kill(id, rehearsal.test, failure.title);
  trust.note(runner, rehearsal, failure, () => {
    verdicts.revive(id);
  });
  return true;
}
