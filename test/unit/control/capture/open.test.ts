import { describe, expect, it } from '@jest/globals';
import { settle } from '../../../../mock-server/config/settle.ts';
import { openCapture } from '../../../../mock-server/control/capture/open.ts';
import { createMemoryBudget } from '../../../../mock-server/memory/budget.ts';
import type { Signer } from '../../../../mock-server/tokens/signer.ts';
import { tokenId } from '../../../../mock-server/tokens/token-id.ts';

const SIGNER = {
  sign: (key: unknown, claims: unknown) => Promise.resolve(`eyJ.${JSON.stringify(claims)}.${String(key)}`),
  verify: (token: string, keys: unknown) => Promise.resolve([token, keys]),
} as unknown as Signer;
const KEY = 'key' as unknown as Parameters<Signer['sign']>[0];
const KEYS = [] as unknown as Parameters<Signer['verify']>[1];

const open = (options: object): ReturnType<typeof openCapture> =>
  openCapture({ ...settle({}), ...options }, createMemoryBudget(100));

describe('The capture of a mock', () => {
  it.each([[{ capture: false }], [{ admin: false, capture: true }], [{ admin: false, capture: false }]])(
    'is off where nobody may see it: %j',
    (options) => {
      const { open: load, keepers, keepTokens, onClear } = open(options);
      expect([load, keepers, keepTokens(SIGNER)]).toEqual([undefined, [], SIGNER]);
      expect(() => {
        onClear('100');
      }).not.toThrow();
    },
  );

  it('has each token that is signed, until its account is cleared or memory is short', async () => {
    const { open: load, keepers, keepTokens, onClear } = open({ capture: true, admin: {} });
    expect(keepers.map((keeper) => [keeper.what, keeper.evict()])).toEqual([['captured exchanges', 0]]);
    expect(() => {
      onClear(undefined);
    }).not.toThrow();
    const signer = keepTokens(SIGNER);
    const sign = (accountId: string): Promise<string> => signer.sign(KEY, { aud: accountId });
    const [mine, others] = [await sign('100'), await sign('200')];
    expect(mine).toBe('eyJ.{"aud":"100"}.key');
    const capture = await load?.();
    const kept = (): unknown => [mine, others].map((token) => capture?.token(tokenId(token)));
    expect(kept()).toEqual([mine, others]);
    onClear('100');
    expect(kept()).toEqual([undefined, others]);
    expect([keepers[0]?.evict(), kept()]).toEqual([1, [undefined, undefined]]);
  });

  it('leaves the checking of tokens to the signer', async () => {
    const { keepTokens } = open({ capture: true, admin: {} });
    expect(await keepTokens(SIGNER).verify('token', KEYS)).toEqual(['token', KEYS]);
  });
});
