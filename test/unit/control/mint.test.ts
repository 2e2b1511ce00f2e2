import { describe, expect, it } from '@jest/globals';
import type { Mock, MockOptions } from '../../../mock-server/index.ts';
import { createMock } from '../../../mock-server/index.ts';
import { post } from '../../support/calls.ts';
import { decode, text } from '../../support/flows.ts';
import {
  ACCOUNT,
  CLIENT_ID,
  NOON,
  NOON_SECONDS,
  OTHER_ACCOUNT,
  OTHER_CLIENT_ID,
} from '../../support/through-every-adapter.ts';

function frozenMock(options: MockOptions = {}): Mock {
  const mock = createMock({ seed: 'mint', ...options });
  mock.clock.freeze(NOON);
  return mock;
}

const claimsOf = async (token: Promise<string>): Promise<Record<string, unknown>> => decode(await token).claims;

describe('a minted token', () => {
  it('is what the endpoint would issue now', async () => {
    const mock = frozenMock();
    const form = `client_id=${CLIENT_ID}&client_secret=0123456789abcdefghijklmnop`;
    const { body } = await post(
      mock,
      `/sentinel/api/account/${ACCOUNT}/app/token?v=1.0&grant_type=client_credentials`,
      form,
    );
    expect(await mock.mint.appJwt()).toBe(text(JSON.parse(body), 'access_token'));

    const consumer = await post(
      mock,
      `/api/account/${ACCOUNT}/consumer?v=1.0`,
      { ext_consumer_id: 'jane' },
      { authorization: await mock.mint.appJwt() },
    );
    expect(await mock.mint.consumerJws({ extConsumerId: 'jane' })).toBe(text(JSON.parse(consumer.body), 'token'));

    const anonymous = decode(
      text(JSON.parse((await post(mock, `/api/account/${ACCOUNT}/anonymous/authorize`)).body), 'token'),
    ).claims;
    expect(await claimsOf(mock.mint.extJwt({ sub: String(anonymous['sub']) }))).toEqual(anonymous);
  });

  it('is for the first account and its first app unless told otherwise', async () => {
    const { mint } = frozenMock();
    expect(await claimsOf(mint.appJwt())).toEqual({
      aud: ACCOUNT,
      azp: CLIENT_ID,
      scope: 'msg.consumer',
      iss: 'Sentinel',
      exp: NOON_SECONDS + 3600,
      iat: NOON_SECONDS,
    });
    expect(await claimsOf(mint.appJwt({ accountId: OTHER_ACCOUNT, scope: 'a b' }))).toMatchObject({
      aud: OTHER_ACCOUNT,
      azp: OTHER_CLIENT_ID,
      scope: 'a b',
    });
    expect(await claimsOf(mint.consumerJws({ accountId: OTHER_ACCOUNT }))).toMatchObject({
      account_id: OTHER_ACCOUNT,
      ext_consumer_id: 'consumer-1',
    });
    expect(await claimsOf(mint.lpJwt({ accountId: OTHER_ACCOUNT, sub: 'jane' }))).toEqual({
      sub: 'jane',
      aud: `acc:${OTHER_ACCOUNT}`,
      iss: 'https://idp.liveperson.net',
      exp: NOON_SECONDS + 600,
      iat: NOON_SECONDS,
    });
  });

  it('is for a client and a consumer that make sense whatever the account is and the claims say', async () => {
    const { mint } = frozenMock();
    expect(await claimsOf(mint.appJwt({ accountId: '999' }))).toMatchObject({ aud: '999', azp: 'client-1' });
    const named = await claimsOf(mint.consumerJws({ claims: { ext_consumer_id: 'jane' } }));
    expect(named).toEqual(await claimsOf(mint.consumerJws({ extConsumerId: 'jane' })));
  });

  it('lives as long as the options say, or as it is told', async () => {
    const { mint } = frozenMock({
      sentinel: { appJwtLifetimeSeconds: 60 },
      idp: { extJwtLifetimeSeconds: 30, lpJwtLifetimeSeconds: 90 },
    });
    const lives = await Promise.all([
      mint.appJwt(),
      mint.extJwt(),
      mint.lpJwt(),
      mint.appJwt({ expiresInSeconds: -1 }),
      mint.lpJwt({ expiresInSeconds: 0 }),
    ]);
    expect(lives.map((token) => Number(decode(token).claims['exp']) - NOON_SECONDS)).toEqual([60, 30, 90, -1, 0]);
  });

  it('follows the clock and the ids of the mock', async () => {
    const [one, two] = [frozenMock(), frozenMock()];
    expect(await one.mint.extJwt()).toBe(await two.mint.extJwt());
    one.clock.advance('1h');
    expect(await claimsOf(one.mint.appJwt())).toMatchObject({ iat: NOON_SECONDS + 3600 });
  });

  it('takes claims that replace its own, are added, or are left out', async () => {
    const { mint } = frozenMock();
    const claims = await claimsOf(mint.appJwt({ claims: { scope: undefined, iss: 'nobody', nbf: 5 } }));
    expect(claims).toEqual({
      aud: ACCOUNT,
      azp: CLIENT_ID,
      iss: 'nobody',
      exp: NOON_SECONDS + 3600,
      iat: NOON_SECONDS,
      nbf: 5,
    });
  });
});
