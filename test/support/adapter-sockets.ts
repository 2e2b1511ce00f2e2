import type { IncomingMessage, OutgoingHttpHeaders } from 'node:http';
import { text } from 'node:stream/consumers';
import { WebSocket } from 'ws';
import type { Mock } from '../../mock-server/index.ts';
import { comparableHeaders } from './wire.ts';
import type { ConnectWire } from './heard-socket.ts';
import { createHeard, wireSocket } from './heard-socket.ts';

/** In process: what a test hears of `mock.connect`. */
export function connectInProcess(mock: Mock): ConnectWire {
  return async ({ url, headers }) => {
    const { pathname, searchParams, host } = new URL(url);
    const heard = createHeard();
    const session = await mock.connect(
      {
        method: 'GET',
        path: pathname,
        query: searchParams,
        headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value])),
        body: '',
        origin: `http://${host}`,
      },
      { send: heard.frame, close: heard.end },
    );
    if (!('receive' in session)) {
      if ('abort' in session) throw new Error(`aborted: ${session.abort}`);
      const { status, body: said, headers: told } = session;
      return { status, headers: comparableHeaders(Object.entries(told)), text: said };
    }
    return {
      ...heard.socket,
      send: (frame) => {
        session.receive(frame);
      },
      close: (code = 1005, reason = '') => {
        session.closed(code, reason);
        heard.end(code, reason);
      },
    };
  };
}

/** Over a connection to this port, whatever host the URL names, by the client of `ws`. */
export function connectTo(portOf: () => Promise<number>, options: WebSocket.ClientOptions = {}): ConnectWire {
  return async ({ url, headers }) => {
    const { host, pathname, search, protocol } = new URL(url);
    const port = String(await portOf());
    const client = new WebSocket(`${protocol}//127.0.0.1:${port}${pathname}${search}`, {
      perMessageDeflate: false,
      ...options,
      headers: { ...headers, host },
    });
    const heard = createHeard();
    client.on('message', (data: Buffer) => {
      heard.frame(data.toString());
    });
    client.on('close', (code, reason) => {
      heard.end(code, reason.toString());
    });
    return new Promise((resolve, reject) => {
      client.on('error', reject);
      client.on('unexpected-response', (_request, response: IncomingMessage) => {
        text(response).then((said) => {
          resolve({
            status: response.statusCode ?? 0,
            headers: comparableHeaders(pairs(response.headers)),
            text: said,
          });
        }, reject);
      });
      client.on('open', () => {
        resolve(wireSocket(heard, client));
      });
    });
  };
}

function pairs(headers: OutgoingHttpHeaders): [string, string][] {
  return Object.entries(headers).map(([name, value]) => [name, String(value)]);
}
