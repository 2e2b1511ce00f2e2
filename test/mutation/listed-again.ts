import type { Equivalent } from './equivalents.ts';
import type { Rehearsal } from './rehearsal.ts';
import { isListed } from './score.ts';
import { tryMutants } from './trial.ts';
import type { Verdicts } from './verdicts.ts';
import type { Runner } from './workers.ts';

/**
 * Has the listed equivalents that a test noticed meet that test once more: mostly it is one that fails now and then and
 * has nothing to say against the list.
 */
export async function askListedAgain(
  runner: Runner,
  all: readonly Verdicts[],
  list: readonly Equivalent[],
  rehearsals: ReadonlyMap<string, Rehearsal>,
): Promise<void> {
  for (const verdicts of all) {
    const { judged } = verdicts;
    for (const mutant of judged.mutants) {
      const killer = verdicts.killer(mutant.id);
      const rehearsal = killer === undefined ? undefined : rehearsals.get(killer.test);
      if (rehearsal === undefined || !isListed(list, judged, mutant)) continue;
      const { failure } = await tryMutants(runner, rehearsal, { [judged.path]: [mutant.id] });
      if (failure !== undefined) continue;
      verdicts.revive(mutant.id);
      verdicts.pass(mutant.id, rehearsal.test);
    }
  }
}
