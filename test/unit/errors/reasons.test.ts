import { describe, expect, it } from '@jest/globals';
import { headerSafe, reasonLine, reasonSlugs } from '../../../mock-server/errors/reasons.ts';

describe('a reason line', () => {
  it('is the slug, then the sentence', () => {
    expect(reasonLine({ slug: 'app-jwt-expired', sentence: 'expired 1 s ago' })).toBe(
      'app-jwt-expired; expired 1 s ago',
    );
  });

  it.each([['a\r\nset-cookie: b'], ['a\0b'], ['\x7f'], ['é'], ['😀'], ['\u2028'], ['\ud800']])(
    'of %j holds visible ASCII only',
    (sentence) => {
      expect(reasonLine({ slug: 'mock-bug', sentence })).toMatch(/^[\x20-\x7e]+$/);
    },
  );

  it('is cut, and says so, when its sentence is over 300 characters', () => {
    expect(headerSafe('a'.repeat(300))).toBe('a'.repeat(300));
    expect(headerSafe('a'.repeat(301))).toBe(`${'a'.repeat(297)}...`);
  });
});

it('slugs are unique lower-case words joined by hyphens', () => {
  expect(new Set(reasonSlugs).size).toBe(reasonSlugs.length);
  for (const slug of reasonSlugs) expect(slug).toMatch(/^[a-z]+(-[a-z]+)*$/);
});
