import { describe, expect, it } from '@jest/globals';
import { endpoints } from '../../../mock-server/endpoints/index.ts';
import { createNearest } from '../../../mock-server/http/nearest.ts';
import { processorMs, SQUARE_MS } from '../../support/processor-time.ts';

describe('the rows nearest to a path', () => {
  const nearest = createNearest(
    endpoints.flatMap(({ method, paths }) => paths.map((path) => ({ path, label: `${method} ${path}` }))),
  );

  it.each([
    ['/sentinel/.well-known/jwks', 'GET /sentinel/well-known/jwks'],
    ['/sentinel/api/account/1/app/tokens', 'POST /sentinel/api/account/{account}/app/token'],
    ['/api/account/1/anonymus/authorise', 'POST /api/account/{account}/anonymous/authorize'],
    ['/api/v1/account/1/consumer', 'POST /api/account/{account}/consumer'],
    [
      '/api/account/1/messaging/consumer/conversations/send',
      'POST /api/account/{account}/messaging/consumer/conversation/send',
    ],
  ])('of %s start with %s', (path, row) => {
    expect(nearest(path)[0]).toBe(row);
  });

  it('are all of them, in the order of their likeness', () => {
    expect(
      createNearest([
        { path: '/a/b', label: 'ab' },
        { path: '/x', label: 'x' },
        { path: '/a/{any}', label: 'any' },
      ])('/a/b'),
    ).toEqual(['ab', 'any', 'x']);
    expect([nearest(''), nearest('/'), nearest('*')].map(({ length }) => length)).toEqual(
      new Array(3).fill(endpoints.flatMap(({ paths }) => paths).length),
    );
  });

  it.each<[what: string, path: string, labels: readonly string[]]>([
    ['the same word, not one of other letters', '/tokens', ['/tokens', '/TOKENS', '/{any}', '/other']],
    ['a parameter before a word that is not alike', '/xyz', ['/{any}', '/tokens', '/TOKENS', '/other']],
    ['a word that is alike before a parameter', '/token', ['/tokens', '/TOKENS', '/{any}', '/other']],
    ['no parameter in the place of nothing', '/', ['/tokens', '/TOKENS', '/other', '/{any}']],
    ['a word of one letter like no other', '/t', ['/{any}', '/tokens', '/TOKENS', '/other']],
  ])('begin with %s', (_, path, labels) => {
    const known = ['/tokens', '/TOKENS', '/other', '/{any}'].map((each) => ({ path: each, label: each }));
    expect(createNearest(known)(path)).toEqual(labels);
  });

  it('are rather of the same length', () => {
    const known = ['/a/b/c/d', '/a/b/c', '/a/b'].map((path) => ({ path, label: path }));
    expect(createNearest(known)('/a/b')).toEqual(['/a/b', '/a/b/c', '/a/b/c/d']);
    expect(createNearest(known)('/a/b/c/d')).toEqual(['/a/b/c/d', '/a/b/c', '/a/b']);
  });

  it.each([
    ['of many segments', 'ab/'.repeat(80_000)],
    ['of one endless segment', 'ab'.repeat(120_000)],
  ])('of a path %s are found at once', (_, rest) => {
    const before = processorMs();
    nearest(`/api/account/1/${rest}`);
    expect(processorMs() - before).toBeLessThan(SQUARE_MS);
  });
});
