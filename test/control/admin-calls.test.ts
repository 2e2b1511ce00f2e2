import { afterAll, describe, expect, it } from '@jest/globals';
import { post } from '../support/calls.ts';
import { ACCOUNT, CLIENT_ID, NOON_SECONDS, OTHER_ACCOUNT } from '../support/through-every-adapter.ts';
import { decode } from '../support/flows.ts';
import { expectAllAnswered, issue, openAdmin, openFrozen } from './admin-setup.ts';
import { WITH_40102 } from './documented-errors.ts';

const TOKEN_PATH = `/sentinel/api/account/${ACCOUNT}/app/token`;

describe('/__admin/faults', () => {
  it('arms the object of faults.add, and tells how far it is', async () => {
    const admin = await openAdmin();
    const armed = {
      id: 'fault-1',
      spec: { error: 'invalid_client', times: 1 },
      state: 'armed',
      seen: 0,
      fired: 0,
      description: 'a call to any endpoint of its service is answered with the error invalid_client',
      explanation: 'armed for 1 more call, not fired yet',
    };
    expect(await admin.ask('POST', '/faults', { body: { error: 'invalid_client', times: 1 } })).toMatchObject({
      status: 201,
      body: armed,
    });
    expect((await admin.ask('GET', '/faults')).body).toEqual({ faults: [armed] });
    await expect(issue(admin)).resolves.toBeUndefined();
    const spent = { ...armed, state: 'spent', seen: 1, fired: 1, explanation: 'spent, fired once' };
    expect((await admin.ask('GET', '/faults/fault-1')).body).toEqual(spent);
    expect((await admin.ask('DELETE', '/faults/fault-1')).body).toEqual({
      ...spent,
      state: 'removed',
      explanation: 'removed, fired once',
    });
    expect((await admin.ask('GET', '/faults')).body).toEqual({ faults: [] });
  });

  it('takes every member that data can say', async () => {
    const { ask } = await openAdmin();
    const body = {
      account: ACCOUNT,
      endpoint: 'sentinel.app-token',
      delayMs: 5,
      times: 2,
      every: 3,
      after: 4,
      match: {
        method: 'POST',
        path: 'token',
        headers: { 'content-type': 'json' },
        clientId: CLIENT_ID,
        consumerId: 'jane',
      },
      error: { status: 503, headers: { 'retry-after': '1' }, body: { busy: true } },
    };
    expect((await ask('POST', '/faults', { body })).body).toMatchObject({ spec: body });
    expect((await ask('GET', `/faults?accountId=${OTHER_ACCOUNT}`)).body).toEqual({ faults: [] });
    expect((await ask('GET', `/faults?accountId=${ACCOUNT}`)).body).toMatchObject({ faults: [{ id: 'fault-1' }] });
  });

  it('disarms all of one account, or all', async () => {
    const { mock, ask } = await openAdmin();
    for (const account of [ACCOUNT, OTHER_ACCOUNT]) mock.faults.add({ error: 'reset', account });
    await ask('DELETE', `/faults?accountId=${ACCOUNT}`);
    expect(mock.faults.list().map(({ spec }) => spec.account)).toEqual([OTHER_ACCOUNT]);
    expect((await ask('DELETE', '/faults')).status).toBe(204);
    expect(mock.faults.list()).toEqual([]);
  });

  it('says which endpoints answer an error that this one never does', async () => {
    const { ask } = await openAdmin();
    expect((await ask('POST', '/faults', { body: { error: '40102', endpoint: 'sentinel.jwks' } })).body).toEqual({
      error: { message: `fault: sentinel.jwks never answers 40102; it is an error of ${WITH_40102}` },
    });
  });

  it('says when there is no room left', async () => {
    const { mock, ask } = await openAdmin();
    for (let turn = 0; turn < 200; turn += 1) mock.faults.add({ error: 'reset' });
    expect(await ask('POST', '/faults', { body: { error: 'reset' } })).toMatchObject({
      status: 409,
      body: { error: { message: '200 faults are armed already; remove some' } },
    });
  });

  it.each([['GET'], ['DELETE']])('knows no fault that was never armed (%s)', async (method) => {
    const { ask } = await openAdmin();
    expect(await ask(method, '/faults/fault-9')).toMatchObject({
      status: 404,
      body: { error: { message: 'no fault "fault-9": it was removed, or never armed' } },
    });
  });
});

describe('/__admin/journal', () => {
  it('answers the calls, and leaves its own out', async () => {
    const admin = await openFrozen();
    await issue(admin);
    await admin.ask('GET', '/health');
    expect((await admin.ask('GET', '/journal')).body).toEqual({
      entries: [
        {
          id: 1,
          method: 'POST',
          path: TOKEN_PATH,
          endpointId: 'sentinel.app-token',
          accountId: ACCOUNT,
          outcome: 200,
          verdict: 'accepted',
          deviations: [],
          faults: [],
          atMs: NOON_SECONDS * 1000,
          durationMs: expect.any(Number),
          tokens: [
            {
              use: 'issued',
              id: expect.stringMatching(/^[\da-f]{16}$/),
              kind: 'AppJWT',
              header: expect.any(Object),
              claims: expect.objectContaining({ azp: CLIENT_ID }),
            },
          ],
        },
      ],
    });
  });

  it('filters by query', async () => {
    const admin = await openAdmin();
    await issue(admin);
    await post(admin.mock, `${TOKEN_PATH}?v=1.0`, 'grant_type=client_credentials&client_id=x&client_secret=y');
    await post(admin.mock, `/sentinel/api/account/${OTHER_ACCOUNT}/app/token?v=1.0`, 'grant_type=client_credentials');
    admin.mock.faults.add({ error: 'reset' });
    await expect(post(admin.mock, TOKEN_PATH)).rejects.toThrow('aborted: reset');
    const idsOf = async (query: string): Promise<number[]> =>
      ((await admin.ask('GET', `/journal?${query}`)).body as { entries: { id: number }[] }).entries.map(({ id }) => id);
    expect(await idsOf('outcome=200')).toEqual([1, 2]);
    expect(await idsOf('outcome=reset')).toEqual([4]);
    expect(await idsOf(`verdict=refused&accountId=${OTHER_ACCOUNT}`)).toEqual([3]);
    expect(await idsOf('error=invalid_client&reason=client-missing&method=POST&endpointId=sentinel.app-token')).toEqual(
      [3],
    );
    expect(await idsOf(`path=${encodeURIComponent(TOKEN_PATH)}&verdict=accepted`)).toEqual([1, 2]);
  });

  it('tells what no endpoint took, of one account too', async () => {
    const { mock, ask } = await openAdmin();
    await post(mock, `/api/account/${ACCOUNT}/nowhere`);
    await post(mock, '/elsewhere');
    const pathsOf = async (path: string): Promise<string[]> =>
      ((await ask('GET', path)).body as { entries: { path: string }[] }).entries.map((entry) => entry.path);
    expect(await pathsOf('/journal/unmatched')).toEqual([`/api/account/${ACCOUNT}/nowhere`, '/elsewhere']);
    expect(await pathsOf(`/journal/unmatched?accountId=${ACCOUNT}`)).toEqual([`/api/account/${ACCOUNT}/nowhere`]);
  });

  it('leads from a token to its call without repeating it', async () => {
    const admin = await openFrozen();
    const token = await issue(admin);
    const { body } = await admin.ask('POST', '/journal/trace', { body: { token } });
    expect(body).toMatchObject({
      token: { kind: 'AppJWT', use: 'issued' },
      issuedBy: [{ id: 1 }],
      ancestors: [],
      uses: [],
    });
    expect(
      (await admin.ask('POST', '/journal/trace', { body: { token, accountId: OTHER_ACCOUNT } })).body,
    ).toMatchObject({ issuedBy: [] });
  });

  it('forgets one account, or all', async () => {
    const admin = await openAdmin();
    await issue(admin);
    await post(admin.mock, '/elsewhere');
    expect((await admin.ask('DELETE', `/journal?accountId=${ACCOUNT}`)).status).toBe(204);
    expect(admin.mock.journal.find().map(({ path }) => path)).toEqual(['/elsewhere']);
    await admin.ask('DELETE', '/journal');
    expect(admin.mock.journal.find()).toEqual([]);
  });
});

describe('/__admin/tokens', () => {
  it.each([
    ['appJwt', { clientId: 'me', tamper: 'issuer' }, { azp: 'me', iss: 'https://idp.liveperson.net' }],
    [
      'consumerJws',
      { extConsumerId: 'jane', accountId: OTHER_ACCOUNT },
      { account_id: OTHER_ACCOUNT, ext_consumer_id: 'jane' },
    ],
    ['extJwt', { sub: 'a visitor' }, { sub: 'a visitor' }],
    ['lpJwt', { claims: { more: 1 } }, { more: 1 }],
    ['idToken', { expired: true }, { exp: NOON_SECONDS - 1 }],
  ])('mints %s with its options', async (kind, options, claims) => {
    const { ask } = await openFrozen();
    const { status, body } = await ask('POST', '/tokens', { body: { kind, ...options } });
    expect(status).toBe(201);
    expect(decode((body as { token: string }).token).claims).toMatchObject(claims);
  });

  it('inspects and revokes one', async () => {
    const { mock, ask } = await openFrozen();
    const token = await mock.mint.extJwt({ sub: 'a visitor' });
    const inspected = await ask('POST', '/tokens/inspect', { body: { token } });
    expect(inspected.body).toEqual(JSON.parse(JSON.stringify(await mock.inspect(token))));
    expect(inspected.body).toMatchObject({ kind: 'LP_EXT_JWT', accepted: true });
    expect((await ask('POST', '/tokens/revoke', { body: { token } })).status).toBe(204);
    expect((await ask('POST', '/tokens/inspect', { body: { token } })).body).toMatchObject({
      accepted: false,
      reason: { slug: 'ext-jwt-revoked' },
    });
  });

  it('inspects what is no token, and revokes nothing of the kind', async () => {
    const { ask } = await openAdmin();
    expect((await ask('POST', '/tokens/inspect', { body: { token: 'nonsense' } })).body).toEqual({
      times: [],
      meanings: {},
      accepted: false,
      where: [],
      notFor: [],
      reason: { slug: 'app-jwt-malformed', sentence: 'the text has 1 part between dots instead of three' },
      checks: expect.objectContaining({ kind: 'AppJWT', failed: 'shape' }),
    });
    expect(await ask('POST', '/tokens/revoke', { body: { token: 'nonsense' } })).toMatchObject({
      status: 400,
      body: { error: { message: 'not a token: the text has 1 part between dots instead of three' } },
    });
  });
});

afterAll(() => {
  expectAllAnswered({ aboutCalls: true });
});
