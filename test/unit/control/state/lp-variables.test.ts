import { expect, it } from '@jest/globals';
import { lpVariablesOf } from '../../../../mock-server/control/state/lp-variables.ts';

it('The variables of an account name it, its hosts, its connector twice, and its client', () => {
  const credentials = { accountId: '100', clientId: 'app', clientSecret: 'hush', connectorId: 7 };
  expect(lpVariablesOf(credentials, (service) => `${service}.host`)).toEqual({
    LP_ACCOUNT: '100',
    LP_SENTINEL: 'sentinel.host',
    LP_IDP: 'idp.host',
    LP_ASYNCMESSAGINGENT: 'asyncMessagingEnt.host',
    LP_ACCDNDOMAIN: 'acCdnDomain.host',
    LP_CONN_ID: '7',
    LP_APP_CONN_ID: '7',
    LP_CLIENT_ID: 'app',
    LP_CLIENT_SECRET: 'hush',
  });
});

it('What an account has not is no variable', () => {
  const credentials = { accountId: '100', clientId: undefined, clientSecret: undefined, connectorId: undefined };
  const variables = lpVariablesOf(credentials, (service) => (service === 'idp' ? 'host' : undefined));
  expect(Object.entries(variables)).toEqual([
    ['LP_ACCOUNT', '100'],
    ['LP_IDP', 'host'],
  ]);
});
