import { describe, expect, it } from '@jest/globals';
import { empty, isCallbackName, json, jsonp } from '../../../mock-server/http/answer.ts';

it('a JSON answer keeps the order of its members and its headers', () => {
  expect(json(201, { b: 1, a: undefined, c: [null] }, { pragma: 'no-cache' })).toEqual({
    status: 201,
    headers: { 'content-type': 'application/json', pragma: 'no-cache' },
    body: '{"b":1,"c":[null]}',
  });
});

it('a JSON answer may say its own content type', () => {
  expect(json(200, {}, { 'content-type': 'application/json;charset=utf-8' }).headers).toEqual({
    'content-type': 'application/json;charset=utf-8',
  });
});

it('an empty answer has no body and no content type', () => {
  expect(empty(204, { allow: 'GET' })).toEqual({ status: 204, headers: { allow: 'GET' }, body: '' });
});

it('a JSONP answer is a script that old engines can read and no browser guesses about', () => {
  expect(jsonp('lp.cb', { text: 'a\u2028b\u2029</script>' })).toEqual({
    status: 200,
    headers: { 'content-type': 'application/javascript', 'x-content-type-options': 'nosniff' },
    body: 'lp.cb({"text":"a\\u2028b\\u2029</script>"})',
  });
});

describe('a JSONP callback', () => {
  it.each([['cb'], ['_'], ['$'], ['a1'], ['lpConnLib.Process'], ['a.b.$c'], ['a'.repeat(128)]])('may be %j', (name) => {
    expect(isCallbackName(name)).toBe(true);
  });

  it.each([
    [''],
    ['1a'],
    ['a.'],
    ['.a'],
    ['a..b'],
    ['a-b'],
    ['a b'],
    ['a('],
    ['alert(1)//'],
    ['a[0]'],
    ['<script>'],
    ['a\n'],
    ['ä'],
    ['a%28'],
    ['a'.repeat(129)],
  ])('may not be %j', (name) => {
    expect(isCallbackName(name)).toBe(false);
  });
});
