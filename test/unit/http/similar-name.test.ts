import { expect, it } from '@jest/globals';
import { didYouMean, similarName } from '../../../mock-server/http/similar-name.ts';

it.each([['idToken'], ['ID-TOKEN'], ['id token'], ['id.token']])('%j is like id_token, and named', (sent) => {
  expect(didYouMean('id_token', ['other', sent])).toBe(`; ${sent} is there, and the name is id_token`);
});

it('what has other letters, or is the name itself, is not like it', () => {
  expect(didYouMean('id_token', ['id_tokens', 'id_token', 'd_token'])).toBe('');
});

it('a name of 64 characters is compared, a longer one is not', () => {
  const dashes = (length: number): string => `a${'-'.repeat(length - 1)}`;
  expect([64, 65].map((length) => similarName('a', [dashes(length)])?.length)).toEqual([64, undefined]);
});
