import type { Account } from '../../domain/account.ts';
import { refuse } from '../../errors/refusal.ts';
import type { EndpointContext } from '../endpoint.ts';
import { UNKNOWN_ACCOUNT } from '../unknown-account.ts';

/** The account of an IDP call. @throws Refusal 1050 when the mock does not know it (decision D37). */
export function requireProvisioned(context: EndpointContext): Account {
  return context.account ?? refuse('1050', ...UNKNOWN_ACCOUNT);
}
