import { describe, expect, it } from '@jest/globals';
import type { Awaitable } from '../../../mock-server/awaitable.ts';
import { agentIdTokenClaims, verifyAgentIdToken } from '../../../mock-server/tokens/agent-id-token.ts';
import { verifyAppJwt } from '../../../mock-server/tokens/app-jwt.ts';
import { verifyConsumerJws } from '../../../mock-server/tokens/consumer-jws.ts';
import { verifyExtJwt } from '../../../mock-server/tokens/ext-jwt.ts';
import { verifyIdToken } from '../../../mock-server/tokens/id-token.ts';
import { verifyLpJwt } from '../../../mock-server/tokens/lp-jwt.ts';
import { createSigner } from '../../../mock-server/tokens/signer.ts';
import type { SigningKey } from '../../../mock-server/tokens/signing-keys.ts';
import {
  APP_JWT_CLAIMS,
  CONSUMER_JWS_CLAIMS,
  EXT_JWT_CLAIMS,
  ID_TOKEN_CLAIMS,
  LP_JWT_CLAIMS,
} from '../../support/bad-tokens.ts';
import type { Members } from '../../support/signed-by-hand.ts';
import { ACCOUNT, CLIENT_ID, NOON_SECONDS, OTHER_ACCOUNT } from '../../support/through-every-adapter.ts';

const AGENT_CLAIMS = agentIdTokenClaims({ userPid: 'an-agent', clientId: CLIENT_ID, issuedAtSeconds: NOON_SECONDS });
const CLAIMS: Readonly<Record<string, Members>> = {
  'an AppJWT': APP_JWT_CLAIMS,
  'a ConsumerJWS': CONSUMER_JWS_CLAIMS,
  'an LP_EXT_JWT': EXT_JWT_CLAIMS,
  'an LP_JWT': LP_JWT_CLAIMS,
  'an id token': ID_TOKEN_CLAIMS,
  'a Sentinel id token': AGENT_CLAIMS,
};

/** A key that takes any signature for its own, which is quicker than to make one. */
const KEY: SigningKey = {
  kid: 'key',
  publicJwk: { kty: 'RSA', use: 'sig', alg: 'RS256', kid: 'key', n: 'AQ', e: 'AQ' },
  sign: () => Promise.reject(new Error('signs nothing')),
  verifies: () => Promise.resolve(true),
};

function tokenOf(claims: Members, kid = 'key'): string {
  return [{ kid, typ: 'JWT', alg: 'RS256' }, claims]
    .map((part) => `${Buffer.from(JSON.stringify(part)).toString('base64url')}.`)
    .concat('AAAA')
    .join('');
}

const check = { accountId: ACCOUNT, nowSeconds: NOON_SECONDS, toleranceSeconds: 0, keys: [KEY] };
const VERIFIERS: Readonly<Record<string, (token: string) => Awaitable<object>>> = {
  'an AppJWT': (token) => verifyAppJwt(createSigner(), token, { ...check, requiredScope: 'msg.consumer' }),
  'a ConsumerJWS': (token) => verifyConsumerJws(createSigner(), token, check),
  'an LP_EXT_JWT': (token) => verifyExtJwt(createSigner(), token, { ...check, isRevoked: () => false }),
  'an LP_JWT': (token) => verifyLpJwt(createSigner(), token, check),
  'an id token': (token) => verifyIdToken(createSigner(), token, check),
  'a Sentinel id token': (token) =>
    verifyAgentIdToken(createSigner(), token, { ...check, isClient: (clientId) => clientId === CLIENT_ID }),
};
const verify = async (kind: string, claims: Members, kid?: string): Promise<object> =>
  (await VERIFIERS[kind]?.(tokenOf(claims, kid))) ?? {};

describe('A token that is good where it belongs', () => {
  it.each(Object.keys(CLAIMS))('%s is accepted, with its claims where somebody reads them', async (kind) => {
    const claims = kind === 'a Sentinel id token' ? {} : { claims: CLAIMS[kind] };
    expect(await verify(kind, CLAIMS[kind] ?? {})).toEqual({ ok: true, ...claims });
  });

  /** What stands around the name of the kind, where a token of that kind was sent to the wrong place. */
  const WORDS: Readonly<Record<string, readonly [slug: string, rest: string]>> = {
    'an AppJWT': ['app-jwt-wrong-kind', '; Authorization needs an AppJWT'],
    'a ConsumerJWS': ['consumer-jws-wrong-kind', '; X-LP-ON-BEHALF needs a ConsumerJWS'],
    'an LP_EXT_JWT': ['ext-jwt-wrong-kind', '; an LP_EXT_JWT of anonymous/authorize is needed'],
    'an id token': ['id-token-wrong-kind', "; a customer's own id token is needed"],
  };
  const misplaced = Object.entries(WORDS).flatMap(([place, words]) =>
    Object.keys(CLAIMS)
      .filter((kind) => kind !== place)
      .map((kind) => [kind, place, ...words] as const),
  );

  it.each(misplaced)('%s is told to be one where %s belongs, whoever signed it', async (kind, place, slug, rest) => {
    expect(await verify(place, CLAIMS[kind] ?? {}, 'another key')).toMatchObject({
      ok: false,
      reason: { slug, sentence: `this is ${kind}${rest}` },
    });
  });

  it.each([
    ['an AppJWT', ''],
    ['a ConsumerJWS', ''],
    ['an id token', ''],
    ['an LP_EXT_JWT', '; take it to app/{connector}/authenticate first'],
  ])('%s is told to be one where an LP_JWT belongs', async (kind, remedy) => {
    expect(await verify('an LP_JWT', CLAIMS[kind] ?? {})).toEqual({
      ok: false,
      reason: { slug: 'lp-jwt-wrong-kind', sentence: `this is ${kind}, an LP_JWT belongs here${remedy}` },
    });
  });

  it.each([
    ['an AppJWT', 'an LP_EXT_JWT', 'incomplete'],
    ['an LP_EXT_JWT', 'an LP_JWT', 'foreign'],
    ['a ConsumerJWS', 'an AppJWT', undefined],
  ])('%s that is %s lacks its claims, and is told to be that', async (place, kind, fault) => {
    const [slug, rest] = WORDS[place] ?? [];
    expect(await verify(place, { ...CLAIMS[kind], scope: undefined, exp: NOON_SECONDS + 60 })).toMatchObject({
      ...(fault === undefined ? {} : { fault }),
      reason: { slug, sentence: `this is ${kind}${String(rest)}` },
    });
  });

  it.each([
    ['an id token', { azp: 'shop' }],
    ['an id token', { azp: 'shop', iss: undefined }],
  ])('%s that names whom it was issued for and no subject is none of Sentinel', async (kind, claims) => {
    const sent = { ...ID_TOKEN_CLAIMS, sub: undefined, ...claims };
    expect(await verify(kind, sent, 'another key')).toMatchObject({ reason: { slug: 'id-token-unknown-key' } });
    expect(await verify('a ConsumerJWS', sent, 'another key')).toMatchObject({
      reason: { slug: 'consumer-jws-wrong-kind', sentence: 'this is an AppJWT; X-LP-ON-BEHALF needs a ConsumerJWS' },
    });
  });
});

describe('A token is refused with', () => {
  const missing = (names: string): string => `mandatory claims missing or of the wrong type: ${names}`;

  it.each<[kind: string, change: Members, slug: string, sentence: string, fault?: string]>([
    ['an AppJWT', { azp: '' }, 'app-jwt-claim-missing', missing('azp, which is empty'), 'incomplete'],
    [
      'an AppJWT',
      { azp: 1, aud: [], scope: null, iss: undefined, iat: '1' },
      'app-jwt-claim-missing',
      missing('aud, azp, scope, iss, iat'),
      'incomplete',
    ],
    ['an AppJWT', { iss: 'me' }, 'app-jwt-issuer', 'iss is not Sentinel', 'incomplete'],
    [
      'an AppJWT',
      { aud: OTHER_ACCOUNT },
      'app-jwt-audience',
      `the AppJWT is for account ${OTHER_ACCOUNT}, the path names ${ACCOUNT}`,
      'invalid',
    ],
    [
      'an AppJWT',
      { scope: 'msg msg.consumers' },
      'app-jwt-scope',
      'the AppJWT\'s scope is "msg msg.consumers", msg.consumer is needed',
      'invalid',
    ],
    [
      'a ConsumerJWS',
      { account_id: 5, ext_consumer_id: null },
      'consumer-jws-claim-missing',
      missing('account_id, ext_consumer_id'),
    ],
    [
      'a ConsumerJWS',
      { account_id: undefined, ext_consumer_id: undefined, lp_consumer_id: undefined },
      'consumer-jws-claim-missing',
      missing('account_id, ext_consumer_id, lp_consumer_id'),
    ],
    [
      'a ConsumerJWS',
      { account_id: OTHER_ACCOUNT },
      'consumer-jws-account',
      `the ConsumerJWS is for account ${OTHER_ACCOUNT}, the path names ${ACCOUNT}`,
    ],
    [
      'an LP_EXT_JWT',
      { sub: 1, aud: 2, exp: '3', iat: '4', 'lp.unauth': { first_iat: 0.5 } },
      'ext-jwt-claim-missing',
      missing('sub, aud, exp, iat, lp.unauth.first_iat'),
      'foreign',
    ],
    [
      'an LP_EXT_JWT',
      { aud: 'acc:1' },
      'ext-jwt-account',
      `the LP_EXT_JWT is for acc:1, the path names ${ACCOUNT}`,
      'account',
    ],
    ['an LP_JWT', { sub: 1, aud: 2, exp: '3', iat: '4' }, 'lp-jwt-claim-missing', missing('sub, aud, exp, iat')],
    ['an LP_JWT', { aud: 'acc:1' }, 'lp-jwt-account', `the LP_JWT is for acc:1, the path names ${ACCOUNT}`],
    ['an LP_JWT', { exp: NOON_SECONDS }, 'lp-jwt-expired', 'the LP_JWT expired 0 s ago at 2026-11-20T12:00:00Z'],
    ['an id token', { aud: 'acc:1' }, 'id-token-account', `aud is not acc:${ACCOUNT}`, 'not-valid'],
    ['an id token', { aud: ['acc:1'] }, 'id-token-account', `aud is not acc:${ACCOUNT}`, 'not-valid'],
    [
      'an id token',
      { sub: 5, iss: '\ud800', exp: 'soon', iat: null },
      'id-token-claim-missing',
      missing('iss, iat, exp, sub'),
      'claims',
    ],
    [
      'an id token',
      { exp: NOON_SECONDS - 1 },
      'id-token-expired',
      'expired 1 s ago at 2026-11-20T11:59:59Z',
      'expired',
    ],
    [
      'an id token',
      { nbf: NOON_SECONDS + 1 },
      'id-token-not-yet-valid',
      'is not valid before 2026-11-20T12:00:01Z, in 1 s',
      'not-valid',
    ],
    [
      'a Sentinel id token',
      { sub: 1, aud: 2, exp: '3', iat: '4' },
      'id-token-claim-missing',
      missing('sub, aud, exp, iat'),
    ],
    [
      'a Sentinel id token',
      { aud: 'another' },
      'id-token-account',
      'aud is another, which is the client_id of no app of this mock',
    ],
    ['a Sentinel id token', { exp: NOON_SECONDS }, 'id-token-expired', 'expired 0 s ago at 2026-11-20T12:00:00Z'],
  ])('the whole reason: %s with %j', async (kind, change, slug, sentence, ...[fault]) => {
    expect(await verify(kind, { ...CLAIMS[kind], ...change })).toEqual({
      ok: false,
      ...(fault === undefined ? {} : { fault }),
      reason: { slug, sentence },
    });
  });

  it.each([
    ['an AppJWT', 'app-jwt', 'the AppJWT', 'invalid'],
    ['a ConsumerJWS', 'consumer-jws', 'the ConsumerJWS', undefined],
    ['an LP_EXT_JWT', 'ext-jwt', 'the LP_EXT_JWT', 'foreign'],
    ['an LP_JWT', 'lp-jwt', 'the LP_JWT', undefined],
    ['an id token', 'id-token', 'the id token', 'not-valid'],
    ['a Sentinel id token', 'id-token', 'the id token', undefined],
  ])('what is wrong with its signature: %s', async (kind, prefix, name, fault) => {
    expect(await verify(kind, CLAIMS[kind] ?? {}, 'another key')).toEqual({
      ok: false,
      ...(fault === undefined ? {} : { fault }),
      reason: { slug: `${prefix}-unknown-key`, sentence: `${name} says kid "another key"; known is "key"` },
    });
  });

  it.each([
    ['an LP_EXT_JWT', 'a.b.c.d.e', 'encrypted'],
    ['an LP_EXT_JWT', 'hello', 'malformed'],
    ['an id token', 'a.b.c.d.e', 'encrypted'],
    ['an id token', 'hello', 'malformed'],
  ])('what is wrong with its form: %s that is %s', async (kind, token, fault) => {
    expect(await VERIFIERS[kind]?.(token)).toMatchObject({ fault });
  });
});

it('an id token needs neither a subject nor an account, and may be for several', async () => {
  for (const change of [{ sub: undefined }, { aud: undefined }, { aud: ['acc:1', `acc:${ACCOUNT}`] }])
    expect(await verify('an id token', { ...ID_TOKEN_CLAIMS, ...change })).toMatchObject({ ok: true });
});
