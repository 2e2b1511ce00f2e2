import { ACCOUNT_ID } from '../domain/account-options.ts';
import { endpoints } from '../endpoints/index.ts';
import type { Call } from '../http/call.ts';
import { loadRouter } from './pipeline.ts';
import { routeCall } from './route.ts';

/**
 * Finds the account that a call is about, by its path or a header: known or not. It finds none where a call names none,
 * or what it names is no account id.
 */
export async function loadAccountFinder(): Promise<(call: Call) => string | undefined> {
  const router = await loadRouter(endpoints);
  return (call) => {
    const { accountId } = routeCall(router, call);
    return accountId !== undefined && isAccountId(accountId) ? accountId : undefined;
  };
}

/** Whether an account may be called so. */
export function isAccountId(text: string): boolean {
  return ACCOUNT_ID.test(text);
}
