import { describe, expect, it } from '@jest/globals';
import { settle } from '../../mock-server/config/settle.ts';
import { DEFAULTS } from '../../mock-server/config/defaults.ts';
import { ACCOUNT_DEFAULTS, APP_DEFAULTS, CONNECTOR_DEFAULTS } from '../../mock-server/domain/account-options.ts';
import { documentedDefaults } from './documented-defaults.ts';

const OPTIONS = 'mock-server/config/options.ts';
const ACCOUNTS = 'mock-server/domain/account-options.ts';

function at(values: unknown, name: string): unknown {
  return name
    .split('.')
    .reduce<unknown>((sofar, part) => (sofar as Record<string, unknown> | undefined)?.[part], values);
}

/** Each literal that the documentation calls a default, beside the default. */
const documented = [
  ...documentedDefaults(OPTIONS, 'MockOptions').map((each) => ({ ...each, of: settle({}) })),
  ...documentedDefaults(ACCOUNTS, 'AccountOptions').map((each) => ({ ...each, of: ACCOUNT_DEFAULTS })),
  ...documentedDefaults(ACCOUNTS, 'AppOptions').map((each) => ({ ...each, of: APP_DEFAULTS })),
  ...documentedDefaults(ACCOUNTS, 'ConnectorOptions').map((each) => ({ ...each, of: CONNECTOR_DEFAULTS })),
];

describe('the default that the documentation of an option names', () => {
  it.each(documented.filter(({ value }) => value !== undefined))('is the one it has: $name', ({ name, value, of }) => {
    expect(value).toEqual(at(of, name));
  });

  it('is there for every option that has one', () => {
    const told = new Set(documented.filter(({ isTold }) => isTold).map(({ name }) => name));
    expect(leavesOf(DEFAULTS).filter((name) => !told.has(name) && name !== 'keys')).toEqual([]);
  });

  it('is read from both ways in which it is written, and nothing is read into others', () => {
    const text = [
      'interface Any {',
      "  /** A thing. Default: `'a'`. */ one?: string;",
      '  two?: {',
      '    /** `1` (default): this; `2`: that. */',
      '    inner?: number;',
      '  } | undefined;',
      '  /** Default: `Date`. */ three?: object;',
      '  /** Default: none. */ four?: object;',
      '  five?: object;',
      '}',
    ].join('\n');
    const read = documentedDefaults('any.ts', 'Any', text).map(({ name, value, isTold }) => [name, value, isTold]);
    expect(read).toEqual([
      ['one', 'a', true],
      ['two', undefined, false],
      ['two.inner', 1, true],
      ['three', undefined, true],
      ['four', undefined, true],
      ['five', undefined, false],
    ]);
  });
});

/** The names of what is no section. */
function leavesOf(values: object, prefix = ''): string[] {
  return Object.entries(values).flatMap(([name, value]: [string, unknown]) =>
    typeof value === 'object' && value !== null && !Array.isArray(value) && Object.keys(value).length > 0
      ? leavesOf(value, `${prefix}${name}.`)
      : [`${prefix}${name}`],
  );
}
