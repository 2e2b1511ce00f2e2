import { describe, expect, it } from '@jest/globals';
import type { KeyState, Keys, Mock, PrivateJwk, PublishKeyOptions } from '../../../../mock-server/index.ts';
import { createMock } from '../../../../mock-server/index.ts';
import { CUSTOMER_KEY, FOREIGN_KEY } from '../../../support/signed-by-hand.ts';
import { NOON } from '../../../support/through-every-adapter.ts';

const V1 = 'appjwt-13-05-17';
const use = 'sentinelV1';
/** Keys that are there already: making one takes a tenth of a second. */
const KEY = { ...CUSTOMER_KEY, kid: 'its' } as unknown as PrivateJwk;
const OTHER = FOREIGN_KEY as unknown as PrivateJwk;

function openMock(): Mock {
  const mock = createMock({ seed: 'keys' });
  mock.clock.freeze(NOON);
  return mock;
}

const told = (keys: Keys): unknown[] =>
  keys
    .list()
    .filter((key) => key.use === use)
    .map(({ kid, state, listed, signsFrom, endsAt }) => [kid, state, listed, signsFrom, endsAt]);

describe('a key that is published', () => {
  it('is accepted and listed at once, and signs at no time that is known', async () => {
    const { keys } = openMock();
    const state: KeyState = { use, kid: 'next', state: 'next', listed: true, signsFrom: undefined, endsAt: null };
    expect(await keys.publish({ use, kid: 'next', key: KEY })).toEqual(state);
    expect(told(keys)).toEqual([
      [V1, 'signing', true, null, null],
      ['next', 'next', true, undefined, null],
    ]);
  });

  it('has the kid that is given, else that of the key, else one of today', async () => {
    const { keys } = openMock();
    const kids: string[] = [];
    for (const options of [{ kid: 'mine', key: KEY }, { key: KEY }, {}])
      kids.push((await keys.publish({ use, ...options })).kid);
    expect(kids).toEqual(['mine', 'its', 'appjwt-20-11-26']);
  });

  it('is no second one of its kid', async () => {
    const { keys } = openMock();
    await expect(keys.publish({ use, kid: V1, key: KEY })).rejects.toThrow(
      new TypeError(`keys: there is a key "${V1}" of sentinelV1 already`),
    );
    expect((await keys.publish({ use: 'sentinelV2', kid: V1, key: KEY })).kid).toBe(V1);
  });

  it('is one of 20 at the most; what is retired makes room, the first one first', async () => {
    const mock = openMock();
    const { keys } = mock;
    for (let number = 2; number <= 20; number += 1) await keys.publish({ use, kid: `k${String(number)}`, key: KEY });
    await expect(keys.publish({ use, kid: 'k21', key: KEY })).rejects.toThrow(
      new RangeError('keys: there are 20 already; retire some'),
    );
    for (const kid of ['k3', 'k5']) keys.retire({ use, kid });
    keys.retire({ use, kid: 'k2', at: '2026-11-20T12:00:01Z' });
    await keys.publish({ use, kid: 'k21', key: KEY });
    const kids = keys.list().flatMap((key) => (key.use === use ? [key.kid] : []));
    expect([kids.length, kids.includes('k2'), kids.includes('k3'), kids.includes('k5'), kids.at(-1)]).toEqual([
      20,
      true,
      false,
      true,
      'k21',
    ]);
  });
});

describe('a rotation', () => {
  it('takes the last key that was published and not used, else makes one', async () => {
    const { keys } = openMock();
    await keys.publish({ use, kid: 'first', key: KEY });
    await keys.publish({ use, kid: 'second', key: KEY });
    await keys.publish({ use, kid: 'gone', key: OTHER });
    keys.retire({ use, kid: 'gone', at: '2030-01-01T00:00:00Z' });
    expect([(await keys.rotate({ use })).kid, (await keys.rotate({ use })).kid]).toEqual(['second', 'first']);
    expect((await keys.rotate({ use, key: OTHER, kid: 'own' })).kid).toBe('own');
    expect((await keys.rotate({ use, kid: V1 })).kid).toBe(V1);
  });

  it('makes a key of its own beside one that is waiting', async () => {
    const { keys } = openMock();
    await keys.publish({ use, kid: 'waiting', key: KEY });
    expect((await keys.rotate({ use, kid: 'own', key: OTHER })).kid).toBe('own');
    expect(told(keys)).toEqual([
      [V1, 'accepted', true, null, null],
      ['waiting', 'next', true, undefined, null],
      ['own', 'signing', true, NOON, null],
    ]);
  });

  it('is not listed for as long as it is stale, and ends the key before it after the overlap', async () => {
    const mock = openMock();
    await mock.keys.rotate({ use, kid: 'new', key: KEY, at: '2026-11-20T13:00:00Z', staleFor: '5m', overlap: '30m' });
    const before = [V1, 'signing', true, null, '2026-11-20T13:30:00Z'];
    const after = ['new', 'next', false, '2026-11-20T13:00:00Z', null];
    const at = (time: string): unknown => {
      mock.clock.freeze(time);
      return told(mock.keys);
    };
    expect(at('2026-11-20T12:59:59Z')).toEqual([before, after]);
    expect(at('2026-11-20T13:00:00Z')).toEqual([
      [V1, 'accepted', true, null, '2026-11-20T13:30:00Z'],
      ['new', 'signing', false, '2026-11-20T13:00:00Z', null],
    ]);
    const [ends, begins] = ['2026-11-20T13:30:00Z', '2026-11-20T13:00:00Z'];
    const listed = ['new', 'signing', true, begins, null];
    expect(at('2026-11-20T13:05:00Z')).toEqual([[V1, 'accepted', true, null, ends], listed]);
    expect(at('2026-11-20T13:29:59Z')).toEqual([[V1, 'accepted', true, null, ends], listed]);
    expect(at(ends)).toEqual([[V1, 'retired', false, null, ends], listed]);
  });

  it('of the key that signs changes nothing about its end, and none ends later than it would', async () => {
    const { keys } = openMock();
    await keys.rotate({ use, kid: V1, overlap: '1h' });
    expect(told(keys)).toEqual([[V1, 'signing', true, NOON, null]]);
    await keys.rotate({ use, kid: 'second', key: KEY, overlap: '1h' });
    await keys.rotate({ use, kid: 'third', key: OTHER, at: '2026-11-20T12:30:00Z', overlap: '5m' });
    expect(told(keys)).toMatchObject([
      [V1, 'accepted', true, NOON, '2026-11-20T13:00:00Z'],
      ['second', 'signing', true, NOON, '2026-11-20T12:35:00Z'],
      ['third', 'next', true, '2026-11-20T12:30:00Z', null],
    ]);
  });

  it('without an overlap leaves the key before it', async () => {
    const { keys } = openMock();
    await keys.rotate({ use, kid: 'new', key: KEY, staleFor: 0 });
    expect(told(keys)).toEqual([
      [V1, 'accepted', true, null, null],
      ['new', 'signing', true, NOON, null],
    ]);
    keys.reset();
    expect(told(keys)).toEqual([[V1, 'signing', true, null, null]]);
  });
});

describe('a key that is retired', () => {
  it('must be there, and not be the only one that signs then', async () => {
    const { keys } = openMock();
    expect(() => keys.retire({ use, kid: 'none' })).toThrow(
      new TypeError(`keys: no key "none" of sentinelV1; there are ${V1}`),
    );
    const onlyOne = new TypeError(`keys: ${V1} is the only key of sentinelV1 that signs then; rotate first`);
    expect(() => keys.retire({ use, kid: V1 })).toThrow(onlyOne);
    await keys.publish({ use, kid: 'next', key: KEY });
    expect(() => keys.retire({ use, kid: V1 })).toThrow(onlyOne);
    expect(() => keys.retire({ use, kid: 'none' })).toThrow(`there are ${V1}, next`);
    await keys.rotate({ use, at: '2026-11-20T13:00:00Z' });
    expect(() => keys.retire({ use, kid: V1, at: '2026-11-20T12:59:59Z' })).toThrow(onlyOne);
    expect(keys.retire({ use, kid: V1, at: '2026-11-20T13:00:00Z' })).toMatchObject({
      state: 'signing',
      endsAt: '2026-11-20T13:00:00Z',
    });
    expect(() => keys.retire({ use, kid: 'next' })).toThrow('is the only key');
  });
});

describe('the options of a key', () => {
  it.each<[object, string]>([
    [
      { use: 'sentinel' },
      'keys: use: Invalid type: Expected ("sentinelV1" | "sentinelV2" | "sentinelIdToken" | "idp")',
    ],
    [{ use, kid: '' }, 'keys: kid: Invalid length: Expected >=1'],
    [{ use, kid: 'k'.repeat(65) }, 'keys: kid: Invalid length: Expected <=64'],
    [{ use, at: NOON }, 'keys: at: unknown option'],
    [{ use, key: { kty: 'RSA', d: 'a secret' } }, 'keys: key.'],
  ])('are refused without being repeated: %j', async (options, sentence) => {
    const refusal: unknown = await openMock()
      .keys.publish(options as PublishKeyOptions)
      .catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(TypeError);
    expect((refusal as TypeError).message.startsWith(sentence)).toBe(true);
    expect((refusal as TypeError).message).not.toMatch(/received|a secret/);
  });

  it.each([
    [{ overlap: '-5m' }, 'keys: overlap: Expected no negative duration'],
    [{ overlap: ' -5' }, 'keys: overlap: Expected no negative duration'],
    [{ staleFor: -1 }, 'keys: staleFor: Expected no negative duration'],
    [{ at: {} }, 'keys: at: Invalid type: Expected '],
  ])('have no time before another: %j', async (options, sentence) => {
    await expect(openMock().keys.rotate({ use, key: KEY, ...options } as never)).rejects.toThrow(sentence);
  });

  it.each([new Date('2026-11-20T13:00:00Z'), Date.parse('2026-11-20T13:00:00Z'), '2026-11-20T13:00:00Z'])(
    'may say a time as %s',
    async (at) => {
      const { signsFrom } = await openMock().keys.rotate({ use, key: KEY, kid: 'k'.repeat(64), at });
      expect(signsFrom).toBe('2026-11-20T13:00:00Z');
    },
  );

  it.each(['1 - 2', '5m'])('take %s for a duration or refuse it as none, but not as negative', async (overlap) => {
    const refusal: unknown = await openMock()
      .keys.rotate({ use, key: KEY, overlap })
      .catch((error: unknown) => String(error));
    expect(String(refusal)).not.toContain('negative');
  });

  it('must be there when a key is retired', () => {
    expect(() => openMock().keys.retire({ use } as never)).toThrow(/^keys: kid: /);
  });
});
