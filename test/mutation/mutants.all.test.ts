import { expect, it } from '@jest/globals';
import { writeSwitches } from './mutants.ts';

const SOURCE = 'export function isAdult(age: number): boolean {\n  return age >= 18;\n}\n';

it('each change has its place in the file, its line and what it puts there', async () => {
  const { code, mutants } = await writeSwitches('mock-server/nowhere/age.ts', SOURCE);
  const shown = mutants.map(({ line, from, to, replacement }) => [line, SOURCE.slice(from, to), replacement]);
  expect(shown).toContainEqual([2, 'age >= 18', 'age > 18']);
  expect(shown).toContainEqual([2, 'age >= 18', 'age < 18']);
  expect(shown).toContainEqual([1, SOURCE.slice(46, -1), '{}']);
  expect(new Set(mutants.map(({ id }) => id)).size).toBe(mutants.length);
  for (const { id } of mutants) expect(code).toContain(`stryMutAct_9fa48("${String(id)}")`);
});
