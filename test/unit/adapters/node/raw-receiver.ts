import { once } from 'node:events';
import type { AddressInfo, Server, Socket } from 'node:net';
import { createServer } from 'node:net';

/** What a receiver does about one request. */
export type RawAnswer = (socket: Socket) => unknown;

/** A receiver by TCP alone, which does as it is told. */
export interface RawReceiver {
  readonly port: number;
  /** On which connection each request came, counted from 1. */
  readonly heardOn: readonly number[];
  /** The requests as they stood on the wire. */
  readonly heard: readonly string[];
  readonly connections: readonly Socket[];
  close(): Promise<void>;
}

/**
 * @param answers - one for each request, in order, the last one for all that follow
 * @param create - the server, over TLS for instance
 */
export async function openRawReceiver(
  answers: readonly RawAnswer[],
  create: (listener: (socket: Socket) => void) => Server = createServer,
): Promise<RawReceiver> {
  const heardOn: number[] = [];
  const heard: string[] = [];
  const connections: Socket[] = [];
  const server = create((socket) => {
    const number = connections.push(socket);
    let request = '';
    socket
      .on('error', () => undefined)
      .on('data', (piece: Buffer) => {
        request += piece.toString('latin1');
        // The body of all that is sent to it.
        if (!request.endsWith('{}')) return;
        heard.push(request);
        request = '';
        answers[Math.min(heardOn.push(number), answers.length) - 1]?.(socket);
      });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    heardOn,
    heard,
    connections,
    close: async () => {
      for (const socket of connections) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** A whole answer on a connection that stays. */
export const answerOf =
  (status: number): RawAnswer =>
  (socket) =>
    socket.write(`HTTP/1.1 ${String(status)} So\r\ncontent-length: 0\r\n\r\n`);
