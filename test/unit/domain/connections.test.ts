import { expect, it } from '@jest/globals';
import type { Connection } from '../../../mock-server/domain/connections.ts';
import { createConnections } from '../../../mock-server/domain/connections.ts';

it('an account knows its open sockets, and closes those that are left when it goes', () => {
  const connections = createConnections();
  const ends: unknown[] = [];
  const [one, other, third] = ['one', 'other', 'third'].map((id): Connection => {
    const connection: Connection = {
      id,
      side: { name: 'consumer', who: () => undefined },
      openedAtMs: 0,
      end: (...why) => {
        ends.push([id, ...why]);
        connections.remove(connection);
      },
    };
    connections.add(connection);
    return connection;
  });
  expect(connections.list()).toEqual([one, other, third]);
  if (other !== undefined) connections.remove(other);
  expect(connections.list()).toEqual([one, third]);
  connections.endAll('the account was removed');
  expect(ends).toEqual([
    ['one', 1001, 'account-gone', 'the account was removed'],
    ['third', 1001, 'account-gone', 'the account was removed'],
  ]);
  expect(connections.list()).toEqual([]);
});
