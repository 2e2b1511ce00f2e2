import { expect, it } from '@jest/globals';
import type { Account } from '../../../mock-server/domain/account.ts';
import { requireAccount, sinceForgotten } from '../../../mock-server/endpoints/account.ts';
import type { ContextParts } from '../../support/endpoint-context.ts';
import { contextOf, refusalOf } from '../../support/endpoint-context.ts';

const refused = (id: string | undefined, parts: ContextParts = {}, configured: readonly string[] = []) =>
  refusalOf(() => {
    const accounts = { configured: configured.map((each) => ({ id: each })) };
    requireAccount(
      contextOf({ parameters: id === undefined ? {} : { account: id }, accounts, ...parts }),
      'invalid_site',
    );
  });

it('The account of the call is the one that it is about', () => {
  const account = { id: '1' };
  expect(requireAccount(contextOf({ account }), 'invalid_site')).toBe(account);
});

const NO_ID = 'is not an account id; one has up to 64 letters, digits, _ or -';
it.each<[id: string | undefined, sentence: string]>([
  ['12345678', 'account 12345678 is not there'],
  ['a b', `"a b" ${NO_ID}`],
  [undefined, `the account in the path ${NO_ID}`],
  ['{account}', `the account in the path ${NO_ID}`],
  ['x.'.repeat(32), `"${'x.'.repeat(32)}" ${NO_ID}`],
  [`${'x.'.repeat(32)}y`, `the account in the path ${NO_ID}`],
  ['x.eyJhbGciOiJ', `the account in the path ${NO_ID}`],
])('An account %p that is not there is refused, and told why', (id, sentence) => {
  expect(refused(id)).toEqual(['invalid_site', 'account-unknown', sentence]);
});

it.each<[configured: readonly string[], had: string]>([
  [[], 'none'],
  [['1', '2'], '1, 2'],
  [['x'.repeat(199), '2'], `${'x'.repeat(197)}...`],
])('A closed mock with the accounts %j says which it has', (configured, had) => {
  expect(refused('3', { settings: { closed: true } }, configured)).toEqual([
    'invalid_site',
    'account-unknown',
    `account 3 is not configured and this mock is closed; it has ${had}`,
  ]);
});

it('An account that is a variable never set is noted, and refused by a strict mock', () => {
  const context = contextOf({ account: {}, parameters: { account: 'undefined' } });
  requireAccount(context, 'invalid_site');
  expect(context.deviations).toEqual([{ slug: 'id-unset', sentence: expect.stringContaining('"undefined"') }]);
  expect(refused('null', { account: {}, settings: { strict: true } }).slice(0, 2)).toEqual([
    'invalid_site',
    'deviation-refused',
  ]);
});

it('What an account has not, it may have had before it was forgotten', () => {
  const tell = (id: string): string =>
    sinceForgotten(
      contextOf({
        accounts: { wasForgotten: (each: string) => each === '1' },
        settings: { limits: { unconfiguredAccounts: 1000 } },
      }),
      { id } as Account,
    );
  expect(tell('2')).toBe('');
  expect(tell('1')).toBe(
    '; this mock had forgotten the account with all it held, because it keeps 1000 that are not configured ' +
      '(limits.unconfiguredAccounts, limits.megabytes)',
  );
});
