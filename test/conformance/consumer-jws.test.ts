import { expect, it } from '@jest/globals';
import { createLocalJWKSet, compactVerify } from 'jose';
import type { JSONWebKeySet } from 'jose';
import { APP_JWT_CLAIMS, INCOMPLETE_APP_JWTS, INVALID_APP_JWTS, signAppJwt } from '../support/bad-tokens.ts';
import { decode, getAppJwt, getConsumerJws, JSON_HEADERS, text } from '../support/flows.ts';
import { expectIdpError } from '../support/refusals.ts';
import { SENTINEL_V2_KEY, signJws } from '../support/signed-by-hand.ts';
import { ACCOUNT, describeThroughEveryAdapter, NOON_SECONDS, OTHER_ACCOUNT } from '../support/through-every-adapter.ts';

const PATH = `/api/account/${ACCOUNT}/consumer`;
const EXT_ID = 'John_Doe_facebook12345';

describeThroughEveryAdapter('ConsumerJWS', (open) => {
  it('answers the documented request with 201 and exactly one member', async () => {
    const mock = await open();
    const answer = await mock.post(`${PATH}?v=1.0`, {
      headers: { authorization: await getAppJwt(mock) },
      body: { ext_consumer_id: EXT_ID },
    });
    expect(answer.status).toBe(201);
    expect(answer.text).toBe(`{"token":"${text(answer.json(), 'token')}"}`);
    expect(answer.headers).toEqual(JSON_HEADERS);
  });

  it('says account, external id and LivePerson id in that order, and nothing else', async () => {
    const mock = await open();
    const { header, claims } = decode(await getConsumerJws(mock, await getAppJwt(mock), EXT_ID));
    expect(JSON.stringify(header)).toBe('{"kid":"appjwt-13-05-17","typ":"JWT","alg":"RS256"}');
    expect(JSON.stringify(claims)).toBe(
      '{"account_id":"12345678","ext_consumer_id":"John_Doe_facebook12345","lp_consumer_id":"64345f499e615c6b9ec15f46cf1997ae4711882b29d326258c57888755c5ec91"}',
    );
  });

  it('is signed with the static key of the AppJWT, the second one that Sentinel publishes', async () => {
    const mock = await open();
    const token = await getConsumerJws(mock, await getAppJwt(mock));
    const { keys } = (await mock.get('/sentinel/well-known/jwks')).json() as JSONWebKeySet;
    const verified = await compactVerify(token, createLocalJWKSet({ keys: keys.slice(1) }));
    expect(verified.protectedHeader.kid).toBe('appjwt-13-05-17');
  });

  it('is the very same token when asked for again, because it has no time in it', async () => {
    const mock = await open();
    const first = await getConsumerJws(mock, await getAppJwt(mock));
    await mock.clock.advance('9000h');
    expect(await getConsumerJws(mock, await getAppJwt(mock))).toBe(first);
  });

  it('gives another LivePerson id to another external id, and to the same one on another account', async () => {
    const mock = await open();
    const idOf = (token: string): unknown => decode(token).claims['lp_consumer_id'];
    const ids = [
      idOf(await getConsumerJws(mock, await signAppJwt(), EXT_ID)),
      idOf(await getConsumerJws(mock, await signAppJwt(), 'Jane_Doe_facebook12345')),
      idOf(await getConsumerJws(mock, await signAppJwt({ aud: OTHER_ACCOUNT }), EXT_ID, OTHER_ACCOUNT)),
    ];
    expect(new Set(ids).size).toBe(3);
    expect(ids.every((id) => /^[0-9a-f]{64}$/.test(String(id)))).toBe(true);
  });

  it.each([
    ['a number between 0 and 1', 0.17307796875, '0.17307796875'],
    ['a whole number', 42, '42'],
    ['zero', 0, '0'],
    ['a UUID', '0f8fad5b-d9cb-469f-a165-70867728950e', '0f8fad5b-d9cb-469f-a165-70867728950e'],
    ['a text in any script', 'Zoë 日本 😀', 'Zoë 日本 😀'],
  ])('takes %s as ext_consumer_id and writes it as text', async (_, sent, written) => {
    const mock = await open();
    const answer = await mock.post(`${PATH}?v=1.0`, {
      headers: { authorization: await signAppJwt() },
      body: { ext_consumer_id: sent },
    });
    expect(answer.status).toBe(201);
    expect(decode(text(answer.json(), 'token')).claims['ext_consumer_id']).toBe(written);
  });

  it.each([
    ['without a query', ''],
    ['with v=1.0', '?v=1.0'],
    ['with v=1', '?v=1'],
    ['with parameters that nobody knows', '?v=1.0&_=1700000000'],
  ])('is issued %s', async (_, query) => {
    const mock = await open();
    const answer = await mock.post(`${PATH}${query}`, {
      headers: { authorization: await signAppJwt() },
      body: { ext_consumer_id: EXT_ID },
    });
    expect(answer.status).toBe(201);
  });

  it.each([
    ['raw', (token: string) => token],
    ['after Bearer', (token: string) => `Bearer ${token}`],
    ['after bearer and two spaces', (token: string) => `bearer  ${token}`],
    ['after jwt', (token: string) => `jwt ${token}`],
  ])('takes the AppJWT %s', async (_, write) => {
    const mock = await open();
    const answer = await mock.post(PATH, {
      headers: { authorization: write(await signAppJwt()) },
      body: { ext_consumer_id: EXT_ID },
    });
    expect(answer.status).toBe(201);
  });

  it.each([['application/json;charset=UTF-8'], ['application/x-www-form-urlencoded'], ['text/plain']])(
    'reads its JSON under the content type %s',
    async (contentType) => {
      const mock = await open();
      const answer = await mock.post(PATH, {
        headers: { authorization: await signAppJwt(), 'content-type': contentType },
        body: JSON.stringify({ ext_consumer_id: EXT_ID }),
      });
      expect(answer.status).toBe(201);
    },
  );
});

describeThroughEveryAdapter('ConsumerJWS refused for its AppJWT', (open) => {
  it.each([
    ['is absent', {}],
    ['is empty', { authorization: '' }],
    ['holds only the word Bearer', { authorization: 'Bearer' }],
    ['holds only the word jwt and a space', { authorization: 'jwt ' }],
  ])('answers 9011 when Authorization %s', async (_, headers) => {
    const mock = await open();
    const answer = await mock.post(PATH, { headers, body: { ext_consumer_id: EXT_ID } });
    expectIdpError(answer, 9011, 'app-jwt-missing');
  });

  it.each([...INVALID_APP_JWTS, ...INCOMPLETE_APP_JWTS])(
    'answers 9011 when the AppJWT is or has $title',
    async ({ make, slug }) => {
      const mock = await open();
      const answer = await mock.post(PATH, {
        headers: { authorization: await make() },
        body: { ext_consumer_id: EXT_ID },
      });
      expectIdpError(answer, 9011, slug);
    },
  );

  it('takes an AppJWT to the last second of its hour and refuses it at the full hour', async () => {
    const mock = await open();
    const parts = { headers: { authorization: await getAppJwt(mock) }, body: { ext_consumer_id: EXT_ID } };
    await mock.clock.set(NOON_SECONDS + 3599);
    expect((await mock.post(PATH, parts)).status).toBe(201);
    await mock.clock.set(NOON_SECONDS + 3600);
    expectIdpError(await mock.post(PATH, parts), 9011, 'app-jwt-expired');
  });

  it('takes an AppJWT past its hour for as long as the clock tolerance says', async () => {
    const mock = await open({ tokens: { clockToleranceSeconds: 30 } });
    const parts = { headers: { authorization: await getAppJwt(mock) }, body: { ext_consumer_id: EXT_ID } };
    await mock.clock.set(NOON_SECONDS + 3629);
    expect((await mock.post(PATH, parts)).status).toBe(201);
    await mock.clock.set(NOON_SECONDS + 3630);
    expectIdpError(await mock.post(PATH, parts), 9011, 'app-jwt-expired');
  });

  it('takes iss sentinel in lower case', async () => {
    const mock = await open();
    const answer = await mock.post(PATH, {
      headers: { authorization: await signAppJwt({ iss: 'sentinel' }) },
      body: { ext_consumer_id: EXT_ID },
    });
    expect(answer.status).toBe(201);
  });

  it('takes an AppJWT of Sentinel V2, unless sendApi.acceptV2AppJwt is off', async () => {
    const parts = {
      headers: { authorization: await signJws(SENTINEL_V2_KEY, APP_JWT_CLAIMS) },
      body: { ext_consumer_id: EXT_ID },
    };
    expect((await (await open()).post(PATH, parts)).status).toBe(201);
    const strictly = await open({ sendApi: { acceptV2AppJwt: false } });
    expectIdpError(await strictly.post(PATH, parts), 9011, 'app-jwt-unknown-key');
  });

  it('takes any scope when sendApi.requiredScope is null', async () => {
    const mock = await open({ sendApi: { requiredScope: null } });
    const answer = await mock.post(PATH, {
      headers: { authorization: await signAppJwt({ scope: 'faas.lambda.invoke' }) },
      body: { ext_consumer_id: EXT_ID },
    });
    expect(answer.status).toBe(201);
  });

  it('answers 1050 on a closed mock when only the account is unknown', async () => {
    const mock = await open({ closed: true });
    const answer = await mock.post('/api/account/99999999/consumer', {
      headers: { authorization: await signAppJwt({ aud: '99999999' }) },
      body: { ext_consumer_id: EXT_ID },
    });
    expectIdpError(answer, 1050, 'account-unknown');
  });
});

describeThroughEveryAdapter('ConsumerJWS refused for its body', (open) => {
  it.each([
    ['text that is no JSON', 'ext_consumer_id=1', 'body-not-json'],
    ['nothing', undefined, 'body-wrong-shape'],
    ['null', 'null', 'body-wrong-shape'],
    ['an array', '[]', 'body-wrong-shape'],
    ['a JSON string', '"John"', 'body-wrong-shape'],
    ['an empty object', '{}', 'ext-consumer-id-invalid'],
    ['an empty ext_consumer_id', '{"ext_consumer_id":""}', 'ext-consumer-id-invalid'],
    ['a null ext_consumer_id', '{"ext_consumer_id":null}', 'ext-consumer-id-invalid'],
    ['an ext_consumer_id that is true', '{"ext_consumer_id":true}', 'ext-consumer-id-invalid'],
    ['an ext_consumer_id that is an object', '{"ext_consumer_id":{}}', 'ext-consumer-id-invalid'],
    ['an ext_consumer_id that is an array', '{"ext_consumer_id":["John"]}', 'ext-consumer-id-invalid'],
  ] as const)('answers 9012 when the body is or has %s', async (_, body, slug) => {
    const mock = await open();
    const answer = await mock.post(PATH, {
      headers: { authorization: await signAppJwt() },
      ...(body === undefined ? {} : { body }),
    });
    expectIdpError(answer, 9012, slug);
  });

  it('judges the AppJWT before the body', async () => {
    const mock = await open();
    expectIdpError(await mock.post(PATH, { headers: { authorization: 'null' }, body: '[' }), 9011, 'app-jwt-malformed');
  });

  it('answers GET with 405', async () => {
    const mock = await open();
    const answer = await mock.get(PATH);
    expect({ status: answer.status, text: answer.text, allow: answer.headers['allow'] }).toEqual({
      status: 405,
      text: '{"error":"method_not_allowed"}',
      allow: 'POST, OPTIONS',
    });
  });
});
