import type { LoadableRow, TokenPlace } from '../endpoint.ts';

const tokens: readonly TokenPlace[] = [{ kind: 'AppJWT', part: 'Authorization', note: 'scope faas.lambda.invoke' }];

/** The gateway of LivePerson Functions. */
export const functionsRows: readonly LoadableRow[] = [
  {
    id: 'functions.invoke',
    service: 'faasGW',
    method: 'POST',
    paths: ['/api/account/{account}/lambdas/{function}/invoke'],
    title: 'Functions: invoke one by its UUID',
    query: 'v=1',
    tokens,
    load: async () => (await import('./invoke.ts')).invoke,
  },
  {
    id: 'functions.invoke-event',
    service: 'faasGW',
    method: 'POST',
    paths: ['/api/account/{account}/events/{event}/invoke'],
    title: 'Functions: invoke those of an event',
    query: 'v=1',
    tokens,
    load: async () => (await import('./invoke.ts')).invokeEvent,
  },
  {
    id: 'functions.is-implemented',
    service: 'faasGW',
    method: 'GET',
    paths: ['/api/account/{account}/events/{event}/isImplemented'],
    title: 'Functions: whether an event has any',
    query: 'v=1',
    tokens,
    load: async () => (await import('./is-implemented.ts')).isImplemented,
  },
];
