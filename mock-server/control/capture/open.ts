import type { Awaitable } from '../../awaitable.ts';
import type { Settings } from '../../config/settings.ts';
import { inTurn, lazily } from '../../lazily.ts';
import type { Keeper, MemoryBudget } from '../../memory/budget.ts';
import type { Signer } from '../../tokens/signer.ts';
import type { Capture } from './capture.ts';

/** The capture of a mock. */
export interface OpenedCapture {
  /** Loads it with the first call; undefined when nothing that is said is kept. */
  readonly open: (() => Awaitable<Capture>) | undefined;
  readonly keepers: readonly Keeper[];
  readonly onClear: (accountId: string | undefined) => void;
  /** The same signer, of which every token that it makes is kept. */
  readonly keepTokens: (signer: Signer) => Signer;
}

const OFF: OpenedCapture = { open: undefined, keepers: [], onClear: () => undefined, keepTokens: (signer) => signer };

export function openCapture({ capture, admin }: Settings, memory: MemoryBudget): OpenedCapture {
  if (!capture || admin === false) return OFF;
  let opened: Capture | undefined;
  const open = lazily(async () => (opened = (await inTurn(() => import('./capture.ts'))).createCapture(memory)));
  return {
    open,
    keepers: [{ what: 'captured exchanges', evict: () => opened?.evict() ?? 0 }],
    onClear: (accountId) => {
      opened?.clear(accountId);
    },
    keepTokens: (signer) => ({
      verify: (token, keys) => signer.verify(token, keys),
      sign: async (key, claims) => {
        const token = await signer.sign(key, claims);
        (await open()).keepToken(token, claims);
        return token;
      },
    }),
  };
}
