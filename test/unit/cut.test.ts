import { expect, it } from '@jest/globals';
import { cut, LONGEST_QUOTE } from '../../mock-server/memory/cut.ts';

it('a quote of 200 characters is whole, a longer one has 200 with its mark', () => {
  expect(cut('a'.repeat(LONGEST_QUOTE))).toBe('a'.repeat(200));
  expect(cut('a'.repeat(201))).toBe(`${'a'.repeat(197)}...`);
  expect(cut('')).toBe('');
});
