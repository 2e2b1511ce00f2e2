import { expect, it } from '@jest/globals';
import { askForAppJwt, decode, text, TOKEN_HEADERS } from '../support/flows.ts';
import type { Heard, OpenMock } from '../support/through-every-adapter.ts';
import {
  ACCOUNT,
  CLIENT_ID,
  CLIENT_SECRET,
  describeThroughEveryAdapter,
  NOON_SECONDS,
} from '../support/through-every-adapter.ts';

/** As the page shows it: `v` and `grant_type` in the query, the credentials in a form. */
const PATH = `/sentinel/api/account/${ACCOUNT}/app/token?v=1.0&grant_type=client_credentials`;
const CREDENTIALS = new URLSearchParams({ client_id: CLIENT_ID, client_secret: CLIENT_SECRET });

function askAsDocumented(mock: OpenMock): Promise<Heard> {
  return mock.post(PATH, { body: CREDENTIALS });
}

function claimsOf(answer: Heard): Record<string, unknown> {
  return decode(text(answer.json(), 'access_token')).claims;
}

describeThroughEveryAdapter('Get AppJWT', (open) => {
  it('answers the documented request with exactly two members', async () => {
    const mock = await open();
    const answer = await askAsDocumented(mock);
    const accessToken = text(answer.json(), 'access_token');
    expect(answer.status).toBe(200);
    expect(answer.text).toBe(`{"access_token":"${accessToken}","token_type":"Bearer"}`);
    expect(answer.headers).toEqual(TOKEN_HEADERS);
  });

  it('issues header and claims in the documented order, valid for one hour', async () => {
    const mock = await open();
    const { header, claims } = decode(text((await askAsDocumented(mock)).json(), 'access_token'));
    expect(JSON.stringify(header)).toBe('{"kid":"appjwt-13-05-17","typ":"JWT","alg":"RS256"}');
    expect(JSON.stringify(claims)).toBe(
      JSON.stringify({
        aud: ACCOUNT,
        azp: CLIENT_ID,
        scope: 'msg.consumer',
        iss: 'Sentinel',
        exp: NOON_SECONDS + 3600,
        iat: NOON_SECONDS,
      }),
    );
  });

  it('gives the same token twice within a second and another one in the next', async () => {
    const mock = await open();
    const first = await askAsDocumented(mock);
    await mock.clock.advance(0.9);
    const second = await askAsDocumented(mock);
    await mock.clock.advance(0.1);
    const third = await askAsDocumented(mock);
    expect(second.text).toBe(first.text);
    expect(claimsOf(third)).toMatchObject({ iat: NOON_SECONDS + 1, exp: NOON_SECONDS + 3601 });
  });

  it('gives a client that renews early a whole hour from then', async () => {
    const mock = await open();
    await askAsDocumented(mock);
    await mock.clock.advance(3570);
    expect(claimsOf(await askAsDocumented(mock))).toMatchObject({ iat: NOON_SECONDS + 3570, exp: NOON_SECONDS + 7170 });
  });

  it.each(['1', '1.0', '2', '2.0'])('gives the same answer, signed with the V1 key, for v=%s', async (v) => {
    const mock = await open();
    const answer = await askForAppJwt(mock, { v });
    expect(answer.status).toBe(200);
    expect(answer.text).toBe((await askAsDocumented(mock)).text);
    expect(decode(text(answer.json(), 'access_token')).header['kid']).toBe('appjwt-13-05-17');
  });

  it('takes a missing v as 1.0, and says that only this mock does', async () => {
    const mock = await open();
    const answer = await askForAppJwt(mock, { v: undefined });
    expect(answer.status).toBe(200);
    expect(answer.text).toBe((await askAsDocumented(mock)).text);
    expect(answer.headers).toEqual({
      ...TOKEN_HEADERS,
      'lp-mock-deviation': 'sentinel-version-missing; v is missing and was taken as 1.0',
    });
  });

  it('adds expires_in when sentinel.includeExpiresIn says so', async () => {
    const mock = await open({ sentinel: { includeExpiresIn: true } });
    const answer = await askAsDocumented(mock);
    expect(answer.status).toBe(200);
    expect(answer.text).toBe(
      `{"access_token":"${text(answer.json(), 'access_token')}","token_type":"Bearer","expires_in":3600}`,
    );
  });

  it('lives as long as sentinel.appJwtLifetimeSeconds says', async () => {
    const mock = await open({ sentinel: { appJwtLifetimeSeconds: 60, includeExpiresIn: true } });
    const answer = await askAsDocumented(mock);
    expect(claimsOf(answer)).toMatchObject({ iat: NOON_SECONDS, exp: NOON_SECONDS + 60 });
    expect(answer.json()).toMatchObject({ expires_in: 60 });
  });
});

describeThroughEveryAdapter('The scope of an AppJWT', (open) => {
  const accounts = [
    {
      accountId: ACCOUNT,
      apps: [{ client_id: CLIENT_ID, client_secret: CLIENT_SECRET, scope: 'msg.consumer faas.lambda.invoke' }],
    },
  ];

  it.each([
    ['the whole scope of the app when none is asked for', undefined, 'msg.consumer faas.lambda.invoke'],
    ['the whole scope of the app when it is asked for with an empty scope=', '', 'msg.consumer faas.lambda.invoke'],
    ['the whole scope of the app when it is asked for with white space', '  ', 'msg.consumer faas.lambda.invoke'],
    ['the first half of what the app holds when that is asked for', 'msg.consumer', 'msg.consumer'],
    ['the other half of what the app holds when that is asked for', 'faas.lambda.invoke', 'faas.lambda.invoke'],
    [
      'both in the order in which they were asked for',
      'faas.lambda.invoke msg.consumer',
      'faas.lambda.invoke msg.consumer',
    ],
  ])('is %s', async (_, scope, granted) => {
    const mock = await open({ accounts });
    const answer = await askForAppJwt(mock, { scope });
    expect(answer.status).toBe(200);
    expect(claimsOf(answer)).toEqual({
      aud: ACCOUNT,
      azp: CLIENT_ID,
      scope: granted,
      iss: 'Sentinel',
      exp: NOON_SECONDS + 3600,
      iat: NOON_SECONDS,
    });
  });

  it('is msg.consumer for an app that says nothing of scopes', async () => {
    const mock = await open({
      accounts: [{ accountId: ACCOUNT, apps: [{ client_id: CLIENT_ID, client_secret: CLIENT_SECRET }] }],
    });
    expect(claimsOf(await askForAppJwt(mock))).toMatchObject({ scope: 'msg.consumer' });
  });

  it.each([
    [undefined, 'msg.consumer'],
    ['', 'msg.consumer'],
    ['faas.lambda.invoke', 'faas.lambda.invoke'],
  ])('for a client that nobody configured, asked for as %j, is %s', async (scope, granted) => {
    const mock = await open();
    const answer = await askForAppJwt(mock, { client_id: 'a-client-of-my-own', client_secret: 'any', scope });
    expect(answer.status).toBe(200);
    expect(claimsOf(answer)).toMatchObject({ azp: 'a-client-of-my-own', scope: granted });
  });
});

describeThroughEveryAdapter('An open mock', (open) => {
  it('gives an AppJWT to a client that nobody configured', async () => {
    const mock = await open();
    const answer = await askForAppJwt(mock, { client_id: 'a-client-of-my-own', client_secret: 'any' });
    expect(answer.status).toBe(200);
    expect(answer.headers).toEqual(TOKEN_HEADERS);
    expect(claimsOf(answer)).toEqual({
      aud: ACCOUNT,
      azp: 'a-client-of-my-own',
      scope: 'msg.consumer',
      iss: 'Sentinel',
      exp: NOON_SECONDS + 3600,
      iat: NOON_SECONDS,
    });
  });

  it('gives an AppJWT for an account that nobody configured', async () => {
    const mock = await open();
    const answer = await askForAppJwt(mock, { client_id: 'a-client-of-my-own', client_secret: 'any' }, '11111111');
    expect(answer.status).toBe(200);
    expect(claimsOf(answer)).toMatchObject({ aud: '11111111', azp: 'a-client-of-my-own' });
  });
});

describeThroughEveryAdapter('HTTP Basic at Sentinel', (open) => {
  const path = `/sentinel/api/account/${ACCOUNT}/app/token?v=1.0&grant_type=client_credentials`;
  const basic = (user: string, password: string): { authorization: string } => ({
    authorization: `Basic ${btoa(`${user}:${password}`)}`,
  });

  it('is ignored, so that a call with nothing else has no client', async () => {
    const mock = await open();
    const answer = await mock.post(path, { headers: basic(CLIENT_ID, CLIENT_SECRET) });
    expect(answer.status).toBe(401);
    expect(answer.text).toBe('{"error":"invalid_client","error_description":"Client authentication failed"}');
    expect(answer.headers).toEqual({
      ...TOKEN_HEADERS,
      'lp-mock-reason':
        'client-missing; client_id and client_secret missing; HTTP Basic is ignored (sentinel.acceptBasicAuth)',
    });
  });

  it('does not disturb a call that has the credentials in its body', async () => {
    const mock = await open();
    const answer = await mock.post(path, { headers: basic('someone', 'else'), body: CREDENTIALS });
    expect(answer.status).toBe(200);
    expect(answer.text).toBe((await askAsDocumented(mock)).text);
  });

  it('counts when sentinel.acceptBasicAuth says so', async () => {
    const mock = await open({ sentinel: { acceptBasicAuth: true } });
    const answer = await mock.post(path, { headers: basic(CLIENT_ID, CLIENT_SECRET) });
    expect(answer.status).toBe(200);
    expect(answer.text).toBe((await askAsDocumented(mock)).text);
  });

  it('is form-decoded when it counts, colons in the secret and all', async () => {
    const app = { client_id: 'a b', client_secret: 'p:%&' };
    const mock = await open({
      closed: true,
      accounts: [{ accountId: ACCOUNT, apps: [app] }],
      sentinel: { acceptBasicAuth: true },
    });
    const answer = await mock.post(path, { headers: basic('a+b', 'p:%25%26') });
    expect(answer.status).toBe(200);
    expect(claimsOf(answer)).toMatchObject({ azp: 'a b' });
  });

  it.each([
    [
      'a wrong secret',
      basic(CLIENT_ID, 'wrong'),
      'client-secret-wrong; the client_secret is not the one configured for this client_id',
    ],
    [
      'a client without a colon',
      { authorization: `Basic ${btoa(CLIENT_ID)}` },
      'client-missing; client_id and client_secret missing',
    ],
    ['an empty secret', basic('a-client-of-my-own', ''), 'client-missing; client_id and client_secret missing'],
    ['a broken percent-encoding', basic(CLIENT_ID, '%'), 'client-missing; client_id and client_secret missing'],
    ['a text that is no base64', { authorization: 'Basic *' }, 'client-missing; client_id and client_secret missing'],
  ])('refuses %s when it counts', async (_, headers, reason) => {
    const mock = await open({ sentinel: { acceptBasicAuth: true } });
    const answer = await mock.post(path, { headers });
    expect(answer.status).toBe(401);
    expect(answer.text).toBe('{"error":"invalid_client","error_description":"Client authentication failed"}');
    expect(answer.headers).toEqual({
      ...TOKEN_HEADERS,
      'lp-mock-reason': reason,
      'www-authenticate': 'Basic realm="Sentinel"',
    });
  });

  it('yields to credentials in the body when it counts', async () => {
    const mock = await open({ sentinel: { acceptBasicAuth: true } });
    const answer = await mock.post(path, { headers: basic('someone', 'else'), body: CREDENTIALS });
    expect(claimsOf(answer)).toMatchObject({ azp: CLIENT_ID });
  });
});
