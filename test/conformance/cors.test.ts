import { expect, it } from '@jest/globals';
import { JSON_HEADERS, TOKEN_HEADERS } from '../support/flows.ts';
import { ACCOUNT, CLIENT_ID, CLIENT_SECRET, describeThroughEveryAdapter } from '../support/through-every-adapter.ts';

const ORIGIN = 'https://shop.example.test';
const TOKEN = `/sentinel/api/account/${ACCOUNT}/app/token`;
const JWKS = '/sentinel/well-known/jwks';

/** What lets a page of one origin read the answer. */
function openTo(origin: string): Record<string, string> {
  return {
    'access-control-allow-origin': origin,
    'access-control-allow-credentials': 'true',
    'access-control-expose-headers': 'etag, retry-after, lp-mock-reason, lp-mock-deviation',
    vary: 'Origin',
  };
}

/** What a preflight is told beside the origin. */
const PREFLIGHT = {
  'access-control-allow-methods': 'GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS',
  'access-control-allow-headers':
    'authorization, x-lp-on-behalf, lp-on-behalf, content-type, client-properties, brand-id, client-source, request-id, if-match',
  'access-control-max-age': '600',
};

const REFUSALS = [
  ['GET', `/api/account/${ACCOUNT}/service/nonsense/baseURI.json`, 400],
  ['GET', '/api/account/11111111/service/idp/baseURI.json', 401],
  ['GET', '/api/account/11111111/configuration/le-connectors/all-connectors', 404],
  ['POST', `${TOKEN}?v=3.0`, 400],
  ['POST', `${TOKEN}?v=1.0&grant_type=client_credentials`, 401],
  ['POST', JWKS, 405],
  ['GET', '/sentinel/nothing', 501],
  ['GET', '/nothing', 404],
  ['GET', '/api/account/%zz/service/baseURI', 400],
  ['POST', `/api/account/${ACCOUNT}/consumer?v=1.0`, 401],
  ['POST', `/api/account/${ACCOUNT}/messaging/consumer/conversation?v=3`, 401],
] as const;

describeThroughEveryAdapter(
  'CORS',
  (open) => {
    it.each([ORIGIN, 'http://localhost:3000', 'null'])(
      'lets a page of %s read an answer, cookies and all',
      async (origin) => {
        const mock = await open();
        const answer = await mock.get(JWKS, { headers: { origin } });
        expect(answer.status).toBe(200);
        expect(answer.headers).toEqual({ ...openTo(origin), 'content-type': 'application/json' });
      },
    );

    it('lets a page read an AppJWT', async () => {
      const mock = await open();
      const body = new URLSearchParams({
        grant_type: 'client_credentials',
        client_id: CLIENT_ID,
        client_secret: CLIENT_SECRET,
      });
      const answer = await mock.post(`${TOKEN}?v=1.0`, { headers: { origin: ORIGIN }, body });
      expect(answer.status).toBe(200);
      expect(answer.headers).toEqual({ ...TOKEN_HEADERS, ...openTo(ORIGIN) });
    });

    it.each(REFUSALS)('lets a page read a refusal as well: %s %s is %i', async (method, path, status) => {
      const mock = await open({ closed: true });
      const answer = await mock.ask(method, path, { headers: { origin: ORIGIN } });
      expect(answer.status).toBe(status);
      expect(answer.headers).toMatchObject(openTo(ORIGIN));
      expect(answer.headers['lp-mock-reason']).toMatch(/^[a-z-]+; /);
    });

    it('lets a page of any origin read an answer when the caller names none', async () => {
      const mock = await open();
      expect((await mock.get(JWKS)).headers).toEqual(JSON_HEADERS);
    });
  },
  { anyHeader: true, wire: true },
);

describeThroughEveryAdapter(
  'A preflight',
  (open) => {
    const asking = { origin: ORIGIN, 'access-control-request-method': 'POST' };

    it.each([
      TOKEN,
      JWKS,
      `/api/account/${ACCOUNT}/service/baseURI.json`,
      `/api/account/${ACCOUNT}/consumer`,
      `/api/account/${ACCOUNT}/messaging/consumer/conversation`,
      '/api/account/11111111/service/baseURI',
      '/sentinel/nothing',
      '/nothing',
      '/api/account/%zz/service/baseURI',
    ])('is a 204 without a body and without a refusal at %s', async (path) => {
      const mock = await open({ closed: true });
      const answer = await mock.ask('OPTIONS', path, { headers: asking });
      expect(answer.status).toBe(204);
      expect(answer.text).toBe('');
      expect(answer.headers).toEqual({ ...openTo(ORIGIN), ...PREFLIGHT });
    });

    it('is told that every header it asks for may be sent', async () => {
      const mock = await open();
      const asked = 'authorization,x-lp-on-behalf,x-my-own-header';
      const answer = await mock.ask('OPTIONS', TOKEN, {
        headers: { ...asking, 'access-control-request-headers': asked },
      });
      expect(answer.status).toBe(204);
      expect(answer.headers).toEqual({ ...openTo(ORIGIN), ...PREFLIGHT, 'access-control-allow-headers': asked });
    });

    it('from a public site is let into the private network when it asks for that', async () => {
      const mock = await open();
      const answer = await mock.ask('OPTIONS', TOKEN, {
        headers: { ...asking, 'access-control-request-private-network': 'true' },
      });
      expect(answer.status).toBe(204);
      expect(answer.headers).toEqual({
        ...openTo(ORIGIN),
        ...PREFLIGHT,
        'access-control-allow-private-network': 'true',
      });
    });

    it('that names nothing at all is a 204 too', async () => {
      const mock = await open();
      const answer = await mock.ask('OPTIONS', JWKS);
      expect(answer.status).toBe(204);
      expect(answer.text).toBe('');
      expect(answer.headers).toEqual({
        'access-control-allow-origin': '*',
        'access-control-expose-headers': 'etag, retry-after, lp-mock-reason, lp-mock-deviation',
        ...PREFLIGHT,
      });
    });
  },
  { anyHeader: true, wire: true },
);

describeThroughEveryAdapter(
  'Without CORS',
  (open) => {
    const options = { closed: true, server: { cors: false } };

    it('no answer says anything to browsers', async () => {
      const mock = await open(options);
      for (const headers of [{}, { origin: ORIGIN }]) {
        expect((await mock.get(JWKS, { headers })).headers).toEqual({ 'content-type': 'application/json' });
      }
    });

    it.each(REFUSALS)('no refusal says anything to browsers: %s %s is %i', async (method, path, status) => {
      const mock = await open(options);
      const answer = await mock.ask(method, path, { headers: { origin: ORIGIN } });
      expect(answer.status).toBe(status);
      expect(
        Object.keys(answer.headers).filter((name) => name.startsWith('access-control-') || name === 'vary'),
      ).toEqual([]);
    });

    it.each([
      [JWKS, 'GET, HEAD'],
      [TOKEN, 'POST'],
    ])('OPTIONS is a wrong method like any other at %s', async (path, allow) => {
      const mock = await open(options);
      const answer = await mock.ask('OPTIONS', path, {
        headers: { origin: ORIGIN, 'access-control-request-method': 'POST' },
      });
      expect(answer.status).toBe(405);
      expect(answer.text).toBe('{"error":"method_not_allowed"}');
      expect(answer.headers).toEqual({
        'content-type': 'application/json',
        allow,
        'lp-mock-reason': `method-wrong; this path takes ${allow}`,
      });
    });
  },
  { anyHeader: true, wire: true },
);
