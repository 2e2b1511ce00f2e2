import { listed } from '../../domain/connector.ts';
import { refuse } from '../../errors/refusal.ts';
import { json } from '../../http/answer.ts';
import { noteUnsetAccount, strictly } from '../deviations.ts';
import type { Endpoint } from '../endpoint.ts';
import { UNKNOWN_ACCOUNT } from '../unknown-account.ts';

/**
 * The connectors of an account: a top-level array whose ids are numbers, as the page's own jq filter needs them.
 *
 * Source: unauthenticated messaging, "Creating and using a token". The answer for an unknown account is this mock's
 * (decision D61).
 */
export const connectorList: Endpoint = {
  id: 'account-config.connectors',
  service: 'acCdnDomain',
  method: 'GET',
  paths: ['/api/account/{account}/configuration/le-connectors/all-connectors'],
  title: 'connector list',
  handle: (context) => {
    const { account } = context;
    noteUnsetAccount(context, strictly('unknown_account'));
    if (account === undefined) return refuse('unknown_account', ...UNKNOWN_ACCOUNT);
    return json(200, account.connectors.map(listed));
  },
};
