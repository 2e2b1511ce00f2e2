import { describe, expect, it } from '@jest/globals';
import { outOfLifetime } from '../../../mock-server/tokens/lifetime.ts';

const NOW = 1_700_000_000;
const judge = (claims: Record<string, unknown>, toleranceSeconds = 0): unknown =>
  outOfLifetime(claims, { nowSeconds: NOW, toleranceSeconds });

describe('a token', () => {
  it('is good until the second before exp, and expired at exp (D39)', () => {
    expect(judge({ exp: NOW + 1 })).toBeUndefined();
    expect(judge({ exp: NOW })).toEqual({ failure: 'expired', sentence: 'expired 0 s ago at 2023-11-14T22:13:20Z' });
    expect(judge({ exp: NOW - 90 })).toEqual({
      failure: 'expired',
      sentence: 'expired 90 s ago at 2023-11-14T22:11:50Z',
    });
  });

  it('is good from nbf on', () => {
    expect(judge({ nbf: NOW })).toBeUndefined();
    expect(judge({ nbf: NOW + 5 })).toEqual({
      failure: 'not-yet-valid',
      sentence: 'is not valid before 2023-11-14T22:13:25Z, in 5 s',
    });
  });

  it('gets the tolerance on both sides', () => {
    expect(judge({ exp: NOW - 9 }, 10)).toBeUndefined();
    expect(judge({ exp: NOW - 10 }, 10)).toMatchObject({ failure: 'expired' });
    expect(judge({ nbf: NOW + 10 }, 10)).toBeUndefined();
    expect(judge({ nbf: NOW + 11 }, 10)).toMatchObject({ failure: 'not-yet-valid' });
  });

  it('that has expired is not also called too young', () => {
    expect(judge({ exp: NOW - 1, nbf: NOW + 1 })).toMatchObject({ failure: 'expired' });
  });

  it.each([[{}], [{ exp: '1' }], [{ exp: null, nbf: [] }], [{ exp: {}, nbf: 'soon' }]])(
    'without a number (%j) is not judged here',
    (claims) => {
      expect(judge(claims)).toBeUndefined();
    },
  );

  it('is judged in words even when no calendar knows the time', () => {
    expect(judge({ exp: -1e300 })).toMatchObject({
      failure: 'expired',
      sentence: expect.stringContaining('at -1e+300') as unknown,
    });
  });
});
