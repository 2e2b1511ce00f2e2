import { expect, it } from '@jest/globals';
import { placeOf } from '../../../mock-server/errors/place-of.ts';

const withStack = (stack: string | undefined): Error =>
  Object.defineProperty(new RangeError('quoted'), 'stack', { value: stack });

it.each<[unknown, RegExp]>([
  [new TypeError('quoted'), /^TypeError at .*place-of\.test\.ts:\d+:\d+\)?$/],
  [withStack('RangeError: quoted\n    at find (a.js:1:2)\n    at b.js:3:4'), /^RangeError at find \(a\.js:1:2\)$/],
  [withStack('find@a.js:1:2\nb.js:3:4'), /^RangeError$/],
  [withStack(undefined), /^RangeError$/],
  ['quoted', /^string$/],
  [undefined, /^undefined$/],
  [{ quoted: true }, /^object$/],
])('what is thrown is told by its name and its place, without its message: %#', (thrown, place) => {
  expect(placeOf(thrown)).toMatch(place);
});
