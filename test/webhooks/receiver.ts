import type { IncomingMessage, RequestListener, Server, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import * as https from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import type { Received } from './webhook-setup.ts';

/** A receiver on this machine, as a connector has one. */
export interface Receiver {
  readonly url: string;
  readonly heard: Received[];
  close(): Promise<void>;
}

/** @param answer - what it does once it has heard the body. Default: 200 */
export async function openReceiver(
  answer: (response: ServerResponse, count: number) => void = (response) => {
    response.end();
  },
  certificate?: { readonly cert: string; readonly key: string },
): Promise<Receiver> {
  const heard: Received[] = [];
  const listener: RequestListener = (request, response) => {
    void bodyOf(request).then((body) => {
      heard.push({ url: request.url ?? '', headers: request.headers as Record<string, string>, body });
      answer(response, heard.length);
    });
  };
  const server: Server | https.Server =
    certificate === undefined ? createServer(listener) : https.createServer(certificate, listener);
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const scheme = certificate === undefined ? 'http' : 'https';
  return {
    url: `${scheme}://localhost:${String((server.address() as AddressInfo).port)}/events?from=lp`,
    heard,
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => {
          resolve();
        });
      }),
  };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const pieces: Buffer[] = [];
  for await (const piece of request) pieces.push(piece as Buffer);
  return Buffer.concat(pieces).toString('utf8');
}
