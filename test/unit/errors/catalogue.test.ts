import { describe, expect, it } from '@jest/globals';
import type { ErrorName } from '../../../mock-server/errors/catalogue.ts';
import { catalogue, errorRow } from '../../../mock-server/errors/catalogue.ts';

const names = Object.keys(catalogue) as ErrorName[];
/** The codes that are LivePerson's; the mock may have some of its own. */
const idp = names.filter((name) => errorRow(name).envelope === 'idp' && errorRow(name).basis !== 'ours');

describe('the catalogue', () => {
  it('has every code of the IDP table and no other', () => {
    expect(idp.map(Number)).toEqual([
      1001,
      ...range(1003, 1012),
      ...range(1022, 1034),
      ...range(1036, 1050),
      2001,
      2002,
      ...range(2004, 2007),
      9000,
      9001,
      ...range(9007, 9015),
    ]);
  });

  it('gives an IDP code the status of decision D13', () => {
    const statuses = Object.fromEntries(
      idp.filter((name) => errorRow(name).status !== 500).map((name) => [name, errorRow(name).status]),
    );
    expect(statuses).toEqual({ 1049: 401, 2001: 401, 2002: 401, 2004: 401, 2005: 403, 2006: 403 });
  });

  it('has five error bodies of the Send API, whose number starts with their status', () => {
    const five = names.filter((name) => errorRow(name).envelope === 'error-resp');
    expect(five).toEqual(['40001', '40102', '40103', '40104', '40105']);
    for (const name of five) expect(String(errorRow(name).status)).toBe(name.slice(0, 3));
  });

  it('says of each error when it is answered and how sure that is', () => {
    for (const name of names) {
      const { when, basis, status } = errorRow(name);
      expect(when).not.toBe('');
      expect(['documented', 'observed', 'ours']).toContain(basis);
      expect(status).toBeGreaterThanOrEqual(400);
      expect(status).toBeLessThan(600);
    }
  });

  it('has no row for a name that every object answers to', () => {
    expect(Object.hasOwn(catalogue, 'constructor')).toBe(false);
    expect(errorRow('mock_bug')).toMatchObject({ envelope: 'plain', status: 500 });
  });
});

function range(first: number, last: number): number[] {
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}
