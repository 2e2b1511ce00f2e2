import { describe, expect, it } from '@jest/globals';
import type { Parameters, UnreadableParameters } from '../../../mock-server/http/parameters.ts';
import { readParameters } from '../../../mock-server/http/parameters.ts';
import { callOf } from '../../support/calls.ts';

const NAMES = ['v', 'grant_type', 'client_id'];

function read(query: string, body = '', contentType = ''): Parameters | UnreadableParameters {
  return readParameters(
    callOf({ method: 'POST', target: `/?${query}`, body, headers: { 'content-type': contentType } }),
    NAMES,
  );
}

function values(result: Parameters | UnreadableParameters): Record<string, string | undefined> {
  if (!result.ok) throw new Error(result.sentence);
  return Object.fromEntries(
    NAMES.flatMap((name) => (result.get(name) === undefined ? [] : [[name, result.get(name)]])),
  );
}

describe('parameters', () => {
  it.each([
    ['the query', 'v=1.0&client_id=a', ''],
    ['a form', '', 'v=1.0&client_id=a'],
    ['a JSON object', '', '{"v":"1.0","client_id":"a"}'],
    ['query and form', 'v=1.0', 'client_id=a'],
    ['query and JSON', 'client_id=a', ' {"v":"1.0"}'],
    ['query and an empty object', 'v=1.0&client_id=a', '{}'],
    ['query and null', 'v=1.0&client_id=a', 'null'],
    ['query and white space', 'v=1.0&client_id=a', '\r\n'],
  ])('come from %s, whatever the content type says', (_, query, body) => {
    for (const type of [
      '',
      'application/json',
      'application/x-www-form-urlencoded;charset=utf-8',
      'text/html',
      ';;;',
    ]) {
      expect(values(read(query, body, type))).toEqual({ v: '1.0', client_id: 'a' });
    }
  });

  it('of the body win over those of the query (D9), unless they are empty', () => {
    expect(values(read('client_id=query&v=1', 'client_id=body&v='))).toEqual({ client_id: 'body', v: '1' });
    expect(values(read('client_id=query&v=1', '{"client_id":"body","v":null}'))).toEqual({ client_id: 'body', v: '1' });
  });

  it('without a value are absent (RFC 6749 section 3.2)', () => {
    expect(values(read('v=&client_id&grant_type'))).toEqual({});
  });

  it('are form-decoded, a broken percent-encoding taken as it stands', () => {
    expect(values(read('client_id=a%20b+c', 'v=%zz%'))).toEqual({ client_id: 'a b c', v: '%zz%' });
  });

  it('beyond the named ones are never looked at', () => {
    expect(
      values(read('__d=1&__d=2&_=3', '{"v":"1","x":{"deep":[]},"__proto__":{"client_id":"a"},"constructor":1}')),
    ).toEqual({ v: '1' });
  });

  it.each([
    ['v=1&v=1', ''],
    ['v=1&v=', ''],
    ['', 'client_id=a&client_id=b'],
  ])('twice in one place (%j, %j) are refused', (query, body) => {
    expect(read(query, body)).toMatchObject({ ok: false, slug: 'parameter-repeated' });
  });

  it.each([['1'], ['1.0'], ['true'], ['["a"]'], ['{"toString":"a"}']])(
    'that are %s in a JSON body are refused',
    (value) => {
      expect(read('', `{"client_id":${value}}`)).toEqual({
        ok: false,
        slug: 'parameter-not-text',
        sentence: 'client_id in the JSON body must be a string',
      });
    },
  );

  it.each([['{'], ['{"v":1'], ['[]'], ['["v"]'], ['"v=1"'], ['[{"v":"1"}]']])(
    'of a body %j that starts like JSON and is no object are refused',
    (body) => {
      expect(read('v=1', body)).toEqual({
        ok: false,
        slug: 'body-not-json',
        sentence: 'the body is neither a form nor a JSON object',
      });
    },
  );

  it('of a body over 1 MiB are refused, even when the query has them all', () => {
    expect(read('v=1', `client_id=${'a'.repeat(1_048_576)}`)).toMatchObject({ ok: false, slug: 'body-too-large' });
  });

  it.each([
    ['a form', 'v=1&other=2', ['v', 'other'], ['v']],
    ['a form with an empty one', 'v=', ['v'], ['v']],
    ['a JSON object', '{"v":"1","other":"2"}', ['v', 'other'], ['v']],
    ['a JSON object without it', '{"other":"2"}', ['other'], []],
    ['nothing', ' \r\n', [], []],
    ['null', ' null ', [], []],
  ])('of the query and of %s are told by name, and those that are in both', (_, body, sent, inBoth) => {
    const result = read('v=1&grant_type=a', body);
    if (!result.ok) throw new Error(result.sentence);
    expect([result.sent(), result.inBoth]).toEqual([['v', 'grant_type', ...sent], inBoth]);
  });

  it('of a multipart body are none, and it is told that nobody has read it', () => {
    const result = read(
      'v=1',
      '--x\r\nContent-Disposition: form-data; name="v"\r\n\r\n2\r\n--x--',
      'multipart/form-data; boundary=x',
    );
    if (!result.ok) throw new Error(result.sentence);
    expect([result.sent(), result.inBoth, result.isBodyUnread]).toEqual([['v'], [], true]);
  });
});
