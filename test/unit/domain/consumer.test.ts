import { createHash } from 'node:crypto';
import { expect, it } from '@jest/globals';
import { loggedInConsumerId, lpConsumerId, utf8Hex } from '../../../mock-server/domain/consumer.ts';
import { isTooLongAName, LONGEST_NAME_CHARS } from '../../../mock-server/domain/name.ts';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

it('the id of a consumer follows from the account and from what the customer calls him', () => {
  expect(lpConsumerId('100', 'jane')).toBe(sha256('100:jane'));
  expect(loggedInConsumerId('100', 'https://idp.test', 'jané')).toBe(sha256('100:https://idp.test:jané'));
  expect(utf8Hex('aé')).toBe('61c3a9');
});

it('a name of 1,024 characters is the longest that is kept', () => {
  expect([LONGEST_NAME_CHARS, isTooLongAName('n'.repeat(1024)), isTooLongAName('n'.repeat(1025))]).toEqual([
    1024,
    false,
    true,
  ]);
});
