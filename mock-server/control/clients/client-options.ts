import type { ClientsSetup } from './connection.ts';

/** @throws TypeError naming an option that there is not. */
export function checkOptions(method: string, options: object, known: readonly string[]): void {
  const unknown = Object.keys(options).find((name) => !known.includes(name));
  if (unknown !== undefined) throw new TypeError(`${method}: no option ${unknown}; there are ${known.join(', ')}`);
}

/** The account that is named, else the first configured one. @throws TypeError when there is none. */
export function accountOf(method: string, named: string | undefined, { accounts }: ClientsSetup): string {
  const accountId = named ?? accounts.configured[0]?.id;
  if (accountId === undefined) throw new TypeError(`${method}: no account is configured; name one as accountId`);
  return accountId;
}
