import { expect, it } from '@jest/globals';
import type { MockOptions } from '../../mock-server/index.ts';
import type { FlowParameters } from '../support/code-flow.ts';
import { authorizePath, broughtBack, CALLBACK, sendLoginForm, sentTo, WEB_CLIENT_ID } from '../support/code-flow.ts';
import { OPEN_TO_ANY_ORIGIN, TOKEN_HEADERS } from '../support/flows.ts';
import { reasonOf } from '../support/refusals.ts';
import type { Heard } from '../support/through-every-adapter.ts';
import {
  ACCOUNT,
  CLIENT_ID,
  describeThroughEveryAdapter,
  OTHER_ACCOUNT,
  OTHER_CLIENT_ID,
} from '../support/through-every-adapter.ts';

const CODE = /^[0-9a-f]{64}$/;
const INVALID_CLIENT = '{"error":"invalid_client","error_description":"Client authentication failed"}';
const INVALID_REQUEST =
  '{"error":"invalid_request","error_description":"The request is malformed or lacks a parameter"}';
const WEB_APP = {
  client_id: WEB_CLIENT_ID,
  client_secret: 'any-secret-of-the-web-app',
  grant_types: ['authorization_code', 'refresh_token'],
  redirect_uris: [CALLBACK],
};
const withApp = (changes: object, more: MockOptions = {}): MockOptions => ({
  accounts: [{ accountId: ACCOUNT, apps: [{ ...WEB_APP, ...changes }], agents: [{ username: 'ada', password: 'p' }] }],
  ...more,
});

/** Answered on the spot: the browser is sent nowhere. */
function expectOnTheSpot(answer: Heard, status: number, text: string, slug: string): void {
  expect([answer.status, answer.text, reasonOf(answer)]).toEqual([status, text, slug]);
  expect(answer.headers).toEqual({ ...TOKEN_HEADERS, 'lp-mock-reason': answer.headers['lp-mock-reason'] });
}

/** Told to the client, by the browser. */
function expectTold(answer: Heard, error: string, description: string, slug: string): void {
  expect([answer.status, answer.text, reasonOf(answer)]).toEqual([302, '', slug]);
  expect(`${sentTo(answer)?.origin ?? ''}${sentTo(answer)?.pathname ?? ''}`).toBe(CALLBACK);
  expect(broughtBack(answer)).toEqual({ error, error_description: description, state: 'af0ifjsldkj' });
}

describeThroughEveryAdapter(
  'Authorization request',
  (open) => {
    it('shows a login page, on which nothing runs', async () => {
      const mock = await open(withApp({ client_name: 'My web app' }));
      const answer = await mock.get(authorizePath());
      expect(answer.status).toBe(200);
      expect(answer.headers).toEqual({
        ...OPEN_TO_ANY_ORIGIN,
        'cache-control': 'no-store',
        'content-security-policy': expect.stringMatching(
          /^default-src 'none'; base-uri 'none'; frame-ancestors 'none'; style-src 'sha256-[\w+/]{43}='; form-action 'self' http:\/\/localhost:3000$/,
        ),
        'content-type': 'text/html;charset=utf-8',
        'referrer-policy': 'no-referrer',
        'x-content-type-options': 'nosniff',
        'x-frame-options': 'DENY',
      });
      expect(answer.text).toContain('<strong>My web app</strong>');
      expect(answer.text).toContain('<button name="username" value="ada">ada</button>');
      expect(answer.text).toContain('<input type="hidden" name="state" value="af0ifjsldkj">');
      expect(answer.text).not.toMatch(/<script|\son\w+=|javascript:/i);
    });

    it.each(['/login', '/authorize'])('answers the form at %s with the redirect: code and state', async (path) => {
      const mock = await open();
      const form = new URL(authorizePath({ username: 'ada' }), 'http://localhost').searchParams;
      const answer = await mock.post(`/sentinel/api/account/${ACCOUNT}${path}`, { body: form });
      expect([answer.status, answer.text]).toEqual([302, '']);
      const { code = '' } = broughtBack(answer);
      expect(code).toMatch(CODE);
      expect(answer.headers).toEqual({
        ...OPEN_TO_ANY_ORIGIN,
        'cache-control': 'no-store',
        location: `${CALLBACK}?code=${code}&state=af0ifjsldkj`,
        'referrer-policy': 'no-referrer',
      });
    });

    it.each<[string, FlowParameters, MockOptions]>([
      ['auto', { auto: 'ada' }, {}],
      ['the option autoLogin', {}, { autoLogin: 'ada' }],
      ['auto, on a strict mock', { auto: 'ada' }, { strict: true }],
      ['auto, on a closed mock', { auto: 'ada' }, withApp({}, { closed: true })],
      ['a version of 2.0', { v: '2.0', auto: 'ada' }, {}],
      ['a scope that the app holds', { scope: 'msg.consumer', auto: 'ada' }, {}],
      ['PKCE by S256', { code_challenge: 'a'.repeat(43), code_challenge_method: 'S256', auto: 'ada' }, {}],
      ['PKCE in plain', { code_challenge: 'a'.repeat(128), auto: 'ada' }, {}],
      ['the only redirect_uri of the app', { redirect_uri: undefined, auto: 'ada' }, {}],
    ])('sends back at once with %s', async (_, changes, options) => {
      const mock = await open(options);
      const answer = await mock.get(authorizePath(changes));
      expect([answer.status, answer.headers['lp-mock-deviation'], reasonOf(answer)]).toEqual([
        302,
        undefined,
        undefined,
      ]);
      expect(broughtBack(answer)).toEqual({ code: expect.stringMatching(CODE), state: 'af0ifjsldkj' });
    });

    it('gives another code each time, and no state where there was none', async () => {
      const mock = await open();
      const codes = await Promise.all(
        [1, 2].map(async () => broughtBack(await mock.get(authorizePath({ auto: 'ada', state: undefined })))),
      );
      expect(codes).toEqual([{ code: expect.stringMatching(CODE) }, { code: expect.stringMatching(CODE) }]);
      expect(codes[0]).not.toEqual(codes[1]);
    });

    it.each([
      ['https://app.example.test/cb?tenant=1', 'https://app.example.test/cb?tenant=1&code='],
      ['https://app.example.test/cb?', 'https://app.example.test/cb?code='],
      ['com.example.app:/cb', 'com.example.app:/cb?code='],
    ])('adds to the query of %s', async (uri, start) => {
      const mock = await open(withApp({ redirect_uris: [uri, CALLBACK] }));
      const answer = await mock.get(authorizePath({ redirect_uri: uri, auto: 'ada' }));
      expect([answer.status, answer.headers['location']?.slice(0, start.length)]).toEqual([302, start]);
    });

    it('notes a missing v, and a strict mock tells the client', async () => {
      const noted = await (await open()).get(authorizePath({ v: undefined, auto: 'ada' }));
      expect([noted.status, noted.headers['lp-mock-deviation']]).toEqual([
        302,
        'sentinel-version-missing; v is missing and was taken as 1.0',
      ]);
      const refused = await (await open({ strict: true })).get(authorizePath({ v: undefined, auto: 'ada' }));
      expectTold(refused, 'invalid_request', 'The request is malformed or lacks a parameter', 'version-missing');
    });
  },
  // A page is not told what its browser was sent to.
  { wire: true, anyHeader: true },
);

describeThroughEveryAdapter(
  'Authorization request that is refused',
  (open) => {
    it.each<[string, FlowParameters, MockOptions, string]>([
      ['no client', { client_id: undefined }, {}, 'client-missing'],
      ['a client of a closed mock that nobody configured', { client_id: 'nobody' }, { closed: true }, 'client-unknown'],
      ["another account's client", { client_id: OTHER_CLIENT_ID }, {}, 'client-foreign-account'],
      ['a disabled app', {}, withApp({ enabled: false }), 'client-disabled'],
      ['a deleted app', {}, withApp({ deleted: true }), 'client-disabled'],
      ['an unset client, when strict', { client_id: 'undefined' }, { strict: true }, 'deviation-refused'],
      ['an unknown account of a closed mock', {}, { closed: true, accounts: [] }, 'account-unknown'],
    ])('answers %s with 401, and redirects nowhere', async (_, changes, options, slug) => {
      const mock = await open(options);
      expectOnTheSpot(await mock.get(authorizePath({ ...changes, auto: 'ada' })), 401, INVALID_CLIENT, slug);
      expectOnTheSpot(await sendLoginForm(mock, { ...changes, username: 'ada' }), 401, INVALID_CLIENT, slug);
    });

    it.each<[string, string]>([
      ['another host', 'https://evil.example.test/callback'],
      ["another account's", 'http://localhost:3000/theirs'],
      ['another port', 'http://localhost:3001/callback'],
      ['another scheme', 'https://localhost:3000/callback'],
      ['a path below', 'http://localhost:3000/callback/more'],
      ['a path with a slash', 'http://localhost:3000/callback/'],
      ['a query', 'http://localhost:3000/callback?next=https://evil.example.test'],
      ['a fragment', 'http://localhost:3000/callback#'],
      ['capitals', 'http://LOCALHOST:3000/callback'],
      ['a host behind a user', 'http://localhost:3000@evil.example.test/callback'],
      ['a host that goes on', 'http://localhost:3000.evil.example.test/callback'],
      ['no scheme', '//localhost:3000/callback'],
      ['a path alone', '/callback'],
      ['white space around it', ' http://localhost:3000/callback'],
      ['a line break', 'http://localhost:3000/callback\r\nset-cookie: a=b'],
      ['a script', 'javascript:alert(1)//http://localhost:3000/callback'],
      ['data', 'data:text/html,<script>alert(1)</script>'],
      ['a backslash', 'http://localhost:3000\\@evil.example.test/callback'],
      ['a zero', 'http://localhost:3000/callback\0'],
      ['2 kB more', `http://localhost:3000/callback${'a'.repeat(2048)}`],
    ])('answers a redirect_uri with %s with 400, and redirects nowhere', async (_, uri) => {
      const mock = await open({
        accounts: [
          { accountId: ACCOUNT, apps: [WEB_APP] },
          { accountId: OTHER_ACCOUNT, apps: [{ ...WEB_APP, redirect_uris: ['http://localhost:3000/theirs'] }] },
        ],
      });
      const changes = { redirect_uri: uri, auto: 'ada', username: 'ada', response_type: 'none' };
      expectOnTheSpot(await mock.get(authorizePath(changes)), 400, INVALID_REQUEST, 'redirect-uri-unlisted');
      expectOnTheSpot(await sendLoginForm(mock, changes), 400, INVALID_REQUEST, 'redirect-uri-unlisted');
    });

    it.each<[string, object]>([
      ['lists none', { redirect_uris: [] }],
      ['lists several', { redirect_uris: [CALLBACK, 'https://app.example.test/cb'] }],
      ['has no such member', { redirect_uris: undefined }],
    ])('wants a redirect_uri where the app %s', async (_, changes) => {
      const mock = await open(withApp(changes));
      const answer = await mock.get(authorizePath({ redirect_uri: undefined, auto: 'ada' }));
      expectOnTheSpot(answer, 400, INVALID_REQUEST, 'redirect-uri-missing');
    });

    it('sends users of a client that nobody configured to this machine alone, and notes it', async () => {
      const mock = await open();
      const ask = (uri: string): Promise<Heard> =>
        mock.get(authorizePath({ client_id: 'nobody', redirect_uri: uri, auto: 'ada' }));
      for (const uri of ['http://localhost:8080/cb', 'https://127.0.0.1/cb', 'http://[::1]:1/']) {
        const answer = await ask(uri);
        expect([answer.status, answer.headers['location']?.startsWith(uri)]).toEqual([302, true]);
        expect(answer.headers['lp-mock-deviation']).toMatch(/^redirect-uri-unlisted; /);
      }
      for (const uri of [
        'http://localhost.evil.test/',
        'http://127.0.0.1@evil.test/',
        'http:localhost/',
        'app://localhost/',
      ])
        expectOnTheSpot(await ask(uri), 400, INVALID_REQUEST, 'redirect-uri-unlisted');
      const strict = await open({ strict: true });
      const refused = await strict.get(authorizePath({ client_id: 'nobody', redirect_uri: 'http://localhost/' }));
      expectOnTheSpot(refused, 400, INVALID_REQUEST, 'deviation-refused');
    });

    it.each<[string, string, string]>([
      ['a parameter twice', `${authorizePath()}&redirect_uri=https://evil.example.test/`, 'parameter-repeated'],
      ['bytes that are no UTF-8', `${authorizePath()}&scope=%ff`, 'text-malformed'],
      ['a state of 8 kB', authorizePath({ state: 'a'.repeat(8000), auto: 'ada' }), 'parameter-too-long'],
      ['a state of 1,000 emoji', authorizePath({ state: '😀'.repeat(1000), auto: 'ada' }), 'parameter-too-long'],
      ['a client_id of 2 kB', authorizePath({ client_id: 'c'.repeat(2048), auto: 'ada' }), 'parameter-too-long'],
    ])('answers %s with 400, and redirects nowhere', async (_, path, slug) => {
      expectOnTheSpot(await (await open()).get(path), 400, INVALID_REQUEST, slug);
    });

    it('answers a form of over 1 MiB with 400', async () => {
      const answer = await sendLoginForm(await open(), { username: '*'.repeat(1_048_577) });
      expectOnTheSpot(answer, 400, INVALID_REQUEST, 'body-too-large');
    });

    const MALFORMED = 'The request is malformed or lacks a parameter';
    it.each<[string, FlowParameters, MockOptions, string, string, string]>([
      ['an unknown v', { v: '3.0' }, {}, 'invalid_request', MALFORMED, 'version-unknown'],
      ['no response_type', { response_type: undefined }, {}, 'invalid_request', MALFORMED, 'response-type-missing'],
      [
        'a response_type of token',
        { response_type: 'token' },
        {},
        'unsupported_response_type',
        'The response type is not supported',
        'response-type-unsupported',
      ],
      [
        'an app without the grant type',
        { client_id: CLIENT_ID },
        withApp({ client_id: CLIENT_ID, grant_types: ['client_credentials'] }),
        'unauthorized_client',
        'The client may not use this grant type',
        'grant-type-not-held',
      ],
      [
        'a scope that the app does not hold',
        { scope: 'msg.consumer more' },
        {},
        'invalid_scope',
        'The requested scope is not held by the client',
        'scope-not-held',
      ],
      ['a scope of 2 kB', { scope: 's'.repeat(2048) }, {}, 'invalid_request', MALFORMED, 'parameter-too-long'],
      [
        'a method without a challenge',
        { code_challenge_method: 'S256' },
        {},
        'invalid_request',
        MALFORMED,
        'code-challenge-invalid',
      ],
      [
        'an unknown method',
        { code_challenge: 'a'.repeat(43), code_challenge_method: 's256' },
        {},
        'invalid_request',
        MALFORMED,
        'code-challenge-invalid',
      ],
      [
        'a short challenge',
        { code_challenge: 'a'.repeat(42) },
        {},
        'invalid_request',
        MALFORMED,
        'code-challenge-invalid',
      ],
      [
        'a long challenge',
        { code_challenge: 'a'.repeat(129) },
        {},
        'invalid_request',
        MALFORMED,
        'code-challenge-invalid',
      ],
      [
        'an odd challenge',
        { code_challenge: '+'.repeat(43) },
        {},
        'invalid_request',
        MALFORMED,
        'code-challenge-invalid',
      ],
      [
        'a name of 2 kB',
        { auto: 'a'.repeat(2048), username: 'a'.repeat(2048) },
        {},
        'invalid_request',
        MALFORMED,
        'parameter-too-long',
      ],
      [
        'no agent of a closed mock',
        { auto: 'nobody', username: 'nobody' },
        withApp({}, { closed: true }),
        'access_denied',
        'The user or the service denied the request',
        'agent-unknown',
      ],
      [
        'the option autoLogin with no agent of a closed mock',
        { auto: undefined, username: undefined },
        withApp({}, { closed: true, autoLogin: 'nobody' }),
        'access_denied',
        'The user or the service denied the request',
        'agent-unknown',
      ],
    ])('tells the client of %s', async (_, changes, options, error, description, slug) => {
      const mock = await open(options);
      expectTold(await mock.get(authorizePath({ auto: 'ada', ...changes })), error, description, slug);
      expectTold(await sendLoginForm(mock, { username: 'ada', ...changes }), error, description, slug);
    });

    it('tells the client that its user denied it', async () => {
      const answer = await sendLoginForm(await open(), { denied: '1' });
      expectTold(answer, 'access_denied', 'The user or the service denied the request', 'login-denied');
    });
  },
  { wire: true, anyHeader: true },
);

const HOSTILE = "\"><script>alert(1)</script><img src=x onerror='alert(2)'>&amp;";

describeThroughEveryAdapter('Login page', (open) => {
  it.each(['state', 'scope', 'v', 'code_challenge_method', 'auto', 'client_id', 'redirect_uri', 'response_type'])(
    'writes no %s as markup',
    async (name) => {
      const mock = await open();
      const answer = await mock.get(authorizePath({ [name]: HOSTILE }));
      expect(answer.text).not.toMatch(/<script|<img/i);
    },
  );

  it('writes what was sent, and what is configured, escaped', async () => {
    const app = { ...WEB_APP, client_name: HOSTILE, scope: 'a"<b>&', redirect_uris: [`${CALLBACK}?a=1&b='x'`] };
    const agents = [{ username: HOSTILE, password: 'p' }];
    const mock = await open({ accounts: [{ accountId: ACCOUNT, apps: [app], agents }] });
    const { text } = await mock.get(authorizePath({ redirect_uri: `${CALLBACK}?a=1&b='x'`, state: HOSTILE }));
    const safe = '&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;&lt;img src=x onerror=&#39;alert(2)&#39;&gt;&amp;amp;';
    expect(text).toContain(`<strong>${safe}</strong>`);
    expect(text).toContain(`<button name="username" value="${safe}">${safe}</button>`);
    expect(text).toContain(`<input type="hidden" name="state" value="${safe}">`);
    expect(text).toContain(`<code>a&quot;&lt;b&gt;&amp;</code>`);
    expect(text).toContain(`<code>${CALLBACK}?a=1&amp;b=&#39;x&#39;</code>`);
    expect(text).not.toMatch(/<script|<img/i);
  });

  it.each<[string, MockOptions, readonly string[], readonly string[]]>([
    ['agents and any other', withApp({}), ['value="ada"', 'Another agent'], []],
    ['only configured agents when closed', withApp({}, { closed: true }), ['value="ada"'], ['Another agent']],
    ['a name where there are no agents', {}, ['Name of the agent'], ['<h2>Agents</h2>']],
    [
      'nobody where a closed mock has no agents',
      { closed: true },
      ['the account has no agents'],
      ['Name of the agent', '<h2>Agents</h2>'],
    ],
  ])('offers %s', async (_, options, there, absent) => {
    const { text, status } = await (await open(options)).get(authorizePath());
    expect(status).toBe(200);
    for (const part of there) expect(text).toContain(part);
    for (const part of absent) expect(text).not.toContain(part);
  });

  it('has a field beside the buttons where a closed account has more agents than buttons', async () => {
    const agents = Array.from({ length: 101 }, (_, index) => ({ username: `agent-${String(index)}`, password: 'p' }));
    const mock = await open({ closed: true, accounts: [{ accountId: ACCOUNT, apps: [WEB_APP], agents }] });
    const { text } = await mock.get(authorizePath());
    expect([text.match(/<li>/g)?.length, text.includes('Another agent')]).toEqual([100, true]);
  });

  it.each([
    ['com.example.app:/cb', "form-action 'self' com.example.app:"],
    ['http://[::1]:3000/cb', "form-action 'self' http:"],
    ['https://app.example.test/cb', "form-action 'self' https://app.example.test"],
  ])('lets its forms lead on to %s', async (uri, source) => {
    const mock = await open(withApp({ redirect_uris: [uri] }));
    const { headers } = await mock.get(authorizePath({ redirect_uri: uri }));
    expect(headers['content-security-policy']?.split('; ').at(-1)).toBe(source);
  });
});
