import { isLivePersonHost } from '../domain/hosts.ts';
import { accountConfigRows } from './account-config/rows.ts';
import { agentVepRows } from './agent-vep/rows.ts';
import { domainApiRows } from './domain-api/rows.ts';
import type { LoadableRow } from './endpoint.ts';
import { historyRows } from './history/rows.ts';
import { idpRows } from './idp/rows.ts';
import { installationRows } from './installations/rows.ts';
import { sendApiRows } from './send-api/rows.ts';
import { sentinelRows } from './sentinel/rows.ts';
import { umsRows } from './ums/rows.ts';

/** Everything that is mocked. Every adapter, the `endpoints` command and the documentation follow from these rows. */
export const endpoints: readonly LoadableRow[] = [
  ...domainApiRows,
  ...sentinelRows,
  ...idpRows,
  ...accountConfigRows,
  ...sendApiRows,
  ...umsRows,
  ...agentVepRows,
  ...historyRows,
  ...installationRows,
];

/** The paths under which everything is LivePerson's: what is not mocked there is a gap, not a typing error. */
const LIVEPERSON_PREFIXES = [
  '/api/account/',
  '/csdr/account/',
  '/sentinel/',
  '/messaging/v1/',
  '/ws_api/account/',
  '/messaging_history/',
] as const;

/** Whether a path, or the host it was asked at, is LivePerson's: everything there is answered, if only with a 501. */
export function isLivePersonUrl(path: string, host: string): boolean {
  return LIVEPERSON_PREFIXES.some((prefix) => path.startsWith(prefix)) || isLivePersonHost(host);
}
