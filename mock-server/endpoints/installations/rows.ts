import type { LoadableRow } from '../endpoint.ts';

const LIST = '/api/account/{account}/configuration/app-install/installations';
const LIST_PATHS = [LIST, `${LIST}/`];
const ONE_PATHS = [`${LIST}/{installation}`, `${LIST}/{installation}/`];
const service = 'accountConfigReadWrite';
const query = 'v=1.0';

/** App installations: who may ask for an AppJWT, and where its webhooks go. */
export const installationRows: readonly LoadableRow[] = [
  {
    id: 'installations.list',
    service,
    method: 'GET',
    paths: LIST_PATHS,
    query,
    title: 'app installations: list',
    load: async () => (await import('./read-installations.ts')).listInstallations,
  },
  {
    id: 'installations.install',
    service,
    method: 'POST',
    paths: LIST_PATHS,
    query,
    title: 'app installations: install an app',
    load: async () => (await import('./change-installations.ts')).installApp,
  },
  {
    id: 'installations.read',
    service,
    method: 'GET',
    paths: ONE_PATHS,
    query,
    title: 'app installations: read one',
    load: async () => (await import('./read-installations.ts')).readInstallation,
  },
  {
    id: 'installations.replace',
    service,
    method: 'PUT',
    paths: ONE_PATHS,
    query,
    title: 'app installations: replace the record of one',
    load: async () => (await import('./change-installations.ts')).replaceInstallation,
  },
  {
    id: 'installations.remove',
    service,
    method: 'DELETE',
    paths: ONE_PATHS,
    query,
    title: 'app installations: remove one',
    load: async () => (await import('./change-installations.ts')).removeInstallation,
  },
];
