import { expect, it } from '@jest/globals';
import { createSocketControl } from '../../../../mock-server/control/conversations/sockets.ts';
import type { Account } from '../../../../mock-server/domain/account.ts';
import { CLOSE_CODES } from '../../../../mock-server/http/socket.ts';
import { entered, openAccounts } from '../../domain/open-account.ts';

type Ended = [id: string, code: number, slug: string, sentence: string];

function openSocket({ connections }: Account, id: string, name: 'consumer' | 'agent', who?: string): Ended[] {
  const ended: Ended[] = [];
  connections.add({
    id,
    side: { name, who: () => who },
    openedAtMs: 5,
    end: (...how) => {
      ended.push([id, ...how]);
    },
  });
  return ended;
}

function open() {
  const accounts = openAccounts();
  const [here, there] = [entered(accounts, '100'), entered(accounts, '200')];
  const ended = [
    openSocket(here, 'socket-1', 'consumer', 'jane'),
    openSocket(here, 'socket-2', 'consumer'),
    openSocket(there, 'socket-3', 'agent', 'ada'),
  ];
  return {
    all: createSocketControl(accounts),
    own: createSocketControl(accounts, '100'),
    ended: () => ended.flatMap((each) => each.splice(0)),
  };
}

it('The open sockets are listed with who is behind them: of all accounts, or of one', () => {
  const { all, own } = open();
  const [jane, nobody, ada] = [
    { id: 'socket-1', accountId: '100', side: 'consumer', who: 'jane', openedAtMs: 5 },
    { id: 'socket-2', accountId: '100', side: 'consumer', who: undefined, openedAtMs: 5 },
    { id: 'socket-3', accountId: '200', side: 'agent', who: 'ada', openedAtMs: 5 },
  ];
  expect(all.list()).toEqual([jane, nobody, ada]);
  expect([all.list('200'), all.list('300'), own.list(), own.list('200')]).toEqual([[ada], [], [jane, nobody], []]);
});

it('A tester closes a socket, with 1001 or a code that may be sent', () => {
  const { all, own, ended } = open();
  expect([all.close('socket-3'), own.close('socket-2', 4000), own.close('socket-3'), all.close('x')]).toEqual([
    true,
    true,
    false,
    false,
  ]);
  expect(ended()).toEqual([
    ['socket-2', 4000, 'socket-closed', 'the test closed the socket'],
    ['socket-3', 1001, 'socket-closed', 'the test closed the socket'],
  ]);
  for (const code of [999, 1005, 5000])
    expect(() => all.close('socket-1', code)).toThrow(
      new RangeError(`close: the code is ${String(code)}; expected ${CLOSE_CODES}`),
    );
  expect(ended()).toEqual([]);
});
