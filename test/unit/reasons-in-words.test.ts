import { describe, expect, it } from '@jest/globals';
import type { Mock } from '../../mock-server/index.ts';
import { createMock } from '../../mock-server/index.ts';
import { post } from '../support/calls.ts';
import { authenticatePath, AUTHORIZE_PATH, CREATE_PATH, createBatch, CUSTOMER_CONNECTOR } from '../support/flows.ts';
import { ACCOUNT, NOON } from '../support/through-every-adapter.ts';

/** How each sentence about claims begins. */
const MISSING = 'mandatory claims missing or of the wrong type:';

function frozenMock(): Mock {
  const mock = createMock({ seed: 'words' });
  mock.clock.freeze(NOON);
  return mock;
}

/** The header that tells why. */
async function reasonFor(...call: Parameters<typeof post>): Promise<string | undefined> {
  return (await post(...call)).headers['lp-mock-reason'];
}

describe('the sentence of a reason', () => {
  it.each<[string, object, string]>([
    ['empty', { ext_consumer_id: '' }, 'empty'],
    ['absent', {}, 'absent'],
    ['null', { ext_consumer_id: null }, 'null'],
    ['an array', { ext_consumer_id: ['jane'] }, 'an array'],
    ['an object', { ext_consumer_id: {} }, 'an object'],
  ])('says that ext_consumer_id is %s', async (_, body, found) => {
    const mock = frozenMock();
    const reason = await reasonFor(mock, `/api/account/${ACCOUNT}/consumer?v=1.0`, body, {
      authorization: await mock.mint.appJwt(),
    });
    expect(reason).toBe(
      `ext-consumer-id-invalid; ext_consumer_id is ${found}; it must be a string that is not empty, or a number`,
    );
  });

  it('names each claim that a ConsumerJWS lacks', async () => {
    const mock = frozenMock();
    const headers = {
      authorization: await mock.mint.appJwt(),
      'x-lp-on-behalf': await mock.mint.consumerJws({ omit: ['account_id'], claims: { lp_consumer_id: 5 } }),
    };
    expect(await reasonFor(mock, CREATE_PATH, createBatch(), headers)).toBe(
      `consumer-jws-claim-missing; ${MISSING} account_id, lp_consumer_id`,
    );
  });

  it('names each claim that an AppJWT lacks', async () => {
    const mock = frozenMock();
    const headers = { authorization: await mock.mint.appJwt({ omit: ['scope', 'iat'], claims: { iss: 5 } }) };
    expect(await reasonFor(mock, CREATE_PATH, createBatch(), headers)).toBe(
      `app-jwt-claim-missing; ${MISSING} scope, iss, iat`,
    );
  });

  it('names each claim that an LP_EXT_JWT lacks', async () => {
    const mock = frozenMock();
    const token = await mock.mint.extJwt({ omit: ['sub', 'exp'], claims: { 'lp.unauth': {} } });
    expect(await reasonFor(mock, AUTHORIZE_PATH, { id_token: token })).toBe(
      `ext-jwt-claim-missing; ${MISSING} sub, exp, lp.unauth.first_iat`,
    );
  });

  it('names each claim that an id token lacks', async () => {
    const mock = frozenMock();
    const token = await mock.mint.idToken({ omit: ['iss', 'iat'], claims: { sub: 5 } });
    expect(await reasonFor(mock, authenticatePath(CUSTOMER_CONNECTOR), { id_token: token })).toBe(
      `id-token-claim-missing; ${MISSING} iss, iat, sub`,
    );
  });

  it('names each claim that an LP_JWT lacks, where one is inspected', async () => {
    const mock = frozenMock();
    const token = await mock.mint.lpJwt({ omit: ['sub', 'iat'] });
    expect((await mock.inspect(token)).reason?.sentence).toBe(`${MISSING} sub, iat`);
  });
});

describe('the kind of a token, where another is wanted', () => {
  it.each<[string, (mock: Mock) => Promise<string>]>([
    ['an AppJWT', (mock) => mock.mint.appJwt()],
    ['an LP_EXT_JWT', (mock) => mock.mint.appJwt({ omit: ['iss', 'azp'], claims: { 'lp.unauth': {} } })],
  ])('is told as %s', async (words, make) => {
    const mock = frozenMock();
    const headers = { authorization: await mock.mint.appJwt(), 'x-lp-on-behalf': await make(mock) };
    expect(await reasonFor(mock, CREATE_PATH, createBatch(), headers)).toBe(
      `consumer-jws-wrong-kind; this is ${words}; X-LP-ON-BEHALF needs a ConsumerJWS`,
    );
  });

  it.each<[string, object]>([
    ['a ConsumerJWS', { lp_consumer_id: 'jane' }],
    ['an LP_JWT', {}],
    ['an id token', { iss: 'https://idp.example.test' }],
    ['a token of no known kind', { iss: undefined }],
  ])('is told as %s', async (words, claims) => {
    const mock = frozenMock();
    const token = await mock.mint.lpJwt({ claims: { ...claims } });
    expect(await reasonFor(mock, AUTHORIZE_PATH, { id_token: token })).toBe(
      `ext-jwt-wrong-kind; this is ${words}; an LP_EXT_JWT of anonymous/authorize is needed`,
    );
  });
});
