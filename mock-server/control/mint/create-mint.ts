import { inTurn, lazily } from '../../lazily.ts';
import type { Mint, MintSetup } from './mint.ts';

/** Once for all mocks: test runners that link modules themselves may hang when one is imported twice at a time. */
const loadMinting = lazily(() => inTurn(() => import('./minting.ts')));

/**
 * What it takes is loaded when the first token is asked for: no call needs it.
 *
 * @param accountId - the one account that tokens are for; undefined when the options say which
 */
export function createMint(setup: MintSetup, accountId?: string): Mint {
  const forAccount = <Options extends object>(options: Options | undefined): Options =>
    ({ ...options, ...(accountId === undefined ? {} : { accountId }) }) as Options;
  return {
    appJwt: async (options) => (await loadMinting()).mintAppJwt(setup, forAccount(options)),
    consumerJws: async (options) => (await loadMinting()).mintConsumerJws(setup, forAccount(options)),
    extJwt: async (options) => (await loadMinting()).mintExtJwt(setup, forAccount(options)),
    lpJwt: async (options) => (await loadMinting()).mintLpJwt(setup, forAccount(options)),
    idToken: async (options) => (await loadMinting()).mintIdToken(setup, forAccount(options)),
  };
}
