import { createHash } from 'node:crypto';
import { expect, it } from '@jest/globals';
import type { FlowParameters, LoginTokens } from '../support/code-flow.ts';
import { CALLBACK, getCode, getLoginTokens, redeem, refresh } from '../support/code-flow.ts';
import type { FlowError } from '../support/code-flow-answers.ts';
import { BARE, TWO_APPS, expectOnTheSpot, isTaken } from '../support/code-flow-answers.ts';
import {
  CLIENT_ID,
  CLIENT_SECRET,
  describeThroughEveryAdapter,
  OTHER_ACCOUNT,
} from '../support/through-every-adapter.ts';

const VERIFIER = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk';
/** RFC 7636 appendix B. */
const CHALLENGE = 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM';

describeThroughEveryAdapter(
  'Token request that is refused',
  (open) => {
    it.each<[string, FlowParameters, FlowError, string]>([
      ['an unknown v', { v: '3' }, 'invalid_request', 'version-unknown'],
      ['no grant_type', { grant_type: undefined }, 'invalid_request', 'grant-type-missing'],
      ['client credentials', { grant_type: 'client_credentials' }, 'unsupported_grant_type', 'grant-type-unsupported'],
      [
        'a grant named as objects are made',
        { grant_type: 'toString' },
        'unsupported_grant_type',
        'grant-type-unsupported',
      ],
      ['no client', BARE, 'invalid_client', 'client-missing'],
      ['no secret', { client_secret: undefined }, 'invalid_client', 'client-missing'],
      ['a wrong secret', { client_secret: 'wrong' }, 'invalid_client', 'client-secret-wrong'],
      [
        'an app without the grant type',
        { client_id: CLIENT_ID, client_secret: CLIENT_SECRET },
        'unauthorized_client',
        'grant-type-not-held',
      ],
      ['no code', { code: undefined }, 'invalid_request', 'code-missing'],
      ['an unknown code', { code: 'unknown' }, 'invalid_grant', 'code-unknown'],
      ['no redirect_uri', { redirect_uri: undefined }, 'invalid_grant', 'redirect-uri-other'],
      ['another redirect_uri', { redirect_uri: `${CALLBACK}/` }, 'invalid_grant', 'redirect-uri-other'],
      ['a verifier without a challenge', { code_verifier: VERIFIER }, 'invalid_grant', 'code-verifier-wrong'],
    ])('answers %s, and leaves the code as it was', async (_, changes, error, slug) => {
      const mock = await open();
      const code = await getCode(mock);
      expectOnTheSpot(await redeem(mock, code, changes), error, slug);
      expect((await redeem(mock, code)).status).toBe(200);
    });

    it.each<[string, FlowParameters, FlowParameters, string]>([
      ['no verifier', { code_challenge: CHALLENGE, code_challenge_method: 'S256' }, {}, 'code-verifier-missing'],
      [
        'another verifier',
        { code_challenge: CHALLENGE, code_challenge_method: 'S256' },
        { code_verifier: `${VERIFIER}x` },
        'code-verifier-wrong',
      ],
      [
        'the challenge as verifier',
        { code_challenge: CHALLENGE, code_challenge_method: 'S256' },
        { code_verifier: CHALLENGE },
        'code-verifier-wrong',
      ],
      [
        'the digest of a plain challenge',
        { code_challenge: VERIFIER },
        { code_verifier: createHash('sha256').update(VERIFIER).digest('base64url') },
        'code-verifier-wrong',
      ],
    ])('wants the verifier of the challenge, not %s', async (_, asked, changes, slug) => {
      const mock = await open();
      expectOnTheSpot(await redeem(mock, await getCode(mock, asked), changes), 'invalid_grant', slug);
    });

    it('is answered no other redirect_uri where the authorization request had none', async () => {
      const mock = await open();
      const code = await getCode(mock, { redirect_uri: undefined });
      const answer = await redeem(mock, code, { redirect_uri: 'http://localhost:3000/other' });
      expectOnTheSpot(answer, 'invalid_grant', 'redirect-uri-other');
    });

    it('keeps a code for a minute of the mock, and no second more', async () => {
      const mock = await open();
      const [first, second] = [await getCode(mock), await getCode(mock)];
      await mock.clock.advance(59);
      expect((await redeem(mock, first)).status).toBe(200);
      await mock.clock.advance(1);
      const late = await redeem(mock, second);
      expectOnTheSpot(late, 'invalid_grant', 'code-expired');
      expect(late.headers['lp-mock-reason']).toBe('code-expired; the code expired 0 s ago; it lives a minute');
    });

    it('takes back what was given out for a code that is used twice', async () => {
      const mock = await open();
      const code = await getCode(mock);
      const first = (await redeem(mock, code)).json() as LoginTokens;
      const second = (await refresh(mock, first.refresh_token)).json() as LoginTokens;
      const other = await getLoginTokens(mock);
      expect(await Promise.all([first, second, other].map((each) => isTaken(mock, each.access_token)))).toEqual([
        true,
        true,
        true,
      ]);
      expectOnTheSpot(await redeem(mock, code), 'invalid_grant', 'code-used');
      expect(await Promise.all([first, second, other].map((each) => isTaken(mock, each.access_token)))).toEqual([
        false,
        false,
        true,
      ]);
      expectOnTheSpot(await refresh(mock, second.refresh_token), 'invalid_grant', 'refresh-token-unknown');
      expect((await refresh(mock, other.refresh_token)).status).toBe(200);
      expectOnTheSpot(await redeem(mock, code), 'invalid_grant', 'code-used');
    });

    it('takes one of two that bring a code at the same time', async () => {
      const mock = await open();
      const code = await getCode(mock);
      const answers = await Promise.all([redeem(mock, code), redeem(mock, code)]);
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 400]);
    });

    it("takes no other client's code or refresh token, nor another account's, and they still count", async () => {
      const mock = await open(TWO_APPS);
      const code = await getCode(mock);
      const theirs = { client_id: 'other-app' };
      expectOnTheSpot(await redeem(mock, code, theirs), 'invalid_grant', 'code-foreign');
      expectOnTheSpot(await redeem(mock, code, {}, {}, OTHER_ACCOUNT), 'invalid_grant', 'code-unknown');
      const { refresh_token: token } = (await redeem(mock, code)).json() as LoginTokens;
      expectOnTheSpot(await redeem(mock, code, theirs), 'invalid_grant', 'code-foreign');
      expectOnTheSpot(await refresh(mock, token, theirs), 'invalid_grant', 'refresh-token-foreign');
      expectOnTheSpot(await refresh(mock, token, {}, OTHER_ACCOUNT), 'invalid_grant', 'refresh-token-unknown');
      expect((await refresh(mock, token)).status).toBe(200);
    });
  },
  { anyHeader: true },
);
