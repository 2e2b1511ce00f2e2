import type { LoadableRow } from '../endpoint.ts';

/** The IDP. */
export const idpRows: readonly LoadableRow[] = [
  {
    id: 'idp.consumer',
    service: 'idp',
    method: 'POST',
    paths: ['/api/account/{account}/consumer'],
    title: 'ConsumerJWS',
    query: 'v=1.0',
    tokens: [{ kind: 'AppJWT', part: 'Authorization' }],
    // An AppJWT that does not count is an HTTP 401; the code's own status is 500 (decision D13).
    statuses: { 9011: 401 },
    load: async () => (await import('./consumer.ts')).consumer,
  },
  {
    id: 'idp.anonymous-authorize',
    service: 'idp',
    method: 'POST',
    paths: ['/api/account/{account}/anonymous/authorize'],
    title: 'anonymous LP_EXT_JWT, first issue and refresh',
    tokens: [{ kind: 'LP_EXT_JWT', part: 'id_token', note: 'refresh, expired too' }],
    load: async () => (await import('./anonymous-authorize.ts')).anonymousAuthorize,
  },
  {
    id: 'idp.authenticate',
    service: 'idp',
    method: 'POST',
    paths: ['/api/account/{account}/app/{connector}/authenticate'],
    title: 'LP_JWT for an LP_EXT_JWT or a customer id token',
    query: 'v=3.0',
    tokens: [
      {
        kind: 'LP_EXT_JWT',
        part: 'id_token',
        note: 'at the anonymous connector, which gives the LP_JWT for the socket',
      },
      { kind: 'id token', part: 'id_token', note: 'at a customer connector' },
    ],
    load: async () => (await import('./authenticate.ts')).authenticate,
  },
  {
    id: 'idp.signup',
    service: 'idp',
    method: 'POST',
    paths: ['/api/account/{account}/signup'],
    title: 'LP_JWT of a new consumer, older call',
    load: async () => (await import('./signup.ts')).signup,
  },
  {
    id: 'idp.signup-jsonp',
    service: 'idp',
    method: 'GET',
    paths: ['/api/account/{account}/signup.jsonp'],
    title: 'LP_JWT of a new consumer, as JSONP',
    query: 'callback=fn',
    load: async () => (await import('./signup.ts')).signupJsonp,
  },
  {
    id: 'idp.legacy-authenticate',
    service: 'idp',
    method: 'POST',
    paths: ['/api/account/{account}/authenticate'],
    title: 'LP_JWT, older call',
    tokens: [{ kind: 'id token', part: 'authCode' }],
    load: async () => (await import('./legacy-authenticate.ts')).legacyAuthenticate,
  },
  {
    id: 'idp.delegated-tokens',
    service: 'idp',
    method: 'GET',
    paths: ['/api/account/{account}/consumer/{consumer}/brand/tokens'],
    title: "a consumer's tokens: always 404, not part of the mock",
    load: async () => (await import('./delegated-tokens.ts')).delegatedTokens,
  },
];
