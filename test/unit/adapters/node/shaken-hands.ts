import { afterEach } from '@jest/globals';
import type { Socket } from 'node:net';
import { createHandshakes } from '../../../../mock-server/adapters/node/socket-handshake.ts';
import type { Call, SocketLink } from '../../../../mock-server/index.ts';
import type { FakeSocket } from './fake-socket.ts';
import { fakeSocket, settled, whenClosed } from './fake-socket.ts';
import { nodeRequest } from './node-request.ts';

const NOON_MS = Date.UTC(2026, 0, 1, 12);
export const HANDSHAKE = {
  upgrade: 'websocket',
  'sec-websocket-key': 'AAAAAAAAAAAAAAAAAAAA+/==',
  'sec-websocket-version': '13',
};

/** Those that the end of a test closes. */
export const sockets: Socket[] = [];
afterEach(async () => {
  for (const socket of sockets.splice(0)) {
    socket.destroy();
    await whenClosed(socket);
  }
});

export interface Shaken extends FakeSocket {
  /** What the session and the mock were told. */
  readonly told: unknown[];
  readonly link: () => SocketLink;
}

/** Shakes hands with a mock that notes what it is told. */
export async function shake(
  headers: object = HANDSHAKE,
  { settings = {}, lingerMs = 60_000, answer, isHeard = true, meanwhile, socket: members }: Partial<Shaking> = {},
): Promise<Shaken> {
  const told: unknown[] = [];
  const fake = fakeSocket(members);
  sockets.push(fake.socket);
  let link: SocketLink | undefined;
  const session = {
    id: '1',
    receive: (data: string | Uint8Array) => told.push(['receive', data]),
    pinged: () => told.push(['pinged']),
    closed: (...given: unknown[]) => told.push(['closed', ...given]),
  };
  const mock = {
    settings: { reasonHeader: true, ...settings },
    clock: { now: () => NOON_MS },
    settled: () => Promise.resolve(),
    connect: async ({ method, path }: Call, given: SocketLink) => {
      link = given;
      told.push([method, path]);
      meanwhile?.(fake);
      await settled();
      return answer === undefined ? session : answer();
    },
  };
  const request = nodeRequest({ url: '/ws?v=3', headers, socket: fake.socket });
  createHandshakes(mock as never, { lingerMs })(request, fake.socket, Buffer.alloc(0));
  // The library is loaded with the first one.
  const isDone = (): boolean => fake.socket.destroyed || (isHeard ? fake.written.length > 0 : told.length > 0);
  while (!isDone()) await settled();
  await settled();
  return { ...fake, told, link: () => link as SocketLink };
}

export interface Shaking {
  readonly settings: object;
  readonly lingerMs: number;
  /** What the mock answers. Default: a session. */
  readonly answer: () => unknown;
  /** Whether anything is to be written. Default: yes */
  readonly isHeard: boolean;
  /** What happens while the mock thinks. */
  readonly meanwhile: (fake: FakeSocket) => void;
  readonly socket: object;
}

export const textOf = ({ written }: FakeSocket): string => Buffer.concat(written).toString('latin1');
