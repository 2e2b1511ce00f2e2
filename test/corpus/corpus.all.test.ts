import { beforeAll, expect, it } from '@jest/globals';
import type { AnswerFiles } from './answer-files.ts';
import { readAnswerFiles } from './answer-files.ts';
import { compare, describeDifferences } from './compare.ts';
import type { Pair } from './pair.ts';
import { play } from './play.ts';
import { scenarios } from './scenarios/index.ts';

/** So many differences are shown; `npm run corpus` lists all. */
const MOST_SHOWN = 5;

/** `group/topic` of `group/topic/variant/step`. */
const topicOf = (name: string): string => name.split('/', 2).join('/');
const topics = [...new Set(scenarios.map(({ name }) => topicOf(name)))];

let files: AnswerFiles;
beforeAll(() => {
  files = readAnswerFiles();
});

function ofTopic<T>(lines: ReadonlyMap<string, T>, topic: string): ReadonlyMap<string, T> {
  return new Map([...lines].filter(([id]) => topicOf(id) === topic));
}

it.each(topics)(
  'every recorded call of %s is answered as it was, but for what was changed on purpose',
  async (topic) => {
    const pairs: Pair[] = [];
    for (const scenario of scenarios) if (topicOf(scenario.name) === topic) pairs.push(...(await play(scenario)));
    const recorded = ofTopic(files.recorded, topic);
    const differences = compare(pairs, { ...files, recorded, changes: ofTopic(files.changes, topic) });
    if (differences.length > 0) throw new Error(describeDifferences(differences, MOST_SHOWN));
    expect(pairs.length).toBeGreaterThan(0);
  },
);

it('every recorded call has a scenario that makes it', () => {
  expect(files.recorded.size).toBeGreaterThanOrEqual(2000);
  const unplayed = [...files.recorded.keys(), ...files.changes.keys()].filter((id) => !topics.includes(topicOf(id)));
  expect(unplayed).toEqual([]);
});
