import { expect, it } from '@jest/globals';
import { TesterError } from '../../../mock-server/control/tester-error.ts';
import { testerReason } from '../../../mock-server/pipeline/render.ts';

const withStack = (stack: unknown): unknown => Object.assign(new RangeError('a secret'), { stack });

it.each<[unknown, string]>([
  [undefined, 'the option wait'],
  [withStack(undefined), 'the option wait threw: RangeError'],
  [withStack('RangeError: a secret'), 'the option wait threw: RangeError'],
  [
    withStack('RangeError: a secret\n    at f (own.ts:1:2)\n    at g'),
    'the option wait threw: RangeError at f (own.ts:1:2)',
  ],
  ['a text', 'the option wait threw: string'],
  [null, 'the option wait threw: object'],
])('what went wrong in code of the tester is told by its place, not by its words: %#', (cause, sentence) => {
  expect(testerReason(new TesterError('the option wait', { cause }))).toEqual({ slug: 'test-code-failed', sentence });
});
