import { describe, expect, it } from '@jest/globals';
import { settle } from '../../../../mock-server/config/settle.ts';
import type { MockOptions } from '../../../../mock-server/config/options.ts';
import { createScriptedAgents, isAgentWanted } from '../../../../mock-server/control/conversations/agent.ts';
import type { Account } from '../../../../mock-server/domain/account.ts';
import { createUnderWay } from '../../../../mock-server/under-way.ts';
import { entered, openAccounts } from '../../domain/open-account.ts';

function open(options: MockOptions = {}) {
  const settings = settle(options);
  const underWay = createUnderWay();
  const accounts = openAccounts({
    onMake: (account) => {
      agents.onMake(account);
    },
  });
  const agents = createScriptedAgents(settings, underWay, () => accounts);
  const [here, there] = [entered(accounts, '100'), entered(accounts, '200')];
  /** What is answered to somebody who says hello. */
  const answersIn = async (account: Account): Promise<string[]> => {
    await underWay.settled();
    const conversation = account.conversations.open('jane');
    const from = { id: 'jane', pid: 'jane', role: 'CONSUMER', state: 'ACTIVE' } as const;
    const event = { type: 'ContentEvent', contentType: 'text/plain', message: 'hello' };
    account.conversations.publish(conversation, { from, audience: 'ALL', event }, true);
    await underWay.settled();
    const said = conversation.messages.filter(({ from: { role } }) => role === 'ASSIGNED_AGENT');
    account.conversations.close(conversation);
    return said.flatMap(({ event: { message } }) => (typeof message === 'string' ? [message] : []));
  };
  return { agents, accounts, here, there, underWay, answersIn };
}
