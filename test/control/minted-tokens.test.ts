import { describe, expect, it } from '@jest/globals';
import { decodeProtectedHeader } from 'jose';
import type { IdTokenMintOptions, Mint } from '../../mock-server/index.ts';
import { createMock } from '../../mock-server/index.ts';
import { CREATE_PATH, decode } from '../support/flows.ts';
import {
  CUSTOMER_KEY,
  IDP_KEY,
  SENTINEL_V1_KEY,
  signJws,
  signWithPublicKeyAsSecret,
  FOREIGN_KEY,
  unsignedJws,
} from '../support/signed-by-hand.ts';
import { ACCOUNT, CLIENT_ID, NOON, NOON_SECONDS, OTHER_ACCOUNT } from '../support/through-every-adapter.ts';

/** People aim them at a verifier of their own: what is wrong has to be wrong by that name, and nothing else. */
describe('What a forged token is', () => {
  const kinds = [
    ['appJwt', SENTINEL_V1_KEY],
    ['consumerJws', SENTINEL_V1_KEY],
    ['extJwt', IDP_KEY],
    ['lpJwt', IDP_KEY],
    ['idToken', CUSTOMER_KEY],
  ] as const;

  it.each(kinds)(
    'by hs256-public-key: HS256 by its header, and by its HMAC with the PEM of the published key: %s',
    async (kind, key) => {
      const token = await frozenMock().mint[kind]({ tamper: 'hs256-public-key' });
      expect(token).toBe(await signWithPublicKeyAsSecret(key, decode(token).claims));
      expect(JSON.stringify(decode(token).header)).toBe(`{"kid":"${key.kid}","typ":"JWT","alg":"HS256"}`);
    },
  );

  it.each(kinds)('by alg-none: none by its header, with no signature: %s', async (kind, key) => {
    const token = await frozenMock().mint[kind]({ tamper: 'alg-none' });
    expect(token).toBe(unsignedJws(decode(token).claims, { kid: key.kid }));
    expect(decode(token).header).toEqual({ kid: key.kid, typ: 'JWT', alg: 'none' });
  });

  it.each(kinds.map(([kind]) => kind))('by encrypted: five parts, with alg and enc: %s', async (kind) => {
    const token = await frozenMock().mint[kind]({ tamper: 'encrypted' });
    expect(token).toMatch(/^(?:[\w-]+\.){4}[\w-]+$/);
    expect(decodeProtectedHeader(token)).toEqual({ alg: 'RSA-OAEP-256', enc: 'A256GCM' });
  });

  it.each(kinds)('by malformed: two parts of a good one: %s', async (kind, key) => {
    const token = await frozenMock().mint[kind]({ tamper: 'malformed' });
    expect(token).toBe((await signJws(key, decode(token).claims)).split('.').slice(0, 2).join('.'));
  });

  it.each(kinds)('by signature: one letter of a good one, the first of its signature: %s', async (kind, key) => {
    const token = await frozenMock().mint[kind]({ tamper: 'signature' });
    const good = await signJws(key, decode(token).claims);
    const start = good.lastIndexOf('.') + 1;
    expect([token.slice(0, start), token.slice(start + 1)]).toEqual([good.slice(0, start), good.slice(start + 1)]);
    expect(token.charAt(start)).not.toBe(good.charAt(start));
  });

  it('by unknown-kid: signed by the right key under a name that is not published', async () => {
    const token = await frozenMock().mint.appJwt({ tamper: 'unknown-kid' });
    expect(token).toBe(await signJws({ ...SENTINEL_V1_KEY, kid: 'unknown-kid' }, decode(token).claims));
  });

  it("by foreign-key: signed by another of the mock's keys under the right name", async () => {
    const token = await frozenMock().mint.appJwt({ tamper: 'foreign-key' });
    expect(token).toBe(await signJws({ ...IDP_KEY, kid: SENTINEL_V1_KEY.kid }, decode(token).claims));
  });
});

describe('What a minted token can be given', () => {
  it('is the account, the client, claims to add and claims to leave out', async () => {
    const { claims } = decode(
      await frozenMock().mint.appJwt({
        accountId: OTHER_ACCOUNT,
        clientId: 'mine',
        claims: { extra: [1], scope: 'other' },
        omit: ['iat'],
      }),
    );
    expect(JSON.stringify(claims)).toBe(
      `{"aud":"${OTHER_ACCOUNT}","azp":"mine","scope":"other","iss":"Sentinel","exp":${String(NOON_SECONDS + 3600)},"extra":[1]}`,
    );
  });

  it('is an end a second ago, after a whole life', async () => {
    const mock = frozenMock();
    expect(decode(await mock.mint.appJwt({ expired: true })).claims).toMatchObject({
      iat: NOON_SECONDS - 3601,
      exp: NOON_SECONDS - 1,
    });
    expect(decode(await mock.mint.appJwt({ expired: true, expiresInSeconds: 60 })).claims).toMatchObject({
      iat: NOON_SECONDS - 61,
      exp: NOON_SECONDS - 1,
    });
    expect(decode(await mock.mint.appJwt({ notYetValid: true })).claims).toMatchObject({
      iat: NOON_SECONDS,
      nbf: NOON_SECONDS + 60,
    });
  });

  it("is the key of Sentinel's second version", async () => {
    const mock = frozenMock();
    const token = await mock.mint.appJwt({ version: 2 });
    expect([decode(token).header['kid'], (await mock.inspect(token)).accepted]).toEqual([
      '6a1b3c52-7d0e-4f7b-9c2e-0f4f5a8a9b10',
      true,
    ]);
  });

  it('is the time of its account', async () => {
    const mock = frozenMock();
    mock.account(OTHER_ACCOUNT).clock.advance('1h');
    expect(decode(await mock.mint.appJwt({ accountId: OTHER_ACCOUNT })).claims['iat']).toBe(NOON_SECONDS + 3600);
    expect(decode(await mock.mint.appJwt()).claims['iat']).toBe(NOON_SECONDS);
  });

  it("is a customer's own key", async () => {
    const mock = frozenMock();
    const own = await mock.mint.idToken({
      key: { ...CUSTOMER_KEY, kid: 'again' } as NonNullable<IdTokenMintOptions['key']>,
    });
    expect([decode(own).header['kid'], (await mock.inspect(own)).accepted]).toEqual(['again', true]);
    const foreign = await mock.mint.idToken({ key: FOREIGN_KEY as NonNullable<IdTokenMintOptions['key']> });
    expect((await mock.inspect(foreign)).reason?.slug).toBe('id-token-signature');
  });

  it('is always the account that the mint belongs to', async () => {
    const { mint } = frozenMock().account(OTHER_ACCOUNT);
    expect(decode(await mint.appJwt({ accountId: ACCOUNT })).claims['aud']).toBe(OTHER_ACCOUNT);
    expect(decode(await frozenMock().mint.appJwt()).claims).toMatchObject({ aud: ACCOUNT, azp: CLIENT_ID });
  });

  it.each<[keyof Mint, object, string]>([
    ['appJwt', { tamper: 'everything' }, 'mint.appJwt: tamper: Invalid type: Expected '],
    ['appJwt', { acountId: ACCOUNT }, 'mint.appJwt: acountId: unknown option'],
    ['consumerJws', { expired: true }, 'mint.consumerJws: expired: unknown option'],
    ['idToken', { tamper: 'unknown-kid' }, 'mint.idToken: tamper: Invalid type: Expected '],
    ['lpJwt', { accountId: 'no account' }, 'this mock has no account "no account"'],
  ])('is checked: %s %j', async (kind, options, sentence) => {
    await expect(frozenMock().mint[kind](options)).rejects.toThrow(TypeError);
    await expect(frozenMock().mint[kind](options)).rejects.toThrow(sentence);
  });
});

describe('A token that somebody else signed', () => {
  it('is neither echoed in the answer nor kept', async () => {
    const mock = frozenMock();
    for (const tamper of ['foreign-key', 'unknown-kid', 'signature', 'alg-none', 'hs256-public-key'] as const) {
      const token = await mock.mint.appJwt({ tamper, claims: { secret: 'looks-like-production' } });
      const reply = await mock.handle({
        method: 'POST',
        path: CREATE_PATH.split('?')[0] ?? '',
        query: new URLSearchParams('v=3'),
        headers: { authorization: token },
        body: '',
        origin: 'http://localhost',
      });
      const told = JSON.stringify([reply, mock.journal.find()]);
      expect(token.split('.').filter((part) => part.length > 60 && told.includes(part))).toEqual([]);
      expect(told).not.toContain('looks-like-production');
    }
  });
});

function frozenMock(): ReturnType<typeof createMock> {
  const mock = createMock({ seed: 'forged' });
  mock.clock.freeze(NOON);
  return mock;
}
