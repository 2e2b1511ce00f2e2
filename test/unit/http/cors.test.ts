import { expect, it } from '@jest/globals';
import { addCorsHeaders, preflight } from '../../../mock-server/http/cors.ts';
import { callOf } from '../../support/calls.ts';

const EXPOSED = 'etag, retry-after, lp-mock-reason, lp-mock-deviation';

it.each<[what: string, origin: string | undefined, before: Record<string, string>, added: Record<string, string>]>([
  [
    'without an origin',
    undefined,
    {},
    { 'access-control-allow-origin': '*', 'access-control-expose-headers': EXPOSED },
  ],
  [
    'with an origin',
    'https://a.test',
    {},
    {
      'access-control-allow-origin': 'https://a.test',
      'access-control-allow-credentials': 'true',
      'access-control-expose-headers': EXPOSED,
      vary: 'Origin',
    },
  ],
  [
    'with a revision of an installation',
    undefined,
    { 'ac-revision': '2' },
    { 'access-control-allow-origin': '*', 'access-control-expose-headers': `${EXPOSED}, ac-revision` },
  ],
])('an answer %s may be read by a page', (_, origin, before, added) => {
  const headers = { ...before };
  addCorsHeaders(headers, callOf({ headers: origin === undefined ? {} : { origin } }));
  expect(headers).toEqual({ ...before, ...added });
});

it.each<[asked: Record<string, string>, answered: Record<string, string>]>([
  [{ 'access-control-request-headers': 'x-own' }, { 'access-control-allow-headers': 'x-own' }],
  [{ 'access-control-request-private-network': 'true' }, { 'access-control-allow-private-network': 'true' }],
  [{ 'access-control-request-private-network': 'false' }, {}],
])('a preflight that asks with %j is answered with %j', (asked, answered) => {
  const common = {
    'access-control-allow-methods': 'GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS',
    'access-control-allow-headers': expect.stringMatching(/^authorization, x-lp-on-behalf, .*content-type/),
    'access-control-max-age': '600',
  };
  expect(preflight(callOf({ method: 'OPTIONS', headers: asked }))).toEqual({
    status: 204,
    headers: { ...common, ...answered },
    body: '',
  });
});
