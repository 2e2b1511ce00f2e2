import { expect, it } from '@jest/globals';
import type { ConnectorOptions } from '../../mock-server/index.ts';
import {
  EXT_JWT_CLAIMS,
  FOREIGN_EXT_JWTS,
  notTokens,
  signExtJwt,
  signIdToken,
  withUnsafeTimes,
} from '../support/bad-tokens.ts';
import {
  ANONYMOUS_CONNECTOR,
  authenticatePath,
  CUSTOMER_CONNECTOR,
  decode,
  getExtJwt,
  refreshExtJwt,
  JSON_HEADERS,
  text,
} from '../support/flows.ts';
import { expectIdpError } from '../support/refusals.ts';
import { encryptJwe, IDP_KEY } from '../support/signed-by-hand.ts';
import type { Heard, OpenMock } from '../support/through-every-adapter.ts';
import { ACCOUNT, describeThroughEveryAdapter, NOON_SECONDS, OTHER_ACCOUNT } from '../support/through-every-adapter.ts';

const PATH = authenticatePath(ANONYMOUS_CONNECTOR);

const exchange = (mock: OpenMock, idToken: string, path = PATH): Promise<Heard> =>
  mock.post(path, { body: { id_token: idToken } });

/** The fixtures' anonymous connector, for accounts that are configured here. */
const ANONYMOUS: ConnectorOptions = {
  id: ANONYMOUS_CONNECTOR,
  configuration: { jsMethodName: 'lpTag.taglets.unAuthMessaging.lpUnauthFunction' },
};

describeThroughEveryAdapter('LP_JWT for an anonymous token', (open) => {
  it('answers the documented call with 200 and exactly one member', async () => {
    const mock = await open();
    const answer = await exchange(mock, await getExtJwt(mock));
    expect(answer.status).toBe(200);
    expect(answer.text).toBe(`{"token":"${text(answer.json(), 'token')}"}`);
    expect(answer.headers).toEqual(JSON_HEADERS);
  });

  it('takes consumer and end from the anonymous token, and leaves its private claim out', async () => {
    const mock = await open();
    const extJwt = await getExtJwt(mock);
    await mock.clock.advance('10s');
    const { header, claims } = decode(text((await exchange(mock, extJwt)).json(), 'token'));
    expect(JSON.stringify(header)).toBe('{"kid":"00001","typ":"JWT","alg":"RS256"}');
    expect(JSON.stringify(claims)).toBe(
      JSON.stringify({
        sub: decode(extJwt).claims['sub'],
        aud: `acc:${ACCOUNT}`,
        iss: 'https://idp.liveperson.net',
        exp: NOON_SECONDS + 600,
        iat: NOON_SECONDS + 10,
      }),
    );
  });

  it('lives as long as idp.lpJwtLifetimeSeconds says', async () => {
    const mock = await open({ idp: { lpJwtLifetimeSeconds: 7200 } });
    const { claims } = decode(text((await exchange(mock, await getExtJwt(mock))).json(), 'token'));
    expect(claims['exp']).toBe(NOON_SECONDS + 7200);
  });

  it('names the same consumer after a refresh', async () => {
    const mock = await open();
    const extJwt = await getExtJwt(mock);
    const before = decode(text((await exchange(mock, extJwt)).json(), 'token')).claims['sub'];
    await mock.clock.advance('24h');
    const after = decode(text((await exchange(mock, await refreshExtJwt(mock, extJwt))).json(), 'token')).claims['sub'];
    expect(after).toBe(before);
  });

  it('is given at 9:59 of the token and refused with 1012 at 10:00', async () => {
    const mock = await open();
    const extJwt = await getExtJwt(mock);
    await mock.clock.set(NOON_SECONDS + 599);
    expect((await exchange(mock, extJwt)).status).toBe(200);
    await mock.clock.set(NOON_SECONDS + 600);
    expectIdpError(await exchange(mock, extJwt), 1012, 'ext-jwt-expired');
  });

  it('is given past the end for as long as the clock tolerance says', async () => {
    const mock = await open({ tokens: { clockToleranceSeconds: 5 } });
    const extJwt = await getExtJwt(mock);
    await mock.clock.set(NOON_SECONDS + 604);
    expect((await exchange(mock, extJwt)).status).toBe(200);
    await mock.clock.set(NOON_SECONDS + 605);
    expectIdpError(await exchange(mock, extJwt), 1012, 'ext-jwt-expired');
  });

  it.each([
    ['v=3.0', '?v=3.0'],
    ['v=2.0', '?v=2.0'],
    ['v=1.0', '?v=1.0'],
    ['no query at all', ''],
    ['a cache buster in the query', '?v=3.0&__d=12345'],
  ])('is given to a call with %s', async (_, query) => {
    const mock = await open();
    const answer = await exchange(mock, await getExtJwt(mock), PATH.replace('?v=3.0', query));
    expect(answer.status).toBe(200);
  });

  it.each(['application/json;charset=UTF-8', 'text/plain', 'application/x-www-form-urlencoded'])(
    'reads its JSON under the content type %s',
    async (contentType) => {
      const mock = await open();
      const body = JSON.stringify({ id_token: await getExtJwt(mock) });
      expect((await mock.post(PATH, { headers: { 'content-type': contentType }, body })).status).toBe(200);
    },
  );

  it('ignores the LP_JWT that a step-up sends along', async () => {
    const mock = await open();
    const answer = await mock.post(PATH, { body: { id_token: await getExtJwt(mock), lp_jwt: 'anything' } });
    expect(answer.status).toBe(200);
  });
});

describeThroughEveryAdapter('LP_JWT at the connector that default stands for', (open) => {
  const DEFAULT_PATH = authenticatePath('default');
  const customer = (id: number, preferred = false): ConnectorOptions => ({
    id,
    configuration: { issuer: 'https://idp.example.test', preferred },
  });

  // A customer connector that names no key says its own id when it refuses: that is how the chosen one is known.
  it.each([
    ['the preferred customer connector', [ANONYMOUS, customer(1), customer(2, true)], 'connector 2'],
    ['the first customer connector when none is preferred', [ANONYMOUS, customer(1), customer(2)], 'connector 1'],
    [
      'another one when the preferred one is deleted',
      [ANONYMOUS, customer(1), { ...customer(2, true), deleted: true }],
      'connector 1',
    ],
    [
      'a customer connector even when the anonymous one is preferred',
      [{ ...ANONYMOUS, configuration: { ...ANONYMOUS.configuration, preferred: true } }, customer(1)],
      'connector 1',
    ],
  ])('is %s', async (_, connectors, chosen) => {
    const mock = await open({ accounts: [{ accountId: ACCOUNT, connectors }] });
    const answer = await exchange(mock, await signIdToken(), DEFAULT_PATH);
    expectIdpError(answer, 1028, 'connector-key-unusable');
    expect(answer.headers['lp-mock-reason']).toContain(chosen);
  });

  it('is the anonymous connector when the account has no other', async () => {
    const mock = await open({ accounts: [{ accountId: ACCOUNT, connectors: [ANONYMOUS] }] });
    expect((await exchange(mock, await getExtJwt(mock), DEFAULT_PATH)).status).toBe(200);
  });

  it('is the one that idp.defaultConnectorId names', async () => {
    const mock = await open({ idp: { defaultConnectorId: ANONYMOUS_CONNECTOR } });
    expect((await exchange(mock, await getExtJwt(mock), DEFAULT_PATH)).status).toBe(200);
  });

  it('does not stand for a connector that is named by its id, whatever idp.defaultConnectorId says', async () => {
    const mock = await open({ idp: { defaultConnectorId: ANONYMOUS_CONNECTOR } });
    expect((await exchange(mock, await signIdToken(), authenticatePath(CUSTOMER_CONNECTOR))).status).toBe(200);
    expectIdpError(
      await exchange(mock, await getExtJwt(mock), authenticatePath(CUSTOMER_CONNECTOR)),
      9007,
      'id-token-wrong-kind',
    );
  });

  it('is unknown when idp.defaultConnectorId names none of the account', async () => {
    const mock = await open({ idp: { defaultConnectorId: 1 } });
    expectIdpError(await exchange(mock, await getExtJwt(mock), DEFAULT_PATH), 1024, 'connector-unknown');
  });

  it('is unknown when the account has no connector at all', async () => {
    const mock = await open({ accounts: [{ accountId: ACCOUNT, connectors: [] }] });
    expectIdpError(await exchange(mock, await signExtJwt(), DEFAULT_PATH), 1024, 'connector-unknown');
  });
});

describeThroughEveryAdapter('LP_JWT refused at the anonymous connector', (open) => {
  it('answers 1050 on a closed mock that does not know the account, whatever else is wrong', async () => {
    const mock = await open({ closed: true });
    expectIdpError(await mock.post(authenticatePath(1, '99999999'), { body: '[' }), 1050, 'account-unknown');
  });

  it.each(['1', '04567890', 'DEFAULT', 'null'])(
    'answers 1024 for the connector %s, whatever the body',
    async (connector) => {
      const mock = await open();
      expectIdpError(await mock.post(authenticatePath(connector), { body: '[' }), 1024, 'connector-unknown');
    },
  );

  it('tells which connectors the account has, without the deleted ones', async () => {
    const connectors = [ANONYMOUS, { ...ANONYMOUS, id: 1, deleted: true }, { ...ANONYMOUS, id: 2 }];
    const told = async (own: ConnectorOptions[]): Promise<string | undefined> => {
      const mock = await open({ accounts: [{ accountId: ACCOUNT, connectors: own }] });
      return (await exchange(mock, await signIdToken(), authenticatePath(1))).headers['lp-mock-reason'];
    };
    expect(await told(connectors)).toBe(
      `connector-unknown; the account has no connector of that id; it has ${String(ANONYMOUS_CONNECTOR)}, 2`,
    );
    expect(await told([])).toBe('connector-unknown; the account has no connector of that id; it has none');
  });

  it('answers 1024 for a connector that is deleted', async () => {
    const mock = await open({ accounts: [{ accountId: ACCOUNT, connectors: [{ ...ANONYMOUS, deleted: true }] }] });
    expectIdpError(await exchange(mock, await signExtJwt()), 1024, 'connector-unknown');
  });

  it.each([
    ['by its id', PATH],
    ['as default', authenticatePath('default')],
  ])('answers 2005 when the feature is off, whatever the body: the connector %s', async (_, path) => {
    const mock = await open({ accounts: [{ accountId: ACCOUNT, unAuthMessaging: false, connectors: [ANONYMOUS] }] });
    for (const body of ['[', { id_token: await signExtJwt() }])
      expectIdpError(await mock.post(path, { body }), 2005, 'unauth-messaging-off');
  });

  it('answers 1024 before 2005, and leaves customer connectors alone when the feature is off', async () => {
    const mock = await open({ accounts: [{ accountId: ACCOUNT, unAuthMessaging: false }] });
    expectIdpError(await mock.post(authenticatePath(1), { body: '[' }), 1024, 'connector-unknown');
    expect((await exchange(mock, await signIdToken(), authenticatePath(CUSTOMER_CONNECTOR))).status).toBe(200);
  });

  it.each([...notTokens('ext-jwt', signExtJwt), ...withUnsafeTimes('ext-jwt', IDP_KEY, EXT_JWT_CLAIMS)])(
    'answers 1008 when id_token is or has $title',
    async ({ make, slug }) => {
      const mock = await open();
      expectIdpError(await exchange(mock, await make()), 1008, slug);
    },
  );

  it('answers 1004 when id_token is encrypted', async () => {
    const mock = await open();
    expectIdpError(await exchange(mock, await encryptJwe(IDP_KEY, EXT_JWT_CLAIMS)), 1004, 'ext-jwt-encrypted');
  });

  it.each(FOREIGN_EXT_JWTS)('answers 2002 when id_token is or has $title', async ({ make, slug }) => {
    const mock = await open();
    expectIdpError(await exchange(mock, await make()), 2002, slug);
  });

  it('answers 2004 when the token is of another account', async () => {
    const mock = await open();
    expectIdpError(await exchange(mock, await signExtJwt({ aud: `acc:${OTHER_ACCOUNT}` })), 2004, 'ext-jwt-account');
  });

  it('answers 1049 when the token was revoked, expired or not', async () => {
    const mock = await open();
    const extJwt = await getExtJwt(mock);
    await mock.revoke(extJwt);
    expectIdpError(await exchange(mock, extJwt), 1049, 'ext-jwt-revoked');
    await mock.clock.advance('10m');
    expectIdpError(await exchange(mock, extJwt), 1049, 'ext-jwt-revoked');
  });
});

describeThroughEveryAdapter('LP_JWT refused for the body, at either kind of connector', (open) => {
  const bodies = [
    ['text that is no JSON', 'id_token=abc', 9012, 'body-not-json'],
    ['nothing', '', 9012, 'body-wrong-shape'],
    ['null', 'null', 9012, 'body-wrong-shape'],
    ['an array', '[]', 9012, 'body-wrong-shape'],
    ['without id_token', '{}', 9012, 'id-token-missing'],
    ['with an id_token that is null', '{"id_token":null}', 9012, 'id-token-missing'],
    ['with an id_token that is a number', '{"id_token":5}', 9012, 'id-token-missing'],
    ['with an id_token that is an object', '{"id_token":{}}', 9012, 'id-token-missing'],
    ['with an id_token that is a number, and code', '{"id_token":5,"code":"abc"}', 9012, 'id-token-missing'],
    [
      'of the code flow, with code',
      '{"code":"abc","redirect_uri":"https://liveperson.net"}',
      9015,
      'auth-type-unsupported',
    ],
    [
      'of the code flow, with ssoKey',
      '{"ssoKey":"abc","redirect_uri":"https://liveperson.net"}',
      9015,
      'auth-type-unsupported',
    ],
    ['with an empty id_token', '{"id_token":""}', 1008, 'malformed'],
    ['with the id_token "null" of a shell script', '{"id_token":"null"}', 1008, 'malformed'],
  ] as const;
  const connectors = [
    [ANONYMOUS_CONNECTOR, 'ext-jwt'],
    [CUSTOMER_CONNECTOR, 'id-token'],
  ] as const;

  it.each(
    connectors.flatMap(([connector, prefix]) =>
      bodies.map(([title, body, code, slug]) => ({
        title,
        connector,
        body,
        code,
        slug: slug === 'malformed' ? (`${prefix}-malformed` as const) : slug,
      })),
    ),
  )('answers $code at connector $connector for a body $title', async ({ connector, body, code, slug }) => {
    const mock = await open();
    expectIdpError(
      await mock.post(authenticatePath(connector), { headers: { 'content-type': 'application/json' }, body }),
      code,
      slug,
    );
  });
});
