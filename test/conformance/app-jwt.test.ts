import { expect, it } from '@jest/globals';
import { decode, text } from '../support/flows.ts';
import { ACCOUNT, CLIENT_ID, CLIENT_SECRET, describeThroughEveryDoor, NOON_SECONDS } from '../support/through-every-door.ts';

const PATH = `/sentinel/api/account/${ACCOUNT}/app/token`;
const CREDENTIALS = { client_id: CLIENT_ID, client_secret: CLIENT_SECRET };

describeThroughEveryDoor('Get AppJWT', (open) => {
  it('answers the documented request with exactly two members', async () => {
    const mock = await open();
    const answer = await mock.post(`${PATH}?v=1.0&grant_type=client_credentials`, { body: new URLSearchParams(CREDENTIALS) });
    const accessToken = text(answer.json(), 'access_token');
    expect(answer.status).toBe(200);
    expect(answer.text).toBe(`{"access_token":"${accessToken}","token_type":"Bearer"}`);
    expect(answer.headers).toEqual({
      'access-control-allow-origin': '*',
      'access-control-expose-headers': 'etag, retry-after, lp-mock-reason, lp-mock-deviation',
      'cache-control': 'no-store',
      'content-type': 'application/json;charset=utf-8',
      pragma: 'no-cache',
    });
  });

  it('issues header and claims in the documented order, valid for one hour', async () => {
    const mock = await open();
    const answer = await mock.post(`${PATH}?v=1.0&grant_type=client_credentials`, { body: new URLSearchParams(CREDENTIALS) });
    const { header, claims } = decode(text(answer.json(), 'access_token'));
    expect(JSON.stringify(header)).toBe('{"kid":"appjwt-13-05-17","typ":"JWT","alg":"RS256"}');
    expect(JSON.stringify(claims)).toBe(JSON.stringify({
      aud: ACCOUNT, azp: CLIENT_ID, scope: 'msg.consumer', iss: 'Sentinel', exp: NOON_SECONDS + 3600, iat: NOON_SECONDS,
    }));
  });
});
