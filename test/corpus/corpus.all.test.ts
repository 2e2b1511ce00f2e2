import { expect, it } from '@jest/globals';
import { readAnswerFiles } from './answer-files.ts';
import { compare, describeDifferences } from './compare.ts';
import { playAll } from './scenarios/index.ts';

/** So many differences are shown; `npm run corpus` lists all. */
const MOST_SHOWN = 5;

it('every recorded call is answered as it was, but for what was changed on purpose', async () => {
  const files = readAnswerFiles();
  const differences = compare(await playAll(), files);
  if (differences.length > 0) throw new Error(describeDifferences(differences, MOST_SHOWN));
  expect(files.recorded.size).toBeGreaterThanOrEqual(2000);
}, 300_000);
