import { expect, it } from '@jest/globals';
import type { MockOptions } from '../../mock-server/index.ts';
import type { FlowParameters } from '../support/code-flow.ts';
import { authorizePath, broughtBack, CALLBACK } from '../support/code-flow.ts';
import { expectTold, withApp } from '../support/code-flow-answers.ts';
import { OPEN_TO_ANY_ORIGIN } from '../support/flows.ts';
import { reasonOf } from '../support/refusals.ts';
import { ACCOUNT, describeThroughEveryAdapter } from '../support/through-every-adapter.ts';

const CODE = /^[0-9a-f]{64}$/;

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
      expectTold(refused, 'invalid_request', 'version-missing');
    });
  },
  // A page is not told what its browser was sent to.
  { wire: true, anyHeader: true },
);
