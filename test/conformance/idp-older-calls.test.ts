import { expect, it } from '@jest/globals';
import { signExtJwt, signIdToken } from '../support/bad-tokens.ts';
import { ANONYMOUS_CONNECTOR, decode, text } from '../support/flows.ts';
import { expectIdpError } from '../support/refusals.ts';
import { ACCOUNT, describeThroughEveryAdapter, NOON_SECONDS } from '../support/through-every-adapter.ts';

const SIGNUP_PATH = `/api/account/${ACCOUNT}/signup`;
const JSONP_PATH = `/api/account/${ACCOUNT}/signup.jsonp`;
const AUTHENTICATE_PATH = `/api/account/${ACCOUNT}/authenticate`;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const THIRTEEN_YEARS_SECONDS = 410_240_040;

describeThroughEveryAdapter('signup, older call', (open) => {
  it('answers with 200 and the LP_JWT under jwt, not token', async () => {
    const mock = await open();
    const answer = await mock.post(SIGNUP_PATH);
    expect(answer.status).toBe(200);
    expect(answer.text).toBe(`{"jwt":"${text(answer.json(), 'jwt')}"}`);
    expect(answer.headers['content-type']).toBe('application/json');
  });

  it('issues an LP_JWT of a new consumer that lives thirteen years', async () => {
    const mock = await open();
    const first = decode(text((await mock.post(SIGNUP_PATH)).json(), 'jwt'));
    const second = decode(text((await mock.post(SIGNUP_PATH)).json(), 'jwt'));
    expect(JSON.stringify(first.header)).toBe('{"kid":"00001","typ":"JWT","alg":"RS256"}');
    expect(JSON.stringify(first.claims)).toBe(
      JSON.stringify({
        sub: first.claims['sub'],
        aud: `acc:${ACCOUNT}`,
        iss: 'https://idp.liveperson.net',
        exp: NOON_SECONDS + THIRTEEN_YEARS_SECONDS,
        iat: NOON_SECONDS,
        jti: first.claims['jti'],
      }),
    );
    expect(first.claims['sub']).toMatch(UUID);
    expect(first.claims['jti']).toMatch(UUID);
    expect(new Set([first, second].flatMap(({ claims }) => [claims['sub'], claims['jti']])).size).toBe(4);
  });

  it.each([
    ['a JSON content type', { headers: { 'content-type': 'application/json' } }],
    ['a form content type', { headers: { 'content-type': 'application/x-www-form-urlencoded' } }],
    ['the body {}', { body: '{}' }],
    ['a body that is no JSON', { body: 'anything' }],
  ])('takes %s', async (_, parts) => {
    const mock = await open();
    expect((await mock.post(SIGNUP_PATH, parts)).status).toBe(200);
  });

  it('issues LP_JWTs that live as long as idp.signupLifetimeSeconds says', async () => {
    const mock = await open({ idp: { signupLifetimeSeconds: 60 } });
    expect(decode(text((await mock.post(SIGNUP_PATH)).json(), 'jwt')).claims['exp']).toBe(NOON_SECONDS + 60);
  });

  it('answers 1050 on a closed mock that does not know the account, as script or not', async () => {
    const mock = await open({ closed: true });
    expectIdpError(await mock.post('/api/account/99999999/signup'), 1050, 'account-unknown');
    expectIdpError(await mock.get('/api/account/99999999/signup.jsonp'), 1050, 'account-unknown');
  });
});

describeThroughEveryAdapter('signup as a script', (open) => {
  it.each([
    ['the callback that was asked for', '?callback=lpTag.onJwt', 'lpTag.onJwt'],
    ['callback when none was asked for', '', 'callback'],
  ])('hands the same object to %s, and nothing stands after the bracket', async (_, query, name) => {
    const mock = await open();
    const answer = await mock.get(`${JSONP_PATH}${query}`);
    expect(answer.status).toBe(200);
    expect(answer.headers['content-type']).toBe('application/javascript');
    const { jwt } = JSON.parse(answer.text.slice(answer.text.indexOf('(') + 1, -1)) as { jwt: string };
    expect(answer.text).toBe(`${name}({"jwt":"${jwt}"})`);
    const { claims } = decode(jwt);
    expect(Object.keys(claims)).toEqual(['sub', 'aud', 'iss', 'exp', 'iat', 'jti']);
    expect([claims['aud'], claims['exp']]).toEqual([`acc:${ACCOUNT}`, NOON_SECONDS + THIRTEEN_YEARS_SECONDS]);
    expect(claims['jti']).toMatch(UUID);
  });

  it('answers 9012 for a callback that is more than a name', async () => {
    const mock = await open();
    expectIdpError(
      await mock.get(`${JSONP_PATH}?callback=${encodeURIComponent('alert(1);x')}`),
      9012,
      'callback-invalid',
    );
  });
});

describeThroughEveryAdapter('authenticate, older call', (open) => {
  it('exchanges an authCode at the default connector and answers with jwt', async () => {
    const mock = await open();
    const answer = await mock.post(AUTHENTICATE_PATH, { body: { authCode: await signIdToken() } });
    const jwt = text(answer.json(), 'jwt');
    expect(answer.status).toBe(200);
    expect(answer.text).toBe(`{"jwt":"${jwt}"}`);
    expect(decode(jwt).claims).toEqual({
      sub: 'aba6b52badaf5f85fe167dbf66119d663686f65f5cdf3f206b8d184638432749',
      aud: `acc:${ACCOUNT}`,
      iss: 'https://idp.liveperson.net',
      exp: NOON_SECONDS + 3600,
      iat: NOON_SECONDS,
      'lp.ext': { sub: '+972-3-5555-555', iss: 'https://idp.example.test' },
    });
  });

  it('exchanges an anonymous token when idp.defaultConnectorId names the anonymous connector', async () => {
    const mock = await open({ idp: { defaultConnectorId: ANONYMOUS_CONNECTOR } });
    expect((await mock.post(AUTHENTICATE_PATH, { body: { authCode: await signExtJwt() } })).status).toBe(200);
  });

  it.each([
    ['text that is no JSON', 'authCode=abc', 9012, 'body-not-json'],
    ['nothing', '', 9012, 'id-token-missing'],
    ['an array', '[]', 9012, 'id-token-missing'],
    ['without authCode', '{"id_token":"abc"}', 9012, 'id-token-missing'],
    ['with an authCode that is a number', '{"authCode":5}', 9012, 'id-token-missing'],
    ['with an authCode that is no token', '{"authCode":"null"}', 1008, 'id-token-malformed'],
  ] as const)('answers an error for a body that is or comes %s', async (_, body, code, slug) => {
    const mock = await open();
    expectIdpError(
      await mock.post(AUTHENTICATE_PATH, { headers: { 'content-type': 'application/json' }, body }),
      code,
      slug,
    );
  });

  it('answers 9007, 1011 and 1012 as the newer call does', async () => {
    const mock = await open();
    const ask = async (token: string): ReturnType<typeof mock.post> =>
      mock.post(AUTHENTICATE_PATH, { body: { authCode: token } });
    expectIdpError(await ask(await signExtJwt()), 9007, 'id-token-wrong-kind');
    expectIdpError(await ask(await signIdToken({ iss: undefined })), 1011, 'id-token-claim-missing');
    expectIdpError(await ask(await signIdToken({ exp: NOON_SECONDS })), 1012, 'id-token-expired');
  });

  it('answers 2005 when the default connector is the anonymous one and the feature is off', async () => {
    const mock = await open({
      accounts: [{ accountId: ACCOUNT, unAuthMessaging: false }],
      idp: { defaultConnectorId: ANONYMOUS_CONNECTOR },
    });
    expectIdpError(
      await mock.post(AUTHENTICATE_PATH, { body: { authCode: await signExtJwt() } }),
      2005,
      'unauth-messaging-off',
    );
  });

  it('answers 1024 when the account has no connector, and 1050 when a closed mock does not know the account', async () => {
    const mock = await open({ closed: true, accounts: [{ accountId: ACCOUNT, connectors: [] }] });
    expectIdpError(await mock.post(AUTHENTICATE_PATH, { body: '[' }), 1024, 'connector-unknown');
    expectIdpError(await mock.post('/api/account/99999999/authenticate', { body: '[' }), 1050, 'account-unknown');
  });
});

describeThroughEveryAdapter("a consumer's delegated tokens", (open) => {
  it('are not part of the mock: 404, as the page lists it', async () => {
    const mock = await open();
    const answer = await mock.get(`/api/account/${ACCOUNT}/consumer/abc/brand/tokens`);
    expect({ status: answer.status, text: answer.text }).toEqual({ status: 404, text: '{"error":"not_found"}' });
  });
});
