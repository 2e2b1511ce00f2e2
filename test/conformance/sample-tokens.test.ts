import { describe, expect, it } from '@jest/globals';
import { signAppJwt, signIdToken } from '../support/bad-tokens.ts';
import { documented, documentedNames } from '../support/documented.ts';
import { askForAppJwt, authenticatePath, CUSTOMER_CONNECTOR, decode, getConsumerJws, text } from '../support/flows.ts';
import { expectErrorResp } from '../support/refusals.ts';
import type { OpenMock, OpenTheMock } from '../support/through-every-adapter.ts';
import { ACCOUNT, CLIENT_SECRET, describeThroughEveryAdapter } from '../support/through-every-adapter.ts';

const APP_JWTS = ['app-jwt', 'app-jwt-how-to'];
const CONSUMER_JWSS = ['consumer-jws', 'consumer-jws-how-to'];
const IDP_TOKENS = ['id-token', 'lp-jwt-customer', 'lp-jwt-signup'];

type Claims = Readonly<Record<string, string>> & { readonly exp: number; readonly iat: number };

/** A token as a page prints it: what the mock signs for the same input must be the same, members and order included. */
const sample = (name: string): { readonly jwt: string; readonly header: object; readonly claims: Claims } => {
  const { jwt = '', header, payload } = documented('tokens', name);
  return { jwt, header, claims: payload as Claims };
};

const signingInput = (token: string): string => token.split('.').slice(0, 2).join('.');
const asText = ({ header, claims }: { readonly header: object; readonly claims: object }): string =>
  JSON.stringify([header, claims]);

/** A mock with the account and client of a sample, at the second in which it was issued. */
const openAt = async (open: OpenTheMock, { aud, azp, iat }: Claims): Promise<OpenMock> => {
  const mock = await open({
    accounts: [{ accountId: aud ?? '', apps: [{ client_id: azp ?? '', client_secret: CLIENT_SECRET }] }],
  });
  await mock.clock.freeze(iat);
  return mock;
};

describeThroughEveryAdapter("tokens beside the pages' samples", (open) => {
  it.each(APP_JWTS)(
    'signs %s alike for the same account, client and second: header, claims, order and one hour',
    async (name) => {
      const { header, claims } = sample(name);
      const mock = await openAt(open, claims);
      const token = text(
        (await askForAppJwt(mock, { client_id: claims['azp'] }, claims['aud'])).json(),
        'access_token',
      );
      expect(asText(decode(token))).toBe(asText({ header, claims }));
    },
  );

  it('signs the very text of the printed AppJWT', async () => {
    const { jwt, claims } = sample('app-jwt');
    const mock = await openAt(open, claims);
    const token = text((await askForAppJwt(mock, { client_id: claims['azp'] }, claims['aud'])).json(), 'access_token');
    expect(signingInput(token)).toBe(signingInput(jwt));
  });

  it.each(CONSUMER_JWSS)('signs %s alike but for the LivePerson id, whose derivation is not public', async (name) => {
    const {
      header,
      claims: { account_id: accountId = '', ext_consumer_id: extConsumerId = '', ...rest },
    } = sample(name);
    const mock = await open();
    const issued = decode(await getConsumerJws(mock, await signAppJwt({ aud: accountId }), extConsumerId, accountId));
    expect(asText({ ...issued, claims: { ...issued.claims, ...rest } })).toBe(
      asText({ header, claims: sample(name).claims }),
    );
  });

  it('mints the very text of the printed ConsumerJWS with its LivePerson id', async () => {
    const { jwt, claims } = sample('consumer-jws');
    const mock = await open();
    const minted = await mock.mint.consumerJws({
      accountId: claims['account_id'] ?? '',
      extConsumerId: claims['ext_consumer_id'] ?? '',
      claims: { lp_consumer_id: claims['lp_consumer_id'] },
    });
    expect(signingInput(minted)).toBe(signingInput(jwt));
  });

  it("signs the documents' LP_JWT of signup alike but for the consumer and the token's own id, which are new each time", async () => {
    const { header, claims } = sample('lp-jwt-signup');
    const mock = await open();
    await mock.clock.freeze(claims.iat);
    const issued = decode(
      text((await mock.post(`/api/account/${String(claims['aud']).replace('acc:', '')}/signup`)).json(), 'jwt'),
    );
    expect(asText({ header: issued.header, claims: { ...issued.claims, sub: claims['sub'], jti: 'new' } })).toBe(
      asText({ header, claims: { ...claims, jti: 'new' } }),
    );
  });

  it("follows the documents' id token in its LP_JWT: its end, its sub and its iss under lp.ext", async () => {
    const { sub, iss, aud, exp, iat } = sample('id-token').claims;
    const mock = await open();
    await mock.clock.freeze(iat + 8);
    const idToken = await signIdToken({ sub, iss, aud, exp, iat });
    const answer = await mock.post(authenticatePath(CUSTOMER_CONNECTOR, String(aud).replace('acc:', '')), {
      body: { id_token: idToken },
    });
    const { header, claims } = decode(text(answer.json(), 'token'));
    expect(header).toEqual(sample('lp-jwt-customer').header);
    expect(claims['sub']).toMatch(/^[0-9a-f]{64}$/);
    expect(JSON.stringify(claims)).toBe(
      JSON.stringify({
        sub: claims['sub'],
        aud,
        iss: 'https://idp.liveperson.net',
        exp,
        iat: iat + 8,
        'lp.ext': { sub, iss },
      }),
    );
  });

  it("gives the documents' LP_JWT of a customer all its members, lp_sdes in hex where the id token has some", async () => {
    const {
      claims: { aud, exp, iat, ...rest },
    } = sample('lp-jwt-customer');
    const ext = rest['lp.ext'] as unknown as { sub: string; iss: string; lp_sdes: string };
    const mock = await open();
    await mock.clock.freeze(iat);
    const idToken = await signIdToken({
      sub: ext.sub,
      iss: ext.iss,
      aud,
      exp,
      iat,
      lp_sdes: [{ type: 'ctmrinfo', info: { ctype: 'vip' } }],
    });
    const answer = await mock.post(authenticatePath(CUSTOMER_CONNECTOR, String(aud).replace('acc:', '')), {
      body: { id_token: idToken },
    });
    const { claims } = decode(text(answer.json(), 'token'));
    const issuedExt = claims['lp.ext'] as typeof ext;
    expect(claims).toEqual({
      ...sample('lp-jwt-customer').claims,
      sub: claims['sub'],
      'lp.ext': { ...ext, lp_sdes: issuedExt.lp_sdes },
    });
    expect([ext, issuedExt].map(({ lp_sdes: hex }) => /^(?:[0-9a-f]{2})+$/.test(hex))).toEqual([true, true]);
  });

  it("refuses the AppJWT as the page's header table misprints it, with an a for its first e", async () => {
    const mock = await open();
    const authorization = `a${sample('app-jwt').jwt.slice(1)}`;
    const answer = await mock.post(`/api/account/${ACCOUNT}/messaging/consumer/conversation?v=3`, {
      headers: { authorization },
    });
    expectErrorResp(answer, 40102, 'app-jwt-malformed');
  });
});

describe('the sample tokens', () => {
  it('are all compared here', () => {
    expect([...APP_JWTS, ...CONSUMER_JWSS, ...IDP_TOKENS].sort()).toEqual(documentedNames('tokens'));
  });
});
