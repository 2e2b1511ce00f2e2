import type { Account } from '../domain/account.ts';
import { ACCOUNT_ID } from '../domain/account-options.ts';
import type { ErrorName } from '../errors/catalogue.ts';
import type { RefusalDetail } from '../errors/refusal.ts';
import { refuse } from '../errors/refusal.ts';
import { cut } from '../memory/cut.ts';
import { checkUnsetAccount } from './deviations.ts';
import type { EndpointContext } from './endpoint.ts';

/** The account that the path names. @throws Refusal with the given error when the mock does not know it. */
export function requireAccount(context: EndpointContext, error: ErrorName, detail?: RefusalDetail): Account {
  checkUnsetAccount(context, error, detail);
  return knownAccount(context, error, detail);
}

/** The same for a caller that has looked at the id itself. */
export function knownAccount(context: EndpointContext, error: ErrorName, detail?: RefusalDetail): Account {
  return context.account ?? refuse(error, 'account-unknown', whyUnknown(context), detail);
}

function whyUnknown({ settings, parameters, accounts }: EndpointContext): string {
  const id = parameters['account'] ?? '';
  if (!ACCOUNT_ID.test(id)) {
    return `${shown(id)} is not an account id; one has up to 64 letters, digits, _ or -`;
  }
  if (!settings.closed) return `account ${id} is not there`;
  const known = accounts.configured.map((account) => account.id);
  return `account ${id} is not configured and this mock is closed; it has ${cut(known.join(', ')) || 'none'}`;
}

/** What is no id may be a query that was glued on with the wrong sign, and hold a secret. */
function shown(id: string): string {
  return /^[\w .:@%+-]{1,64}$/.test(id) && !id.includes('eyJ') ? `"${id}"` : 'the account in the path';
}

/** The end of a sentence about what the account has not, where it may have had it before it was forgotten. */
export function sinceForgotten({ accounts, settings }: EndpointContext, { id }: Account): string {
  if (!accounts.wasForgotten(id)) return '';
  const kept = String(settings.limits.unconfiguredAccounts);
  return (
    `; this mock had forgotten the account with all it held, because it keeps ${kept} that are not configured ` +
    '(limits.unconfiguredAccounts, limits.megabytes)'
  );
}
