import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { getResponse, http, HttpResponse } from 'msw';
import { setupServer } from 'msw/node';
import { createFetch } from '../../mock-server/adapters/fetch.ts';
import { createHandlers } from '../../mock-server/adapters/msw.ts';
import type { Answer, Reply } from '../../mock-server/index.ts';
import { createMock } from '../../mock-server/index.ts';
import { clients } from '../support/clients.ts';
import { ERROR_RESP } from '../support/refusals.ts';
import { sendByFetch } from '../support/send-by-fetch.ts';
import { ACCOUNT } from '../support/through-every-adapter.ts';
import { createByLookUp, logInByLookUp } from '../support/walk.ts';
import type { WireReply } from '../support/wire.ts';

const server = setupServer();
/** Requests that no handler answered: without the interception they would be on the network. */
const unhandled: string[] = [];

beforeAll(() => {
  server.listen({ onUnhandledRequest: 'error' });
});
beforeAll(() => {
  server.events.on('request:unhandled', ({ request }) => {
    unhandled.push(request.url);
  });
});
afterEach(() => {
  server.resetHandlers();
  unhandled.length = 0;
  jest.restoreAllMocks();
});
afterAll(() => {
  server.close();
});

function ask(url: string, method = 'GET', headers: Record<string, string> = {}, body?: string): Promise<WireReply> {
  return sendByFetch({ method, url, headers, body });
}

/** Asks for what nobody answers, and keeps MSW's own complaint off the screen. */
async function expectUnhandled(url: string, method = 'GET'): Promise<void> {
  jest.spyOn(console, 'error').mockReturnValue();
  await expect(ask(url, method)).rejects.toThrow();
  expect(unhandled).toEqual([url]);
}

const JWKS_PATH = '/sentinel/well-known/jwks';

describe('The handlers', () => {
  it('are one for each row of the endpoint table, and one for the rest', () => {
    const mock = createMock();
    expect(createHandlers(mock).map(({ info }) => info.method)).toEqual([
      ...mock.endpoints.map(({ method }) => method),
      /.+/,
    ]);
  });

  const mock = createMock();
  const spellings = mock.endpoints.flatMap(({ id, method, paths }, index) =>
    paths.map((path) => ({ id, method, path, index })),
  );
  it.each(spellings)('answer $method $path by the row $id', async ({ method, path, index }) => {
    const handlers = createHandlers(mock, { origins: ['http://localhost:4407'] });
    for (const origin of ['https://va.idp.liveperson.net', 'http://localhost:4407']) {
      const request = new Request(`${origin}${path.replace(/\{\w+\}/g, '12345678')}?v=3`, { method });
      const matches = await Promise.all(handlers.slice(0, -1).map((handler) => handler.test({ request })));
      expect(matches.flatMap((match, row) => (match ? [row] : []))).toEqual([index]);
    }
  });

  it('start no interception of their own', () => {
    const { fetch } = globalThis;
    const listening = server.listHandlers().length;
    createHandlers(createMock());
    expect(globalThis.fetch).toBe(fetch);
    expect(server.listHandlers()).toHaveLength(listening);
  });

  it('come with a mock of their own when none is given', async () => {
    server.use(...createHandlers());
    const answer = await createByLookUp(sendByFetch, await logInByLookUp(sendByFetch));
    expect(answer.status).toBe(200);
  });

  it('yield to a handler of the user that stands before them', async () => {
    server.use(
      http.get(`https://*.liveperson.net${JWKS_PATH}`, () => HttpResponse.json({ keys: [] })),
      ...createHandlers(),
    );
    expect((await ask(`https://va.sentinel.liveperson.net${JWKS_PATH}`)).text).toBe('{"keys":[]}');
  });
});

describe("LivePerson's own hosts", () => {
  const hosts = [
    'api.liveperson.net',
    'adminlogin.liveperson.net',
    'adminlogin-a.liveperson.net',
    'adminlogin-z0-intg.liveperson.net',
    'hc1n.dev.lprnd.net',
    'lp-csds-qa.dev.lprnd.net',
    'csds-app.qa.int.gw.lpcloud.io',
    'va.sentinel.liveperson.net',
    'lo.idp.liveperson.net',
    'va-at.msg.liveperson.net',
    'accdn.lpsnmedia.net',
    'ause1.agentvep.liveperson.net',
    'va.sentinel.liveperson.net:8443',
    'proactive-messaging.z1.fs.liveperson.com',
    'api.liveperson.com',
    'wwwx.liveperson.com',
  ];
  it.each(hosts.flatMap((host) => [`http://${host}`, `https://${host}`]))('%s is answered', async (origin) => {
    server.use(...createHandlers());
    expect((await ask(`${origin}${JWKS_PATH}`)).status).toBe(200);
  });

  it('answer what is not mocked as handle does: with a 501 that names the nearest rows', async () => {
    const mock = createMock();
    server.use(...createHandlers(mock));
    const path = '/sentinel/well-known/jwk';
    const { status, headers, text } = await ask(`https://va.sentinel.liveperson.net${path}`);
    const reply = await mock.handle({
      method: 'GET',
      path,
      query: new URLSearchParams(),
      headers: {},
      body: '',
      origin: 'https://va.sentinel.liveperson.net',
    });
    const { date } = (reply as Answer).headers;
    expect({ status, headers: { date, ...headers }, body: text }).toEqual(reply);
    expect([status, JSON.parse(text)]).toEqual([
      501,
      { error: 'not_mocked', nearest: ['GET /sentinel/well-known/jwks', expect.any(String), expect.any(String)] },
    ]);
  });

  it.each([
    ['GET', 'https://va.sentinel.liveperson.net/', 501],
    ['GET', 'https://va.faasui.liveperson.net/api/account/1/lambdas/', 501],
    ['PURGE', 'https://api.liveperson.net/nowhere', 501],
    ['PUT', `https://va.sentinel.liveperson.net${JWKS_PATH}`, 405],
    ['HEAD', `https://va.sentinel.liveperson.net${JWKS_PATH}`, 200],
    ['OPTIONS', 'https://va.sentinel.liveperson.net/nowhere', 204],
    ['GET', 'https://api.liveperson.net/api/account/%zz/service/baseURI', 400],
    ['GET', 'https://api.liveperson.net/%E0%A4%A', 501],
  ])('let nothing through to the network: %s %s', async (method, url, status) => {
    server.use(...createHandlers());
    expect((await ask(url, method)).status).toBe(status);
    expect(unhandled).toEqual([]);
  });
});

describe('Hosts of others', () => {
  it.each([
    'https://example.test/',
    `https://example.test/api/account/${ACCOUNT}/consumer`,
    `https://example.test${JWKS_PATH}`,
    `http://localhost:4407${JWKS_PATH}`,
    `https://liveperson.net.example.test${JWKS_PATH}`,
    `https://notliveperson.net${JWKS_PATH}`,
    `https://example.test/https://api.liveperson.net${JWKS_PATH}`,
    `https://example.test/?at=https://api.liveperson.net${JWKS_PATH}`,
    'https://www.liveperson.com/',
    'https://liveperson.com/',
    'https://developers.liveperson.com/consumer-experience.html',
    'https://docs.liveperson.com/?q=1',
    'https://community.liveperson.com:8443/',
    `https://knowledge.liveperson.com${JWKS_PATH}`,
    `https://evil-liveperson.com${JWKS_PATH}`,
  ])('are not answered: %s', async (url) => {
    server.use(...createHandlers());
    await expectUnhandled(url);
  });

  it("are answered by the user's own handlers, on either side of ours", async () => {
    server.use(
      http.get('https://first.test/', () => HttpResponse.text('first')),
      ...createHandlers(),
      http.get('https://last.test/', () => HttpResponse.text('last')),
    );
    expect([(await ask('https://first.test/')).text, (await ask('https://last.test/')).text]).toEqual([
      'first',
      'last',
    ]);
  });
});

describe('Origins of your own', () => {
  it.each([
    ['http://localhost:4407', 'http://localhost:4407'],
    ['http://localhost:4407/', 'http://localhost:4407'],
    ['HTTPS://Auth.Example.Test:443', 'https://auth.example.test'],
    ['http://[::1]:8080', 'http://[::1]:8080'],
  ])('given as %s are answered whole', async (given, origin) => {
    server.use(...createHandlers(createMock(), { origins: [given] }));
    expect((await ask(`${origin}${JWKS_PATH}`)).status).toBe(200);
    expect((await ask(`${origin}/nowhere`)).text).toBe('{"error":"not_found"}');
  });

  it.each(['https://a.b/path', 'https://a.b/?x', 'a.b', 'ftp://a.b'])('are origins, which %s is not', (origin) => {
    expect(() => createHandlers(createMock(), { origins: [origin] })).toThrow(
      new TypeError(
        `not an origin: ${JSON.stringify(origin)}. Give scheme and host, for instance 'http://localhost:4407'.`,
      ),
    );
  });

  it.each([[null], [{ origins: ['https://a.b'] }]])('do not take the place of the mock: %j', (given) => {
    expect(() => createHandlers(given as never)).toThrow(
      new TypeError('createHandlers: the first argument is not a mock; pass one made by createMock(), or undefined'),
    );
  });

  it('are named by the Domain API when it is asked there', async () => {
    server.use(...createHandlers(createMock(), { origins: ['http://localhost:4407'] }));
    const answer = await ask(`http://localhost:4407/api/account/${ACCOUNT}/service/idp/baseURI.json`);
    expect(answer.text).toBe(`{"service":"idp","account":"${ACCOUNT}","baseURI":"localhost:4407"}`);
  });

  it.each(['http://localhost:44071', 'https://localhost:4407', 'http://localhost', 'http://localhostx4407'])(
    'are only those: not %s',
    async (origin) => {
      server.use(...createHandlers(createMock(), { origins: ['http://localhost:4407'] }));
      await expectUnhandled(`${origin}${JWKS_PATH}`);
    },
  );

  it.each(['localhost:4407', '/relative', 'ftp://localhost', 'http://', ''])(
    'that are none are refused by name: %j',
    (origin) => {
      expect(() => createHandlers(createMock(), { origins: [origin] })).toThrow(
        new TypeError(
          `not an origin: ${JSON.stringify(origin)}. Give scheme and host, for instance 'http://localhost:4407'.`,
        ),
      );
    },
  );
});

describe('The mock behind the handlers', () => {
  it('is the one that was given: its clock ends a token, its reset takes that back', async () => {
    const mock = createMock();
    server.use(...createHandlers(mock));
    const headers = await logInByLookUp(sendByFetch);
    mock.clock.advance('61m');
    const late = await createByLookUp(sendByFetch, headers);
    expect([late.status, late.text]).toEqual([401, ERROR_RESP[40102]]);
    mock.reset();
    expect((await createByLookUp(sendByFetch, headers)).status).toBe(200);
  });

  it('forgets conversations with reset, so that the next test may open the same one', async () => {
    const mock = createMock();
    server.use(...createHandlers(mock));
    const headers = await logInByLookUp(sendByFetch);
    const create = async (): Promise<number> => (await createByLookUp(sendByFetch, headers)).status;
    expect([await create(), await create()]).toEqual([200, 400]);
    mock.reset();
    expect(await create()).toBe(200);
  });

  it("sets a cookie, which MSW's own jar does not send back where the client did not", async () => {
    const cookies: (string | null)[] = [];
    server.use(
      http.all('*', ({ request }) => {
        cookies.push(request.headers.get('cookie'));
      }),
      ...createHandlers(),
    );
    const logIn = `https://va.agentvep.liveperson.net/api/account/${ACCOUNT}/login?v=1.3`;
    const answer = await ask(
      logIn,
      'POST',
      { 'content-type': 'application/json' },
      '{"username":"agent","password":"secret"}',
    );
    expect(answer.headers['set-cookie']).toMatch(/^Session_id=/);
    await ask(logIn, 'POST');
    expect(cookies).toEqual([null, null]);
  });
});

describe('A connection that breaks', () => {
  const handlersThat = (reply: Reply): ReturnType<typeof createHandlers> =>
    createHandlers({ ...createMock(), fetch: createFetch(() => Promise.resolve(reply)) });
  const url = `https://va.sentinel.liveperson.net${JWKS_PATH}`;

  it.each(clients)('is an error to %s, and no answer', async (_, client) => {
    server.use(...handlersThat({ abort: 'reset' }));
    await expect(client({ method: 'GET', url, headers: {}, body: undefined })).rejects.toThrow();
    expect(unhandled).toEqual([]);
  });

  it("is not what an exception in the place of an answer becomes: MSW reports that one as any handler's", async () => {
    const complaint = jest.spyOn(console, 'error').mockReturnValue();
    const handlers = createHandlers({ ...createMock(), fetch: () => Promise.reject(new RangeError('mine')) });
    await expect(getResponse(handlers, new Request(url))).rejects.toThrow(new RangeError('mine'));
    server.use(...handlers);
    expect((await ask(url)).status).toBe(500);
    expect(complaint).toHaveBeenCalled();
  });

  it("waits for the caller's own timer when no answer comes, and ends without a word to the console", async () => {
    const complaint = jest.spyOn(console, 'error').mockReturnValue();
    server.use(...handlersThat({ abort: 'timeout' }));
    const controller = new AbortController();
    const matched = new Promise((resolve) => {
      server.use(
        http.all('*', () => {
          resolve('asked');
        }),
      );
    });
    const response = fetch(url, { signal: controller.signal });
    await matched;
    controller.abort(new Error('too slow'));
    await expect(response).rejects.toThrow('too slow');
    await new Promise((resolve) => {
      setImmediate(resolve);
    });
    expect(complaint).not.toHaveBeenCalled();
  });
});
