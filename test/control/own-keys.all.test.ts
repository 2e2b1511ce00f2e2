import { createPublicKey } from 'node:crypto';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { developmentKeysAmong } from '../../mock-server/control/keys/development-keys.ts';
import type { OwnKeys } from '../../mock-server/control/keys/own-keys.ts';
import { faultOf, makeOwnKeys } from '../../mock-server/control/keys/own-keys.ts';
import type { Mock, MockOptions, PrivateJwk } from '../../mock-server/index.ts';
import { createMock } from '../../mock-server/index.ts';
import { ask } from '../support/calls.ts';
import { authenticatePath, CUSTOMER_CONNECTOR, decode } from '../support/flows.ts';
import { CUSTOMER_KEY, SENTINEL_V1_KEY } from '../support/signed-by-hand.ts';
import { ACCOUNT, describeThroughEveryAdapter, NOON } from '../support/through-every-adapter.ts';

let own: OwnKeys;
let others: OwnKeys;
beforeAll(async () => {
  [own, others] = await Promise.all([makeOwnKeys({ now: () => Date.parse(NOON) }), makeOwnKeys({ now: () => 0 })]);
});

function frozenMock(options: MockOptions): Mock {
  const mock = createMock(options);
  mock.clock.freeze(NOON);
  return mock;
}

/** Every kind of token that a mock signs and takes. */
const KINDS: Readonly<Record<string, (mock: Mock) => Promise<string>>> = {
  'an AppJWT of V1': (mock) => mock.mint.appJwt(),
  'an AppJWT of V2': (mock) => mock.mint.appJwt({ version: 2 }),
  'a ConsumerJWS': (mock) => mock.mint.consumerJws(),
  'an LP_EXT_JWT': (mock) => mock.mint.extJwt(),
  'an LP_JWT': (mock) => mock.mint.lpJwt(),
  "an id token of a customer's own login": (mock) => mock.mint.idToken(),
};

describe('Keys of one’s own', () => {
  it.each(Object.entries(KINDS))('make %s good here and nothing elsewhere', async (_, mint) => {
    const mock = frozenMock({ keys: own });
    const elsewhere = [frozenMock({ keys: others }), frozenMock({})];
    const accepted = async (each: Mock, token: string): Promise<boolean> => (await each.inspect(token)).accepted;
    const token = await mint(mock);
    expect([
      await accepted(mock, token),
      ...(await Promise.all(elsewhere.map((each) => accepted(each, token)))),
    ]).toEqual([true, false, false]);
    for (const each of elsewhere) expect(await accepted(mock, await mint(each))).toBe(false);
  });

  it('are named as LivePerson names its own, and none of them is one that everybody has', async () => {
    expect([own.sentinelV1.kid, own.sentinelIdToken.kid, own.idp.kid]).toEqual([
      'appjwt-20-11-26',
      'idtoken-20-11-26',
      '00001',
    ]);
    expect(own.sentinelV2.kid).toMatch(/^[\da-f]{8}-[\da-f]{4}-4/);
    expect(own.customerLogin.kid).toMatch(/^customer-login-[\da-f]{8}$/);
    expect(developmentKeysAmong(own)).toEqual([]);
    expect(await faultOf(own)).toBeUndefined();
  });

  it('are in the JWKS in the places of the others', async () => {
    const mock = frozenMock({ keys: own });
    const { body } = await ask(mock, { target: '/sentinel/well-known/jwks' });
    const { keys } = JSON.parse(body) as { keys: { n: string }[] };
    expect(keys.map(({ n }) => n)).toEqual([own.sentinelV2.n, own.sentinelV1.n, own.sentinelIdToken.n]);
  });

  it('can be only some of them; the rest are the development keys', async () => {
    const { idp } = own;
    const mock = frozenMock({ keys: { idp } });
    const development = frozenMock({});
    expect((await development.inspect(await mock.mint.appJwt())).accepted).toBe(true);
    expect((await development.inspect(await mock.mint.lpJwt())).accepted).toBe(false);
    expect(developmentKeysAmong({ idp })).toEqual(['sentinelV1', 'sentinelV2', 'sentinelIdToken', 'customerLogin']);
    expect(developmentKeysAmong({ ...own, idp: SENTINEL_V1_KEY as PrivateJwk })).toEqual(['idp']);
  });

  it('are rotated like any, and are back after a reset', async () => {
    const mock = frozenMock({ keys: own });
    const before = await mock.mint.appJwt();
    await mock.keys.rotate({ use: 'sentinelV1', key: others.sentinelV1, kid: 'rotated', overlap: '30m' });
    const kidNow = async (): Promise<unknown> => decode(await mock.mint.appJwt()).header['kid'];
    expect([await kidNow(), (await mock.inspect(before)).accepted]).toEqual(['rotated', true]);
    mock.clock.advance('30m');
    expect((await mock.inspect(before)).reason?.slug).toBe('app-jwt-unknown-key');
    mock.reset();
    expect(await kidNow()).toBe(own.sentinelV1.kid);
  });
});

describeThroughEveryAdapter('A mock with keys of its own', (open) => {
  it('takes the id token of a customer whom its own connector believes, and not one that everybody can sign', async () => {
    const mock = await open({ keys: own });
    const exchange = async (key: PrivateJwk): Promise<number> => {
      const body = { id_token: await mock.mint.idToken({ key }) };
      return (await mock.post(authenticatePath(CUSTOMER_CONNECTOR), { body })).status;
    };
    expect([await exchange(own.customerLogin), await exchange(CUSTOMER_KEY as PrivateJwk)]).toEqual([200, 500]);
  });
});

describe('The connector list', () => {
  it('shows the public half of customerLogin in the place of the development key, and the rest as ever', async () => {
    const [mine, usual] = [await connectorsOf({ keys: own }), await connectorsOf({})];
    const keyed = mine.filter(({ configuration }) => 'jwtPublicKey' in configuration);
    expect(keyed.map(({ id }) => id)).toEqual([CUSTOMER_CONNECTOR]);
    const text = String(keyed[0]?.configuration['jwtPublicKey']);
    const read = createPublicKey({ key: Buffer.from(text, 'base64'), format: 'der', type: 'spki' });
    expect(read.export({ format: 'jwk' })).toEqual({ kty: 'RSA', n: own.customerLogin.n, e: own.customerLogin.e });
    expect(mine.map(withoutKey)).toEqual(usual.map(withoutKey));
    // As other programs write it, byte for byte.
    expect(read.export({ format: 'der', type: 'spki' }).toString('base64')).toBe(text);
    expect(await connectorsOf({ keys: { customerLogin: CUSTOMER_KEY as PrivateJwk } })).toEqual(usual);
  });

  it('of an account with connectors of its own is what was configured', async () => {
    const connectors = [{ id: 7, configuration: { jwtPublicKey: 'mine' } }];
    const [connector] = await connectorsOf({ keys: own, accounts: [{ accountId: ACCOUNT, connectors }] });
    expect(connector?.configuration).toEqual({ jwtPublicKey: 'mine' });
  });
});

interface Listed {
  readonly id: number;
  readonly configuration: Readonly<Record<string, unknown>>;
}

async function connectorsOf(options: MockOptions): Promise<readonly Listed[]> {
  const target = `/api/account/${ACCOUNT}/configuration/le-connectors/all-connectors`;
  return JSON.parse((await ask(createMock(options), { target })).body) as Listed[];
}

function withoutKey({ configuration, ...connector }: Listed): object {
  return { ...connector, configuration: { ...configuration, jwtPublicKey: undefined } };
}

describe('Keys that keep nothing apart', () => {
  it.each<[string, () => OwnKeys, string]>([
    [
      'a development key, under whatever kid',
      () => ({ ...own, idp: { ...(SENTINEL_V1_KEY as PrivateJwk), kid: '00001' } }),
      'idp is a development key, which everybody has',
    ],
    [
      'one key for two uses',
      () => ({ ...own, customerLogin: { ...own.sentinelV2, kid: 'another' } }),
      'customerLogin is the same key as sentinelV2; each needs its own',
    ],
    [
      'two keys of one kid',
      () => ({ ...own, sentinelV2: { ...own.sentinelV2, kid: own.sentinelV1.kid } }),
      'sentinelV2 has the kid of sentinelV1; each needs its own',
    ],
    [
      'a private half of another key',
      () => ({ ...own, sentinelV1: { ...others.sentinelV1, n: own.sentinelV1.n } }),
      'sentinelV1 is no key: its members do not belong together',
    ],
    [
      'members that are no numbers',
      () => ({ ...own, idp: { ...own.idp, d: 'A', p: 'B' } }),
      'idp is no key: its members do not belong together',
    ],
  ])('are found out: %s', async (_, keys, sentence) => {
    expect(await faultOf(keys())).toBe(sentence);
  });

  it('are refused by the options where they are too weak to sign', () => {
    const complaint = (change: Partial<PrivateJwk>): string => {
      try {
        createMock({ keys: { idp: { ...own.idp, ...change } } });
        return 'taken';
      } catch (error) {
        return (error as Error).message;
      }
    };
    const short = own.idp.n.slice(0, 171);
    const bits = 'keys.idp.n: Expected 2048 to 8192 bits: RS256 takes no fewer';
    expect([complaint({}), complaint({ n: short }), complaint({ n: `AAAA${short}` })]).toEqual(['taken', bits, bits]);
    // 2047 bits, with as many digits as 2048.
    expect(complaint({ n: `f${own.idp.n.slice(1)}` })).toBe(bits);
    expect(complaint({ n: own.idp.n.repeat(5) })).toBe(bits);
    for (const e of ['AQ', 'AAAB', 'A'])
      expect(complaint({ e })).toBe(
        'keys.idp.e: Expected an exponent above 1, such as AQAB: by another, anybody could sign',
      );
    expect(complaint({ e: 'Aw' })).toBe('taken');
  });

  it('are a folder, of which createMock has no file', () => {
    expect(() => createMock({ keys: './mock-keys' as never })).toThrow(
      'keys: Expected private keys as JWKs, each under what it signs; only the program reads a folder of them',
    );
  });
});
