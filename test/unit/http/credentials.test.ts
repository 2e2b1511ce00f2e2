import { describe, expect, it } from '@jest/globals';
import { basicCredentials, headerToken, isBasic } from '../../../mock-server/http/credentials.ts';

describe('the token of a header (D46)', () => {
  it.each([
    ['a.b.c', 'a.b.c'],
    ['  a.b.c\t', 'a.b.c'],
    ['Bearer a.b.c', 'a.b.c'],
    ['bEaReR   a.b.c ', 'a.b.c'],
    ['jwt a.b.c', 'a.b.c'],
    ['JWT\ta.b.c', 'a.b.c'],
    ['a.b.cjwt', 'a.b.cjwt'],
    ['a.b.bearer', 'a.b.bearer'],
    ['a.jwt b', 'a.jwt b'],
    ['bearertoken', 'bearertoken'],
    ['jwt.b.c', 'jwt.b.c'],
    ['Basic YTpi', 'Basic YTpi'],
    ['Bearer a, Bearer b', 'a, Bearer b'],
  ])('%j is %j', (header, token) => {
    expect(headerToken(header)?.token).toBe(token);
  });

  it('loses one scheme and not two', () => {
    expect(headerToken('Bearer jwt a.b.c')).toEqual({ scheme: 'Bearer', token: 'jwt a.b.c' });
    expect(headerToken('a.b.c')).toEqual({ scheme: undefined, token: 'a.b.c' });
  });

  it.each([[undefined], [''], ['   '], ['Bearer'], ['Bearer  '], ['jwt'], [' JWT ']])('is none for %j', (header) => {
    expect(headerToken(header)).toBeUndefined();
  });
});

describe('HTTP Basic credentials', () => {
  const basic = (text: string): string => `Basic ${Buffer.from(text).toString('base64')}`;

  it.each([
    ['id:secret', { clientId: 'id', clientSecret: 'secret' }],
    ['id:se:cr:et', { clientId: 'id', clientSecret: 'se:cr:et' }],
    ['a%20b:c+d%3A', { clientId: 'a b', clientSecret: 'c d:' }],
  ])('of %j are %j (RFC 6749 section 2.3.1)', (text, credentials) => {
    expect(basicCredentials(basic(text))).toEqual(credentials);
  });

  it.each([
    ['Basic', '  ', ''],
    ['bAsIc', '\t', ' \t'],
  ])('may have any white space around them: %j, %j, %j', (scheme, before, after) => {
    const header = `${scheme}${before}${btoa('id:secret')}${after}`;
    expect([isBasic(header), basicCredentials(header)]).toEqual([true, { clientId: 'id', clientSecret: 'secret' }]);
  });

  it.each([[undefined], [''], ['Basic'], ['Basically YTpi'], ['x basic YTpi']])(
    'are not even tried in %j',
    (header) => {
      expect(isBasic(header)).toBe(false);
    },
  );

  it.each([
    [undefined],
    [''],
    ['Basic'],
    ['Basic '],
    ['Basic YTpi=x'],
    [`${basic('a:b')}!`],
    ['Basic ???'],
    ['Basic a'],
    ['Bearer YTpi'],
    ['Basic YTpi YTpi'],
    ['xBasic YTpi'],
    ['Bearer Basic YTpi'],
    [basic('id')],
    [basic('id:')],
    [basic(':secret')],
    [basic(':secret:more')],
    [basic('undefined')],
    [basic('%zz:a')],
    [basic('a:%E0%A4')],
  ])('are none for %j', (header) => {
    expect(basicCredentials(header)).toBeUndefined();
  });
});
