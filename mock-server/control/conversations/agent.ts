import type { Settings } from '../../config/settings.ts';
import { checkAgent } from '../../config/settle.ts';
import type { Account } from '../../domain/account.ts';
import type { AgentOption } from '../../domain/agent-script.ts';
import type { Accounts } from '../../domain/accounts.ts';
import { inTurn } from '../../lazily.ts';
import type { UnderWay } from '../../under-way.ts';
import { requireAccount } from '../state/require-account.ts';

/** The agent who answers conversations by a script. */
export interface ScriptedAgent {
  /**
   * Lets the agent follow another script from now on, or nobody be there (`'off'`). `reset` goes back to the options.
   *
   * @param accountId - default: every account
   * @throws ConfigError when the script is not one.
   * @throws TypeError when there is no such account.
   */
  readonly script: (script: AgentOption, accountId?: string) => void;
  /**
   * The script that is followed in an account, or wherever an account has none of its own.
   *
   * @throws TypeError when there is no such account.
   */
  readonly current: (accountId?: string) => AgentOption;
}

/** The scripted agents of a mock, one in each account that has one. */
export interface ScriptedAgents extends ScriptedAgent {
  /** An account was made, or made anew. */
  readonly onMake: (account: Account) => void;
  /** The scripts that a tester has set are forgotten. */
  forget(accountId?: string): void;
}

/** Whether the options want an agent from the start, in one account at least. */
export function isAgentWanted({ agent, accounts = [] }: Settings): boolean {
  return agent !== 'off' || accounts.some(({ agent: own = 'off' }) => own !== 'off');
}

export function createScriptedAgents(settings: Settings, underWay: UnderWay, all: () => Accounts): ScriptedAgents {
  const scripts = new Map<string, AgentOption>();
  const running = new WeakMap<Account, { stop: () => void }>();
  let forAll: AgentOption | undefined;

  const optionOf = ({ id, settings: own }: Account): AgentOption =>
    scripts.get(id) ?? forAll ?? own.agent ?? settings.agent;
  const soon = (run: () => void): void => {
    underWay.track(Promise.resolve().then(run));
  };
  const start = (account: Account): void => {
    running.get(account)?.stop();
    const option = optionOf(account);
    if (option === 'off') return;
    const state = { isOver: false, leave: (): void => undefined };
    running.set(account, {
      stop: () => {
        state.isOver = true;
        state.leave();
      },
    });
    // Loaded for who wants one: most accounts have none.
    const loading = inTurn(() => import('../../messaging/scripted-agent.ts')).then(({ startScriptedAgent }) => {
      if (!state.isOver && all().has(account)) state.leave = startScriptedAgent(account, option, soon);
    });
    underWay.track(loading);
  };

  return {
    onMake: start,
    script: (script, accountId) => {
      const checked = checkAgent(script);
      if (accountId === undefined) {
        forAll = checked;
        scripts.clear();
        all().all().forEach(start);
        return;
      }
      const account = requireAccount(all(), accountId);
      scripts.set(accountId, checked);
      start(account);
    },
    current: (accountId) =>
      accountId === undefined ? (forAll ?? settings.agent) : optionOf(requireAccount(all(), accountId)),
    forget: (accountId) => {
      if (accountId !== undefined) {
        scripts.delete(accountId);
        return;
      }
      scripts.clear();
      forAll = undefined;
    },
  };
}
