import type { IncomingMessage } from 'node:http';
import type { Server, Socket } from 'node:net';
import type { Peer } from '../../http/call.ts';

/** What servers put on the sockets that they serve. */
type ServedSocket = Pick<Socket, 'destroyed' | 'remoteAddress'> & {
  readonly server?: Partial<Pick<Server, 'address'>> | null;
};

/**
 * Where the sender of a request is, by the socket that it came over. Whatever cannot be told counts as remote: a socket
 * that is destroyed or was reset, and a stream that is no socket.
 *
 * So does HTTP/1.0: reverse proxies speak it (nginx by default), and then say nothing else of the client behind them.
 */
export function peerOf({ socket, httpVersion }: Pick<IncomingMessage, 'socket' | 'httpVersion'>): Peer {
  if (httpVersion === '1.0') return 'remote';
  const { destroyed, remoteAddress, server } = socket as ServedSocket;
  if (destroyed) return 'remote';
  if (remoteAddress !== undefined) return isLoopback(remoteAddress) ? 'loopback' : 'remote';
  // A server that listens at a path, not at an address: a Unix socket or a pipe, which never leaves the machine.
  return typeof server?.address?.() === 'string' ? 'loopback' : 'remote';
}

/** 127.0.0.0/8 (RFC 1122), ::1 (RFC 4291), and the former as version 6 shows it. */
export function isLoopback(address: string): boolean {
  return address === '::1' || /^(?:::ffff:)?127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/i.test(address);
}
