import type { LoadableRow } from '../endpoint.ts';

/** The Domain API (CSDS). */
export const domainApiRows: readonly LoadableRow[] = [
  {
    id: 'csds.service',
    service: 'csds',
    method: 'GET',
    paths: [
      '/api/account/{account}/service/{service}/baseURI.json',
      '/csdr/account/{account}/service/{service}/baseURI.json',
    ],
    title: 'where one service lives',
    query: 'version=1.0',
    load: async () => (await import('./one-service.ts')).oneService,
  },
  {
    id: 'csds.services',
    service: 'csds',
    method: 'GET',
    paths: [
      '/api/account/{account}/service/baseURI.json',
      '/api/account/{account}/service/baseURI',
      '/csdr/account/{account}/service/baseURI.json',
    ],
    title: 'where all services live',
    query: 'version=1.0',
    load: async () => (await import('./all-services.ts')).allServices,
  },
  {
    id: 'csds.service-jsonp',
    service: 'csds',
    method: 'GET',
    paths: ['/csdr/account/{account}/service/{service}/baseURI.lpCsds'],
    title: 'where one service lives, as JSONP',
    query: 'version=1.0&cb=fn',
    load: async () => (await import('./one-service-jsonp.ts')).oneServiceJsonp,
  },
];
