import { describe, expect, it } from '@jest/globals';
import { originsInCode } from '../../../mock-server/config/origins.ts';
import { createInspector } from '../../../mock-server/control/inspect.ts';
import type { EndpointRow } from '../../../mock-server/endpoints/endpoint.ts';
import type { Mock, MockOptions } from '../../../mock-server/index.ts';
import { createControlledMock } from '../../../mock-server/mock.ts';
import { agentIdTokenClaims } from '../../../mock-server/tokens/agent-id-token.ts';
import { SENTINEL_ID_TOKEN_KEY, signJws } from '../../support/signed-by-hand.ts';
import { ACCOUNT, CLIENT_ID, NOON, NOON_SECONDS, OTHER_ACCOUNT } from '../../support/through-every-adapter.ts';

/** Calls that take one kind of token each, but for the first, which takes none. */
const ENDPOINTS = [
  { method: 'GET', paths: ['/none'] },
  { method: 'GET', paths: ['/a', '/b'], tokens: [{ kind: 'AppJWT', part: 'A', note: 'noted' }] },
  { method: 'PUT', paths: ['/j'], tokens: [{ kind: 'ConsumerJWS', part: 'J' }] },
  { method: 'PUT', paths: ['/e'], tokens: [{ kind: 'LP_EXT_JWT', part: 'E' }] },
  { method: 'PUT', paths: ['/l'], tokens: [{ kind: 'LP_JWT', part: 'L' }] },
  { method: 'PUT', paths: ['/i'], tokens: [{ kind: 'id token', part: 'I' }] },
] as unknown as readonly EndpointRow[];

function open(options: MockOptions = {}) {
  const { mock, controlled } = createControlledMock({ seed: 'inspect', ...options }, originsInCode({}));
  mock.clock.freeze(NOON);
  const { engine, clock } = controlled();
  return { mock, inspect: createInspector(engine, ENDPOINTS, clock) };
}

const AGENT = agentIdTokenClaims({ userPid: 'an-agent', clientId: CLIENT_ID, issuedAtSeconds: NOON_SECONDS });
const agentToken = (claims: object = {}): Promise<string> => signJws(SENTINEL_ID_TOKEN_KEY, { ...AGENT, ...claims });

const AUTHENTICATE = 'POST /api/account/{account}/app/{connector}/authenticate';
const SOCKET = "the consumer's socket, which takes an LP_JWT and closes with 4407 for this token; ";
const TO_AUTHENTICATE = `${SOCKET}send it as id_token to ${AUTHENTICATE}, which gives the LP_JWT`;

describe('An accepted token', () => {
  it.each<[string, (mock: Mock) => Promise<string>, readonly string[], readonly string[]]>([
    ['AppJWT', ({ mint }) => mint.appJwt(), ['A of GET /a (noted)'], []],
    [
      'ConsumerJWS',
      ({ mint }) => mint.consumerJws(),
      ['J of PUT /j'],
      [`${SOCKET}this one goes with an AppJWT to the Send API`],
    ],
    ['LP_EXT_JWT', ({ mint }) => mint.extJwt(), ['E of PUT /e'], [TO_AUTHENTICATE]],
    ['LP_JWT', ({ mint }) => mint.lpJwt(), ['L of PUT /l'], []],
    ['id token', ({ mint }) => mint.idToken(), ['I of PUT /i'], [TO_AUTHENTICATE]],
    [
      'Sentinel id token',
      () => agentToken(),
      ['the application that got it, which reads in it which agent has logged in; no call takes it'],
      [
        `${AUTHENTICATE}, which takes an id token of the customer's own login`,
        'calls that ask for a bearer; send them the access_token that came with it',
      ],
    ],
  ])('of the kind %s says where it goes and where it does not', async (kind, make, where, notFor) => {
    const { mock, inspect } = open();
    const inspection = await inspect(await make(mock));
    expect(inspection).toMatchObject({ kind, accountId: ACCOUNT, accepted: true, where, notFor });
    expect([inspection.reason, inspection.checks?.kind, inspection.checks?.failed]).toEqual([
      undefined,
      kind,
      undefined,
    ]);
  });

  it('says its times and the meanings of its claims', async () => {
    const { mock, inspect } = open();
    const nbf = NOON_SECONDS - 0.5;
    const token = await mock.mint.appJwt({ claims: { nbf, mine: 1, sub: 'somebody' } });
    const { times, meanings, header } = await inspect(token);
    expect(header).toEqual({ kid: 'appjwt-13-05-17', typ: 'JWT', alg: 'RS256' });
    expect(times.map(({ claim, words }) => [claim, words])).toEqual([
      ['iat', 'now'],
      ['nbf', 'now'],
      ['exp', 'in 1 h'],
    ]);
    expect([times[0]?.at, times[2]?.at]).toEqual([NOON, '2026-11-20T13:00:00Z']);
    expect(meanings).toMatchObject({
      aud: expect.stringContaining('account'),
      azp: expect.stringContaining('client_id'),
    });
    expect(meanings).not.toHaveProperty('mine');
    mock.clock.advance('1s');
    expect((await inspect(token)).times[0]?.words).toBe('1 s ago');
    const { sub, aud } = (await inspect(await agentToken())).meanings;
    expect([sub, aud]).toEqual([
      'The agent, by the id of the user at LivePerson.',
      'The app that the agent logged in for: its client_id.',
    ]);
  });

  it('is judged by the clock of its account, and one of none by that of the mock', async () => {
    const { mock, inspect } = open();
    const token = await mock.mint.appJwt();
    mock.account(ACCOUNT).clock.advance('2h');
    expect((await inspect(token)).reason?.slug).toBe('app-jwt-expired');
    const { times } = await inspect(await mock.mint.appJwt({ claims: { aud: [ACCOUNT], iat: NOON_SECONDS } }));
    expect(times[0]?.words).toBe('now');
  });
});

describe('The account of a token', () => {
  it.each<[object, string | undefined]>([
    [{ account_id: OTHER_ACCOUNT }, OTHER_ACCOUNT],
    [{ account_id: 5 }, ACCOUNT],
    [{ aud: `acc:${OTHER_ACCOUNT}` }, OTHER_ACCOUNT],
    [{ aud: `x-acc:${OTHER_ACCOUNT}` }, `x-acc:${OTHER_ACCOUNT}`],
    [{ aud: [OTHER_ACCOUNT] }, undefined],
    [{ aud: 5 }, undefined],
  ])('is what %j names', async (claims, accountId) => {
    const { mock, inspect } = open();
    const token = await mock.mint.appJwt({ claims: { ...claims } });
    expect((await inspect(token)).accountId).toBe(accountId);
  });

  it.each([
    [{}, ACCOUNT, undefined],
    [{ aud: 'another' }, undefined, 'id-token-account'],
    [{ aud: [CLIENT_ID] }, undefined, 'id-token-claim-missing'],
    [{ sub: 5 }, ACCOUNT, 'id-token-claim-missing'],
    [{ exp: NOON_SECONDS }, ACCOUNT, 'id-token-expired'],
  ])("is, of Sentinel's id token, that of the app: %j", async (claims, accountId, slug) => {
    const { accountId: found, reason, checks, kind } = await open().inspect(await agentToken(claims));
    expect([found, reason?.slug, kind, checks?.kind]).toEqual([accountId, slug, 'Sentinel id token', kind]);
  });
});

describe('A refused token', () => {
  it.each<[string, (mock: Mock) => Promise<string>, string]>([
    ['AppJWT', ({ mint }) => mint.appJwt({ expiresInSeconds: 0 }), 'app-jwt-expired'],
    ['AppJWT', ({ mint }) => mint.appJwt({ scope: 'other' }), 'app-jwt-scope'],
    ['ConsumerJWS', ({ mint }) => mint.consumerJws({ omit: ['lp_consumer_id'] }), 'consumer-jws-claim-missing'],
    ['LP_EXT_JWT', ({ mint }) => mint.extJwt({ expiresInSeconds: -1 }), 'ext-jwt-expired'],
    ['LP_EXT_JWT', ({ mint }) => mint.extJwt({ notYetValid: true }), 'ext-jwt-not-yet-valid'],
    ['LP_JWT', ({ mint }) => mint.lpJwt({ expiresInSeconds: -1 }), 'lp-jwt-expired'],
    ['id token', ({ mint }) => mint.idToken({ expired: true }), 'id-token-expired'],
  ])('of the kind %s says why', async (kind, make, slug) => {
    const { mock, inspect } = open();
    const { accepted, reason, checks } = await inspect(await make(mock));
    expect([accepted, reason?.slug, checks?.kind]).toEqual([false, slug, kind]);
    expect(checks?.failed).toEqual(expect.any(String));
    const isStillTaken = /; within the refresh window anonymous\/authorize still takes it$/.test(
      reason?.sentence ?? '',
    );
    expect([isStillTaken, reason?.sentence.includes('refresh')]).toEqual(
      slug === 'ext-jwt-expired' ? [true, true] : [false, false],
    );
  });

  it('may have been good before it was revoked, or in a mock that knows its account', async () => {
    const { mock, inspect } = open();
    const token = await mock.mint.extJwt();
    mock.revoke(token);
    expect((await inspect(token)).reason?.slug).toBe('ext-jwt-revoked');
    const closed = open({ closed: true });
    expect((await closed.inspect(await mock.mint.appJwt({ accountId: 'foreign' }))).reason).toEqual({
      slug: 'account-unknown',
      sentence: 'this mock does not know the account',
    });
    const foreign = await closed.inspect(await mock.mint.extJwt({ accountId: 'foreign' }));
    expect([foreign.accountId, foreign.reason]).toEqual(['foreign', undefined]);
    expect((await closed.inspect(await mock.mint.idToken({ accountId: 'foreign' }))).reason).toEqual({
      slug: 'connector-key-unusable',
      sentence: 'no customer connector of the account has a usable key',
    });
  });

  it('of no known kind is judged as an AppJWT, and goes nowhere', async () => {
    const { mock, inspect } = open();
    const inspection = await inspect(await mock.mint.appJwt({ omit: ['azp', 'iss'] }));
    expect(inspection).toMatchObject({ kind: undefined, accepted: false, where: [], notFor: [] });
    expect(inspection.reason?.slug).toMatch(/^app-jwt-/);
    expect(inspection.meanings).toHaveProperty('scope');
  });

  it.each([
    ['hello', 'app-jwt-malformed', 'the text has 1 part between dots instead of three'],
    ['a.b.c.d.e', 'app-jwt-encrypted', expect.stringMatching(/^the text \S/)],
  ])('that cannot be read has a reason alone: %s', async (token, slug, sentence: unknown) => {
    const { checks, ...rest } = await open().inspect(token);
    expect(rest).toEqual({
      kind: undefined,
      header: undefined,
      claims: undefined,
      accountId: undefined,
      times: [],
      meanings: {},
      accepted: false,
      where: [],
      notFor: [],
      reason: { slug, sentence },
    });
    expect(checks?.failed).toBe('shape');
  });
});
