import { expect, it } from '@jest/globals';
import type { AnswerFiles, ChangeLine } from './answer-files.ts';
import { compare } from './compare.ts';
import type { Pair, PairLine } from './pair.ts';
import { toLine } from './pair.ts';

const common = { 'content-type': 'application/json', vary: 'Origin' };
const pair = (status: number, digest = 'd'): Pair => ({
  id: 'a/b',
  call: 'GET /',
  digest,
  outcome: { status, headers: common, body: '{"a":1}' },
});
const line = (status: number): PairLine => ({ id: 'a/b', digest: 'd', ...toLine(pair(status).outcome, common) });
const change = (status: number): ChangeLine => ({
  id: 'a/b',
  reason: 'on purpose',
  ...toLine(pair(status).outcome, common),
});

function problems(
  pairs: readonly Pair[],
  recorded: readonly PairLine[],
  changes: readonly ChangeLine[],
  more: Partial<AnswerFiles> = {},
): string[] {
  const byId = <Line extends { id: string }>(lines: readonly Line[]): Map<string, Line> =>
    new Map(lines.map((each) => [each.id, each]));
  const files = { common, recorded: byId(recorded), changes: byId(changes), disputed: new Set<string>(), ...more };
  return compare(pairs, files).map(({ problem }) => problem);
}

it.each([
  ['a pair answered as recorded', [pair(200)], [line(200)], [], []],
  ['one answered otherwise', [pair(201)], [line(200)], [], ['answered otherwise']],
  ['one changed on purpose', [pair(201)], [line(200)], [change(201)], []],
  ['one that was changed on purpose and is not', [pair(200)], [line(200)], [change(201)], ['answered otherwise']],
  [
    'a change that changes nothing',
    [pair(200)],
    [line(200)],
    [change(200)],
    ['its line in changes/ is stale: it is answered as it was recorded'],
  ],
  ['a new call', [pair(200)], [], [], ['no answer is recorded']],
  ['a call that is gone', [], [line(200)], [], ['no scenario makes this call any more']],
  ['a call that is gone on purpose', [], [line(200)], [{ id: 'a/b', reason: 'on purpose', gone: true as const }], []],
  [
    'another call under the same name',
    [pair(200, 'e')],
    [line(200)],
    [],
    ['another call than the recorded one: give the new call a name of its own'],
  ],
])('%s', (_, pairs, recorded, changes, expected) => {
  expect(problems(pairs, recorded, changes)).toEqual(expected);
});

it('says which pairs two topics speak of', () => {
  const disputed = new Set(['a/b']);
  expect(problems([pair(201)], [line(200)], [change(201)], { disputed })).toEqual([
    'two topics in changes/ speak of it: accept it anew under one',
  ]);
});

it('a change of a common header is one change and not one for each line', () => {
  const now = { ...common, vary: 'Origin, Accept' };
  const answered = { ...pair(200), outcome: { status: 200, headers: now, body: '{"a":1}' } };
  expect(problems([answered], [line(200)], [], { common: now })).toEqual([]);
  expect(problems([answered], [line(200)], [])).toEqual(['answered otherwise']);
});

it('keeps every byte of a body, and of a signature a digest', () => {
  const body = (text: string): unknown => toLine({ status: 200, headers: {}, body: text }, {});
  expect(body('{"b":1,"a":[null]}')).toEqual({ status: 200, json: { b: 1, a: [null] } });
  expect(body('{ "b": 1 }')).toEqual({ status: 200, text: '{ "b": 1 }' });
  const [one, other] = ['A', 'B'].map((letter) => body(JSON.stringify(`eyJh.eyJi.${letter.repeat(342)}`)));
  expect(one).not.toEqual(other);
});
