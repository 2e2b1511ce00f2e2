import { describe, expect, it } from '@jest/globals';
import { describeJson, isObject, isTooLarge, readJson } from '../../../mock-server/http/body.ts';
import { MAX_BODY_BYTES } from '../../../mock-server/http/call.ts';
import { callOf } from '../../support/calls.ts';

const read = (body: string): unknown => readJson(callOf({ method: 'POST', body }));

describe('a JSON body', () => {
  it.each([
    ['', undefined],
    [' \r\n', undefined],
    ['null', null],
    ['{}', {}],
    ['\uFEFF{"a":1}', { a: 1 }],
    ['[1]', [1]],
    ['"text"', 'text'],
    ['0', 0],
  ])('of %j is read as %j', (body, value) => {
    expect(read(body)).toEqual({ ok: true, value });
  });

  it.each([['{'], ['undefined'], ['{"a":1,}'], ["{'a':1}"], ['a=b'], ['{"a":1}{"b":2}'], ['\0'], ['NaN']])(
    'is not %j, and the body is not quoted',
    (body) => {
      expect(read(body)).toEqual({ ok: false, slug: 'body-not-json', sentence: 'the request body is not valid JSON' });
    },
  );

  it("with a __proto__ member changes nobody's prototype", () => {
    const { value } = read('{"__proto__":{"id_token":"x"}}') as { value: Record<string, unknown> };
    expect(value['id_token']).toBeUndefined();
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
    expect(({} as Record<string, unknown>)['id_token']).toBeUndefined();
  });

  it('may be nested as deeply as its size allows', () => {
    const depth = MAX_BODY_BYTES / 2;
    expect(read('['.repeat(depth) + ']'.repeat(depth))).toMatchObject({ ok: true });
  });
});

describe('the limit of 1 MiB', () => {
  const tooLarge = { ok: false, slug: 'body-too-large', sentence: 'the request body is over 1048576 bytes' };
  const quoted = (bytes: number): string => `"${'a'.repeat(bytes - 2)}"`;

  it('lets through exactly so many bytes and not one more', () => {
    expect(read(quoted(MAX_BODY_BYTES))).toMatchObject({ ok: true });
    expect(read(quoted(MAX_BODY_BYTES + 1))).toEqual(tooLarge);
  });

  it.each([
    ['é', 2],
    ['€', 3],
    ['😀', 4],
  ])('counts %s as %d bytes', (letter, bytes) => {
    const fits = letter.repeat(Math.floor(MAX_BODY_BYTES / bytes));
    expect(isTooLarge(fits)).toBe(false);
    expect(isTooLarge(fits + letter)).toBe(true);
  });

  it('counts before it parses', () => {
    expect(read(`{${'x'.repeat(MAX_BODY_BYTES)}`)).toEqual(tooLarge);
  });
});

it.each([
  [undefined, 'absent'],
  [null, 'null'],
  [[], 'an array'],
  [{}, 'an object'],
  ['', 'a string'],
  [0, 'a number'],
  [true, 'a boolean'],
])('%j is called %s', (value, words) => {
  expect(describeJson(value)).toBe(words);
});

it.each([
  [{}, true],
  [[], false],
  [null, false],
  ['{}', false],
  [undefined, false],
])('%j as an object: %s', (value, is) => {
  expect(isObject(value)).toBe(is);
});
