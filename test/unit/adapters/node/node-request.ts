import type { IncomingMessage } from 'node:http';
import { PassThrough } from 'node:stream';

/** A request of node's, without a connection: its body is written to it. */
export function nodeRequest(members: object = {}): IncomingMessage & PassThrough {
  const parts = { method: 'GET', url: '/', headers: {}, rawHeaders: [], httpVersion: '1.1' };
  const socket = { destroyed: false, remoteAddress: '127.0.0.1', localAddress: '127.0.0.1', localPort: 80 };
  return Object.assign(new PassThrough(), { ...parts, socket, ...members }) as unknown as IncomingMessage & PassThrough;
}
