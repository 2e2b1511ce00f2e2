/** One open socket of an account. */
export interface Connection {
  readonly id: string;
  readonly side: {
    readonly name: 'consumer' | 'agent';
    /** Who it is: a consumer's id or an agent's login name; undefined until the socket has authenticated. */
    who(): string | undefined;
  };
  /** By the account's clock, in epoch milliseconds. */
  readonly openedAtMs: number;
  /** Closes it with a code; the slug and the sentence say why. */
  end(code: number, slug: 'account-gone' | 'socket-closed', sentence: string): void;
}

/** The open sockets of one account. */
export interface Connections {
  add(connection: Connection): void;
  remove(connection: Connection): void;
  list(): readonly Connection[];
  /** Closes all: the account is no longer there, or no longer the same. */
  endAll(sentence: string): void;
}

export function createConnections(): Connections {
  const open = new Set<Connection>();
  return {
    add: (connection) => {
      open.add(connection);
    },
    remove: (connection) => {
      open.delete(connection);
    },
    list: () => [...open],
    endAll: (sentence) => {
      for (const connection of [...open]) connection.end(GOING_AWAY, 'account-gone', sentence);
    },
  };
}

/** RFC 6455 section 7.4.1. */
const GOING_AWAY = 1001;
