import { describe, expect, it } from '@jest/globals';
import type { Awaitable } from '../../../mock-server/awaitable.ts';
import type { Mock, Reason, ReasonSlug, TokenCheck } from '../../../mock-server/index.ts';
import { createMock } from '../../../mock-server/index.ts';
import { agentIdTokenClaims, verifyAgentIdToken } from '../../../mock-server/tokens/agent-id-token.ts';
import { verifyAppJwt } from '../../../mock-server/tokens/app-jwt.ts';
import { checksOfRefused } from '../../../mock-server/tokens/checks.ts';
import { verifyConsumerJws } from '../../../mock-server/tokens/consumer-jws.ts';
import { verifyExtJwt } from '../../../mock-server/tokens/ext-jwt.ts';
import { verifyIdToken } from '../../../mock-server/tokens/id-token.ts';
import { createKeyRing } from '../../../mock-server/tokens/key-ring.ts';
import { verifyLpJwt } from '../../../mock-server/tokens/lp-jwt.ts';
import { createSigner } from '../../../mock-server/tokens/signer.ts';
import { createSigningKey } from '../../../mock-server/tokens/signing-keys.ts';
import {
  APP_JWT_CLAIMS,
  CONSUMER_JWS_CLAIMS,
  EXT_JWT_CLAIMS,
  ID_TOKEN_CLAIMS,
  LP_JWT_CLAIMS,
  signLpJwt,
} from '../../support/bad-tokens.ts';
import type { Members, NamedKey } from '../../support/signed-by-hand.ts';
import {
  CUSTOMER_KEY,
  FOREIGN_KEY,
  IDP_KEY,
  SENTINEL_ID_TOKEN_KEY,
  SENTINEL_V1_KEY,
  signJws,
} from '../../support/signed-by-hand.ts';
import { ACCOUNT, CLIENT_ID, NOON, NOON_SECONDS } from '../../support/through-every-adapter.ts';
import { ask } from '../../support/calls.ts';

/** A token of one kind, and what makes it fail at each of its checks, the first one first. */
interface Kind {
  readonly key: NamedKey;
  readonly claims: Members;
  readonly breaks: Readonly<Record<string, Members | NamedKey>>;
}

const PAST = { exp: NOON_SECONDS - 10 };
const KINDS: Readonly<Record<string, Kind>> = {
  AppJWT: {
    key: SENTINEL_V1_KEY,
    claims: APP_JWT_CLAIMS,
    breaks: {
      signature: { ...FOREIGN_KEY, kid: SENTINEL_V1_KEY.kid },
      times: PAST,
      claims: { iat: undefined },
      issuer: { iss: 'somebody' },
      account: { aud: '4711' },
      scope: { scope: 'other' },
    },
  },
  ConsumerJWS: {
    key: SENTINEL_V1_KEY,
    claims: CONSUMER_JWS_CLAIMS,
    breaks: {
      signature: { ...FOREIGN_KEY, kid: SENTINEL_V1_KEY.kid },
      claims: { lp_consumer_id: undefined },
      account: { account_id: '1' },
    },
  },
  LP_EXT_JWT: {
    key: IDP_KEY,
    claims: EXT_JWT_CLAIMS,
    breaks: {
      signature: { ...FOREIGN_KEY, kid: IDP_KEY.kid },
      claims: { iat: 'soon' },
      account: { aud: 'acc:1' },
      revocation: {},
    },
  },
  LP_JWT: {
    key: IDP_KEY,
    claims: LP_JWT_CLAIMS,
    breaks: {
      signature: { ...FOREIGN_KEY, kid: IDP_KEY.kid },
      kind: { 'lp.unauth': {} },
      claims: { iat: 'soon' },
      account: { aud: 'acc:1' },
      times: PAST,
    },
  },
  'Sentinel id token': {
    key: SENTINEL_ID_TOKEN_KEY,
    claims: agentIdTokenClaims({ userPid: 'an-agent', clientId: CLIENT_ID, issuedAtSeconds: NOON_SECONDS }),
    breaks: {
      signature: { ...FOREIGN_KEY, kid: SENTINEL_ID_TOKEN_KEY.kid },
      claims: { iat: 'soon' },
      account: { aud: 'another' },
      times: PAST,
    },
  },
  'id token': {
    key: CUSTOMER_KEY,
    claims: ID_TOKEN_CLAIMS,
    breaks: {
      signature: { ...FOREIGN_KEY, kid: CUSTOMER_KEY.kid },
      account: { aud: 'acc:1' },
      claims: { iat: 'soon' },
      times: PAST,
    },
  },
};

function noonMock(): Mock {
  const mock = createMock({ seed: 'checks' });
  mock.clock.freeze(NOON);
  return mock;
}

const isKey = (broken: Members | NamedKey): broken is NamedKey => 'kty' in broken;

function sign({ key, claims }: Kind, broken: readonly (Members | NamedKey)[]): Promise<string> {
  // In this order: an account that is no text at all is a missing claim.
  const all = broken.filter((each) => !isKey(each)).reduceRight((sofar, each) => ({ ...sofar, ...each }), claims);
  return signJws(broken.find(isKey) ?? key, all);
}

/** The slug for which a verifier refuses the token, for the account and the time of the tests. */
async function slugOf(kind: string, token: string): Promise<ReasonSlug | undefined> {
  const signer = createSigner();
  const ring = createKeyRing({ now: () => NOON_SECONDS * 1000 }, {});
  const check = { accountId: ACCOUNT, nowSeconds: NOON_SECONDS, toleranceSeconds: 0 };
  const verdicts: Readonly<Record<string, () => Awaitable<{ readonly ok: boolean; readonly reason?: Reason }>>> = {
    AppJWT: () =>
      verifyAppJwt(signer, token, { ...check, keys: ring.trusted('sentinelV1'), requiredScope: 'msg.consumer' }),
    ConsumerJWS: () => verifyConsumerJws(signer, token, { ...check, keys: ring.trusted('sentinelV1') }),
    LP_EXT_JWT: () => verifyExtJwt(signer, token, { ...check, keys: ring.trusted('idp'), isRevoked: () => true }),
    LP_JWT: () => verifyLpJwt(signer, token, { ...check, keys: ring.trusted('idp') }),
    'Sentinel id token': () =>
      verifyAgentIdToken(signer, token, {
        ...check,
        keys: ring.trusted('sentinelIdToken'),
        isClient: (clientId) => clientId === CLIENT_ID,
      }),
    'id token': () => verifyIdToken(signer, token, { ...check, keys: [createSigningKey(CUSTOMER_KEY as never)] }),
  };
  return (await verdicts[kind]?.())?.reason?.slug;
}

const pairs = Object.entries(KINDS).flatMap(([kind, each]) => {
  const breaks = Object.entries(each.breaks);
  return breaks.flatMap(([first, one], index) =>
    breaks.slice(index).map(([second, other]) => [kind, first, second, each, [one, other]] as const),
  );
});

describe('The checks of a token', () => {
  it.each(pairs)('%s: what fails at %s and at %s fails at the first', async (kind, first, second, parts, broken) => {
    const slug = await slugOf(kind, await sign(parts, broken));
    const {
      failed,
      passed = [],
      notReached,
    } = checksOfRefused(slug ?? 'path-unknown', kind === 'Sentinel id token' ? kind : undefined) ?? {};
    expect([failed, passed.includes(second as TokenCheck)]).toEqual([first, false]);
    expect(second === first || notReached?.includes(second as TokenCheck)).toBe(true);
  });

  it('are all passed by a token that is accepted, in their order', async () => {
    const mock = noonMock();
    expect((await mock.inspect(await mock.mint.appJwt())).checks).toEqual({
      kind: 'AppJWT',
      passed: ['shape', 'kind', 'signature', 'times', 'claims', 'issuer', 'account', 'scope'],
      failed: undefined,
      notReached: [],
    });
    expect((await mock.inspect(await signLpJwt())).checks?.passed.at(-1)).toBe('times');
  });

  it('are on the entry of a call that was refused for its token, as they were then', async () => {
    const mock = noonMock();
    const authorization = await mock.mint.appJwt();
    mock.clock.advance('61m');
    await ask(mock, { method: 'POST', target: `/api/account/${ACCOUNT}/consumer?v=1.0`, headers: { authorization } });
    expect(mock.journal.find()[0]?.checks).toEqual({
      kind: 'AppJWT',
      passed: ['shape', 'kind', 'signature'],
      failed: 'times',
      notReached: ['claims', 'issuer', 'account', 'scope'],
    });
  });

  it('are not on the entry of a call that was refused for something else', async () => {
    const mock = noonMock();
    await ask(mock, { target: '/nowhere' });
    expect(mock.journal.find()[0]?.checks).toBeUndefined();
  });
});
