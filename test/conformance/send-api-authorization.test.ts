import { expect, it } from '@jest/globals';
import {
  INCOMPLETE_APP_JWTS,
  INVALID_APP_JWTS,
  INVALID_CONSUMER_JWSS,
  signAppJwt,
  signConsumerJws,
} from '../support/bad-tokens.ts';
import { documentedErrorText } from '../support/documented.ts';
import {
  askForAppJwtV2,
  CREATE_PATH,
  createBatch,
  getAppJwt,
  getOnBehalfHeaders,
  openConversation,
  sayHello,
  SEND_PATH,
  text,
} from '../support/flows.ts';
import { ERROR_RESP, expectErrorResp } from '../support/refusals.ts';
import type { Heard, OpenMock } from '../support/through-every-adapter.ts';
import { describeThroughEveryAdapter, NOON_SECONDS, OTHER_ACCOUNT } from '../support/through-every-adapter.ts';

type Headers = Readonly<Record<string, string>>;

/** The answers of both endpoints to the same headers. */
const askBoth = async (mock: OpenMock, headers: Headers): Promise<readonly [Heard, Heard]> => [
  await mock.post(CREATE_PATH, { headers, body: createBatch() }),
  await mock.post(SEND_PATH, { headers, body: sayHello('no-such-conversation') }),
];

/** Both endpoints let these headers in: one opens a conversation, the other gets as far as not finding one. */
const expectLetIn = async (mock: OpenMock, headers: Headers): Promise<void> => {
  const [create, send] = await askBoth(mock, headers);
  expect([create.status, send.status, send.text]).toEqual([
    200,
    400,
    '{"code":"BAD_REQUEST","body":{"msg":"Bad Request"},"reqId":"1"}',
  ]);
};

const withAppJwt = async (authorization: string): Promise<Headers> => ({
  authorization,
  'x-lp-on-behalf': await signConsumerJws(),
});

describeThroughEveryAdapter('Send API, AppJWT', (open) => {
  it.each([
    ['is absent', {}],
    ['is empty', { authorization: '' }],
    ['holds only the word Bearer', { authorization: 'Bearer' }],
    ['holds only the word jwt and a space', { authorization: 'jwt ' }],
  ])('answers 40105 at both endpoints when Authorization %s', async (_, headers) => {
    const mock = await open();
    for (const answer of await askBoth(mock, { ...headers, 'x-lp-on-behalf': await signConsumerJws() }))
      expectErrorResp(answer, 40105, 'app-jwt-missing');
  });

  it('answers 40105 when both headers are absent, with no header that a success would not have but the reason', async () => {
    const mock = await open();
    const [create, send] = await askBoth(mock, {});
    for (const answer of [create, send]) {
      expectErrorResp(answer, 40105, 'app-jwt-missing');
      expect(answer.headers).toEqual({
        'access-control-allow-origin': '*',
        'access-control-expose-headers': 'etag, retry-after, lp-mock-reason, lp-mock-deviation',
        'content-type': 'application/json',
        'lp-mock-reason': 'app-jwt-missing; the Authorization header is missing; send the AppJWT',
      });
    }
  });

  it("answers 40104 instead when sendApi.missingAppJwtErrorCode asks for the worked example's code", async () => {
    const mock = await open({ sendApi: { missingAppJwtErrorCode: 40104 } });
    for (const answer of await askBoth(mock, {})) {
      expect(answer.status).toBe(401);
      expect(answer.text).toBe(documentedErrorText('send-api-example'));
    }
  });

  it.each(INVALID_APP_JWTS)(
    'answers 40102 at both endpoints when the AppJWT is or has $title',
    async ({ make, slug }) => {
      const mock = await open();
      for (const answer of await askBoth(mock, await withAppJwt(await make()))) expectErrorResp(answer, 40102, slug);
    },
  );

  it.each(INCOMPLETE_APP_JWTS)(
    'answers 40001 at both endpoints when the AppJWT is or has $title',
    async ({ make, slug }) => {
      const mock = await open();
      for (const answer of await askBoth(mock, await withAppJwt(await make()))) expectErrorResp(answer, 40001, slug);
    },
  );

  it('answers 40001 with HTTP 401 and code 401 when sendApi.missingClaimStatus says so', async () => {
    const mock = await open({ sendApi: { missingClaimStatus: 401 } });
    for (const answer of await askBoth(mock, await withAppJwt(await signAppJwt({ azp: undefined })))) {
      expect(answer.status).toBe(401);
      expect(answer.text).toBe(ERROR_RESP[40001].replace('"code":400', '"code":401'));
    }
  });

  it('takes an AppJWT to the last second of its hour and refuses it at the full hour', async () => {
    const mock = await open();
    const headers = await withAppJwt(await getAppJwt(mock));
    await mock.clock.set(NOON_SECONDS + 3599);
    await expectLetIn(mock, headers);
    await mock.clock.set(NOON_SECONDS + 3600);
    for (const answer of await askBoth(mock, headers)) expectErrorResp(answer, 40102, 'app-jwt-expired');
  });

  it('takes an AppJWT past its hour for as long as the clock tolerance says', async () => {
    const mock = await open({ tokens: { clockToleranceSeconds: 30 } });
    const headers = await withAppJwt(await getAppJwt(mock));
    await mock.clock.set(NOON_SECONDS + 3629);
    await expectLetIn(mock, headers);
    await mock.clock.set(NOON_SECONDS + 3630);
    for (const answer of await askBoth(mock, headers)) expectErrorResp(answer, 40102, 'app-jwt-expired');
  });

  it.each([
    ['iss in lower case', { iss: 'sentinel' }],
    ['msg.consumer among other scopes', { scope: 'faas.lambda.invoke msg.consumer' }],
    ['claims that nobody asked for', { sub: 'x', jti: 'y' }],
  ])('takes an AppJWT with %s', async (_, claims) => {
    await expectLetIn(await open(), await withAppJwt(await signAppJwt(claims)));
  });

  it.each([
    ['raw', (token: string) => token],
    ['after Bearer', (token: string) => `Bearer ${token}`],
    ['after BEARER and two spaces', (token: string) => `BEARER  ${token}`],
    ['after jwt', (token: string) => `jwt ${token}`],
  ])('takes the AppJWT %s', async (_, write) => {
    await expectLetIn(await open(), await withAppJwt(write(await signAppJwt())));
  });

  it('takes an AppJWT of Sentinel V2, unless sendApi.acceptV2AppJwt is off', async () => {
    const lenient = await open();
    await expectLetIn(lenient, await withAppJwt(text((await askForAppJwtV2(lenient)).json(), 'access_token')));
    const strict = await open({ sendApi: { acceptV2AppJwt: false } });
    const headers = await withAppJwt(text((await askForAppJwtV2(strict)).json(), 'access_token'));
    for (const answer of await askBoth(strict, headers)) expectErrorResp(answer, 40102, 'app-jwt-unknown-key');
    await expectLetIn(strict, await withAppJwt(await getAppJwt(strict)));
  });

  it('asks for the scope that sendApi.requiredScope names, or for none', async () => {
    const otherScope = await withAppJwt(await signAppJwt({ scope: 'faas.lambda.invoke' }));
    await expectLetIn(await open({ sendApi: { requiredScope: null } }), otherScope);
    const mock = await open({ sendApi: { requiredScope: 'faas.lambda.invoke' } });
    await expectLetIn(mock, otherScope);
    for (const answer of await askBoth(mock, await withAppJwt(await signAppJwt())))
      expectErrorResp(answer, 40102, 'app-jwt-scope');
  });

  it('answers 40102 on a closed mock that does not know the account, even with tokens that are in order', async () => {
    const mock = await open({ closed: true });
    const headers = {
      authorization: await signAppJwt({ aud: '99999999' }),
      'x-lp-on-behalf': await signConsumerJws({ account_id: '99999999' }),
    };
    const answer = await mock.post('/api/account/99999999/messaging/consumer/conversation?v=3', {
      headers,
      body: createBatch('99999999'),
    });
    expectErrorResp(answer, 40102, 'account-unknown');
  });
});

describeThroughEveryAdapter('Send API, ConsumerJWS', (open) => {
  it.each([
    ['is absent', {}],
    ['is empty', { 'x-lp-on-behalf': '' }],
    ['has the name that the error text prints', { x_on_behalf_header: 'a.b.c' }],
  ])('answers 40104 at both endpoints when X-LP-ON-BEHALF %s', async (_, headers) => {
    const mock = await open();
    for (const answer of await askBoth(mock, { ...headers, authorization: await signAppJwt() }))
      expectErrorResp(answer, 40104, 'consumer-jws-missing');
  });

  it.each(INVALID_CONSUMER_JWSS)(
    'answers 40103 at both endpoints when the ConsumerJWS is or has $title',
    async ({ make, slug }) => {
      const mock = await open();
      const headers = { authorization: await signAppJwt(), 'x-lp-on-behalf': await make() };
      for (const answer of await askBoth(mock, headers)) expectErrorResp(answer, 40103, slug);
    },
  );

  it('takes a ConsumerJWS a hundred years later, because it never expires', async () => {
    const mock = await open();
    const { 'x-lp-on-behalf': consumerJws } = await getOnBehalfHeaders(mock);
    await mock.clock.set('2126-11-20T12:00:00Z');
    await expectLetIn(mock, { authorization: await getAppJwt(mock), 'x-lp-on-behalf': consumerJws });
  });

  it.each(['X-LP-ON-BEHALF', 'x-lp-on-behalf', 'X-Lp-On-Behalf'])('reads the header %s', async (name) => {
    await expectLetIn(await open(), { authorization: await signAppJwt(), [name]: await signConsumerJws() });
  });
});

describeThroughEveryAdapter('Send API, order of checks', (open) => {
  const cases = [
    {
      title: 'an expired AppJWT before a missing ConsumerJWS',
      code: 40102,
      slug: 'app-jwt-expired',
      make: async () => ({ authorization: await signAppJwt({ exp: 1 }) }),
    },
    {
      title: 'an expired AppJWT before an invalid ConsumerJWS',
      code: 40102,
      slug: 'app-jwt-expired',
      make: async () => ({ authorization: await signAppJwt({ exp: 1 }), 'x-lp-on-behalf': 'null' }),
    },
    {
      title: 'a missing claim before a missing ConsumerJWS',
      code: 40001,
      slug: 'app-jwt-claim-missing',
      make: async () => ({ authorization: await signAppJwt({ scope: undefined }) }),
    },
    {
      title: 'a missing claim before a wrong audience',
      code: 40001,
      slug: 'app-jwt-claim-missing',
      make: async () => ({ authorization: await signAppJwt({ azp: undefined, aud: OTHER_ACCOUNT }) }),
    },
    {
      title: 'a missing AppJWT before an invalid ConsumerJWS',
      code: 40105,
      slug: 'app-jwt-missing',
      make: () => ({ 'x-lp-on-behalf': 'null' }),
    },
    {
      title: 'a missing ConsumerJWS before the body',
      code: 40104,
      slug: 'consumer-jws-missing',
      make: async () => ({ authorization: await signAppJwt() }),
    },
    {
      title: 'an invalid ConsumerJWS before the body',
      code: 40103,
      slug: 'consumer-jws-malformed',
      make: async () => ({ authorization: await signAppJwt(), 'x-lp-on-behalf': 'null' }),
    },
  ] as const;

  it.each(cases)('is $title', async ({ code, slug, make }) => {
    const mock = await open();
    const headers: Headers = await make();
    for (const path of [CREATE_PATH, SEND_PATH])
      expectErrorResp(await mock.post(path, { headers, body: '[' }), code, slug);
  });

  it('opens nothing for a call that was refused', async () => {
    const mock = await open();
    const headers = await getOnBehalfHeaders(mock);
    expectErrorResp(
      await mock.post(CREATE_PATH, { headers: { ...headers, authorization: 'null' }, body: createBatch() }),
      40102,
      'app-jwt-malformed',
    );
    expect(await openConversation(mock, headers)).toMatch(/^[0-9a-f-]{36}$/);
  });
});
