import { describe, expect, it } from '@jest/globals';
import type { Equivalent } from './equivalents.ts';
import { askListedAgain } from './listed-again.ts';
import { everythingWith, mutantsOf, PATH, rehearsalOf, SimulatedRunner, TEST, verdictsOf } from './simulated.ts';

const LIST: readonly Equivalent[] = [{ file: PATH, code: '', becomes: '""', why: 'nobody can notice' }];

async function askedAgain(kills: Readonly<Record<number, number>>, list: readonly Equivalent[]) {
  const everything = everythingWith(mutantsOf(3));
  const verdicts = verdictsOf(everything);
  for (const id of [0, 1]) verdicts.kill(id, TEST, 'test 0');
  const runner = new SimulatedRunner({ [TEST]: { kills } });
  await askListedAgain(runner, [verdicts], list, new Map([[TEST, rehearsalOf(everything, 2)]]));
  return { verdicts, asked: runner.asked.map(({ active }) => active[PATH]) };
}

describe('A listed equivalent that a test noticed', () => {
  it('meets it once more, and was not noticed when it passes', async () => {
    const { verdicts, asked } = await askedAgain({ 1: 1 }, LIST);
    expect(asked).toEqual([[0], [1]]);
    expect(verdicts.killer(0)).toBeUndefined();
    expect(verdicts.hasPassed(0, TEST)).toBe(true);
    expect(verdicts.killer(1)).toMatchObject({ test: TEST });
  });

  it('is the only one that does', async () => {
    const { verdicts, asked } = await askedAgain({}, []);
    expect(asked).toEqual([]);
    expect(verdicts.alive().map(({ id }) => id)).toEqual([2]);
  });
});
