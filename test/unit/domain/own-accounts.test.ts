import { describe, expect, it } from '@jest/globals';
import firstAccount from '../../../fixtures/accounts/12345678.json' with { type: 'json' };
import secondAccount from '../../../fixtures/accounts/87654321.json' with { type: 'json' };
import connectors from '../../../fixtures/connectors.json' with { type: 'json' };
import { settleAccount } from '../../../mock-server/config/settle.ts';
import { settleOwnAccount, settleOwnConnectors } from '../../../mock-server/domain/own-accounts.ts';

describe('what is settled without the schema is what the schema makes of it, in that order', () => {
  const full = {
    accountId: '1',
    unAuthMessaging: false,
    agents: [{ username: 'a', password: 'b' }],
    apps: [
      {
        capabilities: { x: 1 },
        scope: 's',
        deleted: true,
        enabled: false,
        response_types: ['token'],
        client_name: 'n',
        description: 'd',
        client_secret: 's',
        client_id: 'c',
      },
    ],
  };

  it.each([
    [firstAccount],
    [secondAccount],
    [{ accountId: '1' }],
    [full],
    [{ accountId: '1', apps: [{ client_id: 'c', client_secret: 's' }] }],
  ])('%j', (account) => {
    expect(settleOwnAccount(account)).toStrictEqual(settleAccount(account));
    expect(JSON.stringify(settleOwnAccount(account))).toBe(JSON.stringify(settleAccount(account)));
  });

  it.each([[connectors], [[{ id: 1 }]]])('connectors %#', (list) => {
    expect(JSON.stringify(settleOwnConnectors(list))).toBe(
      JSON.stringify(settleAccount({ accountId: '1', connectors: list }).connectors),
    );
  });

  it('shares nothing with the fixture that could be changed', () => {
    const [own] = settleOwnAccount(firstAccount).apps;
    expect(own?.grant_types).not.toBe(firstAccount.apps[0]?.grant_types);
    expect(settleOwnConnectors(connectors)[0]?.configuration).not.toBe(connectors[0]?.configuration);
  });
});
