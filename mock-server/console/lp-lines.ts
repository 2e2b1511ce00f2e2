import { askAdmin } from './admin-api.ts';
import { backend } from './backend.ts';

/** Nothing outside reaches a mock in a page, so there is nothing that could use its host. */
export function areVariablesUseful(): boolean {
  return backend().isInPage !== true;
}

/** The variables by which LivePerson's pages and samples name account, hosts, connector and client, one a line. */
export async function lpLines(accountId: string): Promise<string> {
  const host = encodeURIComponent(new URL(backend().address).host);
  const { variables } = await askAdmin<{ readonly variables: Readonly<Record<string, string>> }>(
    `accounts/${encodeURIComponent(accountId)}/variables?host=${host}`,
  );
  return Object.entries(variables)
    .map(([name, value]) => `${name}=${value}`)
    .join('\n');
}
