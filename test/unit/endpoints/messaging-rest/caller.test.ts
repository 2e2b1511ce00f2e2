import { describe, expect, it } from '@jest/globals';
import type { Mock } from '../../../../mock-server/index.ts';
import { signAppJwt, signConsumerJws } from '../../../support/bad-tokens.ts';
import type { Headers } from '../../../support/messaging-rest.ts';
import { BRAND, conversationPath, messagesPath } from '../../../support/messaging-rest.ts';
import { ERROR_RESP } from '../../../support/refusals.ts';
import { refusalOf, startRest } from '../../../support/rest-calls.ts';
import { brandSocket, logIn, openSocket } from '../../../support/sockets.ts';
import { OTHER_ACCOUNT, OTHER_CLIENT_ID } from '../../../support/through-every-adapter.ts';

const NOWHERE = conversationPath('none');
const NO_LOGIN =
  'agent-bearer-unknown; Authorization is no JWT, and the bearer of no login that lives at the account of Brand-ID; log in again';

type Row = readonly [
  who: string,
  code: keyof typeof ERROR_RESP,
  reason: string,
  headersOf: (mint: Mock['mint']) => Promise<Headers> | Headers,
];

const app = async (mint: Mock['mint']): Promise<Headers> => ({
  authorization: await mint.appJwt(),
  'lp-on-behalf': await mint.consumerJws(),
});

describe('Who is not let in to the Messaging REST API', () => {
  it.each<Row>([
    [
      'brings nothing',
      40105,
      'app-jwt-missing; the Authorization header is missing; send the AppJWT, an LP_JWT, or the bearer of an agent login',
      () => ({}),
    ],
    [
      'brings a word alone',
      40105,
      'app-jwt-missing; the Authorization header says "Bearer" and nothing after it; send the AppJWT, an LP_JWT, or the bearer of an agent login',
      () => ({ authorization: 'Bearer' }),
    ],
    [
      'names no account',
      40001,
      'brand-missing; the Brand-ID header is missing; send the account id in it',
      async (mint) => ({ authorization: await mint.lpJwt(), 'brand-id': ' ' }),
    ],
    [
      'has an AppJWT and acts for nobody',
      40104,
      'consumer-jws-missing; the LP-On-Behalf header is missing; send the ConsumerJWS',
      async (mint) => ({ authorization: await mint.appJwt() }),
    ],
    [
      'acts for somebody without an AppJWT',
      40102,
      'app-jwt-malformed; the AppJWT has 1 part between dots instead of three',
      async (mint) => ({ ...(await app(mint)), authorization: 'abc' }),
    ],
    [
      'has an AppJWT of another account',
      40102,
      'app-jwt-audience; the AppJWT is for account 87654321, Brand-ID names 12345678',
      async (mint) => ({
        ...(await app(mint)),
        authorization: await mint.appJwt({ accountId: OTHER_ACCOUNT, clientId: OTHER_CLIENT_ID }),
      }),
    ],
    [
      'has a ConsumerJWS of another account',
      40103,
      'consumer-jws-account; the ConsumerJWS is for account 87654321, Brand-ID names 12345678',
      async (mint) => ({ ...(await app(mint)), 'lp-on-behalf': await mint.consumerJws({ accountId: OTHER_ACCOUNT }) }),
    ],
    [
      'says twice for whom it acts',
      40103,
      'consumer-jws-malformed; the LP-On-Behalf header was sent more than once, or holds two values; send one ConsumerJWS',
      async (mint) => ({ ...(await app(mint)), 'lp-on-behalf': 'a.b.c, a.b.c' }),
    ],
    ['has a bearer of no login', 40102, NO_LOGIN, () => ({ authorization: 'x'.repeat(256) })],
    [
      'has a bearer at an account that is none',
      40102,
      NO_LOGIN,
      () => ({ authorization: 'x', 'brand-id': 'no account' }),
    ],
    [
      'has what is too long for a bearer',
      40102,
      'lp-jwt-malformed; the LP_JWT has 1 part between dots instead of three',
      () => ({ authorization: 'x'.repeat(257) }),
    ],
    [
      'has what holds a dot, and so is no bearer',
      40102,
      'lp-jwt-malformed; the LP_JWT has 2 parts between dots instead of three',
      () => ({ authorization: 'x.y' }),
    ],
  ])('%s', async (_, code, reason, headersOf) => {
    const { mock, call } = await startRest();
    const answer = await call('GET', NOWHERE, { ...BRAND, ...(await headersOf(mock.mint)) });
    expect(refusalOf(answer)).toEqual([code === 40001 ? 400 : 401, ERROR_RESP[code], reason]);
    expect(answer.headers['lp-mock-deviation']).toBeUndefined();
  });

  it('asks for an account that a closed mock does not have, with tokens that are all in order', async () => {
    const { call } = await startRest({ closed: true });
    const answer = await call('GET', NOWHERE, {
      ...BRAND,
      'brand-id': '99999999',
      authorization: await signAppJwt({ aud: '99999999' }),
      'lp-on-behalf': await signConsumerJws({ account_id: '99999999' }),
    });
    expect(refusalOf(answer)).toEqual([
      401,
      ERROR_RESP[40102],
      'account-unknown; account 99999999 is not configured and this mock is closed; it has 12345678, 87654321',
    ]);
  });
});

describe('Who is let in to the Messaging REST API', () => {
  const UNNAMED = 'client-source; the Client-source header is missing; the pages ask for it';

  it.each<readonly [what: string, headers: Headers, deviation: string | undefined]>([
    ['no Client-source', {}, UNNAMED],
    ['one of white space', { 'client-source': ' ' }, UNNAMED],
    ['one of a letter', { 'client-source': 'x' }, undefined],
  ])('may send %s, which is noted where there is none', async (_, headers, deviation) => {
    const { john, call } = await startRest();
    const { authorization = '', 'brand-id': brand = '' } = john;
    const answer = await call('GET', NOWHERE, { authorization, 'brand-id': brand, ...headers });
    expect([answer.status, answer.headers['lp-mock-deviation']]).toEqual([404, deviation]);
  });

  it("may act for a consumer by the Send API's header, which is noted, but not where there is the right one", async () => {
    const { mock, call } = await startRest();
    const { authorization = '', 'lp-on-behalf': jws = '' } = await app(mock.mint);
    const byOther = { ...BRAND, authorization, 'x-lp-on-behalf': jws };
    expect((await call('GET', NOWHERE, byOther)).headers['lp-mock-deviation']).toBe(
      'on-behalf-header-spelling; X-LP-ON-BEHALF belongs to the Send API; the Messaging REST API reads LP-On-Behalf',
    );
    const byBoth = await call('GET', NOWHERE, { ...byOther, 'lp-on-behalf': jws, 'x-lp-on-behalf': 'nobody' });
    expect([byBoth.status, byBoth.headers['lp-mock-deviation']]).toEqual([404, undefined]);
  });

  it('speaks as an agent under both of his ids', async () => {
    const { mock, ada, call, open } = await startRest();
    const { id } = await open();
    await call('POST', messagesPath(id), await ada(), { type: 'PLAIN_TEXT', content: { text: 'hi' } });
    const { bearer, oldId, pid } = await logIn(mock);
    const socket = await openSocket(mock, brandSocket(bearer));
    socket.send({ kind: 'req', id: '1', type: '.ams.ms.QueryMessages', body: { dialogId: id } });
    expect(socket.take()).toMatchObject([{ body: [{ originatorId: oldId, originatorPId: pid }] }]);
  });
});
