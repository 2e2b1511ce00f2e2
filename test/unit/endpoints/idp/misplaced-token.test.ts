import { expect, it } from '@jest/globals';
import { misplacedToken } from '../../../../mock-server/endpoints/idp/misplaced-token.ts';
import type { CallParts } from '../../../support/calls.ts';
import { callOf } from '../../../support/calls.ts';

type Body = Readonly<Record<string, unknown>>;

const find = (body?: Body, parts: CallParts = {}): string | undefined => misplacedToken(callOf(parts), body);
const sentAs = (authorization: string): CallParts => ({ headers: { authorization } });

it.each<[name: string]>([
  ['token'],
  ['jwt'],
  ['ext_jwt'],
  ['lp_ext_jwt'],
  ['access_token'],
  ['idToken'],
  ['extJwt'],
  ['Access-Token'],
])('a token may stand in the body as %s, if it is there', (name) => {
  expect(find({ other: 1, [name]: 'x' })).toBe(`the body has ${name}`);
  expect(find({ [name]: null })).toBeUndefined();
});

it.each([
  ['?a=1&id_token=x', 'the query has id_token'],
  ['?a=1&idToken=x', 'the query has idToken'],
])('a token may stand in the query: %s', (target, found) => {
  expect(find({ token: null }, { target })).toBe(found);
});

it.each(['eyJhbGciOi.eyJz-_dW.x', 'Bearer eyJ.eyJ.x', 'jwt eyJhb.e.'])(
  'a token may stand in Authorization: %s',
  (value) => {
    expect(find(undefined, sentAs(value))).toBe('Authorization has a token');
  },
);

it.each<[what: string, body: Body | undefined, parts: CallParts]>([
  ['nothing', undefined, {}],
  ['other names', { undefined: 'x', tokens: 'x' }, { target: '?token=x' }],
  ['credentials of another sort', {}, sentAs('Basic eyJhOmI=')],
  ['a word with a token in it', {}, sentAs('xeyJhb.eyJz.x')],
  ['two parts', {}, sentAs('eyJhb.eyJz')],
])('a token stands nowhere in a call with %s', (_, body, parts) => {
  expect(find(body, parts)).toBeUndefined();
});
