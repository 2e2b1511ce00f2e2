import type { Accounts } from '../../domain/accounts.ts';
import type { Connection } from '../../domain/connections.ts';
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

/** The open sockets of a mock. */
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

export function createSocketControl(accounts: Accounts): SocketControl {
  return {
    list: (accountId) =>
      accounts
        .all()
        .filter(({ id }) => accountId === undefined || id === accountId)
        .flatMap(({ id, connections }) => connections.list().map((connection) => viewOf(id, connection))),
    close: (id, code = 1001) => {
      if (!isCloseCode(code)) throw new RangeError(`close: the code is ${String(code)}; expected ${CLOSE_CODES}`);
      const open = accounts.all().flatMap(({ connections }) => connections.list());
      const connection = open.find((each) => each.id === id);
      connection?.end(code, 'socket-closed', 'the test closed the socket');
      return connection !== undefined;
    },
  };
}

function viewOf(accountId: string, { id, side, openedAtMs, who }: Connection): SocketView {
  return { id, accountId, side, who: who(), openedAtMs };
}
