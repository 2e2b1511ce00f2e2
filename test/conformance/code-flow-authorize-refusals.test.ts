import { expect, it } from '@jest/globals';
import type { MockOptions } from '../../mock-server/index.ts';
import type { FlowParameters } from '../support/code-flow.ts';
import { authorizePath, CALLBACK, sendLoginForm } from '../support/code-flow.ts';
import type { FlowError } from '../support/code-flow-answers.ts';
import { expectOnTheSpot, expectTold, WEB_APP, withApp } from '../support/code-flow-answers.ts';
import type { Heard } from '../support/through-every-adapter.ts';
import {
  ACCOUNT,
  CLIENT_ID,
  describeThroughEveryAdapter,
  OTHER_ACCOUNT,
  OTHER_CLIENT_ID,
} from '../support/through-every-adapter.ts';

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
      expectOnTheSpot(await mock.get(authorizePath({ ...changes, auto: 'ada' })), 'invalid_client', slug);
      expectOnTheSpot(await sendLoginForm(mock, { ...changes, username: 'ada' }), 'invalid_client', slug);
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
      expectOnTheSpot(await mock.get(authorizePath(changes)), 'invalid_request', 'redirect-uri-unlisted');
      expectOnTheSpot(await sendLoginForm(mock, changes), 'invalid_request', 'redirect-uri-unlisted');
    });

    it.each<[string, object]>([
      ['lists none', { redirect_uris: [] }],
      ['lists several', { redirect_uris: [CALLBACK, 'https://app.example.test/cb'] }],
      ['has no such member', { redirect_uris: undefined }],
    ])('wants a redirect_uri where the app %s', async (_, changes) => {
      const mock = await open(withApp(changes));
      const answer = await mock.get(authorizePath({ redirect_uri: undefined, auto: 'ada' }));
      expectOnTheSpot(answer, 'invalid_request', 'redirect-uri-missing');
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
        expectOnTheSpot(await ask(uri), 'invalid_request', 'redirect-uri-unlisted');
      const strict = await open({ strict: true });
      const refused = await strict.get(authorizePath({ client_id: 'nobody', redirect_uri: 'http://localhost/' }));
      expectOnTheSpot(refused, 'invalid_request', 'deviation-refused');
    });

    it.each<[string, string, string]>([
      ['a parameter twice', `${authorizePath()}&redirect_uri=https://evil.example.test/`, 'parameter-repeated'],
      ['bytes that are no UTF-8', `${authorizePath()}&scope=%ff`, 'text-malformed'],
      ['a state of 8 kB', authorizePath({ state: 'a'.repeat(8000), auto: 'ada' }), 'parameter-too-long'],
      ['a state of 1,000 emoji', authorizePath({ state: '😀'.repeat(1000), auto: 'ada' }), 'parameter-too-long'],
      ['a client_id of 2 kB', authorizePath({ client_id: 'c'.repeat(2048), auto: 'ada' }), 'parameter-too-long'],
    ])('answers %s with 400, and redirects nowhere', async (_, path, slug) => {
      expectOnTheSpot(await (await open()).get(path), 'invalid_request', slug);
    });

    it('answers a form of over 1 MiB with 400', async () => {
      const answer = await sendLoginForm(await open(), { username: '*'.repeat(1_048_577) });
      expectOnTheSpot(answer, 'invalid_request', 'body-too-large');
    });

    it.each<[string, FlowParameters, MockOptions, FlowError, string]>([
      ['an unknown v', { v: '3.0' }, {}, 'invalid_request', 'version-unknown'],
      ['no response_type', { response_type: undefined }, {}, 'invalid_request', 'response-type-missing'],
      [
        'a response_type of token',
        { response_type: 'token' },
        {},
        'unsupported_response_type',
        'response-type-unsupported',
      ],
      [
        'an app without the grant type',
        { client_id: CLIENT_ID },
        withApp({ client_id: CLIENT_ID, grant_types: ['client_credentials'] }),
        'unauthorized_client',
        'grant-type-not-held',
      ],
      ['a scope that the app does not hold', { scope: 'msg.consumer more' }, {}, 'invalid_scope', 'scope-not-held'],
      ['a scope of 2 kB', { scope: 's'.repeat(2048) }, {}, 'invalid_request', 'parameter-too-long'],
      [
        'a method without a challenge',
        { code_challenge_method: 'S256' },
        {},
        'invalid_request',
        'code-challenge-invalid',
      ],
      [
        'an unknown method',
        { code_challenge: 'a'.repeat(43), code_challenge_method: 's256' },
        {},
        'invalid_request',
        'code-challenge-invalid',
      ],
      ['a short challenge', { code_challenge: 'a'.repeat(42) }, {}, 'invalid_request', 'code-challenge-invalid'],
      ['a long challenge', { code_challenge: 'a'.repeat(129) }, {}, 'invalid_request', 'code-challenge-invalid'],
      ['an odd challenge', { code_challenge: '+'.repeat(43) }, {}, 'invalid_request', 'code-challenge-invalid'],
      [
        'a name of 2 kB',
        { auto: 'a'.repeat(2048), username: 'a'.repeat(2048) },
        {},
        'invalid_request',
        'parameter-too-long',
      ],
      [
        'no agent of a closed mock',
        { auto: 'nobody', username: 'nobody' },
        withApp({}, { closed: true }),
        'access_denied',
        'agent-unknown',
      ],
      [
        'the option autoLogin with no agent of a closed mock',
        { auto: undefined, username: undefined },
        withApp({}, { closed: true, autoLogin: 'nobody' }),
        'access_denied',
        'agent-unknown',
      ],
    ])('tells the client of %s', async (_, changes, options, error, slug) => {
      const mock = await open(options);
      expectTold(await mock.get(authorizePath({ auto: 'ada', ...changes })), error, slug);
      expectTold(await sendLoginForm(mock, { username: 'ada', ...changes }), error, slug);
    });

    it('tells the client that its user denied it', async () => {
      const answer = await sendLoginForm(await open(), { denied: '1' });
      expectTold(answer, 'access_denied', 'login-denied');
    });
  },
  { anyHeader: true },
);
