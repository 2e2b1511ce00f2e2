import { describe, expect, it } from '@jest/globals';
import * as v from 'valibot';
import { AdminError } from '../../../mock-server/admin/admin-error.ts';
import { checkInput, readInput } from '../../../mock-server/admin/input.ts';
import { callOf } from '../../support/calls.ts';

/** What a refusal says. */
function refusalOf(run: () => unknown): readonly [status: number, message: string, path: string | undefined] {
  try {
    run();
  } catch (error) {
    if (!(error instanceof AdminError)) throw error;
    expect([error.name, error.headers]).toEqual(['AdminError', {}]);
    return [error.status, error.message, error.path];
  }
  throw new Error('it was not refused');
}

const read = (method: string, target: string, body = '', maxBodyBytes?: number): unknown =>
  readInput(callOf({ method, target, body }), maxBodyBytes);

describe('What a call of the admin API brings', () => {
  it.each([
    ['GET', '/?a=1&b=%20x', '{"c":1}', { a: '1', b: ' x' }],
    ['DELETE', '/?a=', '', { a: '' }],
    ['GET', '/', '', {}],
    ['POST', '/', '{"a":[1]}', { a: [1] }],
    ['POST', '/', '', {}],
    ['POST', '/', ' \n', {}],
  ])('is, for a %s of %j with the body %j, %j', (method, target, body, input) => {
    expect(read(method, target, body)).toEqual(input);
  });

  const long = 'x'.repeat(300);
  const cutName = `${'x'.repeat(197)}...`;
  it.each([
    ['GET', '/?a=1&b=2&b=3', '', 'b: given more than once', 'b'],
    ['DELETE', `/?${long}=1&${long}=2`, '', `${cutName}: given more than once`, cutName],
    ['POST', '/?a=1', '{"a":1}', 'a: put the members of a change in the body, not in the query', 'a'],
    ['POST', `/?${long}`, '', `${cutName}: put the members of a change in the body, not in the query`, cutName],
    ['POST', '/', '[]', 'the request body is not a JSON object', undefined],
    ['POST', '/', 'null', 'the request body is not a JSON object', undefined],
    ['POST', '/', '['.repeat(101), 'the request body is nested deeper than 100 levels', undefined],
  ])('is refused for a %s of %j', (method, target, body, message, path) => {
    expect(refusalOf(() => read(method, target, body))).toEqual([400, message, path]);
  });

  it('is refused where it is no JSON', () => {
    const [status, message] = refusalOf(() => read('POST', '/', '{'));
    expect([status, message]).toEqual([400, expect.stringContaining('the request body is not valid JSON')]);
  });

  const objectOf = (bytes: number): string => `{${' '.repeat(bytes - 2)}}`;
  it.each([[undefined, 65_536] as const, [10, 10] as const])('has as many bytes as may be: %p', (most, bytes) => {
    expect(read('POST', '/', objectOf(bytes), most)).toEqual({});
    expect(refusalOf(() => read('POST', '/', objectOf(bytes + 1), most))).toEqual([
      413,
      `the request body is over ${String(bytes)} bytes`,
      undefined,
    ]);
    expect(refusalOf(() => read('POST', '/', '['.repeat(101), 101))[1]).toContain('nested deeper');
    // What is too large is not looked at.
    expect(refusalOf(() => read('POST', '/', '['.repeat(bytes + 101), most))[0]).toBe(413);
  });
});

describe('The input of a verb', () => {
  const SCHEMA = v.strictObject({
    by: v.optional(v.string(), '1s'),
    match: v.optional(v.looseObject({ path: v.string() })),
    count: v.optional(v.number()),
  });
  const check = (input: unknown, schema: v.GenericSchema = SCHEMA): unknown => checkInput(schema, input);

  it('is given out with its defaults', () => {
    expect(check({ count: 2 })).toEqual({ by: '1s', count: 2 });
  });

  it.each<[input: unknown, message: string, path: string | undefined]>([
    [{ count: 'secret' }, 'count: Expected number', 'count'],
    [{ match: { path: 7 } }, 'match.path: Expected string', 'match.path'],
    [{ match: {} }, 'match.path: missing', 'match.path'],
    [{ other: 1 }, 'other: unknown member; expected by, match, count', 'other'],
    [
      { ['y'.repeat(300)]: 1 },
      `${'y'.repeat(197)}...: unknown member; expected by, match, count`,
      `${'y'.repeat(197)}...`,
    ],
    [7, 'Expected Object', undefined],
    [{ match: {}, count: 'secret' }, 'match.path: missing\ncount: Expected number', 'count'],
  ])('is refused with what was expected, and not with what was sent: %j', (input, message, path) => {
    expect(refusalOf(() => check(input))).toEqual([400, message, path]);
  });

  it.each<[what: string, schema: v.GenericSchema, input: unknown, message: string]>([
    ['that takes nothing', v.strictObject({}), { a: 1 }, 'a: unknown member; none is taken here'],
    ['of a member of a member', v.strictObject({ a: v.strictObject({}) }), { a: { b: 1 } }, 'a.b: unknown member'],
    ['of a choice', v.object({ a: v.picklist(['x', 'y']) }), { a: 'secret' }, 'a: Expected ("x" | "y")'],
    ['of a strict object', v.strictObject({ a: v.string() }), {}, 'a: missing'],
    ['of an object', v.object({ a: v.string() }), {}, 'a: Expected "a"'],
    ['of what is never there', v.strictObject({ a: v.optional(v.never()) }), { a: 1 }, 'a: Expected never'],
    [
      'of its own words',
      v.object({ a: v.pipe(v.string(), v.minLength(2, 'no Invalid x: y')) }),
      { a: '' },
      'a: no Invalid x: y',
    ],
    ['of a loose object', v.looseObject({ a: v.string() }), {}, 'a: missing'],
    ['of several lines', v.object({ a: v.literal('x') }), { a: 'se\ncret' }, 'a: Expected "x"'],
  ])('is refused by a schema %s', (_, schema, input, message) => {
    expect(refusalOf(() => check(input, schema)).slice(0, 2)).toEqual([400, message]);
  });
});
