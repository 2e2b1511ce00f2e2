import { describe, expect, it } from '@jest/globals';
import type { Mock } from '../../../mock-server/index.ts';
import { createMock } from '../../../mock-server/index.ts';
import { ask, post } from '../../support/calls.ts';
import { createBatch } from '../../support/flows.ts';

const APP = { client_id: 'app', client_secret: 'secret' };
const ACCOUNTS = [
  { accountId: '100', apps: [APP] },
  { accountId: '200', apps: [{ client_id: 'other', client_secret: 'hush' }] },
];

async function login(mock: Mock, accountId: string, clientId: string, clientSecret: string): Promise<string> {
  const { status, headers } = await post(
    mock,
    `/sentinel/api/account/${accountId}/app/token?v=1.0&grant_type=client_credentials&client_id=${clientId}&client_secret=${clientSecret}`,
  );
  return `${String(status)} ${(headers['lp-mock-reason'] ?? '').split(';')[0] ?? ''}`.trim();
}

/** Opens a conversation for the account's only consumer: 200, or 400 while one is open. */
async function open(mock: Mock, accountId: string): Promise<number> {
  const headers = {
    authorization: await mock.mint.appJwt({ accountId }),
    'x-lp-on-behalf': await mock.mint.consumerJws({ accountId }),
  };
  return (
    await post(mock, `/api/account/${accountId}/messaging/consumer/conversation?v=3`, createBatch(accountId), headers)
  ).status;
}

const hasSite = async (mock: Mock, accountId: string): Promise<number> =>
  (await ask(mock, { target: `/api/account/${accountId}/service/idp/baseURI.json` })).status;

describe('an open mock', () => {
  it('takes in accounts and clients that nobody configured', async () => {
    const mock = createMock({ accounts: ACCOUNTS });
    expect(await login(mock, '999', 'anyone', 'anything')).toBe('200');
    expect(await login(mock, '100', 'anyone', 'anything')).toBe('200');
  });

  it('still checks the clients that are configured', async () => {
    const mock = createMock({ accounts: ACCOUNTS });
    expect(await login(mock, '100', 'app', 'secret')).toBe('200');
    expect(await login(mock, '100', 'app', 'wrong')).toBe('401 client-secret-wrong');
    expect(await login(mock, '200', 'app', 'secret')).toBe('401 client-foreign-account');
  });

  it('checks no client at an account without any of its own', async () => {
    const mock = createMock({ accounts: [...ACCOUNTS, { accountId: '300', apps: [] }] });
    for (const accountId of ['999', '300']) {
      expect(await login(mock, accountId, 'app', 'secret')).toBe('200');
      expect(await login(mock, accountId, 'app', 'wrong')).toBe('200');
    }
  });

  it.each([
    ['a%20b'],
    ['%00'],
    ['..'],
    ['%2E%2E%2F'],
    ['a'.repeat(65)],
    ['__proto__'],
    ['constructor'],
    ['prototype'],
    ['%F0%9F%98%80'],
    ['1%0D%0Aset-cookie:x'],
  ])('does not take in %s, which is no account id', async (accountId) => {
    expect(await hasSite(createMock(), accountId)).toBe(401);
  });

  it.each([['toString'], ['hasOwnProperty'], ['le12345678'], ['A-1_b']])(
    'takes in %s like any other',
    async (accountId) => {
      const mock = createMock();
      expect([await open(mock, accountId), await open(mock, accountId), await hasSite(mock, accountId)]).toEqual([
        200, 400, 200,
      ]);
    },
  );
});

describe('a closed mock', () => {
  it('knows its own accounts and clients and no others', async () => {
    const mock = createMock({ accounts: ACCOUNTS, closed: true });
    expect(await login(mock, '100', 'app', 'secret')).toBe('200');
    expect(await login(mock, '100', 'anyone', 'anything')).toBe('401 client-unknown');
    expect(await login(mock, '999', 'anyone', 'anything')).toBe('401 account-unknown');
    expect([await hasSite(mock, '100'), await hasSite(mock, '999')]).toEqual([200, 401]);
  });
});

describe('state', () => {
  it('hangs on the account: what happens at one is unknown to the other', async () => {
    const mock = createMock();
    expect([await open(mock, '100'), await open(mock, '100'), await open(mock, '200')]).toEqual([200, 400, 200]);
  });

  it('is forgotten on reset, while configured accounts stay', async () => {
    const mock = createMock({ accounts: ACCOUNTS, closed: true });
    await open(mock, '100');
    mock.reset();
    expect(await open(mock, '100')).toBe(200);
    expect(await login(mock, '100', 'app', 'secret')).toBe('200');
  });

  it('of an account that nobody configured is forgotten after some hundreds of others, that of a configured one never', async () => {
    const mock = createMock({ accounts: ACCOUNTS });
    await open(mock, '100');
    await open(mock, 'guest');
    for (let n = 0; n < 2000; n += 1) await hasSite(mock, `guest-${String(n)}`);
    expect([await open(mock, '100'), await open(mock, 'guest')]).toEqual([400, 200]);
  });

  it("is the mock's own: two mocks share nothing", async () => {
    const [one, two] = [createMock({ accounts: ACCOUNTS }), createMock({ accounts: ACCOUNTS })];
    await open(one, '100');
    one.clock.freeze(0);
    const token = JSON.parse((await post(two, '/api/account/100/anonymous/authorize')).body) as { token: string };
    one.revoke(token.token);
    expect(await open(two, '100')).toBe(200);
    expect(two.clock.now()).toBeGreaterThan(0);
    expect((await two.inspect(token.token)).accepted).toBe(true);
    expect((await post(two, '/api/account/100/anonymous/authorize', { id_token: token.token })).status).toBe(200);
  });
});
