import { createHash } from 'node:crypto';
import { expect, it } from '@jest/globals';
import { isTokenId, tokenId } from '../../../mock-server/tokens/token-id.ts';

const digits = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 16);

it.each([
  ['e30.e30.AAAA', 'e30.e30'],
  ['e30.e30.', 'e30.e30'],
  ['a.b.c.d.e', 'a.b.c.d'],
  ['.a', ''],
  ['hello', 'hello'],
  ['', ''],
])('the id of %j is made of %j', (token, named) => {
  expect(tokenId(token)).toBe(digits(named));
});

it.each([
  [true, '0123456789abcdef'],
  [false, '0123456789abcde'],
  [false, '0123456789abcdef0'],
  [false, 'g123456789abcdef'],
  [false, '0123456789abcdeg'],
  [false, '0123456789ABCDEF'],
  [false, 'eyJhbGciOi.eyJ.A'],
  [false, 'abc'],
  [false, ''],
])('%s, %j is the id of a token', (is, text) => {
  expect(isTokenId(text)).toBe(is);
});
