import { expect, it } from '@jest/globals';
import type { Account } from '../../../mock-server/domain/account.ts';
import { createAppQueues } from '../../../mock-server/webhooks/app-queues.ts';
import { openAccount } from '../domain/open-account.ts';
import { appWith, bothEvents, deliveryOf } from './queue-scene.ts';

/** Three accounts of two apps each, to which nothing is sent while all are held. */
function open() {
  const apps = ['one', 'two'].map((clientId) => appWith(bothEvents(), clientId));
  const [a, b, c] = ['a', 'b', 'c'].map((accountId) => openAccount({ accountId, apps })) as [Account, Account, Account];
  const gone = new Set<Account>();
  const [made, sent, dropped] = [[] as string[], [] as string[], [] as string[]];
  const is = { held: true };
  const queues = createAppQueues({
    isThere: (account) => !gone.has(account),
    setupOf: (account, clientId) => {
      made.push(`${account.id} ${clientId}`);
      return {
        account,
        clientId,
        slowMs: 1000,
        send: ({ id }) => {
          sent.push(id);
          return new Promise(() => undefined);
        },
        track: () => undefined,
        record: ({ id }) => dropped.push(id),
        isHeld: () => is.held,
        isGone: () => gone.has(account),
      };
    },
  });
  let lastId = 0;
  const owe = (account: Account, clientId: string, count = 1): void => {
    for (let owed = 0; owed < count; owed += 1) {
      lastId += 1;
      queues.of(account, clientId).owe(deliveryOf(lastId, String(lastId)));
    }
  };
  return { queues, owe, is, gone, made, accounts: [a, b, c] as const, take: () => sent.splice(0), dropped };
}

it('each app of each account has one queue, made when it is first asked for', () => {
  const {
    queues,
    made,
    accounts: [a, b],
  } = open();
  const [one, two, other] = [queues.of(a, 'one'), queues.of(a, 'two'), queues.of(b, 'one')];
  expect([queues.of(a, 'one'), queues.of(a, 'two'), queues.of(b, 'one')]).toEqual([one, two, other]);
  expect(queues.of(a, 'one')).toBe(one);
  expect([new Set([one, two, other]).size, made]).toEqual([3, ['a one', 'a two', 'b one']]);
});

it('what is owed is counted of an account, or of all that are there', () => {
  const {
    queues,
    owe,
    gone,
    accounts: [a, b],
  } = open();
  expect([queues.owed(), queues.owed('a')]).toEqual([0, 0]);
  owe(a, 'one', 1);
  owe(a, 'two', 2);
  owe(b, 'one', 4);
  expect([queues.owed(), queues.owed('a'), queues.owed('b'), queues.owed('c')]).toEqual([7, 3, 4, 0]);
  gone.add(a);
  expect([queues.owed(), queues.owed('a'), queues.owed('b')]).toEqual([4, 0, 4]);
});

it('goes on in one account or in all, with each of their apps', () => {
  const {
    queues,
    owe,
    is,
    take,
    accounts: [a, b],
  } = open();
  owe(a, 'one');
  owe(a, 'two');
  owe(b, 'one');
  is.held = false;
  queues.resume('c');
  expect(take()).toEqual([]);
  queues.resume('b');
  expect(take()).toEqual(['3']);
  queues.resume();
  expect(take()).toEqual(['1', '2']);
});

it('an account that was made anew has queues of its own, and those of the one before are forgotten', () => {
  const {
    queues,
    owe,
    gone,
    made,
    accounts: [a, b, c],
  } = open();
  owe(a, 'one', 8);
  owe(b, 'one', 2);
  gone.add(a);
  queues.of(b, 'two');
  expect(queues.dropOwed()).toBe(4);
  queues.of(c, 'one');
  expect(queues.dropOwed()).toBe(1);
  expect([queues.owed(), made]).toEqual([1, ['a one', 'b one', 'b two', 'c one']]);
});

it('the longest of all queues loses its older half when there is no more memory', () => {
  const {
    queues,
    owe,
    dropped,
    accounts: [a, b],
  } = open();
  expect(queues.dropOwed()).toBe(0);
  owe(a, 'one', 2);
  owe(b, 'one', 1);
  owe(b, 'two', 5);
  owe(a, 'two', 4);
  expect([queues.dropOwed(), dropped.splice(0)]).toEqual([3, ['4', '5', '6']]);
  expect([queues.dropOwed(), dropped.splice(0)]).toEqual([2, ['9', '10']]);
  expect(queues.owed()).toBe(7);
});
