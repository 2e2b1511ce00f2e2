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

describe('A scripted agent', () => {
  it.each<[MockOptions, boolean]>([
    [{}, false],
    [{ agent: 'off' }, false],
    [{ agent: 'echo' }, true],
    [{ accounts: [{ accountId: '100' }] }, false],
    [{ accounts: [{ accountId: '100' }, { accountId: '200', agent: 'echo' }] }, true],
    [{ agent: 'echo', accounts: [{ accountId: '100', agent: 'off' }] }, true],
  ])('is wanted from the start by the options %j: %s', (options, isWanted) => {
    expect(isAgentWanted(settle(options))).toBe(isWanted);
  });

  it('answers in each account that was made, unless the options say off', async () => {
    const { accounts, answersIn } = open({ agent: 'echo' });
    expect(await answersIn(entered(accounts, 'guest'))).toEqual(['You said: hello']);
    const off = open();
    expect(await off.answersIn(entered(off.accounts, 'guest'))).toEqual([]);
  });

  it('follows the script that a tester sets, in every account or in one', async () => {
    const { agents, here, there, answersIn } = open();
    const polite = { rules: [{ match: '*', reply: 'good day' }] };
    expect([agents.current(), agents.current('100')]).toEqual(['off', 'off']);
    agents.script(polite, '100');
    expect([agents.current(), agents.current('100'), agents.current('200')]).toEqual(['off', polite, 'off']);
    expect([await answersIn(here), await answersIn(there)]).toEqual([['good day'], []]);
    agents.script('echo');
    expect([agents.current(), agents.current('100'), agents.current('200')]).toEqual(['echo', 'echo', 'echo']);
    expect([await answersIn(here), await answersIn(there)]).toEqual([['You said: hello'], ['You said: hello']]);
    agents.script('off', '200');
    expect([await answersIn(here), await answersIn(there)]).toEqual([['You said: hello'], []]);
  });

  it('goes when another is to come before the first has', async () => {
    const { agents, here, answersIn } = open();
    agents.script({ rules: [{ match: '*', reply: 'first' }] }, '100');
    agents.script({ rules: [{ match: '*', reply: 'second' }] }, '100');
    expect(await answersIn(here)).toEqual(['second']);
  });

  it('does not come to an account that is there no more', async () => {
    const { agents, accounts, here, answersIn } = open();
    agents.script('echo', '100');
    agents.forget('100');
    accounts.reset('100');
    expect(await answersIn(here)).toEqual([]);
  });

  it('is again who the options say, once what a tester set is forgotten', () => {
    const { agents, accounts } = open({ agent: 'echo' });
    agents.script('off');
    agents.script({ rules: [] }, '100');
    agents.script({ rules: [] }, '200');
    agents.forget('100');
    expect([agents.current(), agents.current('100'), agents.current('200')]).toEqual(['off', 'off', { rules: [] }]);
    agents.forget();
    expect([agents.current(), agents.current('100'), agents.current('200')]).toEqual(['echo', 'echo', 'echo']);
    const own = { ...entered(accounts, '100').settings, accountId: '400', agent: 'off' as const };
    accounts.create(own);
    expect(agents.current('400')).toBe('off');
  });

  it('is no script that is none, in no account that is not there', () => {
    const { agents } = open();
    expect(() => {
      agents.script('nobody' as 'off');
    }).toThrow(/^agent: /);
    for (const ask of [
      () => agents.current('!'),
      () => {
        agents.script('echo', '!');
      },
    ])
      expect(ask).toThrow(new TypeError('this mock has no account "!": that is not an account id'));
  });
});
