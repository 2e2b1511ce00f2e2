import type { Account } from '../../domain/account.ts';
import { refuse } from '../../errors/refusal.ts';
import { requireAccount } from '../account.ts';
import type { EndpointContext } from '../endpoint.ts';

/** The account of an IDP call. @throws Refusal 1050 when the mock does not know it (decision D37). */
export function requireProvisioned(context: EndpointContext): Account {
  return requireAccount(context, '1050');
}

/** Anonymous consumers need a feature of the account. @throws Refusal 2005 when it is off. */
export function requireUnAuthMessaging(account: Account): void {
  if (!account.unAuthMessaging)
    refuse('2005', 'unauth-messaging-off', 'Messaging.Un_Auth_Messaging is off for this account');
}
