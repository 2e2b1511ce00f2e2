import { describe, expect, it } from '@jest/globals';
import { createRouter } from '../../../mock-server/http/router.ts';
import { endpoints } from '../../../mock-server/endpoints/index.ts';

const tokens = { method: 'POST', paths: ['/api/account/{account}/tokens', '/old/{account}/tokens'] };
const one = { method: 'GET', paths: ['/api/account/{account}/tokens/{token}'] };
const put = { method: 'PUT', paths: ['/api/account/{account}/tokens/{token}'] };
const router = createRouter([tokens, one, put]);

describe('a path', () => {
  it('finds its row in every spelling, with its parts decoded', () => {
    expect(router.match('POST', '/api/account/12/tokens')).toEqual({
      kind: 'found',
      row: tokens,
      parameters: { account: '12' },
    });
    expect(router.match('POST', '/old/a%20b/tokens')).toEqual({
      kind: 'found',
      row: tokens,
      parameters: { account: 'a b' },
    });
    expect(router.match('PUT', '/api/account/%2F/tokens/%C3%A9')).toEqual({
      kind: 'found',
      row: put,
      parameters: { account: '/', token: 'é' },
    });
  });

  it('answers HEAD where it answers GET', () => {
    expect(router.match('HEAD', '/api/account/1/tokens/2')).toMatchObject({ kind: 'found', row: one });
    expect(router.match('HEAD', '/api/account/1/tokens')).toMatchObject({ kind: 'method' });
  });

  it('with another method names those it takes, and whose account it is', () => {
    expect(router.match('DELETE', '/api/account/1/tokens/2')).toEqual({
      kind: 'method',
      allowed: ['GET', 'HEAD', 'PUT', 'OPTIONS'],
      parameters: { account: '1', token: '2' },
    });
    expect(router.match('get', '/api/account/1/tokens/2')).toMatchObject({ kind: 'method' });
  });

  it.each([
    ['/api/account/%/tokens'],
    ['/api/account/%zz/tokens'],
    ['/api/account/%E0%A4/tokens'],
    ['/api/account/%C0%AF/tokens'],
    ['/old/a%2/tokens'],
  ])('%s has a broken percent-encoding', (path) => {
    expect(router.match('POST', path)).toEqual({ kind: 'malformed' });
  });

  it.each([
    [''],
    ['/'],
    ['*'],
    ['//'],
    ['/api/account//tokens'],
    ['/api/account/1/tokens/'],
    ['/API/account/1/tokens'],
    ['api/account/1/tokens'],
    ['/api/account/1/%74okens'],
    ['/api/account/1/2/tokens'],
    ['/__proto__/constructor'],
    ['/api/../api/account/1/tokens/2/3'],
  ])("%j is nobody's", (path) => {
    expect(router.match('POST', path)).toEqual({ kind: 'none' });
  });
});

it('no two rows of the endpoint table share a path', () => {
  const shapes = endpoints.flatMap(({ method, paths }) =>
    paths.map((path) => `${method} ${path.replace(/\{\w+\}/g, '{}')}`),
  );
  expect(new Set(shapes).size).toBe(shapes.length);
});

it('the nearest rows are as many as asked for', () => {
  expect(createRouter(endpoints).nearest('/sentinel/jwks', 2)).toEqual([
    'GET /sentinel/well-known/jwks',
    expect.any(String),
  ]);
});
