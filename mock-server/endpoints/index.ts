import type { Settings } from '../config/settings.ts';
import { isLivePersonHost } from '../domain/hosts.ts';
import type { Call } from '../http/call.ts';
import { MAX_BODY_BYTES } from '../http/call.ts';
import { accountConfigRows } from './account-config/rows.ts';
import { agentVepRows } from './agent-vep/rows.ts';
import { domainApiRows } from './domain-api/rows.ts';
import type { LoadableRow } from './endpoint.ts';
import { functionsRows } from './functions/rows.ts';
import { historyRows } from './history/rows.ts';
import { idpRows } from './idp/rows.ts';
import { messagingRestRows } from './messaging-rest/rows.ts';
import { installationRows } from './installations/rows.ts';
import { sendApiRows } from './send-api/rows.ts';
import { sentinelRows } from './sentinel/rows.ts';
import { FILES_PATH, GLUED_FILES_PATH, swiftRows } from './swift/rows.ts';
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
  ...messagingRestRows,
  ...swiftRows,
  ...functionsRows,
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
  FILES_PATH,
  GLUED_FILES_PATH,
] as const;

/** Whether a path, or the host it was asked at, is LivePerson's: everything there is answered, if only with a 501. */
export function isLivePersonUrl(path: string, host: string): boolean {
  return LIVEPERSON_PREFIXES.some((prefix) => path.startsWith(prefix)) || isLivePersonHost(host);
}

/** How many bytes of its body are read of a call: an upload may be larger than anything else. */
export function bodyBytesOf({ method, path }: Pick<Call, 'method' | 'path'>, { uploads }: Settings): number {
  const isUpload = method === 'PUT' && [FILES_PATH, GLUED_FILES_PATH].some((prefix) => path.startsWith(prefix));
  return isUpload ? Math.max(MAX_BODY_BYTES, uploads.maxFileBytes) : MAX_BODY_BYTES;
}
