import { describe, expect, it } from '@jest/globals';
import type { Ids } from '../../mock-server/ids.ts';
import { createIds } from '../../mock-server/ids.ts';

const UUID_V4 = /^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/;

function draw(ids: Ids, count: number): string[] {
  return Array.from({ length: count }, () => ids.uuid());
}

describe('ids with a seed', () => {
  it('are these, in every process and every version: a snapshot of a token must keep', () => {
    const ids = createIds('seed');
    expect([ids.uuid(), ids.hex(8), ids.uuid()]).toEqual([
      'f31306a0-1718-478e-9444-89722859f93d',
      'c14a8dea',
      'de1b08c5-1f8e-48d0-bf25-f70350d970af',
    ]);
  });

  it('are the same again for the same seed', () => {
    expect(draw(createIds('a'), 100)).toEqual(draw(createIds('a'), 100));
  });

  it('differ for different seeds, also for those that differ in one letter', () => {
    const [a, b, c] = ['run-1', 'run-2', ''].map((seed) => draw(createIds(seed), 50)) as [string[], string[], string[]];
    expect(new Set([...a, ...b, ...c]).size).toBe(150);
  });

  it('fork by name: what one account draws does not move what another gets', () => {
    const quiet = createIds('seed').fork('87654321');
    const busy = createIds('seed');
    draw(busy.fork('12345678'), 10);
    draw(busy, 10);
    expect(draw(busy.fork('87654321'), 5)).toEqual(draw(quiet, 5));
  });

  it('fork apart from each other and from where they were forked', () => {
    const ids = createIds('seed');
    const all = [
      ...draw(ids, 20),
      ...draw(ids.fork('a'), 20),
      ...draw(ids.fork('b'), 20),
      ...draw(ids.fork('a').fork('b'), 20),
    ];
    expect(new Set(all).size).toBe(80);
  });

  it('do not repeat soon', () => {
    expect(new Set(draw(createIds('long'), 20_000)).size).toBe(20_000);
  });
});

describe.each([
  ['with a seed', 'seed'],
  ['without one', undefined],
])('ids %s', (_, seed) => {
  it('are version 4 UUIDs in lower case', () => {
    for (const id of draw(createIds(seed), 200)) expect(id).toMatch(UUID_V4);
  });

  it('are as many hexadecimal digits as asked for', () => {
    const ids = createIds(seed);
    const lengths = [0, 1, 2, 7, 8, 40, 64];
    expect(lengths.map((digits) => ids.hex(digits).replace(/[\da-f]/g, '').length)).toEqual(lengths.map(() => 0));
    expect(lengths.map((digits) => ids.hex(digits).length)).toEqual(lengths);
  });
});

it('ids without a seed differ each time', () => {
  expect(createIds().uuid()).not.toBe(createIds().uuid());
  expect(createIds().fork('a').uuid()).not.toBe(createIds().fork('a').uuid());
});
