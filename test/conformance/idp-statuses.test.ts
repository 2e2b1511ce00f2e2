import { it } from '@jest/globals';
import type { MockOptions, ReasonSlug } from '../../mock-server/index.ts';
import { EXT_JWT_CLAIMS, signExtJwt, signIdToken } from '../support/bad-tokens.ts';
import {
  ANONYMOUS_CONNECTOR,
  AUTHORIZE_PATH,
  authenticatePath,
  CUSTOMER_CONNECTOR,
  KEYLESS_CONNECTOR,
} from '../support/flows.ts';
import type { IdpCode } from '../support/refusals.ts';
import { expectIdpError } from '../support/refusals.ts';
import { encryptJwe, IDP_KEY, signJws, FOREIGN_KEY } from '../support/signed-by-hand.ts';
import type { Heard, OpenMock } from '../support/through-every-adapter.ts';
import { ACCOUNT, describeThroughEveryAdapter, NOON_SECONDS, OTHER_ACCOUNT } from '../support/through-every-adapter.ts';

/** One way to each code that a call can provoke. */
interface Provocation {
  readonly code: IdpCode;
  readonly slug: ReasonSlug;
  readonly options?: MockOptions;
  readonly ask: (mock: OpenMock) => Promise<Heard>;
}

const authorize = (mock: OpenMock, idToken: string): Promise<Heard> =>
  mock.post(AUTHORIZE_PATH, { body: { id_token: idToken } });
const exchange = (mock: OpenMock, idToken: string, connector: number): Promise<Heard> =>
  mock.post(authenticatePath(connector), { body: { id_token: idToken } });

const PROVOCATIONS: readonly Provocation[] = [
  {
    code: 1004,
    slug: 'ext-jwt-encrypted',
    ask: async (mock) => exchange(mock, await encryptJwe(IDP_KEY, EXT_JWT_CLAIMS), ANONYMOUS_CONNECTOR),
  },
  { code: 1008, slug: 'ext-jwt-malformed', ask: (mock) => authorize(mock, 'null') },
  {
    code: 1011,
    slug: 'id-token-claim-missing',
    ask: async (mock) => exchange(mock, await signIdToken({ iat: undefined }), CUSTOMER_CONNECTOR),
  },
  {
    code: 1012,
    slug: 'ext-jwt-expired',
    ask: async (mock) => exchange(mock, await signExtJwt({ exp: NOON_SECONDS }), ANONYMOUS_CONNECTOR),
  },
  { code: 1024, slug: 'connector-unknown', ask: (mock) => exchange(mock, 'null', 1) },
  {
    code: 1028,
    slug: 'connector-key-unusable',
    ask: async (mock) => exchange(mock, await signIdToken(), KEYLESS_CONNECTOR),
  },
  {
    code: 1049,
    slug: 'ext-jwt-revoked',
    ask: async (mock) => {
      const token = await signExtJwt();
      await mock.revoke(token);
      return authorize(mock, token);
    },
  },
  {
    code: 1050,
    slug: 'account-unknown',
    options: { closed: true },
    ask: (mock) => mock.post('/api/account/99999999/signup'),
  },
  {
    code: 2001,
    slug: 'ext-jwt-refresh-window',
    ask: async (mock) => authorize(mock, await signExtJwt({ 'lp.unauth': { first_iat: 0 } })),
  },
  {
    code: 2002,
    slug: 'ext-jwt-signature',
    ask: async (mock) => authorize(mock, await signJws(FOREIGN_KEY, EXT_JWT_CLAIMS, { kid: IDP_KEY.kid })),
  },
  {
    code: 2004,
    slug: 'ext-jwt-account',
    ask: async (mock) => authorize(mock, await signExtJwt({ aud: `acc:${OTHER_ACCOUNT}` })),
  },
  {
    code: 2005,
    slug: 'unauth-messaging-off',
    options: { accounts: [{ accountId: ACCOUNT, unAuthMessaging: false }] },
    ask: (mock) => mock.post(AUTHORIZE_PATH),
  },
  {
    code: 9007,
    slug: 'id-token-wrong-kind',
    ask: async (mock) => exchange(mock, await signExtJwt(), CUSTOMER_CONNECTOR),
  },
  { code: 9011, slug: 'app-jwt-missing', ask: (mock) => mock.post(`/api/account/${ACCOUNT}/consumer?v=1.0`) },
  { code: 9012, slug: 'body-not-json', ask: (mock) => mock.post(authenticatePath('default'), { body: '[' }) },
  {
    code: 9015,
    slug: 'auth-type-unsupported',
    ask: (mock) => mock.post(authenticatePath('default'), { body: { code: 'abc' } }),
  },
];

describeThroughEveryAdapter('IDP statuses', (open) => {
  it.each(PROVOCATIONS)('answers $code with the status of its code', async ({ code, slug, options, ask }) => {
    expectIdpError(await ask(await open(options)), code, slug);
  });

  it.each(PROVOCATIONS)(
    'answers $code with 500 when idp.errorStatus is all500',
    async ({ code, slug, options, ask }) => {
      expectIdpError(await ask(await open({ ...options, idp: { errorStatus: 'all500' } })), code, slug, 500);
    },
  );
});
