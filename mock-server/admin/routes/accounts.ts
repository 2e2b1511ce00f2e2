import * as v from 'valibot';
import { lpVariablesOf } from '../../control/state/lp-variables.ts';
import { SERVICE_HOSTS } from '../../domain/hosts.ts';
import { accountEntries } from '../../domain/account-schema.ts';
import { agentOfAdmin } from '../../domain/agent-script-schema.ts';
import { AdminError } from '../admin-error.ts';
import { ADMIN_PATH } from '../path.ts';
import { answers, does } from '../route.ts';

export const credentials = v.strictObject({
  accountId: v.string(),
  clientId: v.optional(v.string()),
  clientSecret: v.optional(v.pipe(v.string(), v.description('Valid for this mock only'))),
  connectorId: v.optional(v.pipe(v.number(), v.description('The connector for anonymous consumers'))),
});

const { accountId, agents, apps, connectors, unAuthMessaging } = accountEntries();

/** All that an account is configured with. What is left out is made up, so nothing here has a default. */
const accountOptions = v.strictObject({
  accountId: v.exactOptional(accountId),
  agents: v.optional(agents.wrapped),
  apps: v.optional(apps.wrapped),
  connectors: v.optional(connectors.wrapped),
  agent: v.optional(agentOfAdmin()),
  unAuthMessaging: v.optional(unAuthMessaging.wrapped),
});

export const accountRoutes = [
  answers({
    verb: 'accounts.list',
    method: 'GET',
    path: `${ADMIN_PATH}/accounts`,
    summary: 'The configured accounts and the created ones, with what you need to use them',
    input: v.strictObject({}),
    status: 200,
    output: v.strictObject({ accounts: v.array(credentials) }),
    run: (mock) => ({ accounts: mock.accounts.list() }),
  }),
  answers({
    verb: 'accounts.create',
    method: 'POST',
    path: `${ADMIN_PATH}/accounts`,
    summary: 'Adds an account of your own',
    input: accountOptions,
    status: 201,
    output: credentials,
    run: (mock, options) => mock.accounts.create(options),
  }),
  answers({
    verb: 'account.credentials',
    method: 'GET',
    path: `${ADMIN_PATH}/accounts/{accountId}`,
    summary: 'What you need to use an account; an open mock accepts every plausible id',
    input: v.strictObject({}),
    status: 200,
    output: credentials,
    run: (mock, _, parameters) => mock.account(parameters['accountId'] ?? '').credentials,
  }),
  answers({
    verb: 'account.variables',
    method: 'GET',
    path: `${ADMIN_PATH}/accounts/{accountId}/variables`,
    summary: "The LP_ variables by which LivePerson's pages and samples name an account, its client and the hosts",
    input: v.strictObject({
      host: v.optional(
        v.pipe(
          v.string(),
          v.regex(/^[\w.:[\]-]{1,300}$/, 'Expected a host, optionally host:port'),
          v.description("What stands for every host, such as that of the mock. Default: LivePerson's host names"),
        ),
      ),
    }),
    status: 200,
    output: v.strictObject({ variables: v.record(v.string(), v.string()) }),
    run: (mock, { host }, parameters) => ({
      variables: lpVariablesOf(
        mock.account(parameters['accountId'] ?? '').credentials,
        (service) => host ?? SERVICE_HOSTS[service],
      ),
    }),
  }),
  does({
    verb: 'accounts.remove',
    method: 'DELETE',
    path: `${ADMIN_PATH}/accounts/{accountId}`,
    summary: 'Removes a created account and everything in it',
    input: v.strictObject({}),
    run: (mock, _, parameters) => {
      if (mock.accounts.remove(parameters['accountId'] ?? '')) return;
      throw new AdminError(404, 'no account of this id was created; configured ones stay');
    },
  }),
];
