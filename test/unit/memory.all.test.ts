import { describe, expect, it } from '@jest/globals';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { Mock } from '../../mock-server/index.ts';
import { createMock } from '../../mock-server/index.ts';
import { ask, post } from '../support/calls.ts';
import { ACCOUNT } from '../support/through-every-adapter.ts';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

const MEGABYTE = 1_000_000;

/** By how much the heap has grown when the calls are over, in megabytes. */
async function growth(count: number, call: (mock: Mock, n: number) => Promise<unknown>): Promise<number> {
  const mock = createMock();
  await call(mock, -1);
  collectGarbage();
  const before = process.memoryUsage().heapUsed;
  for (let n = 0; n < count; n += 1) await call(mock, n);
  collectGarbage();
  const grown = process.memoryUsage().heapUsed - before;
  // The mock must still be there when its heap is measured.
  expect((await ask(mock, { target: '/sentinel/well-known/jwks' })).status).toBe(200);
  return grown / MEGABYTE;
}

describe('what a caller sends is not kept', () => {
  const long = 'a'.repeat(200_000);

  it.each<[string, (n: number) => string]>([
    ['of a known account', (n) => `/api/account/${ACCOUNT}/nothing/${String(n)}${long}`],
    ['of an account that is one endless name', (n) => `/api/account/${String(n)}${long}/nothing`],
    [
      'of an account that nobody configured',
      (n) => `/api/account/an-account-with-a-longer-name-${String(n)}/nothing/${long}`,
    ],
    [
      'of a row, in its parameter',
      (n) => `/api/account/an-account-with-a-longer-name-${String(n)}/service/${long}/baseURI.json`,
    ],
  ])('in 300 paths of 200 kB %s', async (_, target) => {
    expect(await growth(300, (mock, n) => ask(mock, { target: target(n) }))).toBeLessThan(15);
  });

  it('in 150 scopes of 100 kB, each in a token that was issued', async () => {
    const call = (mock: Mock, n: number): Promise<unknown> =>
      post(
        mock,
        `/sentinel/api/account/${ACCOUNT}/app/token?v=1.0&grant_type=client_credentials&client_id=c&client_secret=s`,
        `scope=${String(n)}${long.slice(0, 100_000)}`,
      );
    expect(await growth(150, call)).toBeLessThan(8);
  });

  it('in 300 bodies of 200 kB that are refused', async () => {
    expect(
      await growth(300, (mock, n) =>
        post(mock, `/api/account/${ACCOUNT}/anonymous/authorize`, { id_token: `${String(n)}${long}` }),
      ),
    ).toBeLessThan(15);
  });

  it('in 5,000 accounts that nobody configured, but for the last thousand', async () => {
    expect(
      await growth(5000, (mock, n) =>
        ask(mock, { target: `/api/account/guest-${String(n)}/service/idp/baseURI.json` }),
      ),
    ).toBeLessThan(15);
  });
});
