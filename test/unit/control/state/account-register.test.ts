import { describe, expect, it } from '@jest/globals';
import type { AccountRegister } from '../../../../mock-server/control/state/account-register.ts';
import { createAccountRegister } from '../../../../mock-server/control/state/account-register.ts';
import type { Accounts } from '../../../../mock-server/domain/accounts.ts';
import type { Ids } from '../../../../mock-server/ids.ts';
import { createIds } from '../../../../mock-server/ids.ts';
import { entered, openAccounts } from '../../domain/open-account.ts';

function open(ids: Ids = createIds('register')): { accounts: Accounts; register: AccountRegister } {
  const accounts = openAccounts();
  return { accounts, register: createAccountRegister(accounts, ids) };
}

describe('The register of accounts', () => {
  it('lists the configured accounts with what one needs to use them, then the created ones', () => {
    const { register } = open();
    const configured = [
      { accountId: '100', clientId: 'app', clientSecret: 'secret of app', connectorId: undefined },
      { accountId: '200', clientId: 'other', clientSecret: 'secret of other', connectorId: undefined },
      { accountId: '300', clientId: undefined, clientSecret: undefined, connectorId: undefined },
    ];
    expect(register.list()).toEqual(configured);
    const created = register.create();
    expect(register.list()).toEqual([...configured, created]);
  });

  it('makes up an id of ten digits, and one app with an id and a secret of 26 characters', () => {
    const { accountId, clientId, clientSecret } = open().register.create();
    expect(accountId).toMatch(/^[1-9]\d{9}$/);
    expect(clientId).toMatch(/^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/);
    expect(clientSecret).toMatch(/^[\da-f]{26}$/);
  });

  it('takes the id and the apps that it is given', () => {
    const apps = [{ client_id: 'mine', client_secret: 'hush' }];
    expect(open().register.create({ accountId: '400', apps })).toMatchObject({
      accountId: '400',
      clientId: 'mine',
      clientSecret: 'hush',
    });
    expect(open().register.create({ accountId: '400', apps: [] }).clientId).toBeUndefined();
  });

  it('makes up no id that an account has already, be it one that nobody configured', () => {
    const drawn = ['1111111111', '2222222222', '2222222222', '1111111111', '3333333333'];
    const ids = createIds('register');
    const hex = (digits: number): string => (digits === 10 ? (drawn.shift() ?? '') : ids.hex(digits));
    const { accounts, register } = open({ ...ids, hex });
    entered(accounts, '1111111111');
    expect([register.create().accountId, register.create().accountId]).toEqual(['2222222222', '3333333333']);
  });

  it('names an app that was installed rather than a configured one, and the connector for anonymous consumers', () => {
    const { register } = open();
    const configuration = { jsMethodName: 'lpTag.taglets.unAuthMessaging.lpUnauthFunction' };
    const connector = { name: 'one', type: 2, deleted: false, description: '' };
    const connectors = [
      { ...connector, id: 7, configuration: {} },
      { ...connector, id: 8, configuration },
    ];
    expect(register.create({ accountId: '400', connectors }).connectorId).toBe(8);
  });

  it('removes a created account alone', () => {
    const { register } = open();
    register.create({ accountId: '400' });
    expect([register.remove('400'), register.remove('400'), register.remove('100')]).toEqual([true, false, false]);
    expect(register.list()).toHaveLength(3);
  });
});
