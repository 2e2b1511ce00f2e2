import { expect, it } from '@jest/globals';
import { UsageError } from '../../../mock-server/cli/command.ts';
import { lpVariables } from '../../../mock-server/cli/lp-variables.ts';
import { createMock } from '../../../mock-server/index.ts';

const APPS = [{ client_id: 'mine', client_secret: 'my own secret' }];
const mock = createMock({ accounts: [{ accountId: '11112222', apps: APPS }, { accountId: '33334444' }] });
const { services } = mock.hosts;

it.each([
  [undefined, '11112222'],
  ['11112222', '11112222'],
  ['33334444', '33334444'],
])('the account %s is named with its own client', (typed, accountId) => {
  const account = mock.accounts.list().find((each) => each.accountId === accountId);
  expect(lpVariables(mock, typed)).toEqual({
    LP_ACCOUNT: accountId,
    LP_SENTINEL: services['sentinel'],
    LP_IDP: services['idp'],
    LP_ASYNCMESSAGINGENT: services['asyncMessagingEnt'],
    LP_ACCDNDOMAIN: services['acCdnDomain'],
    LP_CONN_ID: String(account?.connectorId),
    LP_APP_CONN_ID: String(account?.connectorId),
    LP_CLIENT_ID: account?.clientId,
    LP_CLIENT_SECRET: account?.clientSecret,
  });
});

it('an account that is not configured has any client, and asking for it leaves no trace', () => {
  const open = createMock({ accounts: [] });
  expect(lpVariables(open, '55556666')).toMatchObject({
    LP_ACCOUNT: '55556666',
    LP_CLIENT_ID: 'any-client',
    LP_CLIENT_SECRET: 'any-secret',
    LP_CONN_ID: expect.stringMatching(/./),
  });
  expect(open.journal.find()).toEqual([]);
});

it('an account that the mock would refuse, and none at all, are refused', () => {
  expect(() => lpVariables(createMock({ accounts: [] }), undefined)).toThrow(
    new UsageError('no account is configured; name one with --account'),
  );
  const closed = createMock({ closed: true, accounts: [{ accountId: '11112222' }] });
  expect(() => lpVariables(closed, '55556666')).toThrow(
    new UsageError('--account 55556666: this mock has no such account; configured: 11112222'),
  );
});
