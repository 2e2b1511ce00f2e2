import { expect, it } from '@jest/globals';
import { fitsRule, patternOf } from '../../../mock-server/domain/agent-script.ts';

it.each([
  ['*', 'anything', true],
  ['*', '', true],
  ['price', 'What is the PRICE?', true],
  ['PRICE', 'the price', true],
  ['price', 'pri ce', false],
  ['/^price/', 'price?', true],
  ['/^price/', 'Price?', false],
  ['/^price/i', 'Price?', true],
  ['/a/b/', 'a/b', true],
  ['/a.b/', 'a\nb', false],
  ['/a\nb/', 'a\nb', true],
  // No expressions: they have other flags, nothing inside, or something around.
  ['/price/g', 'price', false],
  ['/price/g', 'a /price/g', true],
  ['//', 'price', false],
  ['//', 'https://', true],
  ['and/or/', 'or', false],
  ['/price/ix', 'price', false],
])('the rule %j, of what is said %j, fits: %j', (match, said, fits) => {
  expect(fitsRule({ match }, said)).toBe(fits);
});

it('an expression that cannot be read is an error', () => {
  expect(() => patternOf({ match: '/(/' })).toThrow(SyntaxError);
});
