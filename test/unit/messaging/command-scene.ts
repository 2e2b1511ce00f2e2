import { expect } from '@jest/globals';
import { createClock } from '../../../mock-server/clock.ts';
import { settle } from '../../../mock-server/config/settle.ts';
import type { Account } from '../../../mock-server/domain/account.ts';
import { createAccount } from '../../../mock-server/domain/account.ts';
import type { Deviation } from '../../../mock-server/errors/reasons.ts';
import { Refusal } from '../../../mock-server/errors/refusal.ts';
import { createIds } from '../../../mock-server/ids.ts';
import type { MockOptions } from '../../../mock-server/index.ts';
import { uncounted } from '../../../mock-server/memory/budget.ts';
import type { ActingAgent, Actor, CommandScene } from '../../../mock-server/messaging/commands/command.ts';
import { ACCOUNT, NOON } from '../../support/through-every-adapter.ts';

export const NOON_MS = Date.parse(NOON);
export const JANE = { side: 'consumer', id: 'jane' } as const;
export const ADA: ActingAgent = { side: 'agent', id: `${ACCOUNT}.1001`, pid: 'pid-of-ada' };
export const BOB: ActingAgent = { side: 'agent', id: `${ACCOUNT}.1002`, pid: 'pid-of-bob' };

/** An account whose clock stands at noon, for commands to be carried out in. */
export interface Stage {
  readonly account: Account;
  /** As whom a command is carried out. Default: from a socket */
  readonly as: (actor: Actor, changes?: Partial<CommandScene>) => CommandScene;
  /** What was noted so far, as `slug; sentence`. */
  readonly noted: () => string[];
  /** What happened since it was last asked, by kind. */
  readonly happened: () => string[];
}

/** @param isFull - whether open conversations alone take all the memory. Default: no */
export function openStage(options: MockOptions = {}, isFull = false): Stage {
  const clock = createClock({ now: () => NOON_MS });
  const ids = createIds('commands');
  const account = createAccount(
    { accountId: ACCOUNT, agents: [], apps: [], unAuthMessaging: true },
    { clock, ids, memory: { ...uncounted(), isFull: () => isFull }, defaultConnectors: [] },
  );
  const settings = settle(options);
  const deviations: Deviation[] = [];
  let told = 0;
  return {
    account,
    as: (actor, changes) => ({ account, actor, clock, ids, settings, deviations, origin: 'socket', ...changes }),
    noted: () => deviations.map(({ slug, sentence }) => `${slug}; ${sentence}`),
    happened: () => {
      const since = account.events.list().slice(told);
      told += since.length;
      return since.map(({ kind }) => kind);
    },
  };
}

/** That a command is refused: with this error, for this reason, and with these words of its own, if any. */
export function expectRefused(
  run: () => unknown,
  reason: readonly [slug: string, sentence: string],
  detail: object = {},
  error = 'BAD_REQUEST',
): void {
  const [slug, sentence] = reason;
  expect(refusalOf(run)).toEqual({ error, reason: { slug, sentence }, detail });
}

function refusalOf(run: () => unknown): Pick<Refusal, 'error' | 'reason' | 'detail'> | undefined {
  try {
    run();
  } catch (thrown) {
    if (!(thrown instanceof Refusal)) throw thrown;
    const { error, reason, detail } = thrown;
    return { error, reason, detail };
  }
  return undefined;
}
