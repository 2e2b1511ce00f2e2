import { describe, expect, it } from '@jest/globals';
import { oddTime, outOfLifetime } from '../../../mock-server/tokens/lifetime.ts';

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

  it.each([[{}], [{ exp: '1' }], [{ exp: null, nbf: [] }], [{ exp: {}, nbf: 'soon' }], [{ nbf: '9999999999' }]])(
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

describe('the times of a token that counts', () => {
  const YEAR = 31_536_000;
  const LATEST = 100_000_000_000;
  const milliseconds = (time: number): string =>
    `${String(time)}, which looks like milliseconds; times are in seconds (RFC 7519 section 2)`;

  it.each<[claims: Record<string, unknown>, nowSeconds: number, odd: string | undefined]>([
    [{}, NOW, undefined],
    [{ exp: NOW, iat: 1, nbf: 0 }, NOW, undefined],
    [{ iat: '1' }, NOW, 'iat is no number, and was not looked at'],
    [{ nbf: null }, NOW, 'nbf is no number, and was not looked at'],
    [{ exp: -1 }, NOW, 'exp is negative'],
    [{ iat: -1 }, YEAR + 1, 'iat is negative'],
    [{ iat: -1 }, YEAR, undefined],
    [{ iat: 0 }, YEAR + 1, 'iat is 0, as if the time was never set'],
    [{ iat: 0 }, YEAR, undefined],
    [{ exp: 0 }, NOW, undefined],
    [{ exp: LATEST - 1 }, NOW, undefined],
    [{ exp: LATEST }, NOW, `exp is ${milliseconds(LATEST)}`],
    [{ exp: LATEST }, LATEST - YEAR - 1, `exp is ${milliseconds(LATEST)}`],
    [{ exp: LATEST }, LATEST - YEAR, undefined],
    [{ iat: NOW + 0.5 }, NOW, `iat is ${String(NOW + 0.5)}, no whole number of seconds`],
    [{ exp: 'a', iat: 'b' }, NOW, 'exp is no number, and was not looked at'],
  ])('%j, at %d: %s is odd', (claims, nowSeconds, odd) => {
    expect(oddTime(claims, nowSeconds)).toBe(odd);
  });
});
