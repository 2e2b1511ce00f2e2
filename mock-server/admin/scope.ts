import * as v from 'valibot';
import type { AccountControls, Controls } from '../control/controls.ts';
import type { AdminMock } from './route.ts';

/** The account that is meant; without it the whole mock is. */
export const scope = { accountId: v.optional(v.string()) };

/** What to control. @throws TypeError when the mock has no such account. */
export function controlsOf(mock: AdminMock, accountId: string | undefined): Controls | AccountControls {
  return accountId === undefined ? mock : mock.account(accountId);
}
