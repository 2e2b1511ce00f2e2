import { expect, it } from '@jest/globals';
import type { Mock, MockOptions } from '../../../../mock-server/index.ts';
import { createMock } from '../../../../mock-server/index.ts';
import { brandSocket, logIn, openSocket } from '../../../support/sockets.ts';
import type { TestSocket } from '../../../support/sockets.ts';
import { ACCOUNT, NOON } from '../../../support/through-every-adapter.ts';

function openMock(options: MockOptions = {}): Mock {
  const mock = createMock({ seed: 'agent session', ...options });
  mock.clock.freeze(NOON);
  return mock;
}

/** An agent who is online and there for rings. */
async function openAgent(mock: Mock, username: string): Promise<TestSocket> {
  const socket = await openSocket(mock, brandSocket((await logIn(mock, username)).bearer));
  socket.send({ id: '1', type: '.ams.routing.SetAgentState', body: { availability: 'ONLINE' } });
  socket.send({ id: '2', type: '.ams.routing.SubscribeRoutingTasks', body: {} });
  socket.take();
  return socket;
}

it('an agent holds the skills that are configured, all where there are none or nobody configured him', async () => {
  const agents = [
    { username: 'all', password: 'secret' },
    { username: 'sales', password: 'secret', skills: ['77'] },
  ];
  const mock = openMock({ accounts: [{ accountId: ACCOUNT, agents }] });
  const names = ['all', 'sales', 'nobody'];
  const sockets: TestSocket[] = [];
  for (const name of names) sockets.push(await openAgent(mock, name));
  const consumer = await mock.consumer({ accountId: ACCOUNT });
  const rungFor = (): string[] => names.filter((_, index) => (sockets[index]?.take().length ?? 0) > 0);
  const id = await consumer.requestConversation({ skillId: '12' });
  expect(rungFor()).toEqual(['all', 'nobody']);
  mock.conversations.transfer(id, '77');
  expect(rungFor()).toEqual(names);
});

it('an agent is known at the socket by the login name', async () => {
  const mock = openMock();
  await openAgent(mock, 'ada');
  expect(mock.sockets.list()).toMatchObject([{ side: 'agent', who: 'ada', accountId: ACCOUNT }]);
});

it.each([true, false])('the socket can be closed, whether its login would end it or not: %p', async (closeOnExpiry) => {
  const mock = openMock({ ums: { closeOnExpiry } });
  const { session } = await openAgent(mock, 'ada');
  session.closed(1000);
  mock.clock.advance('9h');
  expect(mock.journal.find({ method: 'CLOSE' }).map(({ outcome }) => outcome)).toEqual([1000]);
});
