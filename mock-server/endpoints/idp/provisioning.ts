import type { Account } from '../../domain/account.ts';
import { refuse } from '../../errors/refusal.ts';
import { noteUnsetAccount, strictly } from '../deviations.ts';
import type { EndpointContext } from '../endpoint.ts';
import { UNKNOWN_ACCOUNT } from '../unknown-account.ts';

/** The account of an IDP call. @throws Refusal 1050 when the mock does not know it (decision D37). */
export function requireProvisioned(context: EndpointContext): Account {
  noteUnsetAccount(context, strictly('1050'));
  return context.account ?? refuse('1050', ...UNKNOWN_ACCOUNT);
}

/** Anonymous consumers need a feature of the account. @throws Refusal 2005 when it is off. */
export function requireUnAuthMessaging(account: Account): void {
  if (!account.unAuthMessaging) refuse('2005', 'unauth-messaging-off', 'Messaging.Un_Auth_Messaging is off for this account');
}
