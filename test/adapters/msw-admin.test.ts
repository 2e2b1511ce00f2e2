import { afterEach, describe, expect, it } from '@jest/globals';
import { setupServer } from 'msw/node';
import { createHandlers } from '../../mock-server/adapters/msw.ts';
import { connectMock } from '../../mock-server/client/client.ts';
import type { MockOptions } from '../../mock-server/index.ts';
import { createMock } from '../../mock-server/index.ts';
import { callOf } from '../support/calls.ts';
import { ACCOUNT, NOON, NOON_SECONDS } from '../support/through-every-adapter.ts';

const ORIGIN = 'http://localhost:4407';
const JWKS = `${ORIGIN}/sentinel/well-known/jwks`;

let stop: (() => void) | undefined;
afterEach(() => {
  stop?.();
});

function intercept(
  options: Parameters<typeof createHandlers>[1],
  mockOptions: MockOptions = {},
): ReturnType<typeof createMock> {
  const mock = createMock(mockOptions);
  const server = setupServer(...createHandlers(mock, options));
  server.listen({ onUnhandledRequest: 'error' });
  stop = () => {
    server.close();
  };
  return mock;
}

describe('The admin API of a mock behind MSW', () => {
  it('answers at the origins that were given, when it was asked for', async () => {
    const mock = intercept({ origins: [ORIGIN], admin: true });
    const remote = connectMock(ORIGIN);
    await remote.clock.freeze(NOON);
    await remote.account(ACCOUNT).faults.add({ error: 'invalid_client', times: 1 });
    expect([mock.clock.nowSeconds(), mock.faults.list().map(({ spec }) => spec)]).toEqual([
      NOON_SECONDS,
      [{ account: ACCOUNT, error: 'invalid_client', times: 1 }],
    ]);
    await expect(remote.journal.find({ outcome: 404 })).resolves.toEqual([]);
    await expect(remote.accounts.remove('nobody')).resolves.toBe(false);
  });

  it('streams the journal until the reader hangs up', async () => {
    intercept({ origins: [ORIGIN], admin: true });
    const remote = connectMock(ORIGIN);
    const seen: string[] = [];
    const stopWatching = await remote.journal.watch(({ path }) => {
      seen.push(path);
    });
    await fetch(JWKS);
    await expect(remote.journal.waitFor({ path: '/sentinel/well-known/jwks' })).resolves.toMatchObject({
      outcome: 200,
    });
    stopWatching();
    await fetch(JWKS);
    expect(seen.length).toBeLessThanOrEqual(1);
  });

  it.each([
    ['was not asked for', { origins: [ORIGIN] }, {}],
    ['is switched off', { origins: [ORIGIN], admin: true }, { admin: false }],
  ] as const)('is a 404 when it %s', async (_, options, mockOptions) => {
    intercept(options, mockOptions);
    const answer = await fetch(`${ORIGIN}/__admin/health`);
    expect([answer.status, await answer.text()]).toEqual([404, '{"error":"not_found"}']);
  });

  it("is nowhere at LivePerson's hosts", async () => {
    intercept({ origins: [ORIGIN], admin: true });
    const answer = await fetch('https://va.idp.liveperson.net/__admin/health');
    expect([answer.status, await answer.json()]).toEqual([501, expect.objectContaining({ error: 'not_mocked' })]);
  });

  it('needs an origin to be at', () => {
    expect(() => createHandlers(createMock(), { admin: true })).toThrow(
      "createHandlers: admin: true needs origins, for instance { origins: ['http://localhost:4407'], admin: true }",
    );
  });
});

describe('mock.admin', () => {
  const health = { target: '/__admin/health', headers: { host: 'localhost:4407' } };

  it('answers a call in process by the same rules', async () => {
    const mock = createMock();
    await expect(mock.admin(callOf({ ...health, peer: 'in-process' }))).resolves.toMatchObject({
      status: 200,
      body: expect.stringContaining('"name":"lp-auth-mock"'),
    });
    await expect(mock.admin(callOf({ ...health, target: '/__admin/journal', peer: 'remote' }))).resolves.toMatchObject({
      status: 403,
    });
  });

  it('is what handle answers when the admin API is off', async () => {
    await expect(createMock({ admin: false }).admin(callOf({ ...health, peer: 'in-process' }))).resolves.toMatchObject({
      status: 404,
    });
  });
});
