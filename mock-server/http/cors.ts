import type { Answer, Call } from './call.ts';

/** What pages may send without having asked (decision D60); whatever a preflight asks for is allowed as well. */
const ALLOWED_HEADERS =
  'authorization, x-lp-on-behalf, lp-on-behalf, content-type, client-properties, brand-id, client-source, request-id, if-match';
const EXPOSED_HEADERS = 'etag, retry-after, lp-mock-reason, lp-mock-deviation';
const METHODS = 'GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS';

/**
 * The answer to a preflight (Fetch standard, CORS protocol), the one of Private Network Access included: a page of a
 * public site may then call a mock on localhost.
 */
export function preflight({ headers }: Call): Answer {
  const isPrivateNetwork = headers['access-control-request-private-network'] === 'true';
  return {
    status: 204,
    headers: {
      'access-control-allow-methods': METHODS,
      'access-control-allow-headers': headers['access-control-request-headers'] ?? ALLOWED_HEADERS,
      'access-control-max-age': '600',
      ...(isPrivateNetwork ? { 'access-control-allow-private-network': 'true' } : {}),
    },
    body: '',
  };
}

/** Adds the headers that let a page of any origin read the answer, cookies and all. */
export function addCorsHeaders(headers: Record<string, string>, { headers: { origin } }: Call): void {
  headers['access-control-allow-origin'] = origin ?? '*';
  if (origin !== undefined) headers['access-control-allow-credentials'] = 'true';
  // The app installations alone have it.
  const revision = headers['ac-revision'] === undefined ? '' : ', ac-revision';
  headers['access-control-expose-headers'] = `${EXPOSED_HEADERS}${revision}`;
  if (origin !== undefined) headers['vary'] = 'Origin';
}
