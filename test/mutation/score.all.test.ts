import { expect, it } from '@jest/globals';
import { existsSync } from 'node:fs';
import { EQUIVALENTS } from './equivalents.ts';
import type { Mutant } from './mutants.ts';
import { complaintsAbout, LEAST_PER_CENT, scoresOf, shortfallsOf, survivorsOf } from './score.ts';
import type { Verdicts } from './verdicts.ts';

const SOURCE = 'export const a = 1\n  < 2;\nexport const b = 1 < 3;\n';
const first: Mutant = { id: 0, mutator: 'EqualityOperator', line: 1, from: 17, to: 24, replacement: '1\n <= 2' };
const second: Mutant = { id: 1, mutator: 'EqualityOperator', line: 3, from: 43, to: 48, replacement: '1 <= 3' };
const entry = { file: 'mock-server/http/a.ts', code: '1 < 2', becomes: '1 <= 2', why: 'they are no variables' };

/** A file with two mutants. */
function fileWith(...alive: readonly Mutant[]): Verdicts {
  return {
    judged: { path: entry.file, source: SOURCE, hash: '', mutants: [first, second] },
    alive: () => alive,
    killer: (id: number) =>
      alive.some((mutant) => mutant.id === id) ? undefined : { test: 'test/a.test.ts', hash: '', title: 'a test' },
  } as Pick<Verdicts, 'alive' | 'judged' | 'killer'> as Verdicts;
}

it('a score leaves out what is listed as equivalent and not noticed, on whichever lines it is written', () => {
  expect(scoresOf([fileWith(first)], [entry])).toEqual([
    { folder: 'http', made: 2, killed: 1, survived: 0, listed: 1, perCent: 100 },
  ]);
  expect(scoresOf([fileWith(first, second)], [])).toEqual([
    { folder: 'http', made: 2, killed: 0, survived: 2, listed: 0, perCent: 0 },
  ]);
});

it('an entry with a line is for that line', () => {
  const other = { ...entry, line: 'export const b = 1 < 3;' };
  const [survivor] = survivorsOf({ judged: fileWith().judged, alive: [first] }, [other]);
  expect(survivor).toEqual({ path: entry.file, mutant: first, code: '1 < 2', isListed: false });
});

it('a listed equivalent that a test notices is reported, and one that is no change at all', () => {
  expect(complaintsAbout([entry, { ...entry, code: '1 < 9' }], [fileWith()])).toEqual([
    'mock-server/http/a.ts: `1 < 2` as `1 <= 2` (line 1) is listed as an equivalent, and test/a.test.ts notices it: a test',
    'mock-server/http/a.ts: `1 < 9` as `1 <= 2` is listed as an equivalent, and there is no such change',
  ]);
  expect(complaintsAbout([entry], [fileWith(first)])).toEqual([]);
});

it('a folder below its threshold is reported, and one with too long a list', () => {
  const score = { folder: 'cli', made: 100, killed: 90, survived: 6, listed: 4, perCent: 90 };
  expect(shortfallsOf([score])).toEqual([]);
  expect(shortfallsOf([{ ...score, perCent: 89.94 }])).toEqual(['cli: 89.9 % is less than 90 %']);
  expect(shortfallsOf([{ ...score, listed: 5 }])).toEqual(['cli: 5 of 100 are listed as equivalents, more than 4 %']);
});

it('every equivalent is in a file that is there, with a reason', () => {
  for (const { file, why } of EQUIVALENTS) {
    expect([file, existsSync(file)]).toEqual([file, true]);
    expect(why).toMatch(/\w+ \w+/);
  }
});

it('every folder with a threshold is there', () => {
  expect(Object.keys(LEAST_PER_CENT).filter((folder) => !existsSync(`mock-server/${folder}`))).toEqual([]);
});
