import { expect, it } from '@jest/globals';
import type { AppOptions, MockOptions } from '../../../../mock-server/index.ts';
import { post } from '../../../support/calls.ts';
import type { FlowParameters } from '../../../support/code-flow.ts';
import { formOf } from '../../../support/code-flow.ts';
import { ACCOUNT, CLIENT_ID, CLIENT_SECRET, OTHER_CLIENT_ID } from '../../../support/through-every-adapter.ts';
import { frozenMock, told } from '../../told.ts';

const TOKEN = `/sentinel/api/account/${ACCOUNT}/app/token?v=1.0`;
const APP: AppOptions = { client_id: 'app', client_secret: 'a+b', scope: 'one two' };
const GOOD: FlowParameters = { grant_type: 'client_credentials', client_id: 'app', client_secret: 'a+b' };
const MULTIPART = { 'content-type': 'multipart/form-data; boundary=b' };
const UNREAD = 'the body is multipart, in which no parameters are read';
const WRONG = 'client-secret-wrong; the client_secret is not the one configured for this client_id';

/** The fixtures' accounts, and the app at the first one. */
const withOnly = (changes: Partial<AppOptions>, more: MockOptions = {}): MockOptions => ({
  accounts: [{ accountId: ACCOUNT, apps: [{ ...APP, ...changes }] }],
  ...more,
});

it.each<[what: string, status: number, reason: string, form: FlowParameters, options: MockOptions]>([
  [
    'another name for grant_type',
    400,
    'grant-type-missing; grant_type is missing; send grant_type=client_credentials; grantType is there, and the name is grant_type',
    { ...GOOD, grant_type: undefined, grantType: 'client_credentials' },
    withOnly({}),
  ],
  [
    'another grant',
    400,
    'grant-type-unsupported; grant_type must be client_credentials',
    { ...GOOD, grant_type: 'password' },
    withOnly({}),
  ],
  [
    'other names for the credentials',
    401,
    'client-missing; client_id and client_secret missing; clientId is there, and the name is client_id; client-secret is there, and the name is client_secret',
    { grant_type: 'client_credentials', clientId: 'app', 'client-secret': 'a+b' },
    withOnly({}),
  ],
  ['no secret', 401, 'client-missing; client_secret missing', { ...GOOD, client_secret: undefined }, withOnly({})],
  ['another secret', 401, WRONG, { ...GOOD, client_secret: 'other' }, withOnly({})],
  [
    'a secret that was not form-encoded',
    401,
    `${WRONG}, but what it becomes when it is not form-encoded; encode it: + as %2B, % as %25, & as %26`,
    { ...GOOD, client_secret: 'a b' },
    withOnly({}),
  ],
  [
    'a disabled app with its secret',
    401,
    'client-disabled; the app is disabled or deleted',
    { ...GOOD, client_secret: 'plain' },
    withOnly({ client_secret: 'plain', enabled: false }),
  ],
  [
    'a client that nobody configured',
    401,
    'client-unknown; no app with this client_id is configured and this mock is closed',
    { ...GOOD, client_id: 'nobody', client_secret: 'undefined' },
    withOnly({}, { closed: true }),
  ],
  [
    "another account's client",
    401,
    'client-foreign-account; this client_id is configured for another account',
    { ...GOOD, client_id: OTHER_CLIENT_ID },
    {},
  ],
  [
    'an app without the grant',
    400,
    "grant-type-not-held; the app's grant_types do not include client_credentials",
    GOOD,
    withOnly({ grant_types: ['refresh_token'] }),
  ],
  [
    'a scope that the app does not hold',
    400,
    'scope-not-held; the app holds "one two"',
    { ...GOOD, scope: 'one three' },
    withOnly({}),
  ],
])('an app that asks for a token is told what is wrong: %s', async (_, status, reason, form, options) => {
  expect(await told(post(frozenMock(options), TOKEN, formOf(form)))).toEqual([status, reason]);
});

it('a multipart body is not read', async () => {
  const mock = frozenMock();
  const body = '--b\r\nContent-Disposition: form-data; name="client_id"\r\n\r\napp\r\n--b--\r\n';
  expect(await told(post(mock, TOKEN, body, MULTIPART))).toEqual([
    400,
    `body-multipart; ${UNREAD}; send application/x-www-form-urlencoded`,
  ]);
  expect(await told(post(mock, `${TOKEN}&grant_type=client_credentials`, body, MULTIPART))).toEqual([
    401,
    `client-missing; client_id and client_secret missing; ${UNREAD}`,
  ]);
});

it('what stands in the query and in the body is noted by its names', async () => {
  const query = formOf({ client_id: 'app', client_secret: 'other' }).toString();
  const { status, headers } = await post(frozenMock(withOnly({})), `${TOKEN}&${query}`, formOf(GOOD));
  expect([status, headers['lp-mock-deviation']]).toEqual([
    200,
    "parameter-in-query-and-body; client_id, client_secret in the query and in the body; the body's was taken",
  ]);
});

it('HTTP Basic is taken where the option says so', async () => {
  const headers = { authorization: `Basic ${btoa(`${CLIENT_ID}:${CLIENT_SECRET}`)}` };
  const form = formOf({ grant_type: 'client_credentials' });
  expect(await told(post(frozenMock(), TOKEN, form, headers))).toEqual([
    401,
    'client-missing; client_id and client_secret missing; HTTP Basic is ignored (sentinel.acceptBasicAuth)',
  ]);
  const taking = frozenMock({ sentinel: { acceptBasicAuth: true } });
  const { status, headers: answered } = await post(taking, TOKEN, form, headers);
  expect([status, answered['lp-mock-deviation']]).toEqual([200, undefined]);
  const wrong = { authorization: `Basic ${btoa(`${CLIENT_ID}:wrong`)}` };
  expect((await post(taking, TOKEN, form, wrong)).headers['www-authenticate']).toBe('Basic realm="Sentinel"');
});

it('no version is taken as 1.0, unless versions are strict', async () => {
  const path = TOKEN.replace('?v=1.0', '');
  const { status, headers } = await post(frozenMock(withOnly({})), path, formOf(GOOD));
  expect([status, headers['lp-mock-deviation']]).toEqual([
    200,
    'sentinel-version-missing; v is missing and was taken as 1.0',
  ]);
  const strict = frozenMock(withOnly({}, { sentinel: { strictVersion: true } }));
  expect(await told(post(strict, path, formOf(GOOD)))).toEqual([400, 'version-missing; v is missing; send v=1.0']);
});
