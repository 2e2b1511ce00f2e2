import { describe, expect, it } from '@jest/globals';
import type { KeyLife } from '../../../mock-server/tokens/key-life.ts';
import { lifeAt, signingLife } from '../../../mock-server/tokens/key-life.ts';
import type { KeyUse } from '../../../mock-server/tokens/key-ring.ts';
import { createKeyRing, KEY_USES } from '../../../mock-server/tokens/key-ring.ts';
import type { SigningKey } from '../../../mock-server/tokens/signing-keys.ts';

function life(kid: string, listedFromMs: number, signsFromMs: number, endsAtMs: number): KeyLife {
  const publicJwk = { kty: 'RSA', use: 'sig', alg: 'RS256', kid, n: kid, e: 'AQAB' } as const;
  const key: SigningKey = { kid, publicJwk, sign: () => Promise.resolve(''), verifies: () => Promise.resolve(true) };
  return { key, listedFromMs, signsFromMs, endsAtMs };
}

const kid = (key: SigningKey | undefined): string | undefined => key?.kid;
const OLD = life('old', -Infinity, -Infinity, 300);
const NEW = life('new', 100, 200, Infinity);

describe('Of a key and its successor', () => {
  it.each([
    [99, 'old', 'old new', 'old', -Infinity, 100],
    [100, 'old', 'old new', 'old new', 100, 200],
    [199, 'old', 'old new', 'old new', 100, 200],
    [200, 'new', 'new old', 'new old', 200, 300],
    [299, 'new', 'new old', 'new old', 200, 300],
    [300, 'new', 'new', 'new', 300, Infinity],
  ])('at %d %s signs, %s count and %s are published, from one time to the next', (nowMs, ...expected) => {
    const { current, trusted, listed, fromMs, untilMs } = lifeAt([OLD, NEW], nowMs);
    const names = [trusted, listed].map((keys) => keys.map(kid).join(' '));
    expect([current.kid, ...names, fromMs, untilMs]).toEqual(expected);
  });

  it.each([
    [199, 'old'],
    [200, 'new'],
    [300, 'new'],
  ])('at %d %s is the one that signs', (nowMs, name) => {
    expect(signingLife([OLD, NEW], nowMs)?.key.kid).toBe(name);
    expect(signingLife([NEW, OLD], nowMs)?.key.kid).toBe(name);
  });
});

it('of two keys that begin at the same time the one that was added last signs', () => {
  const [one, two] = [life('one', 0, 10, 20), life('two', 0, 10, 20)];
  expect(signingLife([one, two], 10)).toBe(two);
  expect(signingLife([two, one], 10)).toBe(one);
});

it('no key signs before it may, or from its end on', () => {
  expect([9, 10, 19, 20].map((nowMs) => signingLife([life('one', 0, 10, 20)], nowMs)?.key.kid)).toEqual([
    undefined,
    'one',
    'one',
    undefined,
  ]);
});

it('where no key signs the first of those that count does, and after the last end the first of all', () => {
  const [one, two] = [life('one', 0, 10, 20), life('two', 0, 15, 30)];
  expect(lifeAt([one, two], 5)).toMatchObject({ current: one.key, trusted: [one.key, two.key] });
  expect(lifeAt([one, two], 30)).toMatchObject({ current: one.key, trusted: [one.key] });
});

it('a ring without keys is a mistake of who made it', () => {
  expect(() => lifeAt([], 0)).toThrow('a key ring without keys');
});

describe('A key ring', () => {
  it('has the keys of each use at the time of its clock, wherever that goes', () => {
    let nowMs = 0;
    const ring = createKeyRing({ now: () => nowMs });
    ring.replace('idp', [OLD, NEW]);
    const signing = [0, 200, 199, 300, 299, 99, 100].map((at) => {
      nowMs = at;
      return [ring.current('idp').kid, ring.trusted('idp').map(kid).join(' ')];
    });
    expect(signing).toEqual([
      ['old', 'old new'],
      ['new', 'new old'],
      ['old', 'old new'],
      ['new', 'new'],
      ['new', 'new old'],
      ['old', 'old new'],
      ['old', 'old new'],
    ]);
  });

  it('is, for every use, as it was made after a reset', () => {
    const ring = createKeyRing({ now: () => 0 });
    const kids = (): object => Object.fromEntries(KEY_USES.map((use: KeyUse) => [use, ring.current(use).kid]));
    const before = {
      sentinelV1: 'appjwt-13-05-17',
      sentinelV2: '6a1b3c52-7d0e-4f7b-9c2e-0f4f5a8a9b10',
      sentinelIdToken: 'idtoken-19-08-19',
      idp: '00001',
    };
    expect(kids()).toEqual(before);
    for (const use of KEY_USES) ring.replace(use, [life(`my ${use}`, 0, 0, 1)]);
    expect(kids()).toEqual(Object.fromEntries(KEY_USES.map((use) => [use, `my ${use}`])));
    ring.reset();
    expect(kids()).toEqual(before);
  });
});
