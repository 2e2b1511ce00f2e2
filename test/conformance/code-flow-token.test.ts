import { expect, it } from '@jest/globals';
import type { JWK } from 'jose';
import { createLocalJWKSet, jwtVerify } from 'jose';
import type { FlowParameters, LoginTokens } from '../support/code-flow.ts';
import {
  CALLBACK,
  formOf,
  getCode,
  getLoginTokens,
  redeem,
  WEB_CLIENT_ID,
  WEB_CLIENT_SECRET,
} from '../support/code-flow.ts';
import { BARE, expectOnTheSpot, isTaken } from '../support/code-flow-answers.ts';
import { decode, TOKEN_HEADERS } from '../support/flows.ts';
import { reasonOf } from '../support/refusals.ts';
import {
  ACCOUNT,
  describeThroughEveryAdapter,
  NOON,
  NOON_SECONDS,
  OTHER_ACCOUNT,
} from '../support/through-every-adapter.ts';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const VERIFIER = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk';
/** RFC 7636 appendix B. */
const CHALLENGE = 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM';
const basic = (secret: string): Record<string, string> => ({
  authorization: `Basic ${Buffer.from(`${WEB_CLIENT_ID}:${secret}`).toString('base64')}`,
});

describeThroughEveryAdapter(
  'Token request',
  (open) => {
    it('gives out an access token, a refresh token and an id token for a code', async () => {
      const mock = await open();
      const answer = await redeem(mock, await getCode(mock));
      const tokens = answer.json() as LoginTokens;
      expect([answer.status, answer.headers]).toEqual([200, TOKEN_HEADERS]);
      expect(answer.text).toBe(
        JSON.stringify({
          access_token: tokens.access_token,
          token_type: 'Bearer',
          refresh_token: tokens.refresh_token,
          id_token: tokens.id_token,
          expires_in: 28_800,
        }),
      );
      expect(tokens.access_token).toMatch(/^[0-9a-f]{64}$/);
      expect(tokens.refresh_token).toMatch(/^[0-9a-f]{144}$/);
      const { header, claims } = decode(tokens.id_token);
      expect(claims['sub']).toMatch(UUID);
      expect(JSON.stringify([header, claims])).toBe(
        JSON.stringify([
          { kid: 'idtoken-19-08-19', typ: 'JWT', alg: 'RS256' },
          {
            is_admin: true,
            sub: claims['sub'],
            aud: WEB_CLIENT_ID,
            is_lpa: false,
            iss: 'sentinel',
            exp: NOON_SECONDS + 600,
            iat: NOON_SECONDS,
          },
        ]),
      );
    });

    it('signs the id token with a key of the JWKS', async () => {
      const mock = await open();
      const { keys } = (await mock.get('/sentinel/well-known/jwks')).json() as { keys: JWK[] };
      const { id_token } = await getLoginTokens(mock);
      const { protectedHeader } = await jwtVerify(id_token, createLocalJWKSet({ keys }), {
        issuer: 'sentinel',
        audience: WEB_CLIENT_ID,
        currentDate: new Date(NOON),
      });
      expect([protectedHeader.kid, keys.map(({ kid }) => kid).indexOf('idtoken-19-08-19')]).toEqual([
        'idtoken-19-08-19',
        2,
      ]);
    });

    it('names the user whom the agent login names, under the same id', async () => {
      const mock = await open();
      const { id_token } = await getLoginTokens(mock, { auto: 'grace' });
      const login = await mock.post(`/api/account/${ACCOUNT}/login?v=1.3`, {
        body: { username: 'grace', password: 'p' },
      });
      expect(decode(id_token).claims['sub']).toBe((login.json() as { config: { userPid: string } }).config.userPid);
    });

    it("gives an access token that is an agent's bearer for eight hours, at its own account", async () => {
      const mock = await open();
      const { access_token: accessToken } = await getLoginTokens(mock);
      expect([await isTaken(mock, accessToken), await isTaken(mock, accessToken, OTHER_ACCOUNT)]).toEqual([
        true,
        false,
      ]);
      await mock.clock.advance(28_799);
      expect(await isTaken(mock, accessToken)).toBe(true);
      await mock.clock.advance(1);
      expect(await isTaken(mock, accessToken)).toBe(false);
    });

    it.each<[string, FlowParameters, FlowParameters]>([
      ['with PKCE by S256', { code_challenge: CHALLENGE, code_challenge_method: 'S256' }, { code_verifier: VERIFIER }],
      ['with PKCE in plain', { code_challenge: VERIFIER, code_challenge_method: 'plain' }, { code_verifier: VERIFIER }],
      ['with PKCE of no method', { code_challenge: VERIFIER }, { code_verifier: VERIFIER }],
      ['at version 2.0', {}, { v: '2.0' }],
      ['without redirect_uri in either', { redirect_uri: undefined }, { redirect_uri: undefined }],
      ['with redirect_uri in the second alone', { redirect_uri: undefined }, {}],
    ])('takes a code %s', async (_, asked, changes) => {
      const mock = await open();
      const answer = await redeem(mock, await getCode(mock, asked), changes);
      expect([answer.status, reasonOf(answer), answer.headers['lp-mock-deviation']]).toEqual([
        200,
        undefined,
        undefined,
      ]);
    });

    it('takes the client by HTTP Basic and notes it; a strict mock refuses', async () => {
      const mock = await open();
      const noted = await redeem(mock, await getCode(mock), BARE, basic(WEB_CLIENT_SECRET));
      expect([noted.status, noted.headers['lp-mock-deviation']]).toEqual([
        200,
        'client-by-basic; client_secret came by HTTP Basic; the pages ask for client_id and client_secret in the form',
      ]);
      const strict = await open({ strict: true });
      const refused = await redeem(strict, await getCode(strict), BARE, basic(WEB_CLIENT_SECRET));
      expectOnTheSpot(refused, 'invalid_client', 'deviation-refused');
      expect(refused.headers['www-authenticate']).toBe('Basic realm="Sentinel"');
    });

    it('takes parameters as JSON and in the query, as Sentinel does elsewhere', async () => {
      const mock = await open();
      const path = `/sentinel/api/account/${ACCOUNT}/token`;
      const parameters = {
        v: '1.0',
        grant_type: 'authorization_code',
        client_id: WEB_CLIENT_ID,
        client_secret: WEB_CLIENT_SECRET,
        redirect_uri: CALLBACK,
      };
      const asJson = await mock.post(path, { body: { ...parameters, code: await getCode(mock) } });
      expect([asJson.status, asJson.headers['lp-mock-deviation']?.split(';')[0]]).toEqual([200, 'content-type']);
      const query = formOf({ ...parameters, code: await getCode(mock) }).toString();
      expect((await mock.post(`${path}?${query}`)).status).toBe(200);
    });
  },
  { anyHeader: true },
);
