import { afterEach, describe, expect, it } from '@jest/globals';
import { isOneCell, keepOptions, workerOptions } from '../../../../mock-server/adapters/worker/options.ts';
import { ConfigError } from '../../../../mock-server/config/settle.ts';

afterEach(() => {
  keepOptions({});
});

describe('the options of a worker', () => {
  it('are few megabytes unless told otherwise', () => {
    const limits = (variable: unknown): unknown => workerOptions({ LP_AUTH_MOCK: variable }).limits;
    expect([undefined, '', '{}', {}].map(limits)).toEqual(Array.from({ length: 4 }, () => ({ megabytes: 48 })));
    expect(limits('{"limits":{"megabytes":64}}')).toEqual({ megabytes: 64 });
    keepOptions({ limits: { megabytes: 5 } });
    expect(limits(undefined)).toEqual({ megabytes: 5 });
  });

  it.each<[string, (value: object) => unknown]>([
    ['JSON', (value) => JSON.stringify(value)],
    ['an object', (value) => value],
  ])('are those of the variable before those of the code, a section member by member, as %s', (_, as) => {
    keepOptions({ seed: 'code', strict: true, webhooks: { timeoutMs: 1, connectTimeoutMs: 2 }, accounts: [] });
    const given = { seed: 'variable', closed: true, webhooks: { timeoutMs: 3 }, accounts: [{ accountId: 'a' }] };
    expect(workerOptions({ LP_AUTH_MOCK: as(given) })).toEqual({
      ...given,
      strict: true,
      webhooks: { timeoutMs: 3, connectTimeoutMs: 2 },
      limits: { megabytes: 48 },
    });
  });

  it.each<[string, unknown, unknown, unknown]>([
    ['a section in place of a text', 'text', { a: 1 }, { a: 1 }],
    ['a section in place of a list', [1], { a: 1 }, { a: 1 }],
    ['a section in place of nothing', null, { a: 1 }, { a: 1 }],
    ['a list in place of a section', { a: 1 }, [1], [1]],
    ['false in place of a section', { a: 1 }, false, false],
  ])('take the place of others of another kind: %s', (_, before, value, expected) => {
    keepOptions({ admin: before } as object);
    expect(workerOptions({ LP_AUTH_MOCK: { admin: value } })).toMatchObject({ admin: expected });
  });

  it.each([
    ['{"strict":', 'LP_AUTH_MOCK: Expected JSON, for instance {"strict":true}'],
    ...['5', 'null', '[]', 5, null, [], true].map((value) => [
      value,
      'LP_AUTH_MOCK: Expected an object of options, for instance {"strict":true}',
    ]),
  ])('are refused without a word of what was given: %j', (variable, message) => {
    expect(() => workerOptions({ LP_AUTH_MOCK: variable })).toThrow(new ConfigError(String(message)));
  });

  it('say whether one object has all accounts', () => {
    const isOne = (cells: string | undefined): boolean => isOneCell({ LP_AUTH_MOCK_CELLS: cells });
    expect([undefined, 'each', 'one'].map(isOne)).toEqual([false, false, true]);
    for (const other of ['', 'ONE'])
      expect(() => isOne(other)).toThrow(new ConfigError('LP_AUTH_MOCK_CELLS: Expected "each" or "one"'));
  });
});
