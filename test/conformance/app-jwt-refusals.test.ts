import { expect, it } from '@jest/globals';
import type { AccountOptions } from '../../mock-server/index.ts';
import type { TokenParameters } from '../support/flows.ts';
import { askForAppJwt, askForAppJwtV2, decode, TOKEN_HEADERS } from '../support/flows.ts';
import type { Heard } from '../support/through-every-adapter.ts';
import {
  ACCOUNT,
  CLIENT_ID,
  CLIENT_SECRET,
  describeThroughEveryAdapter,
  NOON_SECONDS,
  OTHER_ACCOUNT,
  OTHER_CLIENT_ID,
  OTHER_CLIENT_SECRET,
} from '../support/through-every-adapter.ts';

/** One app for each way in which a client can be known and yet not welcome; the secret is the same for all. */
const client_secret = CLIENT_SECRET;
const ACCOUNTS: AccountOptions[] = [
  {
    accountId: ACCOUNT,
    apps: [
      { client_id: CLIENT_ID, client_secret },
      { client_id: 'disabled', client_secret, enabled: false },
      { client_id: 'deleted', client_secret, deleted: true },
      { client_id: 'code-flow-only', client_secret, grant_types: ['authorization_code'] },
      { client_id: 'functions-only', client_secret, scope: 'faas.lambda.invoke' },
    ],
  },
  { accountId: OTHER_ACCOUNT, apps: [{ client_id: OTHER_CLIENT_ID, client_secret: OTHER_CLIENT_SECRET }] },
];

const BODIES = {
  invalid_request: '{"error":"invalid_request","error_description":"The request is malformed or lacks a parameter"}',
  unsupported_grant_type: '{"error":"unsupported_grant_type","error_description":"The grant type is not supported"}',
  invalid_client: '{"error":"invalid_client","error_description":"Client authentication failed"}',
  unauthorized_client: '{"error":"unauthorized_client","error_description":"The client may not use this grant type"}',
  invalid_scope: '{"error":"invalid_scope","error_description":"The requested scope is not held by the client"}',
};

interface Refused {
  readonly status: number;
  readonly error: keyof typeof BODIES;
  readonly reason: string;
}

function expectRefusal(answer: Heard, { status, error, reason }: Refused): void {
  expect(answer.status).toBe(status);
  expect(answer.text).toBe(BODIES[error]);
  expect(answer.headers).toEqual({ ...TOKEN_HEADERS, 'lp-mock-reason': reason });
}

const ACCOUNT_UNKNOWN =
  'account-unknown; account 11111111 is not configured and this mock is closed; it has 12345678, 87654321';
const SECRET_WRONG = 'client-secret-wrong; the client_secret is not the one configured for this client_id';

/** What both versions of the endpoint refuse alike. */
const REFUSALS: readonly (readonly [title: string, changes: TokenParameters, refused: Refused])[] = [
  [
    'no grant_type',
    { grant_type: undefined },
    {
      status: 400,
      error: 'invalid_request',
      reason: 'grant-type-missing; grant_type is missing; send grant_type=client_credentials',
    },
  ],
  [
    'an empty grant_type',
    { grant_type: '' },
    {
      status: 400,
      error: 'invalid_request',
      reason: 'grant-type-missing; grant_type is missing; send grant_type=client_credentials',
    },
  ],
  [
    'grant_type=password',
    { grant_type: 'password' },
    {
      status: 400,
      error: 'unsupported_grant_type',
      reason: 'grant-type-unsupported; grant_type must be client_credentials',
    },
  ],
  [
    'grant_type=authorization_code',
    { grant_type: 'authorization_code' },
    {
      status: 400,
      error: 'unsupported_grant_type',
      reason: 'grant-type-unsupported; grant_type must be client_credentials',
    },
  ],
  [
    'grant_type in capitals',
    { grant_type: 'CLIENT_CREDENTIALS' },
    {
      status: 400,
      error: 'unsupported_grant_type',
      reason: 'grant-type-unsupported; grant_type must be client_credentials',
    },
  ],
  [
    'no client_id',
    { client_id: undefined },
    { status: 401, error: 'invalid_client', reason: 'client-missing; client_id missing' },
  ],
  [
    'no client_secret',
    { client_secret: undefined },
    { status: 401, error: 'invalid_client', reason: 'client-missing; client_secret missing' },
  ],
  [
    'an empty client_secret',
    { client_secret: '' },
    { status: 401, error: 'invalid_client', reason: 'client-missing; client_secret missing' },
  ],
  [
    'neither client_id nor client_secret',
    { client_id: undefined, client_secret: undefined },
    { status: 401, error: 'invalid_client', reason: 'client-missing; client_id and client_secret missing' },
  ],
  [
    'a known client with a wrong secret',
    { client_secret: 'wrong' },
    { status: 401, error: 'invalid_client', reason: SECRET_WRONG },
  ],
  [
    'a secret with one character more',
    { client_secret: `${CLIENT_SECRET}x` },
    { status: 401, error: 'invalid_client', reason: SECRET_WRONG },
  ],
  [
    'an app that is disabled',
    { client_id: 'disabled' },
    { status: 401, error: 'invalid_client', reason: 'client-disabled; the app is disabled or deleted' },
  ],
  [
    'an app that is deleted',
    { client_id: 'deleted' },
    { status: 401, error: 'invalid_client', reason: 'client-disabled; the app is disabled or deleted' },
  ],
  [
    'a client of another account',
    { client_id: OTHER_CLIENT_ID, client_secret: OTHER_CLIENT_SECRET },
    {
      status: 401,
      error: 'invalid_client',
      reason: 'client-foreign-account; this client_id is configured for another account',
    },
  ],
  [
    'an app whose grant_types do not include client_credentials',
    { client_id: 'code-flow-only' },
    {
      status: 400,
      error: 'unauthorized_client',
      reason: "grant-type-not-held; the app's grant_types do not include client_credentials",
    },
  ],
  [
    'a scope that the app does not hold',
    { scope: 'faas.lambda.invoke' },
    { status: 400, error: 'invalid_scope', reason: 'scope-not-held; the app holds "msg.consumer"' },
  ],
  [
    'a scope of which the app holds one half',
    { client_id: 'functions-only', scope: 'faas.lambda.invoke msg.consumer' },
    { status: 400, error: 'invalid_scope', reason: 'scope-not-held; the app holds "faas.lambda.invoke"' },
  ],
  [
    'a scope in the wrong case',
    { scope: 'MSG.CONSUMER' },
    { status: 400, error: 'invalid_scope', reason: 'scope-not-held; the app holds "msg.consumer"' },
  ],
];

/** Two things wrong at once: the earlier row of the table answers. */
const ORDER: readonly (readonly [title: string, changes: TokenParameters, error: keyof typeof BODIES])[] = [
  ['the grant type before the client', { grant_type: 'password', client_id: undefined }, 'unsupported_grant_type'],
  ['the missing grant type before the client', { grant_type: undefined, client_secret: 'wrong' }, 'invalid_request'],
  ['the client before its grant types', { client_id: 'code-flow-only', client_secret: 'wrong' }, 'invalid_client'],
  ['the client before the scope', { client_secret: 'wrong', scope: 'not.held' }, 'invalid_client'],
  ['the grant types before the scope', { client_id: 'code-flow-only', scope: 'not.held' }, 'unauthorized_client'],
];

const VERSIONS = [
  ['V1', askForAppJwt],
  ['V2', askForAppJwtV2],
] as const;

describeThroughEveryAdapter('Sentinel refuses an AppJWT', (open) => {
  it.each(['0', '1.1', '3.0', 'v1', '01'])('of version v=%s', async (v) => {
    const mock = await open({ accounts: ACCOUNTS });
    expectRefusal(await askForAppJwt(mock, { v }), {
      status: 400,
      error: 'invalid_request',
      reason: 'version-unknown; v must be one of 1, 1.0, 2, 2.0',
    });
  });

  it('of an unknown version before it looks at anything else', async () => {
    const mock = await open({ accounts: ACCOUNTS });
    const answer = await askForAppJwt(mock, { v: '3.0', grant_type: 'password', client_id: undefined });
    expectRefusal(answer, {
      status: 400,
      error: 'invalid_request',
      reason: 'version-unknown; v must be one of 1, 1.0, 2, 2.0',
    });
  });

  it('without v when sentinel.strictVersion says so', async () => {
    const mock = await open({ sentinel: { strictVersion: true } });
    expectRefusal(await askForAppJwt(mock, { v: undefined }), {
      status: 400,
      error: 'invalid_request',
      reason: 'version-missing; v is missing; send v=1.0',
    });
    expect((await askForAppJwt(mock)).status).toBe(200);
  });

  it.each(REFUSALS)('of either version for %s', async (_, changes, refused) => {
    const mock = await open({ accounts: ACCOUNTS });
    for (const [, ask] of VERSIONS) expectRefusal(await ask(mock, changes), refused);
  });

  it.each(ORDER)('for the first thing that is wrong: %s', async (_, changes, error) => {
    const mock = await open({ accounts: ACCOUNTS });
    for (const [, ask] of VERSIONS) expect((await ask(mock, changes)).text).toBe(BODIES[error]);
  });

  it('and never repeats the secret that it was given', async () => {
    const mock = await open({ accounts: ACCOUNTS });
    const secret = 'a-secret-that-must-not-leak';
    for (const changes of [
      { client_secret: secret },
      { client_secret: secret, grant_type: secret },
      { client_secret: secret, scope: secret },
    ]) {
      const answer = await askForAppJwt(mock, changes);
      expect(answer.status).toBeGreaterThanOrEqual(400);
      expect(`${answer.text}${JSON.stringify(answer.headers)}`).not.toContain(secret);
    }
  });
});

/** What is noted where an account without clients of its own takes another account's. */
const TAKEN_ANYWHERE =
  'this client is configured for another account; this account has no clients of its own and takes any, with any secret';

describeThroughEveryAdapter('An account without clients of its own', (open) => {
  it.each([
    ['V1', askForAppJwt, ['access_token', 'token_type']],
    ['V2', askForAppJwtV2, ['access_token', 'token_type', 'expires_in']],
  ] as const)(
    "takes the page's own sample, whose client is another account's, and notes it: %s",
    async (_, ask, members) => {
      const mock = await open();
      for (const client_secret of [undefined, 'edited-by-hand']) {
        const answer = await ask(mock, client_secret === undefined ? {} : { client_secret }, 'le81823118');
        const body = answer.json() as { access_token: string };
        expect([answer.status, Object.keys(body), answer.headers['lp-mock-deviation']]).toEqual([
          200,
          members,
          `client-foreign-account; ${TAKEN_ANYWHERE}`,
        ]);
        expect(decode(body.access_token).claims).toEqual({
          aud: 'le81823118',
          azp: CLIENT_ID,
          scope: 'msg.consumer',
          iss: 'Sentinel',
          exp: NOON_SECONDS + 3600,
          iat: NOON_SECONDS,
        });
      }
    },
  );

  it('takes a client that nobody configured without a word, on a strict mock too', async () => {
    const mock = await open({ strict: true });
    const answer = await askForAppJwt(mock, { client_id: 'anyone', client_secret: 'anything' }, 'le81823118');
    expect([answer.status, answer.headers['lp-mock-deviation']]).toEqual([200, undefined]);
  });
});

describeThroughEveryAdapter('An open mock refuses a known client', (open) => {
  it('with a wrong secret', async () => {
    const mock = await open();
    expectRefusal(await askForAppJwt(mock, { client_secret: 'wrong' }), {
      status: 401,
      error: 'invalid_client',
      reason: SECRET_WRONG,
    });
  });

  it.each(VERSIONS)('of another account at an account that nobody configured, on a strict mock: %s', async (_, ask) => {
    const mock = await open({ strict: true });
    expectRefusal(await ask(mock, {}, '11111111'), {
      status: 401,
      error: 'invalid_client',
      reason: `deviation-refused; ${TAKEN_ANYWHERE}`,
    });
  });

  it.each(VERSIONS)('of another account at an account of a closed mock that has no clients: %s', async (_, ask) => {
    const mock = await open({ closed: true, accounts: [...ACCOUNTS, { accountId: '11111111' }] });
    expectRefusal(await ask(mock, {}, '11111111'), {
      status: 401,
      error: 'invalid_client',
      reason: 'client-foreign-account; this client_id is configured for another account',
    });
  });

  it('and everyone at an id that cannot be an account id', async () => {
    const mock = await open();
    expectRefusal(await askForAppJwt(mock, {}, 'a%20b'), {
      status: 401,
      error: 'invalid_client',
      reason: 'account-unknown; "a b" is not an account id; one has up to 64 letters, digits, _ or -',
    });
  });
});

describeThroughEveryAdapter('A closed mock', (open) => {
  it.each(VERSIONS)('gives a configured client its AppJWT at %s', async (_, ask) => {
    const mock = await open({ closed: true, accounts: ACCOUNTS });
    expect((await ask(mock)).status).toBe(200);
  });

  it.each(VERSIONS)('refuses a client that nobody configured at %s', async (_, ask) => {
    const mock = await open({ closed: true, accounts: ACCOUNTS });
    expectRefusal(await ask(mock, { client_id: 'a-client-of-my-own' }), {
      status: 401,
      error: 'invalid_client',
      reason: 'client-unknown; no app with this client_id is configured and this mock is closed',
    });
  });

  it.each(VERSIONS)('refuses an account that nobody configured at %s', async (_, ask) => {
    const mock = await open({ closed: true, accounts: ACCOUNTS });
    expectRefusal(await ask(mock, {}, '11111111'), { status: 401, error: 'invalid_client', reason: ACCOUNT_UNKNOWN });
  });
});

describeThroughEveryAdapter('sentinel.invalidClientStatus', (open) => {
  it.each([401, 400, 403] as const)(
    'answers every invalid_client with %i and leaves the other errors at 400',
    async (invalidClientStatus) => {
      const mock = await open({ accounts: ACCOUNTS, sentinel: { invalidClientStatus } });
      for (const [, changes, refused] of REFUSALS) {
        const status = refused.error === 'invalid_client' ? invalidClientStatus : 400;
        expectRefusal(await askForAppJwt(mock, changes), { ...refused, status });
      }
    },
  );
});
