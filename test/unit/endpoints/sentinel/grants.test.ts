import { describe, expect, it } from '@jest/globals';
import type { Mock, MockOptions } from '../../../../mock-server/index.ts';
import { ask, post } from '../../../support/calls.ts';
import type { FlowParameters, LoginTokens } from '../../../support/code-flow.ts';
import { authorizePath, CALLBACK, formOf, WEB_CLIENT_ID, WEB_CLIENT_SECRET } from '../../../support/code-flow.ts';
import { TWO_APPS, withApp } from '../../../support/code-flow-answers.ts';
import { ACCOUNT } from '../../../support/through-every-adapter.ts';
import { frozenMock, told } from '../../told.ts';

const ELSEWHERE = 'https://app.example.test/cb';
const OTHER_APP: FlowParameters = { client_id: 'other-app' };

async function codeOf(mock: Mock, changes: FlowParameters = {}): Promise<string> {
  const { headers } = await ask(mock, { target: authorizePath({ auto: 'ada', ...changes }) });
  return new URL(headers['location'] ?? '').searchParams.get('code') ?? '';
}

function sentinel(path: string, mock: Mock, form: FlowParameters, headers = {}): ReturnType<typeof post> {
  const client = { client_id: WEB_CLIENT_ID, client_secret: WEB_CLIENT_SECRET };
  return post(mock, `/sentinel/api/account/${ACCOUNT}/${path}?v=1.0`, formOf({ ...client, ...form }), headers);
}

const redeem = (mock: Mock, form: FlowParameters, headers = {}): ReturnType<typeof post> =>
  sentinel('token', mock, { grant_type: 'authorization_code', redirect_uri: CALLBACK, ...form }, headers);

const refresh = (mock: Mock, form: FlowParameters): ReturnType<typeof post> =>
  sentinel('token', mock, { grant_type: 'refresh_token', ...form });

async function tokensOf(mock: Mock, changes: FlowParameters = {}): Promise<LoginTokens> {
  return JSON.parse((await redeem(mock, { code: await codeOf(mock, changes) })).body) as LoginTokens;
}

describe('a code', () => {
  it.each<[what: string, reason: string, changes: FlowParameters, ...rest: [FlowParameters?, MockOptions?]]>([
    [
      'no grant type',
      'grant-type-missing; grant_type is missing; send grant_type=authorization_code; granttype is there, and the name is grant_type',
      { grant_type: undefined, granttype: 'authorization_code' },
    ],
    [
      'an unknown grant',
      'grant-type-unsupported; grant_type must be authorization_code or refresh_token',
      { grant_type: 'password' },
    ],
    [
      'the grant of apps',
      'grant-type-unsupported; grant_type must be authorization_code or refresh_token; that one is for app/token',
      { grant_type: 'client_credentials' },
    ],
    [
      'another name',
      'code-missing; code is missing from the form; Code is there, and the name is code',
      { code: undefined, Code: 'x' },
    ],
    ['an unknown one', 'code-unknown; no login has led to this code', { code: 'unknown' }],
    ["another client's", 'code-foreign; the code was given to another client', OTHER_APP, {}, TWO_APPS],
    [
      'no redirect_uri',
      'redirect-uri-other; redirect_uri is missing; the authorization request had one',
      { redirect_uri: undefined },
    ],
    [
      'another one that is listed',
      'redirect-uri-other; redirect_uri is not the one of the authorization request',
      { redirect_uri: ELSEWHERE },
      {},
      withApp({ redirect_uris: [CALLBACK, ELSEWHERE] }),
    ],
    [
      'another one than the only one, which was not sent',
      'redirect-uri-other; redirect_uri is not the one of the authorization request',
      { redirect_uri: ELSEWHERE },
      { redirect_uri: undefined },
      withApp({ redirect_uris: [CALLBACK] }),
    ],
    [
      'a verifier without a challenge',
      'code-verifier-wrong; code_verifier is there; the authorization request had no code_challenge',
      { code_verifier: 'v'.repeat(43) },
    ],
    [
      'no verifier',
      'code-verifier-missing; code_verifier is missing; the authorization request had a code_challenge',
      {},
      { code_challenge: 'c'.repeat(43) },
    ],
    [
      'another verifier',
      'code-verifier-wrong; code_verifier does not come to the code_challenge of the authorization request',
      { code_verifier: 'v'.repeat(43) },
      { code_challenge: 'c'.repeat(43) },
    ],
  ])('is not redeemed: %s', async (_, reason, changes, ...[asked, options]) => {
    const mock = frozenMock(options);
    expect(await told(redeem(mock, { code: await codeOf(mock, asked), ...changes }))).toEqual([400, reason]);
  });

  it('lives a minute, and not in its last second', async () => {
    const mock = frozenMock();
    const [first, second] = [await codeOf(mock), await codeOf(mock)];
    mock.clock.advance('59s');
    expect(await told(redeem(mock, { code: first }))).toEqual([200, undefined]);
    mock.clock.advance('1s');
    expect(await told(redeem(mock, { code: second }))).toEqual([
      400,
      'code-expired; the code expired 0 s ago; it lives a minute',
    ]);
    mock.clock.advance('5s');
    expect((await told(redeem(mock, { code: second })))[1]).toMatch(/expired 5 s ago/);
  });

  it('is redeemed once', async () => {
    const mock = frozenMock();
    const code = await codeOf(mock);
    expect((await redeem(mock, { code })).status).toBe(200);
    expect(await told(redeem(mock, { code }))).toEqual([
      400,
      'code-used; the code was used before; what was given out for it counts no longer',
    ]);
  });

  it('is redeemed with the only redirect_uri, or none, where none was sent', async () => {
    const mock = frozenMock(withApp({}));
    for (const redirectUri of [CALLBACK, undefined]) {
      const code = await codeOf(mock, { redirect_uri: undefined });
      expect(await told(redeem(mock, { code, redirect_uri: redirectUri }))).toEqual([200, undefined]);
    }
  });

  it('is redeemed by the verifier of its challenge', async () => {
    const mock = frozenMock();
    const verifier = 'v'.repeat(43);
    const code = await codeOf(mock, { code_challenge: verifier });
    expect(await told(redeem(mock, { code, code_verifier: verifier }))).toEqual([200, undefined]);
  });
});

describe('a refresh token', () => {
  it.each<[what: string, reason: string, changes: FlowParameters]>([
    [
      'another name',
      'refresh-token-missing; refresh_token is missing from the form; refreshToken is there, and the name is refresh_token',
      { refresh_token: undefined, refreshToken: 'x' },
    ],
    [
      'an unknown one',
      "refresh-token-unknown; the refresh token is not the last one that was given out: it was used, or revoked, or is another account's",
      { refresh_token: 'unknown' },
    ],
    ["another client's", 'refresh-token-foreign; the refresh token was given to another client', OTHER_APP],
    ['another scope', 'scope-not-held; the user has granted "msg.consumer"', { scope: 'more' }],
    ['one scope more', 'scope-not-held; the user has granted "msg.consumer"', { scope: 'msg.consumer more' }],
  ])('gives out nothing: %s', async (_, reason, changes) => {
    const mock = frozenMock(TWO_APPS);
    const { refresh_token: token } = await tokensOf(mock);
    expect(await told(refresh(mock, { refresh_token: token, ...changes }))).toEqual([400, reason]);
  });

  it('gives out as many scopes as were granted, however they are spaced', async () => {
    const mock = frozenMock(withApp({ scope: 'one two three' }));
    const { refresh_token: token } = await tokensOf(mock);
    const changes = { refresh_token: token, scope: ' three  one ' };
    expect(await told(refresh(mock, changes))).toEqual([200, undefined]);
  });
});

describe('a logout', () => {
  const revoke = (mock: Mock, form: FlowParameters, headers = {}): ReturnType<typeof post> =>
    sentinel('token/revoke', mock, form, headers);

  /** A session of the agent login. */
  const logIn = async (mock: Mock, username: string): Promise<string> => {
    const answer = await post(mock, `/api/account/${ACCOUNT}/login?v=1.3`, { username, password: 'p' });
    return (JSON.parse(answer.body) as { bearer: string }).bearer;
  };

  const isTaken = async (mock: Mock, bearer: string): Promise<boolean> => {
    const headers = { authorization: `Bearer ${bearer}` };
    const answer = await post(mock, `/messaging_history/api/account/${ACCOUNT}/agent-view/status`, {}, headers);
    return answer.status === 200;
  };

  it('ends every session of its user, of the agent login too, and no other', async () => {
    const mock = frozenMock();
    const bearers = [await logIn(mock, 'ben'), await logIn(mock, 'ada'), await logIn(mock, 'ada')];
    const [ada, ben] = [await tokensOf(mock), await tokensOf(mock, { auto: 'ben' })];
    expect(await told(revoke(mock, { token: ada.refresh_token }))).toEqual([200, undefined]);
    const all = [...bearers, ada.access_token, ben.access_token];
    expect(await Promise.all(all.map((bearer) => isTaken(mock, bearer)))).toEqual([true, false, false, false, true]);
  });

  it.each<[what: string, reason: string, changes: FlowParameters]>([
    [
      'another name',
      'token-missing; token is missing from the form; TOKEN is there, and the name is token',
      { token: undefined, TOKEN: 'x' },
    ],
    ["another client's", 'refresh-token-foreign; the token was given to another client', OTHER_APP],
  ])('is refused: %s', async (_, reason, changes) => {
    const mock = frozenMock(TWO_APPS);
    const { refresh_token: token } = await tokensOf(mock);
    expect(await told(revoke(mock, { token, ...changes }))).toEqual([400, reason]);
  });

  it('takes its client by HTTP Basic and notes it, as the token call does', async () => {
    const mock = frozenMock();
    const headers = { authorization: `Basic ${btoa(`${WEB_CLIENT_ID}:${WEB_CLIENT_SECRET}`)}` };
    const bare = { client_id: undefined, client_secret: undefined };
    for (const answer of [
      await redeem(mock, { code: await codeOf(mock), ...bare }, headers),
      await revoke(mock, { token: 'unknown', ...bare }, headers),
    ])
      expect([answer.status, answer.headers['lp-mock-deviation']]).toEqual([
        200,
        'client-by-basic; client_secret came by HTTP Basic; the pages ask for client_id and client_secret in the form',
      ]);
  });
});
