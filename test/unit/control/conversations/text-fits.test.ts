import { expect, it } from '@jest/globals';
import { textFits } from '../../../../mock-server/control/conversations/text-fits.ts';

it.each<[wanted: string | RegExp, text: string | undefined, isFitting: boolean]>([
  ['hello', 'hello', true],
  ['hello', 'hello there', false],
  ['hello', undefined, false],
  [/hell/, 'hello', true],
  [/ell/, 'hello', true],
  [/^ell/, 'hello', false],
  [/undefined/, undefined, false],
])('A text that is wanted as %p and is %j', (wanted, text, isFitting) => {
  expect(textFits(wanted, text)).toBe(isFitting);
});

it('A global expression finds the same text each time', () => {
  const wanted = /hello/g;
  expect([textFits(wanted, 'hello'), textFits(wanted, 'hello')]).toEqual([true, true]);
});
