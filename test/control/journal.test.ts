import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { logLine } from '../../mock-server/cli/request-log.ts';
import type { Call, JournalEntry, Mock, MockOptions } from '../../mock-server/index.ts';
import { createMock } from '../../mock-server/index.ts';
import { ask, post } from '../support/calls.ts';
import { CREATE_PATH, createBatch, getAppJwt, getConsumerJws, getOnBehalfHeaders } from '../support/flows.ts';
import {
  ACCOUNT,
  CLIENT_ID,
  CLIENT_SECRET,
  describeThroughEveryAdapter,
  NOON,
  NOON_SECONDS,
  OTHER_ACCOUNT,
} from '../support/through-every-adapter.ts';

const TOKEN_PATH = `/sentinel/api/account/${ACCOUNT}/app/token`;
const CREDENTIALS = new URLSearchParams({
  client_id: CLIENT_ID,
  client_secret: CLIENT_SECRET,
  grant_type: 'client_credentials',
});
const HEADER = { kid: 'appjwt-13-05-17', typ: 'JWT', alg: 'RS256' };
const CLAIMS = {
  aud: ACCOUNT,
  azp: CLIENT_ID,
  scope: 'msg.consumer',
  iss: 'Sentinel',
  exp: NOON_SECONDS + 3600,
  iat: NOON_SECONDS,
};
/** The id of a token, made here: the first 16 digits of SHA-256 over header and payload as sent. */
const ID = createHash('sha256')
  .update([HEADER, CLAIMS].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.'))
  .digest('hex')
  .slice(0, 16);

describeThroughEveryAdapter('The journal', (open) => {
  it('keeps a call with its decoded tokens, the verdict, the time and no secret', async () => {
    const mock = await open();
    await mock.post(`${TOKEN_PATH}?v=1.0`, { body: CREDENTIALS });
    const [entry] = await mock.journal.find();
    expect(entry).toEqual({
      id: 1,
      method: 'POST',
      path: TOKEN_PATH,
      endpointId: 'sentinel.app-token',
      accountId: ACCOUNT,
      outcome: 200,
      verdict: 'accepted',
      error: undefined,
      reason: undefined,
      deviations: [],
      faults: [],
      tokens: [{ use: 'issued', id: ID, kind: 'AppJWT', failure: undefined, header: HEADER, claims: CLAIMS }],
      atMs: Date.parse(NOON),
      durationMs: expect.any(Number),
    });
  });

  it('keeps no signature of a token that stands in another one', async () => {
    const mock = await open();
    const inner = await getAppJwt(mock);
    const unsigned = inner.slice(0, inner.lastIndexOf('.') + 1);
    await getConsumerJws(mock, inner, `${inner}, twice`);
    const claims = (await mock.journal.find()).flatMap(({ tokens }) =>
      tokens.map((token) => token.claims?.['ext_consumer_id']),
    );
    expect(claims.filter((claim) => claim !== undefined)).toEqual([`${unsigned}..., twice`]);
    expect(JSON.stringify(await mock.journal.find())).not.toContain(inner.slice(unsigned.length));
  });

  it('tells how long a call took by the wall, whatever its clock says', async () => {
    const startedAt = performance.now();
    const mock = await open();
    await mock.get('/sentinel/well-known/jwks');
    const [entry] = await mock.journal.find();
    expect(entry?.durationMs).toBeGreaterThanOrEqual(0);
    // The clock of another process has another start, and neither the same rounding.
    expect(entry?.durationMs).toBeLessThanOrEqual(performance.now() - startedAt + 1);
  });

  it('names error and reason of a refusal, and the deviations of what was let pass', async () => {
    const mock = await open();
    const headers = await getOnBehalfHeaders(mock);
    await mock.clock.advance('1h');
    await mock.post(CREATE_PATH.replace('?v=3', ''), { headers, body: createBatch() });
    expect(
      (await mock.journal.find({ endpointId: 'send-api.create' })).map(
        ({ outcome, verdict, error, reason, deviations, tokens }) => ({
          outcome,
          verdict,
          error,
          reason,
          deviations: deviations.map(({ slug }) => slug),
          tokens: tokens.map(({ use, kind }) => `${use} ${String(kind)}`),
        }),
      ),
    ).toEqual([
      {
        outcome: 401,
        verdict: 'refused',
        error: '40102',
        deviations: ['send-api-version-missing'],
        tokens: ['presented AppJWT'],
        reason: { slug: 'app-jwt-expired', sentence: 'expired 0 s ago at 2026-11-20T13:00:00Z' },
      },
    ]);
  });

  it('keeps one account apart from another', async () => {
    const mock = await open();
    await getAppJwt(mock);
    await mock.get('/sentinel/well-known/jwks');
    expect(await mock.account(ACCOUNT).journal.count()).toBe(1);
    expect(await mock.account(OTHER_ACCOUNT).journal.count()).toBe(0);
    expect(await mock.journal.count()).toBe(2);
  });

  it('tells the calls that no endpoint took', async () => {
    const mock = await open();
    await getAppJwt(mock);
    await mock.get(TOKEN_PATH);
    await mock.get(`/api/account/${ACCOUNT}/nothing/here`);
    await mock.get(`/api/account/${ACCOUNT}/consumer/jane/brand/tokens`);
    const unmatched = [
      [TOKEN_PATH, 405],
      [`/api/account/${ACCOUNT}/nothing/here`, 501],
      [`/api/account/${ACCOUNT}/consumer/jane/brand/tokens`, 404],
    ];
    expect((await mock.journal.unmatched()).map(({ path, outcome }) => [path, outcome])).toEqual(unmatched);
    expect((await mock.account(ACCOUNT).journal.unmatched()).map(({ path, outcome }) => [path, outcome])).toEqual(
      unmatched,
    );
  });

  it('counts by what an entry says', async () => {
    const mock = await open();
    await getAppJwt(mock);
    await mock.post(TOKEN_PATH, {
      body: new URLSearchParams({ ...Object.fromEntries(CREDENTIALS), client_secret: 'wrong' }),
    });
    expect(
      await mock.journal.count({
        error: 'invalid_client',
        reason: 'client-secret-wrong',
        verdict: 'refused',
        outcome: 401,
        method: 'POST',
      }),
    ).toBe(1);
    expect(await mock.journal.count({ error: 'invalid_client', outcome: 200 })).toBe(0);
  });

  it('waits for a call that is still to come', async () => {
    const mock = await open();
    const waiting = mock.journal.waitFor({ endpointId: 'sentinel.jwks' });
    await getAppJwt(mock);
    await mock.get('/sentinel/well-known/jwks');
    expect((await waiting).id).toBe(2);
  });

  it('is empty once cleared, and counts on', async () => {
    const mock = await open();
    await getAppJwt(mock);
    await mock.journal.clear();
    await getAppJwt(mock);
    expect((await mock.journal.find()).map(({ id }) => id)).toEqual([2]);
  });
});

describe('The bounds of the journal', () => {
  it('keep the last calls of each account', async () => {
    const mock = openMock({ journal: { entriesPerAccount: 3 } });
    for (let turn = 0; turn < 5; turn += 1) await askForToken(mock, ACCOUNT);
    await askForToken(mock, OTHER_ACCOUNT);
    expect(mock.journal.find().map(({ id, accountId }) => [id, accountId])).toEqual([
      [3, ACCOUNT],
      [4, ACCOUNT],
      [5, ACCOUNT],
      [6, OTHER_ACCOUNT],
    ]);
  });

  it('are 1,000 calls an account unless told otherwise', async () => {
    const mock = openMock();
    for (let turn = 0; turn < 1005; turn += 1) await askForToken(mock, 'never-configured');
    const entries = mock.account('never-configured').journal.find();
    expect([entries.length, entries[0]?.id, entries.at(-1)?.id]).toEqual([1000, 6, 1005]);
  });

  it('can be none at all', async () => {
    const mock = openMock({ journal: { entriesPerAccount: 0 } });
    await askForToken(mock, ACCOUNT);
    expect(mock.journal.find()).toEqual([]);
  });

  it('cut what a caller made long', async () => {
    const mock = openMock();
    await post(mock, `/api/account/${'x'.repeat(5000)}/consumer`);
    expect(mock.journal.find()[0]).toMatchObject({
      path: `/api/account/${'x'.repeat(499)}...`,
      accountId: `${'x'.repeat(64)}...`,
    });
  });

  it('forget an account that was forgotten', async () => {
    const mock = openMock();
    await askForToken(mock, 'first-of-many');
    for (let turn = 0; turn < 1000; turn += 1) await askForToken(mock, `many-${String(turn)}`);
    expect(mock.journal.count({ accountId: 'first-of-many' })).toBe(0);
    expect(mock.journal.count()).toBeLessThanOrEqual(1000);
  });
});

describe('What the journal does not keep', () => {
  it('is any secret, token or signature of a whole flow', async () => {
    const heard: JournalEntry[] = [];
    const mock = openMock({
      onExchange: (exchange) => {
        heard.push(exchange as JournalEntry);
      },
    });
    const secrets = await walkThrough(mock);
    const kept = JSON.stringify([mock.journal.find(), heard]);
    expect(secrets.filter((secret) => secret.length < 5)).toEqual([]);
    expect(secrets.filter((secret) => kept.includes(secret))).toEqual([]);
  });

  it('is anything of a token that another signed', async () => {
    const mock = openMock();
    const claims = Buffer.from(
      JSON.stringify({
        aud: ACCOUNT,
        azp: 'production-client',
        scope: 'msg.consumer',
        iss: 'Sentinel',
        exp: 9e9,
        iat: 1,
      }),
    ).toString('base64url');
    const real = `${(await mock.mint.appJwt()).split('.')[0] ?? ''}.${claims}.${'A'.repeat(342)}`;
    const answer = await post(mock, CREATE_PATH, createBatch(), { authorization: real });
    const [entry] = mock.journal.find();
    expect(entry?.tokens).toEqual([
      { use: 'presented', id: undefined, kind: undefined, header: undefined, claims: undefined, failure: 'signature' },
    ]);
    expect(JSON.stringify([entry, answer])).not.toContain('production-client');
    expect(JSON.stringify([entry, answer])).not.toContain(claims);
  });

  it.each([
    `${TOKEN_PATH}&client_secret=${CLIENT_SECRET}`,
    `${TOKEN_PATH};client_secret=${CLIENT_SECRET}`,
    `${TOKEN_PATH}%3Fclient_secret%3D${CLIENT_SECRET}`,
  ])('is a query that was glued on wrongly: %s', async (path) => {
    const mock = openMock();
    await post(mock, path);
    expect(JSON.stringify(mock.journal.find())).not.toContain(CLIENT_SECRET);
    expect(mock.journal.find().map((entry) => entry.path)).toEqual([`${TOKEN_PATH}...`]);
  });

  it('is a token that was glued into the path, while the rest of the path is kept', async () => {
    const mock = openMock();
    const token = await mock.mint.appJwt();
    await ask(mock, { target: `/api/account/${ACCOUNT}/token=${token}/of/jane` });
    const [entry] = mock.journal.find();
    expect(entry?.path).toBe(`/api/account/${ACCOUNT}/token=.../of/jane`);
    expect(entry === undefined ? '' : logLine(entry)).toContain(` GET /api/account/${ACCOUNT}/token=.../of/jane 501 `);
  });

  it("is the bearer in the path of the agents' socket", async () => {
    const mock = openMock();
    await ask(mock, { target: `/ws_api/account/${ACCOUNT}/messaging/brand/bearer-of-somebody?v=2.1` });
    expect(mock.journal.find().map(({ path }) => path)).toEqual([`/ws_api/account/${ACCOUNT}/messaging/brand/...`]);
  });

  it.each([
    ['the mock', undefined, []],
    ['its account', ACCOUNT, ['/sentinel/well-known/jwks']],
  ])('is a call that was under way when %s was reset', async (_, accountId, kept) => {
    const goOn: (() => void)[] = [];
    const mock = openMock({
      wait: () =>
        new Promise((resolve) => {
          goOn.push(() => {
            resolve(undefined);
          });
        }),
    });
    await mock.handle(preflight());
    mock.faults.add({ delayMs: 1 });
    const underWay = [ask(mock, { target: '/sentinel/well-known/jwks' }), askForToken(mock, ACCOUNT)];
    mock.reset(accountId);
    for (const each of goOn) each();
    expect(goOn).toHaveLength(2);
    expect((await Promise.all(underWay)).map(({ status }) => status)).toEqual([200, 401]);
    expect(mock.journal.find().map(({ path }) => path)).toEqual(kept);
    mock.faults.clear();
    await ask(mock, { target: '/sentinel/well-known/jwks' });
    expect(mock.journal.count()).toBe(kept.length + 1);
  });

  it('is the very first call, when the mock was reset before what answers it was loaded', async () => {
    // A capture is loaded for each mock, everything else for the first alone.
    const mock = openMock({ capture: true });
    const underWay = [ask(mock, { target: '/sentinel/well-known/jwks' }), askForToken(mock, ACCOUNT)];
    mock.reset();
    expect((await Promise.all(underWay)).map(({ status }) => status)).toEqual([200, 401]);
    expect(mock.journal.find()).toEqual([]);
  });

  it('is a preflight', async () => {
    const mock = openMock();
    await mock.handle(preflight());
    await askForToken(mock, ACCOUNT);
    expect(mock.journal.find().map(({ id, method }) => [id, method])).toEqual([[1, 'POST']]);
  });
});

it('what the journal hands out cannot change what the mock remembers of a token', async () => {
  const mock = openMock();
  const token = await mock.mint.appJwt();
  await post(mock, CREATE_PATH, createBatch(), { authorization: token });
  const [seen] = mock.journal.find()[0]?.tokens ?? [];
  expect(() => {
    (seen?.claims as { aud: string }).aud = OTHER_ACCOUNT;
  }).toThrow(TypeError);
});

function openMock(options: MockOptions = {}): Mock {
  const mock = createMock({ seed: 'journal', ...options });
  mock.clock.freeze(NOON);
  return mock;
}

function preflight(): Call {
  return {
    method: 'OPTIONS',
    path: TOKEN_PATH,
    query: new URLSearchParams(),
    headers: {},
    body: '',
    origin: 'http://localhost',
  };
}

/** A call that is refused and cheap: there is no client in it. */
function askForToken(mock: Mock, accountId: string): ReturnType<typeof post> {
  return post(mock, `/sentinel/api/account/${accountId}/app/token`, 'grant_type=client_credentials');
}

/** Every token and secret that goes over the wire in a connector's flow and in an anonymous one. */
async function walkThrough(mock: Mock): Promise<string[]> {
  const issued = async (target: string, body: string | object, headers = {}): Promise<string> => {
    const answer = JSON.parse((await post(mock, target, body, headers)).body) as {
      token?: string;
      access_token?: string;
    };
    return answer.token ?? answer.access_token ?? '';
  };
  const appJwt = await issued(`${TOKEN_PATH}?v=1.0&client_secret=${CLIENT_SECRET}`, CREDENTIALS.toString());
  const consumerJws = await issued(
    `/api/account/${ACCOUNT}/consumer?v=1.0`,
    { ext_consumer_id: 'jane' },
    { authorization: `Bearer ${appJwt}` },
  );
  await post(mock, CREATE_PATH, createBatch(), { authorization: appJwt, 'x-lp-on-behalf': consumerJws });
  const extJwt = await issued(`/api/account/${ACCOUNT}/anonymous/authorize`, '');
  const lpJwt = await issued(`/api/account/${ACCOUNT}/app/4567890/authenticate`, { id_token: extJwt });
  await post(mock, `/api/account/${ACCOUNT}/authenticate`, { authCode: lpJwt });
  const tokens = [appJwt, consumerJws, extJwt, lpJwt];
  return [
    CLIENT_SECRET,
    ...tokens,
    ...tokens.map((token) => token.split('.')[2] ?? ''),
    ...tokens.map((token) => token.split('.')[1] ?? ''),
  ];
}
