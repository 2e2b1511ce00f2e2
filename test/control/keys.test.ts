import { describe, expect, it } from '@jest/globals';
import type { KeyUse, Mock, MockOptions, PrivateJwk } from '../../mock-server/index.ts';
import { createMock } from '../../mock-server/index.ts';
import { ask } from '../support/calls.ts';
import { CREATE_PATH, createBatch, decode, getAppJwt, getConsumerJws } from '../support/flows.ts';
import { expectErrorResp } from '../support/refusals.ts';
import { CUSTOMER_KEY, FOREIGN_KEY } from '../support/signed-by-hand.ts';
import type { OpenMock } from '../support/through-every-adapter.ts';
import { ACCOUNT, describeThroughEveryAdapter, NOON } from '../support/through-every-adapter.ts';

const V1_KID = 'appjwt-13-05-17';
const V2_KID = '6a1b3c52-7d0e-4f7b-9c2e-0f4f5a8a9b10';
const ID_TOKEN_KID = 'idtoken-19-08-19';
/** Keys that are there already: making one takes a tenth of a second. */
const [KEY, ANOTHER_KEY] = [withoutKid(CUSTOMER_KEY, 'next'), withoutKid(FOREIGN_KEY, 'after-next')];

describeThroughEveryAdapter('Rotation', (open) => {
  it('lets a new dated key sign, and goes on accepting what the old one signed', async () => {
    const mock = await open();
    const headers = await onBehalfHeaders(mock);
    const { kid, state } = await mock.keys.rotate({ use: 'sentinelV1' });
    expect([kid, state]).toEqual(['appjwt-20-11-26', 'signing']);
    expect(decode(await getAppJwt(mock)).header['kid']).toBe('appjwt-20-11-26');
    expect((await mock.post(CREATE_PATH, { headers, body: createBatch() })).status).toBe(200);
    expect(
      (await mock.post(CREATE_PATH, { headers: await onBehalfHeaders(mock, 'john'), body: createBatch() })).status,
    ).toBe(200);
    expect(await kidsOfJwks(mock)).toEqual([V2_KID, 'appjwt-20-11-26', V1_KID, ID_TOKEN_KID]);
  });

  it('comes about when the clock gets to its date', async () => {
    const mock = await open();
    await mock.keys.rotate({ use: 'sentinelV1', kid: 'dated', key: KEY, at: '2026-11-21T00:00:00Z' });
    expect(decode(await getAppJwt(mock)).header['kid']).toBe(V1_KID);
    await mock.clock.set('2026-11-20T23:59:59Z');
    expect(decode(await getAppJwt(mock)).header['kid']).toBe(V1_KID);
    await mock.clock.advance('1s');
    expect(decode(await getAppJwt(mock)).header['kid']).toBe('dated');
  });

  it('has not come about yet for a clock that is set back before it', async () => {
    const mock = await open();
    await mock.keys.rotate({ use: 'sentinelV1', kid: 'dated', key: KEY, at: '2026-11-21T00:00:00Z' });
    const kids: unknown[] = [];
    for (const at of ['2026-11-21T00:00:00Z', '2026-11-20T23:59:59Z', '2026-11-22T00:00:00Z', NOON]) {
      await mock.clock.set(at);
      kids.push(decode(await getAppJwt(mock)).header['kid']);
    }
    expect(kids).toEqual(['dated', V1_KID, 'dated', V1_KID]);
  });

  it('can publish first and use later', async () => {
    const mock = await open();
    expect((await mock.keys.publish({ use: 'sentinelV2', key: KEY })).state).toBe('next');
    expect(await kidsOfJwks(mock)).toEqual([V2_KID, 'next', V1_KID, ID_TOKEN_KID]);
    expect(decode(await mock.mint.appJwt({ version: 2 })).header['kid']).toBe(V2_KID);
    expect((await mock.keys.rotate({ use: 'sentinelV2' })).kid).toBe('next');
    expect(decode(await mock.mint.appJwt({ version: 2 })).header['kid']).toBe('next');
    // The key that signs stays first: there are verifiers that look no further.
    expect(await kidsOfJwks(mock)).toEqual(['next', V2_KID, V1_KID, ID_TOKEN_KID]);
  });

  it('changes nothing when there is no room for another', async () => {
    const mock = await open();
    for (let turn = 1; turn < 20; turn += 1)
      await mock.keys.publish({ use: 'sentinelV1', key: KEY, kid: `k${String(turn)}` });
    const before = await mock.keys.list();
    await expect(
      mock.keys.rotate({ use: 'sentinelV1', key: KEY, kid: 'one too many', overlap: '30m' }),
    ).rejects.toThrow('keys: there are 20 already; retire some');
    expect(await mock.keys.list()).toEqual(before);
  });

  it('ends the old key after the overlap, with its tokens refused as of an unknown key', async () => {
    const mock = await open();
    const headers = await onBehalfHeaders(mock);
    await mock.keys.rotate({ use: 'sentinelV1', key: KEY, overlap: '30m' });
    await mock.clock.advance(1799);
    expect((await mock.post(CREATE_PATH, { headers, body: createBatch() })).status).toBe(200);
    await mock.clock.advance(1);
    expectErrorResp(await mock.post(CREATE_PATH, { headers, body: createBatch() }), 40102, 'app-jwt-unknown-key');
    expect(await kidsOfJwks(mock)).toEqual([V2_KID, 'next', ID_TOKEN_KID]);
  });

  it('can leave the JWKS behind, as a cache does', async () => {
    const mock = await open();
    await mock.keys.rotate({ use: 'sentinelV1', key: KEY, staleFor: '5m' });
    expect(decode(await getAppJwt(mock)).header['kid']).toBe('next');
    expect(await kidsOfJwks(mock)).toEqual([V2_KID, V1_KID, ID_TOKEN_KID]);
    await mock.clock.advance('5m');
    expect(await kidsOfJwks(mock)).toEqual([V2_KID, 'next', V1_KID, ID_TOKEN_KID]);
  });

  it('of the IDP leaves the JWKS alone', async () => {
    const mock = await open();
    const old = await mock.mint.extJwt();
    expect((await mock.keys.rotate({ use: 'idp', key: { ...KEY, kid: '00002' } })).listed).toBe(false);
    expect(decode(await mock.mint.extJwt()).header['kid']).toBe('00002');
    expect([(await mock.inspect(old)).accepted, (await kidsOfJwks(mock)).length]).toEqual([true, 3]);
  });
});

describeThroughEveryAdapter('A retired key', (open) => {
  it('is not published any more, and its tokens are refused', async () => {
    const mock = await open();
    const token = await mock.mint.appJwt();
    await mock.keys.rotate({ use: 'sentinelV1', key: KEY });
    expect((await mock.keys.retire({ use: 'sentinelV1', kid: V1_KID })).state).toBe('retired');
    expect((await mock.inspect(token)).reason).toEqual({
      slug: 'app-jwt-unknown-key',
      sentence: `the AppJWT says kid "${V1_KID}"; known are "next", "${V2_KID}"`,
    });
    expect(await kidsOfJwks(mock)).toEqual([V2_KID, 'next', ID_TOKEN_KID]);
    expect(await mock.keys.list()).toEqual([
      { use: 'sentinelV1', kid: V1_KID, state: 'retired', listed: false, signsFrom: null, endsAt: NOON },
      { use: 'sentinelV1', kid: 'next', state: 'signing', listed: true, signsFrom: NOON, endsAt: null },
      { use: 'sentinelV2', kid: V2_KID, state: 'signing', listed: true, signsFrom: null, endsAt: null },
      { use: 'sentinelIdToken', kid: ID_TOKEN_KID, state: 'signing', listed: true, signsFrom: null, endsAt: null },
      { use: 'idp', kid: '00001', state: 'signing', listed: false, signsFrom: null, endsAt: null },
    ]);
  });
});

describe('A key', () => {
  it.each<[KeyUse, RegExp, number]>([
    ['sentinelV1', /^appjwt-20-11-26(?:-2)?$/, 2],
    ['sentinelV2', /^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[\da-f]{4}-[\da-f]{12}$/, 2],
    ['sentinelIdToken', /^idtoken-20-11-26(?:-2)?$/, 2],
    ['idp', /^0000[23]$/, 2],
  ])('of %s is named as its use has it, each in another way', async (use, pattern, count) => {
    const mock = openMock();
    const made = await Promise.all([mock.keys.rotate({ use }), mock.keys.rotate({ use })]);
    expect(made.map(({ kid }) => pattern.test(kid))).toEqual([true, true]);
    expect(new Set(made.map(({ kid }) => kid)).size).toBe(count);
  });

  it('can sign again, once another was tried', async () => {
    const mock = openMock();
    await mock.keys.rotate({ use: 'sentinelV1', key: KEY });
    mock.clock.advance('1m');
    await mock.keys.rotate({ use: 'sentinelV1', kid: V1_KID });
    expect(
      mock.keys
        .list()
        .map(({ kid, state }) => [kid, state])
        .slice(0, 2),
    ).toEqual([
      [V1_KID, 'signing'],
      ['next', 'accepted'],
    ]);
    mock.clock.advance('-1h');
    expect(decode(await mock.mint.appJwt()).header['kid']).toMatch(/./);
  });

  it('is shared by the accounts, and follows the clock of the mock', async () => {
    const mock = openMock();
    await mock.keys.rotate({ use: 'sentinelV1', key: KEY, at: '2026-11-21T00:00:00Z' });
    mock.account(ACCOUNT).clock.advance('2d');
    expect(decode(await mock.mint.appJwt()).header['kid']).toBe(V1_KID);
  });

  it('is back to the one of the options when the mock is reset, not when an account is', async () => {
    const mock = openMock();
    await mock.keys.rotate({ use: 'sentinelV1', key: KEY });
    mock.reset(ACCOUNT);
    expect(decode(await mock.mint.appJwt()).header['kid']).toBe('next');
    mock.reset();
    expect([decode(await mock.mint.appJwt()).header['kid'], mock.keys.list().length]).toEqual([V1_KID, 4]);
  });

  it('is told without its private half', async () => {
    const mock = openMock();
    await mock.keys.rotate({ use: 'sentinelV1', key: KEY });
    const told = JSON.stringify([mock.keys.list(), await ask(mock, { target: '/sentinel/well-known/jwks' })]);
    expect([KEY.d, KEY.p, KEY.q, KEY.dp, KEY.dq, KEY.qi].filter((secret) => told.includes(secret))).toEqual([]);
  });

  it('cannot be the last one to go', () => {
    expect(() => openMock().keys.retire({ use: 'idp', kid: '00001' })).toThrow(
      new TypeError('keys: 00001 is the only key of idp that signs then; rotate first'),
    );
  });

  it.each<[string, (mock: Mock) => unknown, string]>([
    [
      'an unknown use',
      (mock) => mock.keys.rotate({ use: 'sentinel' as KeyUse }),
      'keys: use: Invalid type: Expected ("sentinelV1" | "sentinelV2" | "sentinelIdToken" | "idp")',
    ],
    [
      'an unknown option',
      (mock) => mock.keys.publish({ use: 'idp', from: NOON } as never),
      'keys: from: unknown option',
    ],
    [
      'a kid that is taken',
      (mock) => mock.keys.rotate({ use: 'idp', kid: '00001', key: KEY }),
      'keys: there is a key "00001" of idp already',
    ],
    [
      'a length that is none',
      (mock) => mock.keys.rotate({ use: 'idp', key: KEY, overlap: 'long' }),
      'not a duration: "long".',
    ],
    [
      'a length below zero',
      (mock) => mock.keys.rotate({ use: 'idp', key: KEY, overlap: '-1h' }),
      'keys: overlap: Expected no negative duration',
    ],
    [
      'a key that is half',
      (mock) => mock.keys.rotate({ use: 'idp', key: { ...KEY, d: 5 } as unknown as PrivateJwk }),
      'keys: key.d: Invalid type: Expected string',
    ],
    [
      'a key to retire that is not there',
      (mock) => Promise.resolve().then(() => mock.keys.retire({ use: 'idp', kid: '7' })),
      'keys: no key "7" of idp; there are 00001',
    ],
  ])('is not made of %s', async (_, change, sentence) => {
    await expect(change(openMock())).rejects.toThrow(TypeError);
    await expect(change(openMock())).rejects.toThrow(sentence);
  });

  it('makes room for the twenty-first of its use only when one is retired', async () => {
    const mock = openMock();
    const publish = (number: number): Promise<unknown> =>
      mock.keys.publish({ use: 'idp', key: { ...ANOTHER_KEY, kid: `key-${String(number)}` } });
    for (let number = 2; number <= 20; number += 1) await publish(number);
    await expect(publish(21)).rejects.toThrow(new RangeError('keys: there are 20 already; retire some'));
    mock.keys.retire({ use: 'idp', kid: 'key-5' });
    await publish(21);
    expect(mock.keys.list().filter(({ use }) => use === 'idp').length).toBe(20);
  });
});

function withoutKid(key: object, kid: string): PrivateJwk {
  const { kty, n, e, d, p, q, dp, dq, qi } = key as PrivateJwk;
  return { kty, kid, n, e, d, p, q, dp, dq, qi };
}

function openMock(options: MockOptions = {}): Mock {
  const mock = createMock({ seed: 'keys', ...options });
  mock.clock.freeze(NOON);
  return mock;
}

async function onBehalfHeaders(mock: OpenMock, extConsumerId?: string): Promise<Record<string, string>> {
  const appJwt = await getAppJwt(mock);
  return { authorization: appJwt, 'x-lp-on-behalf': await getConsumerJws(mock, appJwt, extConsumerId) };
}

async function kidsOfJwks(mock: OpenMock): Promise<string[]> {
  const { keys } = (await mock.get('/sentinel/well-known/jwks')).json() as { keys: { kid: string }[] };
  return keys.map(({ kid }) => kid);
}
