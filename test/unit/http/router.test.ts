import { describe, expect, it } from '@jest/globals';
import { createRouter } from '../../../mock-server/http/router.ts';
import { endpoints } from '../../../mock-server/endpoints/index.ts';

const tokens = { method: 'POST', paths: ['/api/account/{account}/tokens', '/old/{account}/tokens'] };
const one = { method: 'GET', paths: ['/api/account/{account}/tokens/{token}'] };
const put = { method: 'PUT', paths: ['/api/account/{account}/tokens/{token}'] };
const router = createRouter([tokens, one, put]);

describe('a path', () => {
  it('finds its row in every spelling, with its parts decoded', () => {
    expect(router.match('POST', '/api/account/12/tokens')).toEqual({ kind: 'found', row: tokens, parameters: { account: '12' } });
    expect(router.match('POST', '/old/a%20b/tokens')).toEqual({ kind: 'found', row: tokens, parameters: { account: 'a b' } });
    expect(router.match('PUT', '/api/account/%2F/tokens/%C3%A9')).toEqual({ kind: 'found', row: put, parameters: { account: '/', token: 'é' } });
  });

  it('answers HEAD where it answers GET', () => {
    expect(router.match('HEAD', '/api/account/1/tokens/2')).toMatchObject({ kind: 'found', row: one });
    expect(router.match('HEAD', '/api/account/1/tokens')).toMatchObject({ kind: 'method' });
  });

  it('with another method names those it takes, and whose account it is', () => {
    expect(router.match('DELETE', '/api/account/1/tokens/2')).toEqual({
      kind: 'method', allowed: ['GET', 'HEAD', 'PUT', 'OPTIONS'], parameters: { account: '1', token: '2' },
    });
    expect(router.match('get', '/api/account/1/tokens/2')).toMatchObject({ kind: 'method' });
  });

  it.each([['/api/account/%/tokens'], ['/api/account/%zz/tokens'], ['/api/account/%E0%A4/tokens'], ['/api/account/%C0%AF/tokens'], ['/old/a%2/tokens']])(
    '%s has a broken percent-encoding',
    (path) => {
      expect(router.match('POST', path)).toEqual({ kind: 'malformed' });
    },
  );

  it.each([
    [''], ['/'], ['*'], ['//'], ['/api/account//tokens'], ['/api/account/1/tokens/'], ['/API/account/1/tokens'], ['api/account/1/tokens'],
    ['/api/account/1/%74okens'], ['/api/account/1/2/tokens'], ['/__proto__/constructor'], ['/api/../api/account/1/tokens/2/3'],
  ])('%j is nobody\'s', (path) => {
    expect(router.match('POST', path)).toEqual({ kind: 'none' });
  });
});

describe('the nearest rows', () => {
  const table = createRouter(endpoints);

  it.each([
    ['/sentinel/.well-known/jwks', 'GET /sentinel/well-known/jwks'],
    ['/sentinel/api/account/1/app/tokens', 'POST /sentinel/api/account/{account}/app/token'],
    ['/api/account/1/anonymus/authorise', 'POST /api/account/{account}/anonymous/authorize'],
    ['/api/v1/account/1/consumer', 'POST /api/account/{account}/consumer'],
    ['/api/account/1/messaging/consumer/conversations/send', 'POST /api/account/{account}/messaging/consumer/conversation/send'],
  ])('of %s start with %s', (path, row) => {
    expect(table.nearest(path, 3)[0]).toBe(row);
  });

  it('are as many as asked for', () => {
    expect(table.nearest('/x', 2)).toHaveLength(2);
    expect(table.nearest('', 1000).length).toBe(endpoints.flatMap(({ paths }) => paths).length);
  });

  it.each([['of many segments', 'ab/'.repeat(80_000)], ['of one endless segment', 'ab'.repeat(120_000)]])('of a path %s are found at once', (_, rest) => {
    const startedAt = performance.now();
    table.nearest(`/api/account/1/${rest}`, 3);
    expect(performance.now() - startedAt).toBeLessThan(200);
  });
});

it('no two rows of the endpoint table share a path', () => {
  const shapes = endpoints.flatMap(({ method, paths }) => paths.map((path) => `${method} ${path.replace(/\{\w+\}/g, '{}')}`));
  expect(new Set(shapes).size).toBe(shapes.length);
});
