import { expect, it } from '@jest/globals';
import { AUTHORIZE_PATH, decode, getExtJwt, JSON_HEADERS, text } from '../support/flows.ts';
import { expectIdpError } from '../support/refusals.ts';
import { ACCOUNT, describeThroughEveryAdapter, NOON_SECONDS } from '../support/through-every-adapter.ts';

const JSON_TYPE = { 'content-type': 'application/json' };
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

describeThroughEveryAdapter('anonymous token, first issue', (open) => {
  it('answers the documented call, a JSON content type and no body, with 200 and exactly one member', async () => {
    const mock = await open();
    const answer = await mock.post(AUTHORIZE_PATH, { headers: JSON_TYPE });
    expect(answer.status).toBe(200);
    expect(answer.text).toBe(`{"token":"${text(answer.json(), 'token')}"}`);
    expect(answer.headers).toEqual(JSON_HEADERS);
  });

  it('lives ten minutes, names the account, and carries its first issue', async () => {
    const mock = await open();
    const { header, claims } = decode(await getExtJwt(mock));
    expect(claims['sub']).toMatch(UUID);
    expect(JSON.stringify(header)).toBe('{"kid":"00001","typ":"JWT","alg":"RS256"}');
    expect(JSON.stringify(claims)).toBe(
      JSON.stringify({
        sub: claims['sub'],
        aud: `acc:${ACCOUNT}`,
        iss: 'https://idp.liveperson.net',
        exp: NOON_SECONDS + 600,
        iat: NOON_SECONDS,
        'lp.unauth': { first_iat: NOON_SECONDS },
      }),
    );
  });

  it('is another consumer each time', async () => {
    const mock = await open();
    const subs = [await getExtJwt(mock), await getExtJwt(mock), await getExtJwt(mock)].map(
      (token) => decode(token).claims['sub'],
    );
    expect(new Set(subs).size).toBe(3);
  });

  it.each([
    ['no body and no content type', {}],
    ['an empty body', { headers: JSON_TYPE, body: '' }],
    ['a body of white space', { headers: JSON_TYPE, body: ' \r\n' }],
    ['the body null', { headers: JSON_TYPE, body: 'null' }],
    ['the body {}', { headers: JSON_TYPE, body: '{}' }],
    ['the body {} under a charset', { headers: { 'content-type': 'application/json; charset=UTF-8' }, body: '{}' }],
    [
      'the body {} labelled as a form',
      { headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: '{}' },
    ],
    ['an id_token that is null', { headers: JSON_TYPE, body: '{"id_token":null}' }],
    ['members that nobody knows', { headers: JSON_TYPE, body: '{"__d":1}' }],
  ])('is issued for %s', async (_, parts) => {
    const mock = await open();
    const answer = await mock.post(AUTHORIZE_PATH, parts);
    expect(answer.status).toBe(200);
    expect(decode(text(answer.json(), 'token')).claims['lp.unauth']).toEqual({ first_iat: NOON_SECONDS });
  });

  it("is issued past a widget's cache buster in the query", async () => {
    const mock = await open();
    expect((await mock.post(`${AUTHORIZE_PATH}?__d=12345`, { headers: JSON_TYPE })).status).toBe(200);
  });

  it('lives as long as idp.extJwtLifetimeSeconds says', async () => {
    const mock = await open({ idp: { extJwtLifetimeSeconds: 30 } });
    expect(decode(await getExtJwt(mock)).claims['exp']).toBe(NOON_SECONDS + 30);
  });

  it('is issued for an account that nobody configured', async () => {
    const mock = await open();
    const answer = await mock.post('/api/account/99999999/anonymous/authorize');
    expect(answer.status).toBe(200);
    expect(decode(text(answer.json(), 'token')).claims).toMatchObject({ aud: 'acc:99999999' });
  });

  it('answers GET with 405 and says what is allowed', async () => {
    const mock = await open();
    const answer = await mock.get(AUTHORIZE_PATH);
    expect({ status: answer.status, text: answer.text, allow: answer.headers['allow'] }).toEqual({
      status: 405,
      text: '{"error":"method_not_allowed"}',
      allow: 'POST, OPTIONS',
    });
  });
});

describeThroughEveryAdapter('anonymous token refused', (open) => {
  const withoutFeature = { accounts: [{ accountId: ACCOUNT, unAuthMessaging: false }] };

  it('answers 1050 on a closed mock that does not know the account', async () => {
    const mock = await open({ closed: true });
    expectIdpError(await mock.post('/api/account/99999999/anonymous/authorize'), 1050, 'account-unknown');
  });

  it('answers 2005 when unauthenticated messaging is off for the account', async () => {
    const mock = await open(withoutFeature);
    expectIdpError(await mock.post(AUTHORIZE_PATH), 2005, 'unauth-messaging-off');
  });

  it('answers 2005 before it looks at the body', async () => {
    const mock = await open(withoutFeature);
    expectIdpError(await mock.post(AUTHORIZE_PATH, { body: '[' }), 2005, 'unauth-messaging-off');
  });

  const CUSTOMER = { id: 7, configuration: { jsMethodName: 'lpGetAuthenticationToken' } };
  const ANONYMOUS = { id: 8, configuration: { jsMethodName: 'lpTag.taglets.unAuthMessaging.lpUnauthFunction' } };

  it.each([
    ['no connector at all', []],
    ['only a customer connector', [CUSTOMER]],
    ['an anonymous connector that is deleted', [{ ...ANONYMOUS, deleted: true }]],
  ])(
    'answers 1024 to a first issue and to a refresh, before it looks at the body, when the account has %s',
    async (_, connectors) => {
      const mock = await open({ accounts: [{ accountId: ACCOUNT, connectors }] });
      const bodies = ['', '[', { id_token: await mock.mint.extJwt() }];
      for (const body of bodies)
        expectIdpError(
          await mock.post(AUTHORIZE_PATH, { headers: JSON_TYPE, body }),
          1024,
          'anonymous-connector-missing',
        );
    },
  );

  it('is issued as soon as one of the anonymous connectors is not deleted', async () => {
    const mock = await open({
      accounts: [
        {
          accountId: ACCOUNT,
          connectors: [
            { ...ANONYMOUS, deleted: true },
            { ...ANONYMOUS, id: 9 },
          ],
        },
      ],
    });
    expect((await mock.post(AUTHORIZE_PATH)).status).toBe(200);
  });

  it('answers 2005 before 1024 when the feature is off as well', async () => {
    const mock = await open({ accounts: [{ accountId: ACCOUNT, unAuthMessaging: false, connectors: [] }] });
    expectIdpError(await mock.post(AUTHORIZE_PATH), 2005, 'unauth-messaging-off');
  });

  it.each([
    ['text that is no JSON', 'id_token=abc', 'body-not-json'],
    ['broken JSON', '{"id_token":', 'body-not-json'],
    ['an array', '[]', 'body-wrong-shape'],
    ['a number', '5', 'body-wrong-shape'],
    ['a JSON string', '"abc"', 'body-wrong-shape'],
    ['false', 'false', 'body-wrong-shape'],
  ] as const)('answers 9012 when the body is %s', async (_, body, slug) => {
    const mock = await open();
    expectIdpError(await mock.post(AUTHORIZE_PATH, { headers: JSON_TYPE, body }), 9012, slug);
  });
});
