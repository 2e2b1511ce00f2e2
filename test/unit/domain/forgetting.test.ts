import { expect, it } from '@jest/globals';
import { createClock, systemTime } from '../../../mock-server/clock.ts';
import { createAccounts } from '../../../mock-server/domain/accounts.ts';
import { createIds } from '../../../mock-server/ids.ts';
import { createMemoryBudget } from '../../../mock-server/memory/budget.ts';

it('an account that had no file and no login has none made when memory is short', () => {
  const settings = ['100', '200'].map((accountId) => ({ accountId, agents: [], apps: [], unAuthMessaging: true }));
  const accounts = createAccounts({
    settings,
    closed: false,
    maxUnconfigured: 10,
    clock: createClock(systemTime),
    ids: createIds('forgetting'),
    defaultConnectors: [],
    memory: createMemoryBudget(100),
    onForget: () => undefined,
  });
  const [one, other] = accounts.configured;
  one?.uploads.keep({ path: '/a', type: 'text/plain', bytes: new Uint8Array(3) });
  one?.codeLogins.add('code', { clientId: 'app', loginName: 'ada', scope: 'openid' }, 0);
  expect([accounts.uploads.evict(), accounts.agentSessions.evict()]).toEqual([1, 1]);
  expect([one?.uploads.list(), one?.codeLogins.list()]).toEqual([[], []]);
  expect(other?.existing).toEqual({});
});
