import { expect, it } from '@jest/globals';
import { askForAppJwtV2, decode, text, TOKEN_HEADERS } from '../support/flows.ts';
import type { Heard } from '../support/through-every-adapter.ts';
import {
  ACCOUNT,
  CLIENT_ID,
  CLIENT_SECRET,
  describeThroughEveryAdapter,
  NOON_SECONDS,
} from '../support/through-every-adapter.ts';

const PATH = `/sentinel/api/v2/account/${ACCOUNT}/app/token`;
const PARAMETERS = `grant_type=client_credentials&client_id=${CLIENT_ID}&client_secret=${CLIENT_SECRET}`;
const TIMES = { iss: 'Sentinel', exp: NOON_SECONDS + 3600, iat: NOON_SECONDS };

function tokenIn(answer: Heard): ReturnType<typeof decode> {
  return decode(text(answer.json(), 'access_token'));
}

describeThroughEveryAdapter('Get AppJWT at Sentinel V2', (open) => {
  it('answers with exactly three members', async () => {
    const mock = await open();
    const answer = await askForAppJwtV2(mock);
    expect(answer.status).toBe(200);
    expect(answer.headers).toEqual(TOKEN_HEADERS);
    expect(answer.text).toBe(
      `{"access_token":"${text(answer.json(), 'access_token')}","token_type":"Bearer","expires_in":3600}`,
    );
  });

  it('signs the claims of V1 under a kid that is a UUID', async () => {
    const mock = await open();
    const { header, claims } = tokenIn(await askForAppJwtV2(mock));
    expect(JSON.stringify(header)).toBe('{"kid":"6a1b3c52-7d0e-4f7b-9c2e-0f4f5a8a9b10","typ":"JWT","alg":"RS256"}');
    expect(header['kid']).toMatch(/^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/);
    expect(JSON.stringify(claims)).toBe(
      JSON.stringify({ aud: ACCOUNT, azp: CLIENT_ID, scope: 'msg.consumer', ...TIMES }),
    );
  });

  it('says the same expires_in whether or not V1 does', async () => {
    const mock = await open({ sentinel: { includeExpiresIn: true, appJwtLifetimeSeconds: 90 } });
    const answer = await askForAppJwtV2(mock);
    expect(answer.json()).toEqual({
      access_token: text(answer.json(), 'access_token'),
      token_type: 'Bearer',
      expires_in: 90,
    });
    expect(tokenIn(answer).claims).toMatchObject({ iat: NOON_SECONDS, exp: NOON_SECONDS + 90 });
  });

  it.each([
    ['all in the query, no body', `?${PARAMETERS}`, undefined],
    ['all in the query, an empty body', `?${PARAMETERS}`, ''],
    ['all in the query, {}', `?${PARAMETERS}`, '{}'],
    [
      'half here, half there',
      '?grant_type=client_credentials',
      PARAMETERS.replace('grant_type=client_credentials&', ''),
    ],
    ['a v that V1 would refuse', '?v=7.0&v=8.0', PARAMETERS],
    ['an empty state', '?state=', PARAMETERS],
  ])('takes its parameters from anywhere: %s', async (_, query, body) => {
    const mock = await open();
    const answer = await mock.post(`${PATH}${query}`, body === undefined ? {} : { body });
    expect(answer.status).toBe(200);
    expect(answer.text).toBe((await askForAppJwtV2(mock)).text);
  });
});

describeThroughEveryAdapter('A delegated AppJWT', (open) => {
  it.each([
    ['in the query', '?state=consumer-7', PARAMETERS],
    ['in the form', '', `${PARAMETERS}&state=consumer-7`],
    ['in the form, which wins over the query', '?state=consumer-8', `${PARAMETERS}&state=consumer-7`],
  ])('names the consumer whom state names %s', async (_, query, body) => {
    const mock = await open();
    const answer = await mock.post(`${PATH}${query}`, { body });
    expect(answer.status).toBe(200);
    expect(answer.text).toBe(
      `{"access_token":"${text(answer.json(), 'access_token')}","token_type":"Bearer","expires_in":3600}`,
    );
    expect(JSON.stringify(tokenIn(answer).claims)).toBe(
      JSON.stringify({
        aud: ACCOUNT,
        azp: CLIENT_ID,
        'https://liveperson.com/consumer_id': 'consumer-7',
        permissions: [],
        scope: 'delegated.token.read.external',
        ...TIMES,
      }),
    );
    expect(tokenIn(answer).header['kid']).toBe('6a1b3c52-7d0e-4f7b-9c2e-0f4f5a8a9b10');
  });

  it('is refused to a client that is not authenticated', async () => {
    const mock = await open();
    const answer = await mock.post(`${PATH}?state=consumer-7`, { body: PARAMETERS.replace(CLIENT_SECRET, 'wrong') });
    expect(answer.status).toBe(401);
    expect(answer.text).toBe('{"error":"invalid_client","error_description":"Client authentication failed"}');
  });

  it('is not to be had at V1, which knows no state', async () => {
    const mock = await open();
    const answer = await mock.post(`${PATH.replace('/v2', '')}?v=1.0&state=consumer-7`, { body: PARAMETERS });
    expect(answer.status).toBe(200);
    expect(tokenIn(answer).claims).toEqual({ aud: ACCOUNT, azp: CLIENT_ID, scope: 'msg.consumer', ...TIMES });
  });
});
