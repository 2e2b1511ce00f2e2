import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { startTimer } from '../../clock.ts';
import type { Mock } from '../../mock.ts';
import type { SocketHost } from './connect.ts';
import type { ConnectionTimes } from './connection-times.ts';
import { DEFAULT_TIMES } from './connection-times.ts';
import { splitTarget } from './middleware.ts';
import { openSocketsOn } from './open-sockets.ts';
import { createHandshakes } from './socket-handshake.ts';
import { noteConnection } from './webhooks.ts';
import { carrierOf } from './write-reply.ts';

/** Where LivePerson's sockets are. */
const SOCKET_PREFIX = '/ws_api/';

type UpgradeListener = (request: IncomingMessage, socket: Socket, head: Buffer) => void;

/** The listeners that this file has added, to tell them from those of others. */
const listeners = new WeakSet<UpgradeListener>();

/** Handshakes that a mock has taken over: a server may have several mocks. */
const taken = new WeakSet<IncomingMessage>();

/** What answers beside the mock. */
export interface UpgradeOptions {
  /** Hears of each connection that the mock takes over. Default: nobody. */
  readonly onTaken?: ((socket: Socket) => void) | undefined;
  readonly times: Pick<ConnectionTimes, 'lingerMs'>;
}

/**
 * Lets a server answer handshakes to LivePerson's sockets. Any other upgrade is left to the server's other listeners;
 * without one it is no upgrade but a request, as it was before: node lets one listener make it so for all.
 *
 * @returns takes the listener off again
 */
export function serveUpgrades(
  server: SocketHost,
  mock: Pick<Mock, 'connect' | 'owns' | 'settled' | 'settings' | 'clock'>,
  { onTaken, times }: UpgradeOptions,
): () => void {
  const answer = createHandshakes(mock, times);
  const listener: UpgradeListener = (request, socket, head) => {
    if (taken.has(request)) return;
    const isOurs = isHandshake(request) && mock.owns(splitTarget(request.url ?? '/').path, request.headers.host);
    if (!isOurs && server.listeners('upgrade').some((other) => !listeners.has(other as UpgradeListener))) return;
    taken.add(request);
    if (isOurs) {
      onTaken?.(socket);
      answer(request, socket, head);
    } else {
      handBack(server, request, socket, head);
    }
  };
  listeners.add(listener);
  const anyListener = listener as (...args: unknown[]) => void;
  server.on('upgrade', anyListener);
  return () => {
    server.off('upgrade', anyListener);
  };
}

/** A GET with a Host (RFC 6455 section 4.2.1) to where sockets are. */
function isHandshake({ method, url = '/', headers, httpVersion }: IncomingMessage): boolean {
  const isWebSocket = headers.upgrade?.toLowerCase() === 'websocket';
  const isComplete = method === 'GET' && httpVersion === '1.1' && headers.host !== undefined;
  return isWebSocket && isComplete && splitTarget(url).path.startsWith(SOCKET_PREFIX);
}

/** Has node read the request once more, without the header that made it an upgrade. */
function handBack(server: SocketHost, request: IncomingMessage, socket: Socket, head: Buffer): void {
  const { method = 'GET', url = '/', httpVersion, rawHeaders } = request;
  const lines = [`${method} ${url} HTTP/${httpVersion}`];
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = rawHeaders[index] ?? '';
    if (name.toLowerCase() !== 'upgrade') lines.push(`${name}: ${rawHeaders[index + 1] ?? ''}`);
  }
  socket.pause();
  socket.unshift(Buffer.concat([Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1'), head]));
  // A server of TLS has another event for what is decrypted.
  server.emit('setSecureContext' in server ? 'secureConnection' : 'connection', socket);
  process.nextTick(() => {
    socket.resume();
  });
}

/** The sockets of a mock on a server of your own. */
export interface AttachedSockets {
  /**
   * Takes no more sockets and closes the open ones with 1001, once what was under way is delivered; resolves when they
   * are closed, after a second at the latest. The server goes on.
   */
  close(): Promise<void>;
}

/**
 * Adds LivePerson's messaging sockets to a server of your own, beside {@link createMiddleware} or `createExpressApp`:
 * `attachSockets(app.listen(4407), mock)`. Upgrades that are not for them are left to the server's other listeners, for
 * instance to Vite's hot reload; those listeners must leave alone what is not theirs. `close()` of the server closes
 * the sockets too, which would otherwise keep it open.
 *
 * A client that does not read is dropped when more than 16 MiB wait for it.
 *
 * @param server - a server of `node:http` or `node:https`
 */
export function attachSockets(server: SocketHost, mock: Mock): AttachedSockets {
  const carriers = new Set<Socket>();
  const detach = serveUpgrades(server, mock, {
    times: DEFAULT_TIMES,
    onTaken: (socket) => {
      noteConnection(mock, socket);
      const carrier = carrierOf(socket);
      carriers.add(carrier);
      carrier.once('close', () => {
        carriers.delete(carrier);
      });
    },
  });
  const end = async (): Promise<void> => {
    const stopTimer = startTimer(DEFAULT_TIMES.closeMs, () => {
      for (const carrier of carriers) carrier.destroy();
    });
    const open = openSocketsOn(carriers);
    for (const carrier of carriers) if (!open.has(carrier)) carrier.destroy();
    await Promise.all([...open.values()].map((socket) => socket.sayGoodbye()));
    stopTimer();
  };
  // Node has no event for a server that begins to close.
  const close = server.close.bind(server);
  server.close = (...args) => {
    void end();
    return close(...args);
  };
  return {
    close: () => {
      detach();
      server.close = close;
      return end();
    },
  };
}
