import type { AnswerFiles } from './answer-files.ts';
import type { OutcomeLine, Pair } from './pair.ts';
import { comparable, toLine } from './pair.ts';

/** A pair that is not as it is written down, and what is wrong in words. */
export interface Difference {
  readonly id: string;
  readonly call: string;
  readonly problem: string;
  /** Undefined for a pair that was never recorded, or that is gone on purpose. */
  readonly expected: OutcomeLine | undefined;
  /** Undefined for a pair that is not made any more. */
  readonly actual: OutcomeLine | undefined;
  /** Whether it is answered as it was recorded at first, so that no change need be written down. */
  readonly asRecorded: boolean;
}

/** Compares what was played with what is written down. */
export function compare(pairs: readonly Pair[], files: AnswerFiles): readonly Difference[] {
  const played = new Map(pairs.map((pair) => [pair.id, pair]));
  if (played.size < pairs.length) throw new Error(`two pairs have one id: ${twiceIn(pairs)}`);
  const ids = new Set([...played.keys(), ...files.recorded.keys(), ...files.changes.keys()]);
  return [...ids].flatMap((id) => differenceOf(id, played.get(id), files));
}

function differenceOf(id: string, pair: Pair | undefined, files: AnswerFiles): readonly Difference[] {
  const { common, recorded, changes, disputed } = files;
  const before = recorded.get(id);
  const change = changes.get(id);
  const expected = change === undefined ? before : 'gone' in change ? undefined : change;
  const actual = pair === undefined ? undefined : toLine(pair.outcome, common);
  const isAlike = (one: OutcomeLine | undefined, other: OutcomeLine | undefined): boolean =>
    comparable(one, common) === comparable(other, common);
  const asRecorded = isAlike(actual, before);
  const difference = (problem: string): readonly Difference[] => [
    { id, call: pair?.call ?? '', problem, expected, actual, asRecorded },
  ];

  if (pair !== undefined && before !== undefined && pair.digest !== before.digest) {
    return difference('another call than the recorded one: give the new call a name of its own');
  }
  if (disputed.has(id)) return difference('two topics in changes/ speak of it: accept it anew under one');
  if (!isAlike(actual, expected)) return difference(problemOf(expected, actual));
  return change !== undefined && asRecorded
    ? difference('its line in changes/ is stale: it is answered as it was recorded')
    : [];
}

function problemOf(expected: OutcomeLine | undefined, actual: OutcomeLine | undefined): string {
  if (expected === undefined) return 'no answer is recorded';
  return actual === undefined ? 'no scenario makes this call any more' : 'answered otherwise';
}

function twiceIn(pairs: readonly Pair[]): string {
  const ids = pairs.map(({ id }) => id);
  return ids
    .filter((id, index) => ids.indexOf(id) < index)
    .slice(0, 5)
    .join(', ');
}

/** A few of the differences for people, and what to do. */
export function describeDifferences(differences: readonly Difference[], most: number): string {
  const shown = differences.slice(0, most).map(describe);
  const more =
    differences.length > most ? [`... and ${String(differences.length - most)} more: npm run corpus lists them`] : [];
  return [
    `${String(differences.length)} recorded calls are not answered as written down in test/corpus:`,
    '',
    ...shown,
    ...more,
    '',
    'If that is not meant, correct the code. If it is, say so and why:',
    '  npm run corpus -- --accept <topic> --reason "<why>" [--only <pattern of pair ids>]',
    'New calls are recorded with: npm run corpus -- --record <name of a new file>',
  ].join('\n');
}

function describe({ id, call, problem, expected, actual }: Difference): string {
  return [`${id}: ${problem}`, `  ${call}`, `  - ${show(expected)}`, `  + ${show(actual)}`, ''].join('\n');
}

/** Of a line what the answer says, without the names that it goes by. */
function show(line: OutcomeLine | undefined): string {
  if (line === undefined) return 'nothing';
  const text = JSON.stringify(line, (name, value: unknown) =>
    ['id', 'digest', 'reason'].includes(name) && typeof value === 'string' ? undefined : value,
  );
  return text.length > 1200 ? `${text.slice(0, 1197)}...` : text;
}
