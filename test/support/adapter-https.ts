import { Agent, request } from 'node:https';
import { text } from 'node:stream/consumers';
import { startServer } from '../../mock-server/adapters/node/server.ts';
import { createMock } from '../../mock-server/index.ts';
import type { Adapter } from './adapter.ts';
import { controlInProcess, splitUrl } from './adapter.ts';
import { connectTo } from './adapter-sockets.ts';
import type { WireReply, WireRequest } from './wire.ts';
import { bytesOf, comparableHeaders } from './wire.ts';

/**
 * A server over TLS with a real socket, asked by a client that trusts the development CA and checks the name it asks
 * for.
 */
export const httpsAdapter: Adapter = {
  name: 'https',
  sendsAnyHeader: true,
  sockets: 'with headers',
  open: async (options) => {
    const mock = createMock(options);
    const server = await startServer(mock, { port: 0 });
    const agent = new Agent({ ca: (await server.certificates())?.ca, keepAlive: true });
    return {
      // The CA can vouch for LivePerson's names and for loopback; a caller by any other name checks for the latter.
      send: (wire) =>
        send(wire, {
          port: server.port,
          agent,
          nameOf: (host) => (mock.owns('', host) ? host.replace(/:\d+$/, '') : 'localhost'),
        }),
      connect: ({ url, headers }) =>
        connectTo(() => Promise.resolve(server.port), { agent, servername: 'localhost' } as object)({
          url: url.replace(/^ws:/, 'wss:'),
          headers,
        }),
      control: (path, ...args) => controlInProcess(mock, path, args),
      close: async () => {
        agent.destroy();
        await server.close();
      },
    };
  },
};

interface Connection {
  readonly port: number;
  readonly agent: Agent;
  /** The name that the certificate is checked for. */
  readonly nameOf: (host: string) => string;
}

function send(wire: WireRequest, { port, agent, nameOf }: Connection): Promise<WireReply> {
  const { method, url, headers } = wire;
  const { host, pathname, search } = splitUrl(url);
  return new Promise((resolve, reject) => {
    const asked = request(
      {
        host: '127.0.0.1',
        port,
        agent,
        servername: nameOf(host),
        method,
        path: `${pathname}${search}`,
        headers: { ...headers, host },
      },
      (response) => {
        text(response).then((heard) => {
          const told = Object.entries(response.headers).map(([name, value = '']) => [name, value] as const);
          resolve({ status: response.statusCode ?? 0, headers: comparableHeaders(told), text: heard });
        }, reject);
      },
    );
    asked.on('error', reject);
    asked.end(bytesOf(wire));
  });
}
