import type { Outcome, RunReply } from './protocol.ts';
import type { Rehearsal } from './rehearsal.ts';
import { requestOf } from './rehearsal.ts';
import type { Runner } from './workers.ts';

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
  runner: Runner,
  rehearsal: Rehearsal,
  active: Active,
  only?: readonly number[],
): Promise<Trial> {
  const result = await runner.run(requestOf(rehearsal, active, only));
  if ('lostAt' in result) {
    const index = result.lostAt;
    const title = rehearsal.passing[index]?.title ?? 'the loading of the file';
    const failure = { index, title, ms: 0, error: 'the process blocks or has ended', isElsewhere: true };
    return { failure, met: active };
  }
  const failure = result.outcomes.find(({ error }) => error !== undefined);
  return { ...(failure === undefined ? {} : { failure }), met: result.met };
}

/** Has a mutant as if nobody had noticed it. */
type TakeBack = () => void;

/** The kills of one test since it has passed without a mutant. */
interface Believed {
  readonly rehearsal: Rehearsal;
  readonly index: number;
  readonly kills: TakeBack[];
}

/** So many failures of one test are believed after it has passed without a mutant, until it is tried so again. */
const MOST_BELIEVED = 8;

/**
 * Which tests pass without a mutant: a failure is a mutant's only where the same test does. To try that after each
 * failure would be half of the work, so it is tried before the first of a few, and before the next; when it fails then,
 * those in between count no more.
 */
export class Trust {
  /** By who runs them, whose process may be full of what earlier tests have left behind. */
  readonly #believed = new WeakMap<Runner, Map<string, Believed>>();

  /**
   * Whether a failure is the mutants'. What nobody caught, or did not end, may be the doing of an earlier test: it must
   * happen twice, and not without them.
   */
  async isTheMutants(runner: Runner, rehearsal: Rehearsal, active: Active, failure: Outcome): Promise<boolean> {
    const { index, isElsewhere = false } = failure;
    const only = index < 0 ? [] : [index];
    const all = this.#of(runner);
    const key = keyOf(rehearsal, index);
    const kills = all.get(key)?.kills;
    if (!isElsewhere && kills !== undefined && kills.length < MOST_BELIEVED) return true;
    if (await hasFailed(runner, rehearsal, switchedOff(active), only)) {
      for (const takeBack of kills ?? []) takeBack();
      all.delete(key);
      return false;
    }
    all.set(key, { rehearsal, index, kills: [] });
    return !isElsewhere || (await hasFailed(runner, rehearsal, active, only));
  }

  /** Of a failure that was the mutant's. */
  note(runner: Runner, rehearsal: Rehearsal, { index }: Outcome, takeBack: TakeBack): void {
    this.#of(runner).get(keyOf(rehearsal, index))?.kills.push(takeBack);
  }

  /** At the end: looks once more at every test that was believed since it has last passed without a mutant. */
  async settle(runner: Runner): Promise<void> {
    const open = [...this.#of(runner).values()].filter(({ kills }) => kills.length > 0);
    this.#believed.delete(runner);
    const ofFiles = new Map<string, Believed[]>();
    for (const each of open) ofFiles.set(each.rehearsal.test, [...(ofFiles.get(each.rehearsal.test) ?? []), each]);
    for (const ofFile of ofFiles.values()) await settleFile(runner, ofFile);
  }

  #of(runner: Runner): Map<string, Believed> {
    const known = this.#believed.get(runner) ?? new Map<string, Believed>();
    this.#believed.set(runner, known);
    return known;
  }
}

/** All tests of a file at once; one by one when that fails. */
async function settleFile(runner: Runner, believed: readonly Believed[]): Promise<void> {
  const [first, ...others] = believed;
  if (first === undefined) return;
  const indexes = believed.map(({ index }) => index).filter((index) => index >= 0);
  if (!(await hasFailed(runner, first.rehearsal, {}, indexes))) return;
  if (others.length > 0) {
    for (const each of believed) await settleFile(runner, [each]);
    return;
  }
  for (const takeBack of first.kills) takeBack();
}

/** The same files with nothing on. */
function switchedOff(active: Active): Active {
  return Object.fromEntries(Object.keys(active).map((path) => [path, []]));
}

const keyOf = ({ test }: Rehearsal, index: number): string => `${String(index)} ${test}`;

export async function hasFailed(
  runner: Runner,
  rehearsal: Rehearsal,
  active: Active,
  only: readonly number[],
): Promise<boolean> {
  return (await tryMutants(runner, rehearsal, active, only)).failure !== undefined;
}
