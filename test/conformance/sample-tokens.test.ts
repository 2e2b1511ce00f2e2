import { expect, it } from '@jest/globals';
import { signAppJwt, signIdToken } from '../support/bad-tokens.ts';
import { askForAppJwt, authenticatePath, CUSTOMER_CONNECTOR, decode, getConsumerJws, text } from '../support/flows.ts';
import { expectErrorResp } from '../support/refusals.ts';
import { ACCOUNT, CLIENT_SECRET, describeThroughEveryDoor } from '../support/through-every-adapter.ts';

/**
 * Header and payload of the tokens that LivePerson's pages print; their signatures are of keys that nobody has. What the
 * mock signs for the same input must be the same text up to the last dot.
 */
const SAMPLES = {
  /** Send API, authorization and authentication, "Get AppJWT". */
  appJwt: {
    input: 'eyJraWQiOiJhcHBqd3QtMTMtMDUtMTciLCJ0eXAiOiJKV1QiLCJhbGciOiJSUzI1NiJ9'
      + '.eyJhdWQiOiJsZTgxODIzMTE4IiwiYXpwIjoiNzU1ODhlMTgtMDIxMy00ZTMzLTgxNzQtODgzYWNhYzdlM2M0Iiwic2NvcGUiOiJtc2cuY29uc3VtZXIi'
      + 'LCJpc3MiOiJTZW50aW5lbCIsImV4cCI6MTUyNDY0NjI3MCwiaWF0IjoxNTI0NjQyNjcwfQ',
    accountId: 'le81823118',
    clientId: '75588e18-0213-4e33-8174-883acac7e3c4',
    issuedAt: 1_524_642_670,
  },
  /** The same page, "Authentication with ConsumerJWS". */
  consumerJws: {
    input: 'eyJraWQiOiJhcHBqd3QtMTMtMDUtMTciLCJ0eXAiOiJKV1QiLCJhbGciOiJSUzI1NiJ9'
      + '.eyJhY2NvdW50X2lkIjoibGUzMTQ1Nzc4MCIsImV4dF9jb25zdW1lcl9pZCI6InJhbmRvbV9pZDAuMTczMDc3OTY4NzUiLCJscF9jb25zdW1lcl9pZCI6'
      + 'IjI5Y2FmMGMxMTQ4Njk5NmQ5Mzg3ZTNhNDRlYzM0MjI5ZDEyNzMwNGRiNDk2NmQ3NzUyNzE2YmNlYjUzOGZhMjQifQ',
    accountId: 'le31457780',
    extConsumerId: 'random_id0.17307796875',
    lpConsumerId: '29caf0c11486996d9387e3a44ec34229d127304db4966d7752716bceb538fa24',
  },
} as const;

const signingInput = (token: string): string => token.split('.').slice(0, 2).join('.');

describeThroughEveryDoor("tokens beside the pages' samples", (open) => {
  it('signs the very text of the sample AppJWT for the same account, client and second', async () => {
    const { input, accountId, clientId, issuedAt } = SAMPLES.appJwt;
    const mock = await open({ accounts: [{ accountId, apps: [{ client_id: clientId, client_secret: CLIENT_SECRET }] }] });
    await mock.clock.freeze(issuedAt);
    const token = text((await askForAppJwt(mock, { client_id: clientId }, accountId)).json(), 'access_token');
    expect(signingInput(token)).toBe(input);
  });

  it("signs the connector how-to's AppJWT alike: header, claims, order and one hour", async () => {
    const clientId = '82c73053-d763-4751-9256-f3a799bc54c4';
    const mock = await open({ accounts: [{ accountId: '5313846', apps: [{ client_id: clientId, client_secret: CLIENT_SECRET }] }] });
    await mock.clock.freeze(1_552_895_779);
    const { header, claims } = decode(text((await askForAppJwt(mock, { client_id: clientId }, '5313846')).json(), 'access_token'));
    expect(JSON.stringify(header)).toBe('{"kid":"appjwt-13-05-17","typ":"JWT","alg":"RS256"}');
    expect(JSON.stringify(claims)).toBe(
      '{"aud":"5313846","azp":"82c73053-d763-4751-9256-f3a799bc54c4","scope":"msg.consumer","iss":"Sentinel","exp":1552899379,"iat":1552895779}',
    );
  });

  it('signs the very text of the sample ConsumerJWS but for the LivePerson id, whose derivation is not public', async () => {
    const { input, accountId, extConsumerId, lpConsumerId } = SAMPLES.consumerJws;
    const mock = await open();
    const issued = decode(await getConsumerJws(mock, await signAppJwt({ aud: accountId }), extConsumerId, accountId));
    expect(JSON.stringify(issued.header)).toBe(JSON.stringify(decode(input).header));
    expect(JSON.stringify({ ...issued.claims, lp_consumer_id: lpConsumerId })).toBe(JSON.stringify(decode(input).claims));
    const minted = await mock.mint.consumerJws({ accountId, extConsumerId, claims: { lp_consumer_id: lpConsumerId } });
    expect(signingInput(minted)).toBe(input);
  });

  it("signs the documents' LP_JWT of signup alike but for the consumer and the token's own id, which are new each time", async () => {
    const mock = await open();
    await mock.clock.freeze(1_472_118_903);
    const { header, claims } = decode(text((await mock.post('/api/account/qa57221676/signup')).json(), 'jwt'));
    expect(JSON.stringify(header)).toBe('{"kid":"00001","typ":"JWT","alg":"RS256"}');
    expect(JSON.stringify({ ...claims, sub: '592631a0-5fae-46a3-8964-1c4c3e720a4a', jti: 'new' })).toBe(
      '{"sub":"592631a0-5fae-46a3-8964-1c4c3e720a4a","aud":"acc:qa57221676","iss":"https://idp.liveperson.net","exp":1882358943,"iat":1472118903,"jti":"new"}',
    );
  });

  it("follows the documents' id token in its LP_JWT: its end, its sub and its iss under lp.ext", async () => {
    const mock = await open();
    await mock.clock.freeze(1_521_605_600);
    const idToken = await signIdToken({ sub: '+972-3-5555-555', iss: 'https://idp.liveperson.net', aud: 'acc:qa57221676', exp: 1_934_971_930, iat: 1_521_605_592 });
    const answer = await mock.post(authenticatePath(CUSTOMER_CONNECTOR, 'qa57221676'), { body: { id_token: idToken } });
    const { header, claims } = decode(text(answer.json(), 'token'));
    expect(JSON.stringify(header)).toBe('{"kid":"00001","typ":"JWT","alg":"RS256"}');
    expect(claims['sub']).toMatch(/^[0-9a-f]{64}$/);
    expect(JSON.stringify(claims)).toBe(JSON.stringify({
      sub: claims['sub'],
      aud: 'acc:qa57221676',
      iss: 'https://idp.liveperson.net',
      exp: 1_934_971_930,
      iat: 1_521_605_600,
      'lp.ext': { sub: '+972-3-5555-555', iss: 'https://idp.liveperson.net' },
    }));
  });

  it("refuses the AppJWT as the page's header table misprints it, with an a for its first e", async () => {
    const mock = await open();
    const authorization = `a${SAMPLES.appJwt.input.slice(1)}.aC1EbVQDIKJkrMgfoqhDqo5KZVMILTGP5UnK`;
    const answer = await mock.post(`/api/account/${ACCOUNT}/messaging/consumer/conversation?v=3`, { headers: { authorization } });
    expectErrorResp(answer, 40102, 'app-jwt-malformed');
  });
});
