import { describe, expect, it } from '@jest/globals';
import type { Mutant } from './mutants.ts';
import type { Plot } from './simulated.ts';
import { everythingWith, mutantsOf, rehearsalOf, SimulatedRunner, TEST, verdictsOf } from './simulated.ts';
import { candidatesFor, groupsOf, sweep } from './sweep.ts';
import { Trust } from './trial.ts';
import type { Verdicts } from './verdicts.ts';

const TESTS = 5;

async function swept(plot: Plot, count = 40): Promise<{ verdicts: Verdicts; runner: SimulatedRunner }> {
  const everything = everythingWith(mutantsOf(count));
  const verdicts = verdictsOf(everything);
  const rehearsal = rehearsalOf(everything, TESTS);
  const runner = new SimulatedRunner({ [TEST]: plot });
  const trust = new Trust();
  for (const group of groupsOf(candidatesFor(rehearsal, everything, [verdicts])))
    await sweep(runner, trust, rehearsal, group);
  return { verdicts, runner };
}

const aliveIn = (verdicts: Verdicts): readonly number[] => verdicts.alive().map(({ id }) => id);
const unasked = (verdicts: Verdicts): readonly Mutant[] =>
  verdicts.alive().filter(({ id }) => !verdicts.hasPassed(id, TEST));

describe('Many mutants at once', () => {
  it('are told apart: each that makes a test fail is found, with that test, and the others have passed', async () => {
    const { verdicts, runner } = await swept({ kills: { 3: 0, 17: 2, 18: 2, 39: 4 } });
    expect(aliveIn(verdicts)).toHaveLength(36);
    expect([3, 17, 18, 39].map((id) => verdicts.killer(id)?.title)).toEqual(['test 0', 'test 2', 'test 2', 'test 4']);
    expect(unasked(verdicts)).toEqual([]);
    // Forty by themselves, five tests each, would be two hundred.
    expect(runner.asked.length).toBeLessThan(60);
  });

  it('are asked of in one run while no test fails', async () => {
    const { verdicts, runner } = await swept({});
    expect(aliveIn(verdicts)).toHaveLength(40);
    expect(runner.asked).toHaveLength(1);
  });

  it('are not noticed where a test fails without them too', async () => {
    const { verdicts } = await swept({ failing: [1], kills: { 7: 3 } });
    expect(aliveIn(verdicts)).toHaveLength(39);
    expect(verdicts.killer(7)?.title).toBe('test 3');
  });

  it('are not noticed where a test fails by two of them together alone', async () => {
    const { verdicts } = await swept({ together: { mutants: [2, 30], test: 1 }, kills: { 9: 4 } });
    expect(aliveIn(verdicts)).toHaveLength(39);
    expect(verdicts.killer(9)?.title).toBe('test 4');
  });

  it('are tried again where one of them has kept another from being met', async () => {
    const { verdicts } = await swept({ hides: { 0: 1 }, kills: { 1: 2 } });
    expect(verdicts.killer(1)?.title).toBe('test 2');
    expect(verdicts.hasPassed(0, TEST)).toBe(true);
  });

  it('are tried again with all tests where one that is found has let another pass', async () => {
    const { verdicts, runner } = await swept({ masks: { 0: 1, 5: 6 }, kills: { 0: 3, 1: 0, 5: 4, 6: 4 } });
    expect([0, 1, 5, 6].map((id) => verdicts.killer(id)?.title)).toEqual(['test 3', 'test 0', 'test 4', 'test 4']);
    expect(unasked(verdicts)).toEqual([]);
    expect(runner.asked.length).toBeLessThan(70);
  });

  it('are noticed by ending the process', async () => {
    const { verdicts } = await swept({ loses: { mutant: 11, test: 3 } });
    expect(aliveIn(verdicts)).toHaveLength(39);
    expect(verdicts.killer(11)?.title).toBe('test 3');
  });
});

describe('Candidates', () => {
  it('are those that a test file reaches, and has not passed with as it is now', () => {
    const everything = everythingWith(mutantsOf(4));
    const verdicts = verdictsOf(everything);
    const rehearsal = rehearsalOf(everything, 1, { reached: { 0: [0], 1: [0], 2: [-1] } });
    verdicts.pass(0, TEST);
    const ids = candidatesFor(rehearsal, everything, [verdicts]).map(({ mutant }) => mutant.id);
    expect(ids).toEqual([1, 2]);
    const changed = { ...everything, tests: new Map([[TEST, 'another hash']]) };
    // What a changed test reaches is not known: it is asked of all.
    expect(candidatesFor(rehearsal, changed, [verdictsOf(changed)])).toHaveLength(4);
  });

  it('that stand within each other are never on together', () => {
    const [outer, inner, beside] = mutantsOf(3);
    if (outer === undefined || inner === undefined || beside === undefined) throw new Error('three are needed');
    const everything = everythingWith([
      { ...outer, from: 0, to: 25 },
      { ...inner, from: 10, to: 15 },
      { ...beside, from: 25, to: 30 },
    ]);
    const candidates = candidatesFor(rehearsalOf(everything, 1), everything, [verdictsOf(everything)]);
    const groups = groupsOf(candidates).map((group) => group.map(({ mutant }) => mutant.id));
    expect(groups).toEqual([[0, 2], [1]]);
  });
});
