import { describe, expect, it } from '@jest/globals';
import { bestTests, judgeOneByOne } from './one-by-one.ts';
import type { Plot } from './simulated.ts';
import { everythingWith, mutantsOf, rehearsalOf, SimulatedRunner, verdictsOf } from './simulated.ts';
import { Trust } from './trial.ts';

const NEAR = 'test/near.test.ts';
const FAR = 'test/far.test.ts';

function setUp(plots: Readonly<Record<string, Plot>>) {
  const everything = everythingWith(mutantsOf(3), [NEAR, FAR]);
  const verdicts = verdictsOf(everything);
  const rehearsals = new Map([
    [FAR, rehearsalOf(everything, 1, { test: FAR, reached: { 0: [0], 1: [-1] } })],
    [NEAR, rehearsalOf(everything, 2, { test: NEAR, reached: { 0: [0, 1], 1: [1], 2: [0] } })],
  ]);
  return { everything, verdicts, rehearsals, runner: new SimulatedRunner(plots) };
}

async function judged(plots: Readonly<Record<string, Plot>>) {
  const { everything, verdicts, rehearsals, runner } = setUp(plots);
  let heard = 0;
  await judgeOneByOne(runner, new Trust(), everything, verdicts, verdicts.alive(), rehearsals, () => {
    heard += 1;
  });
  return { verdicts, runner, heard };
}

describe('One mutant by itself', () => {
  it('meets first the test file that reaches most of its own file', () => {
    const { verdicts, rehearsals } = setUp({});
    expect(bestTests(verdicts, rehearsals).map(({ test }) => test)).toEqual([NEAR, FAR]);
  });

  it('meets the tests that reach it, and not those that only load its file', async () => {
    const { verdicts, runner, heard } = await judged({ [NEAR]: { kills: { 0: 1, 1: 1 } } });
    expect(verdicts.alive().map(({ id }) => id)).toEqual([2]);
    expect(heard).toBe(3);
    const asked = runner.asked.map(({ test, active, only }) => [test, Object.values(active).flat(), only]);
    // A failing test is tried with nothing on, the first time.
    expect(asked).toEqual([
      [NEAR, [0], [0, 1]],
      [NEAR, [], [1]],
      [NEAR, [1], [1]],
      [NEAR, [2], [0]],
    ]);
  });

  it('is not noticed by a test that fails without it', async () => {
    const { verdicts } = await judged({ [NEAR]: { failing: [0] }, [FAR]: { kills: { 0: 0 } } });
    expect(verdicts.killer(0)).toMatchObject({ test: FAR, title: 'test 0' });
    expect(verdicts.alive().map(({ id }) => id)).toEqual([1, 2]);
  });

  it('that ends the process must do so twice, and not without it', async () => {
    const { verdicts, runner } = await judged({ [NEAR]: { loses: { mutant: 2, test: 0 } } });
    expect(verdicts.killer(2)).toMatchObject({ test: NEAR, title: 'test 0' });
    expect(runner.asked.filter(({ active }) => Object.values(active).flat().includes(2))).toHaveLength(2);
  });

  it('is noticed no more when its test turns out to fail without it, as do those before it since the last look', async () => {
    const everything = everythingWith(mutantsOf(20), [NEAR]);
    const verdicts = verdictsOf(everything);
    const rehearsals = new Map([[NEAR, rehearsalOf(everything, 1, { test: NEAR })]]);
    const kills = Object.fromEntries(mutantsOf(20).map(({ id }) => [id, 0]));
    // The second look at the test with nothing on.
    const runner = new SimulatedRunner({ [NEAR]: { kills, spoiled: { from: 11, tests: [0] } } });
    await judgeOneByOne(runner, new Trust(), everything, verdicts, verdicts.alive(), rehearsals, () => undefined);
    expect(runner.asked.filter(({ active }) => Object.values(active).flat().length === 0).length).toBeGreaterThan(1);
    expect(verdicts.alive()).toHaveLength(20);
  });

  it('is noticed no more when its test fails without it at the end', async () => {
    const everything = everythingWith(mutantsOf(3), [NEAR]);
    const verdicts = verdictsOf(everything);
    const rehearsals = new Map([[NEAR, rehearsalOf(everything, 2, { test: NEAR })]]);
    // One look with nothing on for each of the two tests, and three kills.
    const runner = new SimulatedRunner({ [NEAR]: { kills: { 0: 0, 1: 0, 2: 1 }, spoiled: { from: 6, tests: [0] } } });
    const trust = new Trust();
    await judgeOneByOne(runner, trust, everything, verdicts, verdicts.alive(), rehearsals, () => undefined);
    expect(verdicts.alive()).toEqual([]);
    await trust.settle(runner);
    expect(verdicts.alive().map(({ id }) => id)).toEqual([0, 1]);
    const looks = runner.asked.length;
    await trust.settle(runner);
    expect(runner.asked).toHaveLength(looks);
  });
});
