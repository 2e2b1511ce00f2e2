import type { HttpHandler, WebSocketHandler } from 'msw';
import * as msw from 'msw';
import { startTimer } from '../clock.ts';
import type { Call } from '../http/call.ts';
import type { Session } from '../http/socket.ts';
import { LOST } from '../http/socket.ts';
import type { Mock } from '../mock.ts';
import type { HandlersOptions } from './msw.ts';
import { originPattern, passOverQuickly } from './msw-origins.ts';

const { http, ws } = msw;

/** The parts of MSW's client that are used here. */
interface Client {
  readonly url: URL;
  send(data: string): void;
  close(code?: number, reason?: string): void;
  addEventListener(type: 'message', listener: (event: { readonly data: unknown }) => void): void;
  addEventListener(type: 'close', listener: (event: { readonly code: number; readonly reason: string }) => void): void;
}

/** What ways there are for a socket that MSW cannot serve. */
const WAYS_OUT = 'use startServer of lp-auth-mock/server, or lp-auth-mock run';

/**
 * Handlers for MSW that answer LivePerson's messaging sockets: `setupServer(...createSocketHandlers(mock),
 * ...createHandlers(mock))`, and `setupWorker` likewise. They serve the global `WebSocket` of Node 22 and later and of
 * browsers.
 *
 * MSW does not show the headers of a handshake: a consumer authenticates by `InitConnection`, or by the token in the
 * path. What MSW cannot serve is refused with the way out: a global `WebSocket` that is given headers is closed with
 * 1008, and an upgrade over `node:http`, as the package `ws` makes it, is answered with 501.
 *
 * @throws TypeError when one of the origins is not an origin
 */
export function createSocketHandlers(
  mock: Pick<Mock, 'connect' | 'domains' | 'hosts'>,
  options: Pick<HandlersOptions, 'origins'> = {},
): (HttpHandler | WebSocketHandler)[] {
  const { origins = [] } = options;
  const upgrades = new RegExp(`^${originPattern(mock, origins)}/`);
  const refusing = passOverQuickly(
    http.get(upgrades, ({ request }) => refuseUpgrade(request)),
    upgrades,
  );
  const sockets = ws.link(new RegExp(`^${originPattern(mock, origins, 'ws')}(?:/|$)`));
  const serving = sockets.addEventListener('connection', ({ client, info }) => {
    serve(mock, client, info.protocols);
  });
  return [refusing, serving];
}

/** An upgrade that MSW sees as a request would get a 101 from it, and then silence. */
export function refuseUpgrade({ headers }: Request): Response | undefined {
  if (headers.get('upgrade')?.toLowerCase() !== 'websocket') return undefined;
  const message = `MSW serves the global WebSocket alone (Node 22 and later), no other client; ${WAYS_OUT}`;
  const body = JSON.stringify({ error: 'socket_not_intercepted', message });
  // Without its length, the client would wait for more.
  const length = String(new TextEncoder().encode(body).length);
  return new Response(body, { status: 501, headers: { 'content-type': 'application/json', 'content-length': length } });
}

const POLICY_VIOLATION = 1008;
const INTERNAL_ERROR = 1011;

function serve(mock: Pick<Mock, 'connect'>, client: Client, protocols: unknown): void {
  if (hasHeaders(protocols)) {
    closeLater(
      client,
      POLICY_VIOLATION,
      'headers-unseen; MSW hides headers: authenticate by InitConnection, or use startServer or lp-auth-mock run',
    );
    return;
  }
  // What comes before the session is there waits for it.
  let tell: (run: (session: Session) => void) => void = (run) => {
    early.push(run);
  };
  const early: ((session: Session) => void)[] = [];
  client.addEventListener('message', ({ data }) => {
    const received = readData(data);
    tell((session) => {
      session.receive(received);
    });
  });
  client.addEventListener('close', ({ code, reason }) => {
    tell((session) => {
      session.closed(code, reason);
    });
  });
  mock
    .connect(callOf(client.url), {
      send: (text) => {
        client.send(text);
      },
      close: (code, reason) => {
        if (code === LOST) fail(client);
        else closeLater(client, code, reason);
      },
    })
    .then((session) => {
      if (!('receive' in session)) {
        if ('status' in session || session.abort === 'reset') fail(client);
        return;
      }
      tell = (run) => {
        guarded(client, () => {
          run(session);
        });
      };
      early.forEach(tell);
    })
    .catch((error: unknown) => {
      closeLater(client, INTERNAL_ERROR, `watcher-failed; ${error instanceof Error ? error.name : typeof error}`);
    });
}

/** Only as an object, in the place of the protocols, does a global WebSocket take headers (undici's own form). */
function hasHeaders(protocols: unknown): boolean {
  return typeof protocols === 'object' && protocols !== null && 'headers' in protocols;
}

/** MSW loses what is sent in the tick of `close`. */
function closeLater(client: Client, code: number, reason: string): void {
  startTimer(0, () => {
    client.close(code, reason);
  });
}

/** As a refused handshake or a lost connection looks to a WebSocket: an error and the code of a lost connection. */
function fail(client: Client): void {
  startTimer(0, () => {
    (client as { readonly socket?: EventTarget }).socket?.dispatchEvent(new Event('error'));
    client.close(LOST);
  });
}

function guarded(client: Client, run: () => void): void {
  try {
    run();
  } catch (error) {
    closeLater(client, INTERNAL_ERROR, `watcher-failed; ${error instanceof Error ? error.name : typeof error}`);
  }
}

/** A binary frame is refused whatever is in it. */
function readData(data: unknown): string | Uint8Array {
  return typeof data === 'string' ? data : new Uint8Array();
}

function callOf({ protocol, host, pathname, searchParams }: URL): Call {
  return {
    method: 'GET',
    path: pathname,
    query: searchParams,
    headers: { host },
    body: '',
    origin: `${protocol === 'wss:' ? 'https' : 'http'}://${host}`,
    peer: 'in-process',
  };
}
