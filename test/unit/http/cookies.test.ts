import { expect, it } from '@jest/globals';
import { cookieOf } from '../../../mock-server/http/cookies.ts';
import { callOf } from '../../support/calls.ts';

it.each([
  ['a=1', '1'],
  ['b=2; a=1', '1'],
  ['b=2;a=1 ', '1'],
  ['a=1; a=2', '1'],
  ['a=x=y', 'x=y'],
  ['a=', ''],
  ['aa=1', undefined],
  ['b=a=1', undefined],
  ['a', undefined],
  ['', undefined],
  [undefined, undefined],
])('of the cookies %j, a is %j', (cookie, value) => {
  expect(cookieOf(callOf({ headers: cookie === undefined ? {} : { cookie } }), 'a')).toBe(value);
});
