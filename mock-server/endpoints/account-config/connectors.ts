import { listed } from '../../domain/connector.ts';
import { json } from '../../http/answer.ts';
import { requireAccount } from '../account.ts';
import type { EndpointHandler } from '../endpoint.ts';
import type { SuccessBody } from '../wire-bodies.ts';

/**
 * The connectors of an account: a top-level array whose ids are numbers, as the page's own jq filter needs them.
 *
 * Source: unauthenticated messaging, "Creating and using a token". The answer for an unknown account is this mock's
 * (decision D61).
 */
export const connectorList: EndpointHandler = {
  handle: (context) =>
    json(
      200,
      requireAccount(context, 'unknown_account').connectors.map(
        listed,
      ) satisfies SuccessBody<'account-config.connectors'>,
    ),
};
