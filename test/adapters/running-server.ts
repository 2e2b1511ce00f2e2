import { afterEach, expect } from '@jest/globals';
import type { RunningServer } from '../../mock-server/adapters/node/server.ts';
import { startServer } from '../../mock-server/adapters/node/server.ts';
import type { Exchange, Mock, MockOptions } from '../../mock-server/index.ts';
import { createMock } from '../../mock-server/index.ts';
import { get, hear } from './raw-socket.ts';

export const JWKS = '/sentinel/well-known/jwks';

const running: RunningServer[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((server) => server.close()));
});

/** A server on a free port that the end of the test closes. */
export async function start(mock: Mock = createMock(), port = 0): Promise<RunningServer> {
  const server = await startServer(mock, { port, tls: false });
  running.push(server);
  return server;
}

/** A server and what it was asked. */
export async function startHeard(
  options: MockOptions = {},
): Promise<{ server: RunningServer; mock: Mock; exchanges: Exchange[] }> {
  const exchanges: Exchange[] = [];
  const mock = createMock({
    ...options,
    onExchange: (exchange) => {
      exchanges.push(exchange);
    },
  });
  return { server: await start(mock), mock, exchanges };
}

/** The answer to an ordinary request: the next one works, whatever came before. */
export async function expectAlive({ port }: RunningServer): Promise<void> {
  const { status, body } = await hear(port, get(JWKS));
  expect([status, Object.keys(JSON.parse(body) as object)]).toEqual([200, ['keys']]);
}
