import type { Account } from '../domain/account.ts';
import type { ErrorName } from '../errors/catalogue.ts';
import type { RefusalDetail } from '../errors/refusal.ts';
import { refuse } from '../errors/refusal.ts';
import { checkUnsetAccount } from './deviations.ts';
import type { EndpointContext } from './endpoint.ts';

/** The account that the path names. @throws Refusal with the given error when the mock does not know it. */
export function requireAccount(context: EndpointContext, error: ErrorName, detail?: RefusalDetail): Account {
  checkUnsetAccount(context, error, detail);
  return knownAccount(context, error, detail);
}

/** The same for a caller that has looked at the id itself. */
export function knownAccount({ account }: EndpointContext, error: ErrorName, detail?: RefusalDetail): Account {
  return (
    account ??
    refuse(
      error,
      'account-unknown',
      'the account is not configured and this mock is closed, or the id is no account id',
      detail,
    )
  );
}
