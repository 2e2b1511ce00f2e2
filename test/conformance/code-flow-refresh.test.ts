import { expect, it } from '@jest/globals';
import type { FlowParameters, LoginTokens } from '../support/code-flow.ts';
import {
  authorizePath,
  broughtBack,
  formOf,
  getCode,
  getLoginTokens,
  redeem,
  refresh,
  revokeToken,
  WEB_CLIENT_ID,
  WEB_CLIENT_SECRET,
} from '../support/code-flow.ts';
import type { FlowError } from '../support/code-flow-answers.ts';
import { BARE, TWO_APPS, expectOnTheSpot, isTaken, withApp } from '../support/code-flow-answers.ts';
import { decode, TOKEN_HEADERS } from '../support/flows.ts';
import { ACCOUNT, describeThroughEveryAdapter, NOON, NOON_SECONDS } from '../support/through-every-adapter.ts';

describeThroughEveryAdapter(
  'Refresh request',
  (open) => {
    it('gives out all tokens anew, for the same user', async () => {
      const mock = await open();
      const first = await getLoginTokens(mock);
      await mock.clock.advance('1h');
      const answer = await refresh(mock, first.refresh_token);
      const second = answer.json() as LoginTokens;
      expect([answer.status, answer.headers, Object.keys(second)]).toEqual([200, TOKEN_HEADERS, Object.keys(first)]);
      for (const name of ['access_token', 'refresh_token', 'id_token'] as const)
        expect(second[name]).not.toBe(first[name]);
      const { sub, iat } = decode(second.id_token).claims;
      expect([sub, iat]).toEqual([decode(first.id_token).claims['sub'], NOON_SECONDS + 3600]);
      expect([await isTaken(mock, first.access_token), await isTaken(mock, second.access_token)]).toEqual([true, true]);
    });

    it('takes a refresh token once, and long after the access token has expired', async () => {
      const mock = await open();
      const { refresh_token: token } = await getLoginTokens(mock);
      await mock.clock.advance('30d');
      expect((await refresh(mock, token)).status).toBe(200);
      expectOnTheSpot(await refresh(mock, token), 'invalid_grant', 'refresh-token-unknown');
    });

    it('takes a scope that was granted, and no other', async () => {
      const mock = await open();
      const { refresh_token: token } = await getLoginTokens(mock);
      expectOnTheSpot(await refresh(mock, token, { scope: 'msg.consumer more' }), 'invalid_scope', 'scope-not-held');
      expect((await refresh(mock, token, { scope: 'msg.consumer' })).status).toBe(200);
    });

    it.each<[string, FlowParameters, FlowError, string]>([
      ['no refresh token', { refresh_token: undefined }, 'invalid_request', 'refresh-token-missing'],
      ['an unknown one', { refresh_token: 'unknown' }, 'invalid_grant', 'refresh-token-unknown'],
      ['a wrong secret', { client_secret: 'wrong' }, 'invalid_client', 'client-secret-wrong'],
    ])('refuses %s', async (_, changes, error, slug) => {
      const mock = await open();
      const { refresh_token: token } = await getLoginTokens(mock);
      expectOnTheSpot(await refresh(mock, token, changes), error, slug);
      expect((await refresh(mock, token)).status).toBe(200);
    });

    it('refuses an access token, a code and an app without the grant type', async () => {
      const mock = await open(withApp({ grant_types: ['authorization_code'] }));
      const code = await getCode(mock);
      const { refresh_token: token } = (await redeem(mock, code)).json() as LoginTokens;
      expectOnTheSpot(await refresh(mock, token), 'unauthorized_client', 'grant-type-not-held');
      const other = await open();
      const tokens = await getLoginTokens(other);
      for (const wrong of [tokens.access_token, tokens.id_token, await getCode(other)])
        expectOnTheSpot(await refresh(other, wrong), 'invalid_grant', 'refresh-token-unknown');
    });
  },
  { anyHeader: true },
);

describeThroughEveryAdapter(
  'Token revocation request',
  (open) => {
    it('logs the user out everywhere by the refresh token: an empty 200', async () => {
      const mock = await open();
      const [first, second, other] = [
        await getLoginTokens(mock),
        await getLoginTokens(mock),
        await getLoginTokens(mock, { auto: 'grace' }),
      ];
      const answer = await revokeToken(mock, first.refresh_token);
      expect([answer.status, answer.text]).toEqual([200, '']);
      expect(answer.headers).toEqual(TOKEN_HEADERS);
      expect(await Promise.all([first, second, other].map((each) => isTaken(mock, each.access_token)))).toEqual([
        false,
        false,
        true,
      ]);
      for (const { refresh_token: token } of [first, second])
        expectOnTheSpot(await refresh(mock, token), 'invalid_grant', 'refresh-token-unknown');
      expect((await refresh(mock, other.refresh_token)).status).toBe(200);
    });

    it('takes the access token as well, and a token that nobody was given', async () => {
      const mock = await open();
      const { access_token: token } = await getLoginTokens(mock);
      expect((await revokeToken(mock, 'unknown')).status).toBe(200);
      expect(await isTaken(mock, token)).toBe(true);
      expect((await revokeToken(mock, token)).status).toBe(200);
      expect(await isTaken(mock, token)).toBe(false);
      expect((await revokeToken(mock, token)).status).toBe(200);
    });

    it('leaves the bearer of an agent login alone, which no client was given', async () => {
      const mock = await open();
      const login = await mock.post(`/api/account/${ACCOUNT}/login?v=1.3`, {
        body: { username: 'ada', password: 'p' },
      });
      const { bearer } = login.json() as { bearer: string };
      expect((await revokeToken(mock, bearer)).status).toBe(200);
      expect(await isTaken(mock, bearer)).toBe(true);
    });

    it.each<[string, FlowParameters, FlowError, string]>([
      ['no token', { token: undefined }, 'invalid_request', 'token-missing'],
      ['an unknown v', { v: 'x' }, 'invalid_request', 'version-unknown'],
      ['no client', BARE, 'invalid_client', 'client-missing'],
      ['a wrong secret', { client_secret: 'wrong' }, 'invalid_client', 'client-secret-wrong'],
    ])('refuses %s', async (_, changes, error, slug) => {
      const mock = await open();
      const { refresh_token: token } = await getLoginTokens(mock);
      expectOnTheSpot(await revokeToken(mock, token, changes), error, slug);
      expect((await refresh(mock, token)).status).toBe(200);
    });

    it("refuses another client's token, and v1.0 in the place of v=1.0 is a version that is missing", async () => {
      const mock = await open(TWO_APPS);
      const { refresh_token: token } = await getLoginTokens(mock);
      expectOnTheSpot(
        await revokeToken(mock, token, { client_id: 'other-app' }),
        'invalid_grant',
        'refresh-token-foreign',
      );
      const answer = await mock.post(`/sentinel/api/account/${ACCOUNT}/token/revoke?v1.0`, {
        body: formOf({ client_id: WEB_CLIENT_ID, client_secret: WEB_CLIENT_SECRET, token }),
      });
      expect([answer.status, answer.headers['lp-mock-deviation']?.split(';')[0]]).toEqual([
        200,
        'sentinel-version-missing',
      ]);
      expectOnTheSpot(await refresh(mock, token), 'invalid_grant', 'refresh-token-unknown');
    });

    it('ends with a reset of the mock, as codes and tokens do', async () => {
      const mock = await open();
      const code = broughtBack(await mock.get(authorizePath({ auto: 'ada' })))['code'] ?? '';
      const tokens = await getLoginTokens(mock);
      await mock.reset();
      await mock.clock.freeze(NOON);
      expectOnTheSpot(await redeem(mock, code), 'invalid_grant', 'code-unknown');
      expectOnTheSpot(await refresh(mock, tokens.refresh_token), 'invalid_grant', 'refresh-token-unknown');
      expect(await isTaken(mock, tokens.access_token)).toBe(false);
    });
  },
  { anyHeader: true },
);
