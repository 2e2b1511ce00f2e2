import { expect, it } from '@jest/globals';
import { accountOf, checkOptions } from '../../../../mock-server/control/clients/client-options.ts';
import type { ClientsSetup } from '../../../../mock-server/control/clients/connection.ts';
import { openAccounts } from '../../domain/open-account.ts';

const setupOf = (accounts = openAccounts()): ClientsSetup => ({ accounts }) as ClientsSetup;

it('An option that there is not is named, with those that there are', () => {
  expect(() => {
    checkOptions('consumer', { jwt: 'x' }, ['accountId', 'jwt']);
  }).not.toThrow();
  expect(() => {
    checkOptions('consumer', { jwt: 'x', jtw: 'y' }, ['accountId', 'jwt']);
  }).toThrow(new TypeError('consumer: no option jtw; there are accountId, jwt'));
});

it('The account is the one that is named, else the first that is configured', () => {
  expect([accountOf('consumer', '200', setupOf()), accountOf('consumer', undefined, setupOf())]).toEqual([
    '200',
    '100',
  ]);
  expect(() => accountOf('consumer', undefined, setupOf(openAccounts({ settings: [] })))).toThrow(
    new TypeError('consumer: no account is configured; name one as accountId'),
  );
});
