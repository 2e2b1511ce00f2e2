import { expect, it } from '@jest/globals';
import { endpoints } from '../../mock-server/endpoints/index.ts';
import { reasonLine } from '../../mock-server/errors/reasons.ts';
import { askForAppJwt, JSON_HEADERS } from '../support/flows.ts';
import { ACCOUNT, CLIENT_ID, CLIENT_SECRET, describeThroughEveryAdapter } from '../support/through-every-adapter.ts';

const ONE_SERVICE = `/api/account/${ACCOUNT}/service/idp/baseURI.json`;
const ALL_SERVICES = `/api/account/${ACCOUNT}/service/baseURI.json`;
const SERVICE_SCRIPT = `/csdr/account/${ACCOUNT}/service/idp/baseURI.lpCsds`;
const JWKS = '/sentinel/well-known/jwks';
const CONNECTORS = `/api/account/${ACCOUNT}/configuration/le-connectors/all-connectors`;
const TOKEN = `/sentinel/api/account/${ACCOUNT}/app/token`;
const TOKEN_V2 = `/sentinel/api/v2/account/${ACCOUNT}/app/token`;
const PARAMETERS = `grant_type=client_credentials&client_id=${CLIENT_ID}&client_secret=${CLIENT_SECRET}`;

const READABLE = [
  ONE_SERVICE,
  ALL_SERVICES,
  ALL_SERVICES.replace('.json', ''),
  ONE_SERVICE.replace('/api', '/csdr'),
  ALL_SERVICES.replace('/api', '/csdr'),
  SERVICE_SCRIPT,
  JWKS,
  CONNECTORS,
];

const ROWS = endpoints.flatMap(({ method, paths }) => paths.map((path) => `${method} ${path}`));

describeThroughEveryAdapter(
  'A wrong method',
  (open) => {
    const bodyOf405 = '{"error":"method_not_allowed"}';

    it.each(READABLE)('is a 405 that allows GET at %s', async (path) => {
      const mock = await open();
      for (const method of ['POST', 'PUT', 'PATCH', 'DELETE']) {
        const answer = await mock.ask(method, path);
        expect(answer.status).toBe(405);
        expect(answer.text).toBe(bodyOf405);
        expect(answer.headers).toEqual({
          ...JSON_HEADERS,
          allow: 'GET, HEAD, OPTIONS',
          'lp-mock-reason': 'method-wrong; this path takes GET, HEAD, OPTIONS',
        });
      }
    });

    it.each([TOKEN, TOKEN_V2])('is a 405 that allows POST at %s', async (path) => {
      const mock = await open();
      for (const method of ['GET', 'PUT', 'PATCH', 'DELETE']) {
        const answer = await mock.ask(method, `${path}?v=1.0&${PARAMETERS}`);
        expect(answer.status).toBe(405);
        expect(answer.text).toBe(bodyOf405);
        expect(answer.headers).toEqual({
          ...JSON_HEADERS,
          allow: 'POST, OPTIONS',
          'lp-mock-reason': 'method-wrong; this path takes POST, OPTIONS',
        });
      }
    });

    it('comes before the account: a closed mock answers 405 for one that it does not know', async () => {
      const mock = await open({ closed: true });
      const answer = await mock.post(CONNECTORS.replace(ACCOUNT, '11111111'));
      expect(answer.status).toBe(405);
      expect(answer.text).toBe(bodyOf405);
    });
  },
  { wire: true },
);

describeThroughEveryAdapter(
  'HEAD',
  (open) => {
    it.each(READABLE)('has the status and headers of GET and no body at %s', async (path) => {
      const mock = await open();
      const [head, get] = [await mock.ask('HEAD', path), await mock.get(path)];
      expect(head.status).toBe(200);
      expect(head.headers).toEqual(get.headers);
      expect(head.text).toBe('');
    });

    it('has the status and headers of the refusal that GET meets', async () => {
      const mock = await open({ closed: true });
      const path = CONNECTORS.replace(ACCOUNT, '11111111');
      const [head, get] = [await mock.ask('HEAD', path), await mock.get(path)];
      expect(head.status).toBe(404);
      expect(head.headers).toEqual(get.headers);
      expect(head.text).toBe('');
    });

    it('is a 405 where GET is one', async () => {
      const mock = await open();
      const answer = await mock.ask('HEAD', TOKEN);
      expect(answer.status).toBe(405);
      expect(answer.headers['allow']).toBe('POST, OPTIONS');
      expect(answer.text).toBe('');
    });
  },
  { wire: true },
);

describeThroughEveryAdapter(
  "A path under one of LivePerson's prefixes that is not mocked",
  (open) => {
    it.each([
      ['GET', '/sentinel/.well-known/jwks', 'GET /sentinel/well-known/jwks'],
      ['GET', '/sentinel/well-known/jwks/', 'GET /sentinel/well-known/jwks', 'the path ends in a slash'],
      ['POST', `/sentinel/api/account/${ACCOUNT}/app/tokens`, 'POST /sentinel/api/account/{account}/app/token'],
      ['POST', `/sentinel/api/v3/account/${ACCOUNT}/app/token`, 'POST /sentinel/api/v2/account/{account}/app/token'],
      [
        'GET',
        `/api/account/${ACCOUNT}/configuration/le-connectors`,
        'GET /api/account/{account}/configuration/le-connectors/all-connectors',
      ],
      [
        'GET',
        `/api/account/${ACCOUNT}/service/idp/baseUri.json`,
        'GET /api/account/{account}/service/{service}/baseURI.json',
        'the path differs in case (paths are case-sensitive)',
      ],
      [
        'GET',
        `/csdr/account/${ACCOUNT}/service/idp/baseURI.lpcsds`,
        'GET /csdr/account/{account}/service/{service}/baseURI.lpCsds',
        'the path differs in case (paths are case-sensitive)',
      ],
      [
        'GET',
        '/api/account//service/baseURI.json',
        'GET /api/account/{account}/service/baseURI.json',
        '{account} is empty in the path, most likely a variable that was never set',
      ],
      ['GET', `/api/account/${ACCOUNT}/configuration/le-users/profiles/1`, undefined],
      ['GET', `/sentinel/api/account/${ACCOUNT}/userinfo?v=1.0`, undefined],
      ['POST', `/sentinel/api/account/${ACCOUNT}/token/introspect?v=1.0`, undefined],
      ['GET', `/api/account/${ACCOUNT}/functions`, undefined],
      ['PUT', '/messaging/v1/consumers/1/profile', undefined],
      ['GET', `/ws_api/account/${ACCOUNT}/messaging/consumer/x/y?v=3`, undefined],
      ['DELETE', '/csdr/account/', undefined],
    ])(
      'is a 501 that names the nearest rows: %s %s',
      async (method, path, nearestRow, ...[what]: readonly string[]) => {
        const mock = await open();
        const answer = await mock.ask(method, path);
        const { nearest } = answer.json() as { nearest: string[] };
        expect(answer.status).toBe(501);
        expect(answer.text).toBe(JSON.stringify({ error: 'not_mocked', nearest }));
        expect(answer.headers).toEqual({
          ...JSON_HEADERS,
          'lp-mock-reason': reasonLine({
            slug: 'not-mocked',
            sentence: `${what ?? 'this mock has no such path'}; nearest: ${nearest.join(' | ')}`,
          }),
        });
        expect(nearest).toHaveLength(3);
        expect(ROWS).toEqual(expect.arrayContaining(nearest));
        expect(nearest[0]).toBe(nearestRow ?? nearest[0]);
      },
    );

    it("is also whatever else is asked at one of LivePerson's hosts", async () => {
      const mock = await open();
      const answer = await mock.get('https://va.sentinel.liveperson.net/something/else');
      expect(answer.status).toBe(501);
      expect(answer.json()).toMatchObject({ error: 'not_mocked' });
    });
  },
  { wire: true },
);

describeThroughEveryAdapter(
  "A path that is nobody's",
  (open) => {
    it.each([
      // GET / leads to the console, where there is one: see test/adapters/console-page.test.ts.
      ['POST', '/'],
      ['GET', '/favicon.ico'],
      ['POST', '/login'],
      ['DELETE', '/api'],
      ['GET', '/api/accounts/12345678/service/baseURI.json'],
      ['GET', '/sentinel'],
      ['GET', '/prefix/sentinel/well-known/jwks'],
    ])('is a 404 in JSON: %s %s', async (method, path) => {
      const mock = await open();
      const answer = await mock.ask(method, path);
      expect(answer.status).toBe(404);
      expect(answer.text).toBe('{"error":"not_found"}');
      expect(answer.headers).toEqual({
        ...JSON_HEADERS,
        'lp-mock-reason': 'path-unknown; no LivePerson service has a path like this',
      });
    });

    it.each([
      ['/Sentinel/well-known/jwks', 'the path differs in case (paths are case-sensitive)'],
      ['//sentinel/well-known/jwks', 'the path has two slashes in a row'],
    ])('says what is nearly right in it, as for the same at a host of LivePerson: %s', async (path, what) => {
      const mock = await open();
      const answers = [await mock.get(path), await mock.get(`https://va.sentinel.liveperson.net${path}`)];
      expect(answers.map(({ status }) => status)).toEqual([404, 501]);
      expect(answers[0]?.text).toBe('{"error":"not_found"}');
      for (const { headers } of answers)
        expect(headers['lp-mock-reason']).toContain(`; ${what}; nearest: GET /sentinel/well-known/jwks | `);
    });

    it('is a 404 in JSON for those who ask for HTML as well', async () => {
      const mock = await open();
      const answer = await mock.get('/index.html', { headers: { accept: 'text/html' } });
      expect(answer.status).toBe(404);
      expect(answer.text).toBe('{"error":"not_found"}');
    });
  },
  { wire: true },
);

describeThroughEveryAdapter(
  'An account id in a path',
  (open) => {
    it('may be percent-encoded', async () => {
      const mock = await open();
      const answer = await mock.get(ONE_SERVICE.replace('12345678', '%31234567%38'));
      expect(answer.status).toBe(200);
      expect(answer.text).toBe((await mock.get(ONE_SERVICE)).text);
    });

    it.each(['%', '%zz', '%C3%28'])('that is broken as %s is a 400 in JSON', async (account) => {
      const mock = await open();
      const answer = await mock.get(ONE_SERVICE.replace(ACCOUNT, account));
      expect(answer.status).toBe(400);
      expect(answer.text).toBe('{"error":"malformed_path"}');
      expect(answer.headers).toEqual({
        ...JSON_HEADERS,
        'lp-mock-reason':
          'path-malformed; the path has a percent sign that two hexadecimal digits do not follow, or bytes that are not UTF-8',
      });
    });
  },
  { wire: true },
);

describeThroughEveryAdapter(
  'Scheme and host',
  (open) => {
    it.each(READABLE)('do not change the answer, but for the baseURI that repeats the host: %s', async (path) => {
      const mock = await open({ csds: { baseUri: 'mock.example.test' } });
      const here = await mock.get(path);
      expect(here.status).toBe(200);
      for (const origin of [
        'https://localhost:4407',
        'http://accdn.lpsnmedia.net',
        'https://va.idp.liveperson.net',
        'http://anything.example.test:99',
      ]) {
        const there = await mock.get(`${origin}${path}`);
        expect({ status: there.status, text: there.text, headers: there.headers }).toEqual({
          status: 200,
          text: here.text,
          headers: here.headers,
        });
      }
    });

    it.each([
      'http://localhost:4407',
      'https://localhost:4407',
      'https://va.sentinel.liveperson.net',
      'https://sy.sentinel.liveperson.net',
      'https://api.liveperson.net',
    ])('never pick the service: Sentinel answers at %s', async (origin) => {
      const mock = await open();
      const answer = await mock.post(`${origin}${TOKEN}?v=1.0&grant_type=client_credentials`, {
        body: new URLSearchParams(PARAMETERS),
      });
      expect(answer.status).toBe(200);
      expect(answer.text).toBe((await askForAppJwt(mock)).text);
    });
  },
  { wire: true },
);

describeThroughEveryAdapter(
  'Every refusal',
  (open) => {
    it.each([
      ['GET', ONE_SERVICE.replace('idp', 'nonsense'), 400],
      ['GET', ALL_SERVICES.replace(ACCOUNT, '11111111'), 401],
      ['GET', CONNECTORS.replace(ACCOUNT, '11111111'), 404],
      ['POST', TOKEN, 400],
      ['POST', `${TOKEN}?v=3.0`, 400],
      ['POST', `${TOKEN}?v=1.0&grant_type=client_credentials`, 401],
      ['POST', `${TOKEN_V2}?grant_type=password`, 400],
      ['GET', TOKEN, 405],
      ['GET', '/sentinel/well-known', 501],
      ['GET', '/nowhere', 404],
      ['GET', '/api/account/%zz/service/baseURI', 400],
    ])('has a body in JSON whose error is a text: %s %s', async (method, path, status) => {
      const mock = await open({ closed: true });
      const answer = await mock.ask(method, path);
      expect(answer.status).toBe(status);
      expect(answer.headers['content-type']).toMatch(/^application\/json(;charset=utf-8)?$/);
      expect(answer.json()).toMatchObject({ error: expect.any(String) });
    });
  },
  { wire: true },
);
