import { describe, expect, it } from '@jest/globals';
import type { Mock, MockOptions, Snapshot } from '../../mock-server/index.ts';
import { createMock } from '../../mock-server/index.ts';
import { ask, post } from '../support/calls.ts';
import { authorizePath, CALLBACK, formOf, WEB_CLIENT_ID, WEB_CLIENT_SECRET } from '../support/code-flow.ts';
import type { LoginTokens } from '../support/code-flow.ts';
import { ACCOUNT, NOON } from '../support/through-every-adapter.ts';

const TOKEN = `/sentinel/api/account/${ACCOUNT}/token?v=2.0`;
const CLIENT = { client_id: WEB_CLIENT_ID, client_secret: WEB_CLIENT_SECRET };

function openMock(options: MockOptions = {}): Mock {
  const mock = createMock({ seed: 'code-flow', ...options });
  mock.clock.freeze(NOON);
  return mock;
}

async function locationOf(mock: Mock, target = authorizePath({ auto: 'ada' })): Promise<URL> {
  return new URL((await ask(mock, { target })).headers['location'] ?? 'about:blank');
}

async function getCode(mock: Mock): Promise<string> {
  return (await locationOf(mock)).searchParams.get('code') ?? '';
}

const redeem = (mock: Mock, code: string) =>
  post(mock, TOKEN, formOf({ ...CLIENT, grant_type: 'authorization_code', code, redirect_uri: CALLBACK }));
const refresh = (mock: Mock, token: string) =>
  post(mock, TOKEN, formOf({ ...CLIENT, grant_type: 'refresh_token', refresh_token: token }));

describe('a snapshot', () => {
  it('brings back codes and refresh tokens, and holds none of them', async () => {
    const mock = openMock();
    const [waiting, used] = [await getCode(mock), await getCode(mock)];
    const { refresh_token: token } = JSON.parse((await redeem(mock, used)).body) as LoginTokens;
    const snapshot = JSON.stringify(mock.snapshot());
    for (const secret of [waiting, used, token]) expect(snapshot).not.toContain(secret);
    for (const restored of [mock, openMock()]) {
      restored.restore(JSON.parse(snapshot) as Snapshot);
      expect((await redeem(restored, waiting)).status).toBe(200);
      expect((await refresh(restored, token)).status).toBe(200);
      expect((await redeem(restored, used)).headers['lp-mock-reason']).toMatch(/^code-used; /);
    }
  });

  it('of an older version has no logins', async () => {
    const mock = openMock();
    const { accounts, ...snapshot } = mock.snapshot();
    const older = Object.fromEntries(
      Object.entries(accounts).map(([id, state]) => {
        const { codeLogins, ...others } = state;
        expect(codeLogins).toEqual([]);
        return [id, others] as const;
      }),
    );
    const code = await getCode(mock);
    mock.restore({ ...snapshot, accounts: older });
    expect((await redeem(mock, code)).headers['lp-mock-reason']).toMatch(/^code-unknown; /);
  });
});

describe('a fault by name', () => {
  it.each(['sentinel.authorize', 'sentinel.login'])('at %s is told to the client', async (endpoint) => {
    const mock = openMock();
    mock.faults.add({ endpoint, error: 'access_denied' });
    const answer =
      endpoint === 'sentinel.authorize'
        ? await ask(mock, { target: authorizePath() })
        : await post(mock, authorizePath({ username: 'ada' }), '');
    expect([answer.status, answer.headers['location']]).toEqual([
      302,
      `${CALLBACK}?error=access_denied&error_description=The+user+or+the+service+denied+the+request&state=af0ifjsldkj`,
    ]);
  });

  it('is answered on the spot where the call has no client to tell, and when it is the client that is refused', async () => {
    const mock = openMock();
    mock.faults.add({ endpoint: 'sentinel.authorize', error: 'access_denied', times: 1 });
    const [denied, unknown] = [
      await ask(mock, { target: authorizePath({ redirect_uri: 'https://evil.example.test/' }) }),
      mock.faults.add({ endpoint: 'sentinel.authorize', error: 'invalid_client', times: 1 }),
    ];
    expect([denied.status, denied.headers['location'], unknown.id]).toEqual([403, undefined, 'fault-2']);
    const refused = await ask(mock, { target: authorizePath() });
    expect([refused.status, refused.headers['location']]).toEqual([401, undefined]);
  });

  it('of another kind is answered as it is anywhere', async () => {
    const mock = openMock();
    mock.faults.add({ endpoint: 'sentinel.authorize', error: 'TOO_MANY_REQUESTS' });
    const answer = await ask(mock, { target: authorizePath() });
    expect([answer.status, answer.headers['location']]).toEqual([429, undefined]);
  });
});

it('what is kept of a call for the console has no code, no verifier and no token in it', async () => {
  const mock = openMock({ capture: true });
  const verifier = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk';
  const location = await locationOf(mock, authorizePath({ auto: 'ada', code_challenge: verifier }));
  const code = location.searchParams.get('code') ?? '';
  const form = { ...CLIENT, grant_type: 'authorization_code', code, redirect_uri: CALLBACK, code_verifier: verifier };
  const tokens = JSON.parse((await post(mock, TOKEN, formOf(form))).body) as LoginTokens;
  const kept = await Promise.all(
    mock.journal.find().map(async ({ id }) => {
      const { body } = (await mock.admin({
        method: 'GET',
        path: `/__admin/exchanges/${String(id)}`,
        query: new URLSearchParams(),
        headers: { host: 'localhost:4407' },
        body: '',
        origin: 'http://localhost:4407',
        peer: 'in-process',
      })) as { body: string };
      return body;
    }),
  );
  expect([kept.length, kept.join().includes('grant_type=authorization_code')]).toEqual([2, true]);
  for (const secret of [code, tokens.access_token, tokens.refresh_token, tokens.id_token])
    expect(kept.join()).not.toContain(secret);
  expect(kept[1]).not.toContain(verifier);
});
