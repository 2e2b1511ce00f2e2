import { describe, expect, it } from '@jest/globals';
import type { IncomingMessage } from 'node:http';
import { createBodyPool } from '../../../../mock-server/adapters/node/body-pool.ts';
import { bodyReadBefore, decodeBody } from '../../../../mock-server/adapters/node/parsed-body.ts';
import { MAX_BODY_BYTES } from '../../../../mock-server/http/call.ts';

const before = (body: unknown, type: string): unknown =>
  bodyReadBefore({ body, headers: { 'content-type': type } } as unknown as IncomingMessage);

const JSON_TYPE = 'application/json';
const FORM_TYPE = 'application/x-www-form-urlencoded';
const BROKEN = Buffer.from([0x61, 0xff]);

/** An object so many levels deep. */
function nested(levels: number): object {
  let value: unknown = 'x';
  for (let level = 0; level <= levels; level += 1) value = { a: value };
  return value as object;
}

describe('the body of a request', () => {
  it('is its text, and its bytes too where they are no UTF-8', () => {
    expect(decodeBody(Buffer.from('€'))).toEqual({ body: '€' });
    expect(decodeBody(BROKEN)).toEqual({ body: 'a\ufffd', isBodyUtf8: false, bytes: BROKEN });
    const long = Buffer.concat([Buffer.alloc(MAX_BODY_BYTES + 2, 'a'), BROKEN]);
    expect(decodeBody(long)).toEqual({ body: 'a'.repeat(MAX_BODY_BYTES + 1), isBodyUtf8: false, bytes: long });
  });

  it.each<[string, unknown, string, unknown]>([
    ['JSON', { a: [1] }, JSON_TYPE, { body: '{"a":[1]}' }],
    ['a form', { a: ['1'] }, FORM_TYPE.toUpperCase(), { body: 'a%5B%5D=1' }],
    [
      'a text with what a parser puts for broken bytes',
      'a\ufffd',
      'text/plain',
      { body: 'a\ufffd', isBodyUtf8: false },
    ],
    ['bytes', BROKEN, JSON_TYPE, { body: 'a\ufffd', isBodyUtf8: false, bytes: BROKEN }],
    ['JSON that cannot be written again', { a: 1n }, JSON_TYPE, { body: '{' }],
  ])('is put back into its form where it was parsed before: %s', (_, parsed, type, body) => {
    expect(before(parsed, type)).toEqual(body);
  });

  it('is a form of a hundred levels at most', () => {
    expect(before(nested(100), FORM_TYPE)).toEqual({ body: `a${'%5Ba%5D'.repeat(100)}=x` });
    expect(() => before(nested(101), FORM_TYPE)).toThrow('the form is nested deeper than 100 levels');
  });

  it('has room as long as all are within the bound, and is told so beyond it', () => {
    const [own, more] = [65_536, 1000];
    const read = (mostBytes: number): string => {
      const pool = createBodyPool(mostBytes);
      const [first, second] = [pool.open(), pool.open()];
      for (const body of [first, second]) body.push(Buffer.alloc(own + more, 'a'));
      return second.read().body;
    };
    // A body beyond its own part is counted twice: as bytes and as text.
    expect(read(4 * more)).toHaveLength(own + more);
    expect(() => read(4 * more - 1)).toThrow(
      'too many large bodies are under way; try again, or raise limits.megabytes',
    );
  });
});
