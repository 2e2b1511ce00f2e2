import { expect, it } from '@jest/globals';
import { EXT_JWT_CLAIMS, FOREIGN_EXT_JWTS, notTokens, signExtJwt, withUnsafeTimes } from '../support/bad-tokens.ts';
import { AUTHORIZE_PATH, decode, getExtJwt, refreshExtJwt } from '../support/flows.ts';
import { expectIdpError } from '../support/refusals.ts';
import { encryptJwe, IDP_KEY } from '../support/signed-by-hand.ts';
import type { Heard, OpenMock } from '../support/through-every-adapter.ts';
import { ACCOUNT, describeThroughEveryAdapter, NOON_SECONDS, OTHER_ACCOUNT } from '../support/through-every-adapter.ts';

/** 730 hours. */
const WINDOW_SECONDS = 2_628_000;

const refresh = (mock: OpenMock, idToken: unknown): Promise<Heard> =>
  mock.post(AUTHORIZE_PATH, { body: { id_token: idToken } });

describeThroughEveryAdapter('anonymous token, refresh', (open) => {
  it('renews a live token for ten minutes from now, for the same consumer', async () => {
    const mock = await open();
    const first = await getExtJwt(mock);
    await mock.clock.advance('5m');
    const { header, claims } = decode(await refreshExtJwt(mock, first));
    expect(JSON.stringify(header)).toBe('{"kid":"00001","typ":"JWT","alg":"RS256"}');
    expect(JSON.stringify(claims)).toBe(
      JSON.stringify({
        sub: decode(first).claims['sub'],
        aud: `acc:${ACCOUNT}`,
        iss: 'https://idp.liveperson.net',
        exp: NOON_SECONDS + 300 + 600,
        iat: NOON_SECONDS + 300,
        'lp.unauth': { first_iat: NOON_SECONDS },
      }),
    );
  });

  it('answers with 200 and exactly one member', async () => {
    const mock = await open();
    const answer = await refresh(mock, await getExtJwt(mock));
    expect(answer.status).toBe(200);
    expect(answer.text).toMatch(/^\{"token":"[\w-]+\.[\w-]+\.[\w-]+"\}$/);
  });

  it('renews a token that has expired', async () => {
    const mock = await open();
    const first = await getExtJwt(mock);
    await mock.clock.advance('24h');
    expect((await refresh(mock, first)).status).toBe(200);
  });

  it('keeps consumer and first issue over several refreshes', async () => {
    const mock = await open();
    let token = await getExtJwt(mock);
    const { sub } = decode(token).claims;
    for (const hours of [1, 2, 3, 4]) {
      await mock.clock.set(NOON_SECONDS + hours * 3600);
      token = await refreshExtJwt(mock, token);
      expect(decode(token).claims).toMatchObject({
        sub,
        iat: NOON_SECONDS + hours * 3600,
        'lp.unauth': { first_iat: NOON_SECONDS },
      });
    }
  });

  it('takes the 730th hour itself and refuses the second after it', async () => {
    const mock = await open();
    const first = await getExtJwt(mock);
    await mock.clock.set(NOON_SECONDS + WINDOW_SECONDS);
    expect((await refresh(mock, first)).status).toBe(200);
    await mock.clock.set(NOON_SECONDS + WINDOW_SECONDS + 1);
    expectIdpError(await refresh(mock, first), 2001, 'ext-jwt-refresh-window');
  });

  it('counts the window from the first issue, however often the token was renewed', async () => {
    const mock = await open();
    const first = await getExtJwt(mock);
    await mock.clock.set(NOON_SECONDS + WINDOW_SECONDS - 60);
    const renewed = await refreshExtJwt(mock, first);
    await mock.clock.set(NOON_SECONDS + WINDOW_SECONDS + 1);
    expectIdpError(await refresh(mock, renewed), 2001, 'ext-jwt-refresh-window');
  });

  it('counts the window from the last issue when idp.refreshWindowAnchor says so', async () => {
    const mock = await open({ idp: { refreshWindowAnchor: 'lastIssue' } });
    const first = await getExtJwt(mock);
    await mock.clock.set(NOON_SECONDS + WINDOW_SECONDS);
    const renewed = await refreshExtJwt(mock, first);
    await mock.clock.set(NOON_SECONDS + 2 * WINDOW_SECONDS);
    expect((await refresh(mock, renewed)).status).toBe(200);
    await mock.clock.set(NOON_SECONDS + 2 * WINDOW_SECONDS + 1);
    expectIdpError(await refresh(mock, renewed), 2001, 'ext-jwt-refresh-window');
  });

  it('has a window as long as idp.refreshWindowHours says', async () => {
    const mock = await open({ idp: { refreshWindowHours: 24 } });
    const first = await getExtJwt(mock);
    await mock.clock.advance('24h');
    expect((await refresh(mock, first)).status).toBe(200);
    await mock.clock.advance('1s');
    expectIdpError(await refresh(mock, first), 2001, 'ext-jwt-refresh-window');
  });

  it('takes an older token of the same consumer again, for LivePerson says nothing of rotation', async () => {
    const mock = await open();
    const first = await getExtJwt(mock);
    await refreshExtJwt(mock, first);
    expect(decode(await refreshExtJwt(mock, first)).claims['sub']).toBe(decode(first).claims['sub']);
  });
});

describeThroughEveryAdapter('anonymous token, refresh refused', (open) => {
  it.each([...notTokens('ext-jwt', signExtJwt), ...withUnsafeTimes('ext-jwt', IDP_KEY, EXT_JWT_CLAIMS)])(
    'answers 1008 when id_token is or has $title',
    async ({ make, slug }) => {
      const mock = await open();
      expectIdpError(await refresh(mock, await make()), 1008, slug);
    },
  );

  it.each([
    ['empty', ''],
    ['a number', 5],
    ['true', true],
    ['an object', {}],
    ['an array', []],
  ])('answers 1008 when id_token is %s', async (_, idToken) => {
    const mock = await open();
    expectIdpError(await refresh(mock, idToken), 1008, 'ext-jwt-malformed');
  });

  it('answers 1008 when id_token is encrypted, which is five parts and not three', async () => {
    const mock = await open();
    expectIdpError(await refresh(mock, await encryptJwe(IDP_KEY, EXT_JWT_CLAIMS)), 1008, 'ext-jwt-encrypted');
  });

  it.each(FOREIGN_EXT_JWTS)('answers 2002 when id_token is or has $title', async ({ make, slug }) => {
    const mock = await open();
    expectIdpError(await refresh(mock, await make()), 2002, slug);
  });

  it('answers 2004 when the token is of another account', async () => {
    const mock = await open();
    expectIdpError(await refresh(mock, await signExtJwt({ aud: `acc:${OTHER_ACCOUNT}` })), 2004, 'ext-jwt-account');
  });

  it('answers 1049 when the token was revoked, and still renews the tokens of others', async () => {
    const mock = await open();
    const [first, other] = [await getExtJwt(mock), await getExtJwt(mock)];
    await mock.revoke(first);
    expectIdpError(await refresh(mock, first), 1049, 'ext-jwt-revoked');
    expect((await refresh(mock, other)).status).toBe(200);
  });

  it('answers 1049 to each of two tokens that were revoked one after the other', async () => {
    const mock = await open();
    const tokens = [await getExtJwt(mock), await getExtJwt(mock)];
    for (const token of tokens) await mock.revoke(token);
    for (const token of tokens) expectIdpError(await refresh(mock, token), 1049, 'ext-jwt-revoked');
  });

  it('answers 1049 and not 2001 when a revoked token is past the window as well', async () => {
    const mock = await open();
    const first = await getExtJwt(mock);
    await mock.revoke(first);
    await mock.clock.set(NOON_SECONDS + WINDOW_SECONDS + 1);
    expectIdpError(await refresh(mock, first), 1049, 'ext-jwt-revoked');
  });

  it('answers 2004 and not 1049 when a revoked token comes to another account', async () => {
    const mock = await open();
    const first = await getExtJwt(mock);
    await mock.revoke(first);
    expectIdpError(
      await mock.post(`/api/account/${OTHER_ACCOUNT}/anonymous/authorize`, { body: { id_token: first } }),
      2004,
      'ext-jwt-account',
    );
  });

  it('answers 2005 when the feature is off, a good token or not', async () => {
    const mock = await open({ accounts: [{ accountId: ACCOUNT, unAuthMessaging: false }] });
    expectIdpError(await refresh(mock, await signExtJwt()), 2005, 'unauth-messaging-off');
  });
});
