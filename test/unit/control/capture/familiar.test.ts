import { describe, expect, it } from '@jest/globals';
import type { Familiar, Header } from '../../../../mock-server/control/capture/familiar.ts';
import { createFamiliars, LONGEST_FAMILIAR_CHARS } from '../../../../mock-server/control/capture/familiar.ts';

const open = (): Familiar => createFamiliars().of('1', []);
const numbered = (count: number): number[] => Array.from({ length: count }, (_, index) => index);
const headerOf = (index: number): Header => ['x-odd', String(index)];

describe('What is familiar of an account', () => {
  it('is begun anew with other secrets, after 20 accounts, and when all is cleared', () => {
    const familiars = createFamiliars();
    const first = familiars.of('0', ['a', 'b']);
    expect(familiars.of('0', ['a', 'b'])).toBe(first);
    for (const secrets of [['a'], ['a', 'c'], ['b', 'b'], ['a', 'b', 'c'], []])
      expect(familiars.of('0', secrets)).not.toBe(first);
    const again = familiars.of('0', []);
    for (const index of numbered(20).slice(1)) familiars.of(String(index), []);
    expect(familiars.of('0', [])).toBe(again);
    familiars.of(undefined, []);
    const anew = familiars.of('0', []);
    expect(anew).not.toBe(again);
    familiars.clear();
    expect(familiars.of('0', [])).not.toBe(anew);
  });

  it('are headers by name and value, 300 of them', () => {
    const familiar = open();
    const headers = numbered(300).map(headerOf);
    familiar.add(headers, []);
    expect(familiar.plain('x-odd', '7')).toBe(headers[7]);
    expect([familiar.plain('x-other', '7'), familiar.plain('x-odd', '300')]).toEqual([undefined, undefined]);
    const next = headerOf(300);
    familiar.add([next], []);
    expect([familiar.plain('x-odd', '7'), familiar.plain('x-odd', '300')]).toEqual([undefined, next]);
  });

  it('is no header that is long', () => {
    const familiar = open();
    const [fits, long] = [0, 1].map((more) => 'x'.repeat(LONGEST_FAMILIAR_CHARS - 'x-odd'.length + more));
    for (const value of [fits, long]) familiar.add([['x-odd', value ?? '']], []);
    expect([familiar.plain('x-odd', fits ?? ''), familiar.plain('x-odd', long ?? '')]).toEqual([
      ['x-odd', fits],
      undefined,
    ]);
  });

  it('are the last eight lists of headers', () => {
    const familiar = open();
    // As many as a browser sends.
    const listOf = (last: number): Header[] => [...numbered(15), last].map(headerOf);
    const shared = [...numbered(9)].map((index) => headerOf(100 + index));
    const lists = shared.map((header) => [header]);
    expect(familiar.shared(lists[0] ?? [])).toBe(lists[0]);
    const long = listOf(15);
    expect(familiar.shared(long)).toBe(long);
    for (const list of lists) familiar.add([], [list]);
    const found = shared.map((header) => familiar.shared([header]));
    expect(found.map((list, index) => list === lists[index])).toEqual([false, ...Array<boolean>(8).fill(true)]);
    for (const other of [listOf(99), [], [...shared.slice(1, 3)]]) expect(familiar.shared(other)).toBe(other);
  });

  it('are headers that show a token, 20 of them, none longer than 2,048 characters', () => {
    const familiar = open();
    let shown = 0;
    const show = (name: string, value: string): Header =>
      familiar.ownToken(name, value, () => `shown ${String((shown += 1))}`);
    const first = show('authorization', '0');
    expect(first).toEqual(['authorization', 'shown 1']);
    for (const index of numbered(20).slice(1)) show('authorization', String(index));
    expect(show('authorization', '0')).toBe(first);
    expect(show('x-other', '0')).toEqual(['x-other', 'shown 21']);
    expect(show('authorization', '1')).toEqual(['authorization', 'shown 22']);
    const long = 'x'.repeat(2048);
    expect([long, long, `${long}x`, `${long}x`].map((value) => show('authorization', value)[1])).toEqual([
      'shown 23',
      'shown 23',
      'shown 24',
      'shown 25',
    ]);
  });

  it('are 300 names, none of them long, which all accounts have in common', () => {
    const familiars = createFamiliars();
    const asked: string[] = [];
    const isSecret = (name: string, accountId = '1'): boolean =>
      familiars.of(accountId, []).isSecretName(name, (each) => {
        asked.push(each);
        return each === 'secret';
      });
    expect(['secret', 'open', 'secret', 'open'].map((name) => isSecret(name))).toEqual([true, false, true, false]);
    expect([isSecret('secret', '2'), asked.splice(0)]).toEqual([true, ['secret', 'open']]);
    for (const index of numbered(298)) isSecret(String(index));
    asked.length = 0;
    expect([isSecret('secret'), asked.splice(0)]).toEqual([true, []]);
    isSecret('one more');
    expect([isSecret('secret'), asked.splice(0)]).toEqual([true, ['one more', 'secret']]);
    const [fits, long] = ['x'.repeat(LONGEST_FAMILIAR_CHARS), 'x'.repeat(LONGEST_FAMILIAR_CHARS + 1)];
    for (const name of [fits, fits, long, long]) isSecret(name);
    expect(asked).toEqual([fits, long, long]);
  });
});
