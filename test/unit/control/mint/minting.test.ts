import { describe, expect, it } from '@jest/globals';
import type { IdTokenMintOptions, Mint, Mock, MockOptions } from '../../../../mock-server/index.ts';
import { createMock } from '../../../../mock-server/index.ts';
import { decode } from '../../../support/flows.ts';
import type { NamedKey } from '../../../support/signed-by-hand.ts';
import { CUSTOMER_KEY, FOREIGN_KEY, IDP_KEY, SENTINEL_V1_KEY, signJws } from '../../../support/signed-by-hand.ts';
import { ACCOUNT, CLIENT_ID, NOON, NOON_SECONDS } from '../../../support/through-every-adapter.ts';

type Kind = keyof Mint;

function frozenMock(options: MockOptions = {}): Mock {
  const mock = createMock({ seed: 'minting', ...options });
  mock.clock.freeze(NOON);
  return mock;
}

const claimsOf = async (mock: Mock, kind: Kind, options: object): Promise<Record<string, unknown>> =>
  decode(await mock.mint[kind](options)).claims;

const APP = {
  aud: ACCOUNT,
  azp: CLIENT_ID,
  scope: 'msg.consumer',
  iss: 'Sentinel',
  exp: NOON_SECONDS + 3600,
  iat: NOON_SECONDS,
};
const CONSUMER = {
  account_id: ACCOUNT,
  ext_consumer_id: 'consumer-1',
  lp_consumer_id: expect.stringMatching(/^[\da-f]{64}$/),
};
const LP = {
  sub: 'jane',
  aud: `acc:${ACCOUNT}`,
  iss: 'https://idp.liveperson.net',
  exp: NOON_SECONDS + 600,
  iat: NOON_SECONDS,
};
const ID = { sub: 'jane', aud: `acc:${ACCOUNT}`, exp: NOON_SECONDS + 3600, iat: NOON_SECONDS };
const OTHER_AUDIENCE = 'acc:99999999';

describe('what is wrong with a minted token', () => {
  it.each<[Kind, string, object]>([
    ['appJwt', 'issuer', { ...APP, iss: 'https://idp.liveperson.net' }],
    ['appJwt', 'audience', { ...APP, aud: '99999999' }],
    ['appJwt', 'scope', { ...APP, scope: 'another.scope' }],
    ['appJwt', 'wrong-type', CONSUMER],
    ['consumerJws', 'audience', { ...CONSUMER, account_id: '99999999' }],
    ['consumerJws', 'wrong-type', APP],
    ['lpJwt', 'audience', { ...LP, aud: OTHER_AUDIENCE }],
    ['idToken', 'audience', { ...ID, iss: expect.any(String), aud: OTHER_AUDIENCE }],
    ['idToken', 'wrong-type', { ...LP, sub: expect.stringMatching(/^[\da-f-]{36}$/) }],
  ])('by name is its claims: %s %s', async (kind, tamper, claims) => {
    const sub = ['lpJwt', 'idToken'].includes(kind) ? { sub: 'jane' } : {};
    expect(await claimsOf(frozenMock(), kind, { tamper, ...sub })).toEqual(claims);
  });

  it.each<[Kind, string]>([
    ['appJwt', 'scope'],
    ['consumerJws', 'lp_consumer_id'],
    ['extJwt', 'sub'],
    ['lpJwt', 'sub'],
    ['idToken', 'iss'],
  ])('missing-claim is that one claim is not there: %s lacks %s', async (kind, claim) => {
    const mock = frozenMock();
    const [plain, tampered] = [await claimsOf(mock, kind, {}), await claimsOf(mock, kind, { tamper: 'missing-claim' })];
    expect(Object.keys(tampered)).toEqual(Object.keys(plain).filter((name) => name !== claim));
  });

  it('of an anonymous visitor is another audience or another kind', async () => {
    const mock = frozenMock();
    const plain = await claimsOf(mock, 'extJwt', { sub: 'jane' });
    expect(plain).toMatchObject({ sub: 'jane', aud: LP.aud, iss: LP.iss, exp: LP.exp, iat: LP.iat });
    expect(await claimsOf(mock, 'extJwt', { sub: 'jane', tamper: 'audience' })).toEqual({
      ...plain,
      aud: OTHER_AUDIENCE,
    });
    expect(await claimsOf(mock, 'extJwt', { tamper: 'wrong-type' })).toEqual({ ...LP, sub: expect.any(String) });
    expect(Object.keys(await claimsOf(mock, 'lpJwt', { tamper: 'wrong-type' }))).toEqual(Object.keys(plain));
  });

  it('is a refresh window that is over since a second, with the life of the options', async () => {
    const mock = frozenMock({ idp: { extJwtLifetimeSeconds: 30, refreshWindowHours: 2 } });
    const [plain, tampered] = [
      await claimsOf(mock, 'extJwt', {}),
      await claimsOf(mock, 'extJwt', { tamper: 'refresh-window' }),
    ];
    const first = NOON_SECONDS - 7201;
    expect(tampered).toEqual({
      ...plain,
      sub: expect.stringMatching(/^[\da-f-]{36}$/),
      iat: first,
      exp: first + 30,
      'lp.unauth': { first_iat: first },
    });
    expect(plain['lp.unauth']).toEqual({ first_iat: NOON_SECONDS });
  });

  it('is that the IDP has revoked it, and none that was minted without', async () => {
    const mock = frozenMock();
    const [good, revoked] = [await mock.mint.extJwt(), await mock.mint.extJwt({ tamper: 'revoked' })];
    expect([(await mock.inspect(good)).accepted, (await mock.inspect(revoked)).accepted]).toEqual([true, false]);
  });

  it('is another account than its own, whichever that is', async () => {
    const mock = frozenMock();
    const audiences = await Promise.all(
      ['99999999', '88888888'].map(async (accountId) => claimsOf(mock, 'appJwt', { accountId, tamper: 'audience' })),
    );
    expect(audiences.map(({ aud }) => aud)).toEqual(['88888888', '99999999']);
  });
});

describe('who signs a minted token', () => {
  it.each<[Kind, object, string]>([
    ['appJwt', {}, 'appjwt-13-05-17'],
    ['appJwt', { version: 1 }, 'appjwt-13-05-17'],
    ['appJwt', { tamper: 'wrong-type' }, 'appjwt-13-05-17'],
    ['consumerJws', {}, 'appjwt-13-05-17'],
    ['extJwt', {}, '00001'],
    ['lpJwt', {}, '00001'],
    ['idToken', { tamper: 'wrong-type' }, '00001'],
    ['idToken', {}, CUSTOMER_KEY.kid],
  ])('%s %j: %s', async (kind, options, kid) => {
    expect(decode(await frozenMock().mint[kind](options)).header).toEqual({ kid, typ: 'JWT', alg: 'RS256' });
  });

  it.each<[Kind, NamedKey, NamedKey]>([
    ['appJwt', SENTINEL_V1_KEY, IDP_KEY],
    ['consumerJws', SENTINEL_V1_KEY, IDP_KEY],
    ['extJwt', IDP_KEY, SENTINEL_V1_KEY],
    ['lpJwt', IDP_KEY, SENTINEL_V1_KEY],
    ['idToken', CUSTOMER_KEY, SENTINEL_V1_KEY],
  ])('with a foreign key is another key of the mock, under the right name: %s', async (kind, { kid }, wrong) => {
    const token = await frozenMock().mint[kind]({ tamper: 'foreign-key' });
    expect(token).toBe(await signJws({ ...wrong, kid }, decode(token).claims));
  });

  it('is the key of the options, or the one that is given', async () => {
    const key = FOREIGN_KEY as NonNullable<IdTokenMintOptions['key']>;
    const mock = frozenMock({ keys: { customerLogin: { ...key, kid: 'ours' } } });
    expect(decode(await mock.mint.idToken()).header['kid']).toBe('ours');
    expect(decode(await mock.mint.idToken({ key: { ...key, kid: 'given' } })).header['kid']).toBe('given');
  });
});

describe('the life of a minted token', () => {
  it.each<[Kind, object, number, number]>([
    ['extJwt', { expired: true }, -601, -1],
    ['lpJwt', { expired: true }, -601, -1],
    ['idToken', { expired: true }, -3601, -1],
    ['idToken', { expiresInSeconds: 5 }, 0, 5],
    ['extJwt', { expiresInSeconds: -5 }, 0, -5],
  ])('%s %j is from %d to %d seconds from now', async (kind, options, from, to) => {
    const { iat, exp } = await claimsOf(frozenMock(), kind, options);
    expect([Number(iat) - NOON_SECONDS, Number(exp) - NOON_SECONDS]).toEqual([from, to]);
  });

  it('of an LP_JWT is that of an LP_EXT_JWT unless the options say otherwise', async () => {
    const lifeIn = async (idp: NonNullable<MockOptions['idp']>): Promise<number> =>
      Number((await claimsOf(frozenMock({ idp }), 'lpJwt', {}))['exp']) - NOON_SECONDS;
    expect([
      await lifeIn({ extJwtLifetimeSeconds: 30 }),
      await lifeIn({ extJwtLifetimeSeconds: 30, lpJwtLifetimeSeconds: 90 }),
    ]).toEqual([30, 90]);
  });

  it('may begin in a minute, before claims that replace it', async () => {
    const mock = frozenMock();
    expect((await claimsOf(mock, 'lpJwt', { notYetValid: true }))['nbf']).toBe(NOON_SECONDS + 60);
    expect((await claimsOf(mock, 'lpJwt', { notYetValid: true, claims: { nbf: 5 } }))['nbf']).toBe(5);
    expect(await claimsOf(mock, 'lpJwt', { notYetValid: false })).not.toHaveProperty('nbf');
  });
});

describe('the id token of a customer', () => {
  it.each([
    [{ issuer: 'https://idp.customer.example' }, 'https://idp.customer.example'],
    [{}, 'https://idp.example.test'],
  ])('is of the issuer that its connector believes: %j', async (configuration, iss) => {
    const connectors = [{ id: 7, name: 'own', type: 1, configuration }];
    const mock = frozenMock({ accounts: [{ accountId: ACCOUNT, apps: [], connectors }] });
    expect(await claimsOf(mock, 'idToken', {})).toEqual({ ...ID, sub: 'customer-1', iss });
  });

  it('is of an issuer that nobody has where no connector is', async () => {
    const mock = frozenMock({ accounts: [{ accountId: ACCOUNT, apps: [], connectors: [] }] });
    expect((await claimsOf(mock, 'idToken', {}))['iss']).toBe('https://idp.example.test');
  });
});

describe('the options of a minted token', () => {
  it('name an account where none is configured', async () => {
    await expect(frozenMock({ accounts: [] }).mint.appJwt()).rejects.toThrow('this mock has no account ""');
  });

  it('are named when they are wrong, and not repeated', async () => {
    await expect(frozenMock().mint.appJwt({ version: 3 as never })).rejects.toThrow(
      new TypeError('mint.appJwt: version: Invalid type: Expected (1 | 2)'),
    );
  });

  it.each<[Kind, object, string]>([
    ['appJwt', { version: 3 }, 'version: '],
    ['appJwt', { clientId: 5 }, 'clientId: Invalid type: Expected string'],
    ['appJwt', { expiresInSeconds: 'soon' }, 'expiresInSeconds: '],
    ['lpJwt', { omit: 'sub' }, 'omit: '],
    ['extJwt', { expired: 'yes' }, 'expired: '],
    ['idToken', { key: { kty: 'RSA', d: 'a secret' } }, 'key'],
    ['consumerJws', { version: 1 }, 'version: unknown option'],
    ['extJwt', { tamper: 'issuer' }, 'tamper: Invalid type: Expected '],
    ['lpJwt', { tamper: 'revoked' }, 'tamper: Invalid type: Expected '],
  ])('are checked, and nothing of them is repeated: %s %j', async (kind, options, sentence) => {
    const refusal = await frozenMock()
      .mint[kind](options)
      .catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(TypeError);
    const { message } = refusal as TypeError;
    expect(message).toContain(`mint.${kind}: ${sentence}`);
    expect(message).not.toMatch(/received|a secret/);
  });

  it('that are undefined are as if they were not there', async () => {
    const mock = frozenMock();
    const undefinedOnes = {
      accountId: undefined,
      clientId: undefined,
      scope: undefined,
      tamper: undefined,
      none: undefined,
    };
    expect(await mock.mint.appJwt(undefinedOnes)).toBe(await mock.mint.appJwt());
  });

  it.each<[Kind, string, readonly string[]]>([
    ['appJwt', 'unknown-kid', ['issuer', 'audience', 'scope', 'missing-claim', 'wrong-type']],
    ['consumerJws', 'unknown-kid', ['audience', 'missing-claim', 'wrong-type']],
    ['extJwt', 'unknown-kid', ['audience', 'missing-claim', 'wrong-type', 'revoked', 'refresh-window']],
    ['lpJwt', 'unknown-kid', ['audience', 'missing-claim', 'wrong-type']],
    ['idToken', '', ['audience', 'missing-claim', 'wrong-type']],
  ])('can make all of these wrong: %s', async (kind, only, names) => {
    const mock = frozenMock();
    const all = ['malformed', 'encrypted', 'alg-none', 'hs256-public-key', 'foreign-key', 'signature', only, ...names];
    const tokens = await Promise.all(
      all.filter((name) => name !== '').map((tamper) => mock.mint[kind]({ tamper } as never)),
    );
    expect(new Set(tokens).size).toBe(tokens.length);
  });
});
