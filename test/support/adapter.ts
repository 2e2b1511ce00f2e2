import type { RemoteMock } from '../../mock-server/client/client.ts';
import type { Mock, MockOptions } from '../../mock-server/index.ts';
import type { ConnectWire } from './heard-socket.ts';
import type { WireReply, WireRequest } from './wire.ts';

/**
 * A mock behind an adapter. What a test controls goes by name, because behind some adapters the mock is in another
 * process.
 */
export interface OpenAdapter {
  send(request: WireRequest): Promise<WireReply>;
  /** Opens a socket; absent where the adapter has none. */
  readonly connect?: ConnectWire | undefined;
  /** Calls a method of the mock by its path, for instance `clock.advance`. */
  control(path: string, ...args: readonly unknown[]): Promise<unknown>;
  close(): Promise<void>;
}

/** A way to reach the engine. A new host is a new row in `adapters.ts`, and faces the whole conformance suite. */
export interface Adapter {
  readonly name: string;
  /** Whether a caller behind this adapter chooses every header itself; a browser keeps some for itself. */
  readonly sendsAnyHeader: boolean;
  /** Whether it has sockets, and whether their handshake carries headers; absent: it has none. */
  readonly sockets?: 'with headers' | 'without headers';
  open(options: MockOptions): Promise<OpenAdapter>;
}

/** Calls `clock.advance`, `account(12345678).clock.advance` and the like on a mock of this process, or on a client. */
export function controlInProcess(
  mock: Pick<Mock, 'account'> | Pick<RemoteMock, 'account'>,
  path: string,
  args: readonly unknown[],
): Promise<unknown> {
  const names = path.split('.');
  const method = names.pop() ?? '';
  const owner = names.reduce<unknown>((object, name) => {
    const [, accountId] = /^account\((.*)\)$/.exec(name) ?? [];
    return accountId === undefined ? (object as Record<string, unknown>)[name] : mock.account(accountId);
  }, mock);
  return Promise.resolve((owner as Record<string, (...given: readonly unknown[]) => unknown>)[method]?.(...args));
}

/** Kept by hand where `URL` would tidy up: a test of broken percent-encodings must arrive as it is. */
export function splitUrl(url: string): { origin: string; host: string; pathname: string; search: string } {
  const [, scheme = '', host = '', rest = ''] = /^(https?):\/\/([^/]*)(.*)$/.exec(url) ?? [];
  const mark = rest.indexOf('?');
  return {
    origin: `${scheme}://${host}`,
    host,
    pathname: mark === -1 ? rest : rest.slice(0, mark),
    search: mark === -1 ? '' : rest.slice(mark),
  };
}
