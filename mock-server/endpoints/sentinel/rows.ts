import type { LoadableRow } from '../endpoint.ts';

/** Sentinel. */
export const sentinelRows: readonly LoadableRow[] = [
  {
    id: 'sentinel.app-token',
    service: 'sentinel',
    method: 'POST',
    paths: ['/sentinel/api/account/{account}/app/token'],
    title: 'AppJWT (V1)',
    query: 'v=1.0&grant_type=client_credentials',
    load: async () => (await import('./app-token-v1.ts')).appTokenV1,
  },
  {
    id: 'sentinel.app-token-v2',
    service: 'sentinel',
    method: 'POST',
    paths: ['/sentinel/api/v2/account/{account}/app/token'],
    title: 'AppJWT (V2)',
    load: async () => (await import('./app-token-v2.ts')).appTokenV2,
  },
  {
    id: 'sentinel.authorize',
    service: 'sentinel',
    method: 'GET',
    paths: ['/sentinel/api/account/{account}/authorize'],
    title: 'code flow: login page',
    query: 'v=1.0&response_type=code&client_id=…&redirect_uri=…&state=…',
    load: async () => (await import('./authorize.ts')).authorize,
  },
  {
    id: 'sentinel.login',
    service: 'sentinel',
    method: 'POST',
    paths: ['/sentinel/api/account/{account}/login', '/sentinel/api/account/{account}/authorize'],
    title: 'code flow: the form of the login page',
    load: async () => (await import('./authorize.ts')).login,
  },
  {
    id: 'sentinel.jwks',
    service: 'sentinel',
    method: 'GET',
    paths: ['/sentinel/well-known/jwks'],
    title: "Sentinel's public keys",
    load: async () => (await import('./jwks.ts')).jwks,
  },
];
