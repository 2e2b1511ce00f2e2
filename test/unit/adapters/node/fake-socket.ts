import type { Socket } from 'node:net';
import { Duplex } from 'node:stream';

/** A connection without a network, as the server has it. */
export interface FakeSocket {
  readonly socket: Socket;
  /** What the server has written, as it stands. */
  readonly written: Buffer[];
  /** Has the client send bytes; null: its end. */
  readonly say: (bytes: Uint8Array | null) => void;
}

/** @param members - what it has beside that */
export function fakeSocket(members: object = {}): FakeSocket {
  const written: Buffer[] = [];
  const duplex = new Duplex({
    read: () => undefined,
    write: (chunk: Buffer, _encoding, done) => {
      written.push(chunk);
      done();
    },
  });
  return { socket: Object.assign(duplex as unknown as Socket, members), written, say: (bytes) => duplex.push(bytes) };
}

/** A frame as a client sends it, masked with zeros. */
export function clientFrame(opcode: number, payload: Uint8Array | string = ''): Buffer {
  const bytes = Buffer.from(payload as string);
  if (bytes.length < 126) return Buffer.concat([Buffer.of(0x80 | opcode, 0x80 | bytes.length, 0, 0, 0, 0), bytes]);
  const head = Buffer.alloc(14);
  head.writeUInt16BE(((0x80 | opcode) << 8) | 0xff, 0);
  head.writeUInt32BE(bytes.length, 6);
  return Buffer.concat([head, bytes]);
}

/** When all that was set off is done. */
export async function settled(): Promise<void> {
  for (let turn = 0; turn < 4; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}

export function whenClosed(socket: Socket): Promise<unknown> {
  return new Promise((resolve) => {
    if (socket.closed) resolve(undefined);
    else socket.once('close', resolve);
  });
}
