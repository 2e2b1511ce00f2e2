import type { LoadableRow } from '../endpoint.ts';

/** Account configuration. */
export const accountConfigRows: readonly LoadableRow[] = [
  {
    id: 'account-config.connectors',
    service: 'acCdnDomain',
    method: 'GET',
    paths: ['/api/account/{account}/configuration/le-connectors/all-connectors'],
    title: 'connector list',
    load: async () => (await import('./connectors.ts')).connectorList,
  },
];
