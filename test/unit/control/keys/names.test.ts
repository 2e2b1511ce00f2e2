import { describe, expect, it } from '@jest/globals';
import { freshKid } from '../../../../mock-server/control/keys/names.ts';
import { createIds } from '../../../../mock-server/ids.ts';
import { NOON } from '../../../support/through-every-adapter.ts';

const kid = (use: Parameters<typeof freshKid>[1], kids: readonly string[]): string =>
  freshKid(createIds('kids'), use, kids, Date.parse(NOON) + 999);

describe('the kid of a new key', () => {
  it.each([
    [[], '20-11-26'],
    [['20-11-26'], '20-11-26-2'],
    [['20-11-26', '20-11-26-2', '20-11-26-4'], '20-11-26-3'],
    [['20-11-26-2', '13-05-17'], '20-11-26'],
  ])('of Sentinel is its day, which a second one numbers: %j', (taken, expected) => {
    expect(
      kid(
        'sentinelV1',
        taken.map((day) => `appjwt-${day}`),
      ),
    ).toBe(`appjwt-${expected}`);
    expect(
      kid(
        'sentinelIdToken',
        taken.map((day) => `idtoken-${day}`),
      ),
    ).toBe(`idtoken-${expected}`);
  });

  it.each([
    [[], '00001'],
    [['00001'], '00002'],
    [['00009', 'own', '00003'], '00010'],
    [['-7', 'own'], '00001'],
    [['123456'], '123457'],
  ])('of the IDP is the next number: %j', (taken, expected) => {
    expect(kid('idp', taken)).toBe(expected);
  });

  it('of the second version is a UUID', () => {
    expect(kid('sentinelV2', [])).toMatch(/^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/);
  });
});
