import type { Accounts } from '../../domain/accounts.ts';
import type { Connection } from '../../domain/connections.ts';
import { placesOf } from './conversations.ts';
import { CLOSE_CODES, isCloseCode } from '../../http/socket.ts';

/** An open socket as a tester sees it. */
export interface SocketView {
  /** As the journal's `frame.socket` names it. */
  readonly id: string;
  readonly accountId: string;
  readonly side: 'consumer' | 'agent';
  /** A consumer's id or an agent's login name; undefined until the socket has authenticated. */
  readonly who: string | undefined;
  /** By the account's clock, in epoch milliseconds. */
  readonly openedAtMs: number;
}

/** The open sockets of a mock or of one account. */
export interface SocketControl {
  /** @param accountId - default: every account */
  list(accountId?: string): readonly SocketView[];
  /**
   * Closes a socket with a code of your choice. False when none of that id is open.
   *
   * @param code - 1000 to 1003, 1007 to 1014 or 3000 to 4999 (RFC 6455 section 7.4). Default: 1001
   * @throws RangeError when the code is another.
   */
  close(id: string, code?: number): boolean;
}

/** @param only - whose sockets; undefined for those of all accounts */
export function createSocketControl(accounts: Accounts, only?: string): SocketControl {
  return {
    list: (accountId) =>
      placesOf(accounts, only)
        .filter(({ id }) => accountId === undefined || id === accountId)
        .flatMap(({ id, connections }) => connections.list().map((connection) => viewOf(id, connection))),
    close: (id, code = 1001) => {
      if (!isCloseCode(code)) throw new RangeError(`close: the code is ${String(code)}; expected ${CLOSE_CODES}`);
      const open = placesOf(accounts, only).flatMap(({ connections }) => connections.list());
      const connection = open.find((each) => each.id === id);
      connection?.end(code, 'socket-closed', 'the test closed the socket');
      return connection !== undefined;
    },
  };
}

function viewOf(accountId: string, { id, side, openedAtMs }: Connection): SocketView {
  return { id, accountId, side: side.name, who: side.who(), openedAtMs };
}
