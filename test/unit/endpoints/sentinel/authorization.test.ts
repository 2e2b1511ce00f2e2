import { describe, expect, it } from '@jest/globals';
import type { Mock, MockOptions } from '../../../../mock-server/index.ts';
import { faultToldToClient, toldToClient } from '../../../../mock-server/endpoints/sentinel/authorization.ts';
import { ask, post } from '../../../support/calls.ts';
import type { FlowParameters } from '../../../support/code-flow.ts';
import { authorizePath, CALLBACK, formOf } from '../../../support/code-flow.ts';
import { WEB_APP, withApp } from '../../../support/code-flow-answers.ts';
import { ACCOUNT } from '../../../support/through-every-adapter.ts';
import { frozenMock, told } from '../../told.ts';

const ELSEWHERE = 'https://app.example.test/cb';
const KEPT = 'this mock keeps up to 1024';
const LISTED = 'compared character by character';
const LOOPBACK_ALONE =
  'for a client that nobody configured only http(s)://localhost, 127.0.0.1 or [::1] is taken; list others in redirect_uris of the app';
const CHALLENGE_RULE = 'it must be 43 to 128 letters, digits, - . _ ~ (RFC 7636 section 4.2)';

/** A client that nobody configured, sent to this machine. */
const NOBODY: FlowParameters = { client_id: 'nobody', redirect_uri: 'http://localhost:1/' };

const authorize = (mock: Mock, changes: FlowParameters): ReturnType<typeof ask> =>
  ask(mock, { target: authorizePath(changes) });

const login = (mock: Mock, changes: FlowParameters): ReturnType<typeof post> =>
  post(mock, authorizePath().replace('/authorize?', '/login?'), formOf(changes));

it.each<[what: string, status: number, reason: string, changes: FlowParameters, ...options: MockOptions[]]>([
  [
    'another name for client_id',
    401,
    'client-missing; client_id missing; clientId is there, and the name is client_id',
    { client_id: undefined, clientId: 'x' },
  ],
  [
    'a client that a closed mock does not know',
    401,
    'client-unknown; no app with this client_id is configured and this mock is closed',
    { client_id: 'nobody' },
    { closed: true },
  ],
  [
    'a client_id of 1,025 characters',
    400,
    `parameter-too-long; client_id has 1025 characters; ${KEPT}`,
    { client_id: 'c'.repeat(1025) },
  ],
  [
    'another name for redirect_uri, where two are listed',
    400,
    'redirect-uri-missing; redirect_uri is missing, and the app lists 2 in redirect_uris; only one alone is taken by itself; redirectUri is there, and the name is redirect_uri',
    { redirect_uri: undefined, redirectUri: CALLBACK },
    withApp({ redirect_uris: [CALLBACK, ELSEWHERE] }),
  ],
  [
    'no redirect_uri, where nobody has listed any',
    400,
    'redirect-uri-missing; redirect_uri is missing, and the app lists none in redirect_uris; only one alone is taken by itself',
    { client_id: 'nobody', redirect_uri: undefined },
  ],
  [
    'another host, without what may be a secret',
    400,
    `redirect-uri-unlisted; redirect_uri "${ELSEWHERE}?..." is not taken: ${LOOPBACK_ALONE}`,
    { client_id: 'nobody', redirect_uri: `${ELSEWHERE}?secret=hush` },
  ],
  [
    'a path alone, where two are listed',
    400,
    `redirect-uri-unlisted; redirect_uri is no absolute URI without a fragment and is not taken: the app's redirect_uris are ${CALLBACK}, ${ELSEWHERE}, ${LISTED}`,
    { redirect_uri: '/callback' },
    withApp({ redirect_uris: [CALLBACK, ELSEWHERE] }),
  ],
  [
    'this machine, where the app lists nothing',
    400,
    `redirect-uri-unlisted; redirect_uri "${CALLBACK}" is not taken: the app's redirect_uris are none, ${LISTED}`,
    {},
    withApp({ redirect_uris: [] }),
  ],
  [
    'a state of which one character is too many',
    400,
    'parameter-too-long; state is too long: with redirect_uri it may take 7680 characters, percent-encoded',
    { state: 's'.repeat(7681 - `${CALLBACK}?state=`.length) },
  ],
  ['an unknown v', 302, 'version-unknown; v must be one of 1, 1.0, 2, 2.0', { v: '3' }],
  [
    'another name for response_type',
    302,
    'response-type-missing; response_type is missing; send response_type=code; responseType is there, and the name is response_type',
    { response_type: undefined, responseType: 'code' },
  ],
  ...(
    [
      ['code id_token', '"code id_token"'],
      ['w'.repeat(20), `"${'w'.repeat(20)}"`],
      ['w'.repeat(21), 'another'],
      ['%token', 'another'],
      ['token%', 'another'],
    ] as const
  ).map(
    ([responseType, shown]) =>
      [
        `response_type=${responseType}`,
        302,
        `response-type-unsupported; response_type is ${shown}; it must be code`,
        { response_type: responseType },
      ] as [string, number, string, FlowParameters],
  ),
  [
    'an app without the grant type',
    302,
    "grant-type-not-held; the app's grant_types do not include authorization_code",
    {},
    withApp({ grant_types: ['refresh_token'] }),
  ],
  [
    'a scope of 1,025 characters',
    302,
    `parameter-too-long; scope has 1025 characters; ${KEPT}`,
    { scope: 's'.repeat(1025) },
  ],
  [
    'a scope that the app does not hold',
    302,
    'scope-not-held; the app holds "one two"',
    { scope: 's'.repeat(1024) },
    withApp({ scope: 'one two' }),
  ],
  [
    'a method without a challenge',
    302,
    'code-challenge-invalid; code_challenge_method is there and code_challenge is not',
    { code_challenge_method: 'plain' },
  ],
  [
    'an unknown method',
    302,
    'code-challenge-invalid; code_challenge_method is "s256"; it must be S256 or plain',
    { code_challenge: 'c'.repeat(43), code_challenge_method: 's256' },
  ],
  ...['c'.repeat(42), 'c'.repeat(129), `${'c'.repeat(42)}+`, `+${'c'.repeat(43)}`, `${'c'.repeat(43)}+`].map(
    (challenge) =>
      [
        `a challenge of ${challenge}`,
        302,
        `code-challenge-invalid; code_challenge has ${String(challenge.length)} characters; ${CHALLENGE_RULE}`,
        { code_challenge: challenge },
      ] as [string, number, string, FlowParameters],
  ),
  [
    'a name of 1,025 characters',
    302,
    `parameter-too-long; the name of the agent has 1025 characters; ${KEPT}`,
    { auto: 'a'.repeat(1025) },
  ],
  [
    'a name that a closed mock does not know',
    302,
    'agent-unknown; no agent of that name is configured and this mock is closed; the account has none',
    { auto: 'ada' },
    { closed: true, accounts: [{ accountId: ACCOUNT, apps: [WEB_APP], agents: [] }] },
  ],
])('says what is wrong: %s', async (_, status, reason, changes, ...[options]) => {
  expect(await told(authorize(frozenMock(options), changes))).toEqual([status, reason]);
});

it.each<[what: string, changes: FlowParameters, ...options: MockOptions[]]>([
  ['a client_id of 1,024 characters', { ...NOBODY, client_id: 'c'.repeat(1024) }],
  ['the longest state', { state: 's'.repeat(7680 - `${CALLBACK}?state=`.length) }],
  ['a scope of 1,024 characters', { ...NOBODY, scope: 's'.repeat(1024) }],
  ['a short challenge with every sort of character', { code_challenge: `${'c'.repeat(35)}aZ09-._~` }],
  ['the longest challenge', { code_challenge: 'c'.repeat(128), code_challenge_method: 'S256' }],
  ['a name of 1,024 characters', { auto: 'a'.repeat(1024) }],
])('takes %s', async (_, changes, ...[options]) => {
  const { status, headers } = await authorize(frozenMock(options), { auto: 'ada', ...changes });
  expect(status).toBe(302);
  expect(headers['location']).toMatch(/[?&]code=[0-9a-f]{64}(?:&|$)/);
});

describe('of a closed mock', () => {
  const agents = ['ada', 'ben'].map((username) => ({ username, password: 'p' }));
  const options = { closed: true, accounts: [{ accountId: ACCOUNT, apps: [WEB_APP], agents }] };

  it.each(['ada', 'ben'])('each agent logs in: %s', async (auto) => {
    expect(await told(authorize(frozenMock(options), { auto }))).toEqual([302, undefined]);
  });

  it('nobody else does, and the agents are named', async () => {
    const reason =
      'agent-unknown; no agent of that name is configured and this mock is closed; the account has ada, ben';
    expect(await told(authorize(frozenMock(options), { auto: 'cleo' }))).toEqual([302, reason]);
  });
});

it('a place that no app lists is noted', async () => {
  const { headers } = await authorize(frozenMock(), { ...NOBODY, auto: 'ada' });
  expect(headers['lp-mock-deviation']).toBe(
    'redirect-uri-unlisted; the client is not configured, and redirect_uri was taken because it leads to this machine',
  );
  const listed = await authorize(frozenMock(), { auto: 'ada' });
  expect(listed.headers['lp-mock-deviation']).toBeUndefined();
});

describe('a fault by name', () => {
  const asked = (path: string, mock: Mock, more: string): ReturnType<typeof ask> =>
    ask(mock, {
      method: path === 'authorize' ? 'GET' : 'POST',
      target: authorizePath().replace('/authorize?', `/${path}?`) + more,
    });

  it.each([
    ['authorize', ''],
    ['authorize', '&auto=ada'],
    ['login', ''],
    ['login', '&auto=ada&username=ada&denied=1'],
  ])('is told to the client by its browser: %s%s', async (path, more) => {
    const mock = frozenMock();
    mock.faults.add({ error: 'access_denied' });
    const { status, headers } = await asked(path, mock, more);
    expect(status).toBe(302);
    expect(headers['location']).toMatch(/^http:\/\/localhost:3000\/callback\?error=access_denied&error_description=/);
  });

  it.each([
    ['authorize', 'auto'],
    ['login', 'auto'],
    ['login', 'username'],
    ['login', 'denied'],
  ])('is told to the browser where the call cannot be read: %s with two of %s', async (path, name) => {
    const mock = frozenMock();
    mock.faults.add({ error: 'access_denied' });
    const { status, headers, body } = await asked(path, mock, `&${name}=1&${name}=2`);
    expect([status, headers['location'], (JSON.parse(body) as { error: string }).error]).toEqual([
      403,
      undefined,
      'access_denied',
    ]);
  });
});

it('a user may deny it, or log in by a form', async () => {
  const mock = frozenMock();
  expect(await told(login(mock, { denied: '1', username: 'ada' }))).toEqual([302, 'login-denied; the user denied it']);
  expect((await login(mock, { username: 'ada' })).headers['location']).toMatch(/[?&]code=/);
});

it('an error of the mock is told to nobody as a refusal', () => {
  const bug = new RangeError('a bug');
  const fail = (): never => {
    throw bug;
  };
  expect(() => toldToClient({} as Parameters<typeof toldToClient>[0], fail)).toThrow(bug);
  const context = {
    get call(): never {
      return fail();
    },
  } as unknown as Parameters<typeof faultToldToClient>[0];
  expect(() => faultToldToClient(context, 'access_denied', [])).toThrow(bug);
});
