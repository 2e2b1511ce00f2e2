import * as v from 'valibot';
import { ADMIN_PATH } from '../path.ts';
import { answers } from '../route.ts';

export const credentials = v.strictObject({
  accountId: v.string(),
  clientId: v.optional(v.string()),
  clientSecret: v.optional(v.pipe(v.string(), v.description('Good for this mock alone'))),
  connectorId: v.optional(v.number()),
});

export const accountRoutes = [
  answers({
    verb: 'accounts.list',
    method: 'GET',
    path: `${ADMIN_PATH}/accounts`,
    summary: 'The configured accounts, and those that were created, with what one needs to use them',
    input: v.strictObject({}),
    status: 200,
    output: v.strictObject({ accounts: v.array(credentials) }),
    run: (mock) => ({ accounts: mock.accounts.list() }),
  }),
];
