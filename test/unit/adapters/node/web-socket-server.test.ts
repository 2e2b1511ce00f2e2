import { describe, expect, it } from '@jest/globals';
import type { EventEmitter } from 'node:events';
import { createUpgrade } from '../../../../mock-server/adapters/node/web-socket-server.ts';
import { clientFrame, fakeSocket, settled, whenClosed } from './fake-socket.ts';
import { nodeRequest } from './node-request.ts';
import type { Shaken } from './shaken-hands.ts';
import { HANDSHAKE, shake, sockets } from './shaken-hands.ts';

describe('a socket', () => {
  const closeFrame = (code: number, reason: string): Buffer => {
    const payload = Buffer.concat([Buffer.of(code >> 8, code & 255), Buffer.from(reason)]);
    return Buffer.concat([Buffer.of(0x88, payload.length), payload]);
  };
  /** What is written after the handshake. */
  async function after(shaken: Shaken, bytes: Uint8Array): Promise<Buffer> {
    const before = shaken.written.length;
    shaken.say(bytes);
    while (shaken.written.length === before) await settled();
    return Buffer.concat(shaken.written.slice(before));
  }

  it('tells its session what comes, and the client what the session says', async () => {
    const shaken = await shake();
    shaken.say(clientFrame(1, '{"a":"€"}'));
    shaken.say(clientFrame(2, 'bytes'));
    shaken.say(clientFrame(10, 'a pong of no interest'));
    expect(await after(shaken, clientFrame(9, 'x'))).toEqual(Buffer.of(0x8a, 1, 0x78));
    const before = shaken.written.length;
    shaken.link().send('frame');
    await settled();
    expect(Buffer.concat(shaken.written.slice(before)).toString('latin1')).toBe('\u0081\u0005frame');
    expect(await after(shaken, clientFrame(8, Buffer.from('\u000f\u00a0bye', 'latin1')))).toEqual(
      closeFrame(4000, 'bye'),
    );
    shaken.say(null);
    await whenClosed(shaken.socket);
    expect(shaken.told.slice(1)).toEqual([
      ['receive', '{"a":"€"}'],
      ['receive', Buffer.from('bytes')],
      ['pinged'],
      ['closed', 4000, 'bye'],
    ]);
  });

  it.each<[string, Buffer, number, string]>([
    ['no frame', Buffer.of(0xff, 0xff), 1002, 'frame-malformed; the bytes are no frame as RFC 6455 has it'],
    ['no UTF-8', clientFrame(1, Buffer.of(0xff)), 1007, 'frame-not-utf8; the text of the frame is not UTF-8'],
    ['too large', clientFrame(1, 'x'.repeat(1_048_577)), 1009, 'frame-too-large; the frame is over 1048576 bytes'],
  ])('is closed for what is %s, with a reason where one is wanted', async (_, bytes, code, reason) => {
    expect(await after(await shake(), bytes)).toEqual(closeFrame(code, reason));
    expect(await after(await shake(HANDSHAKE, { settings: { reasonHeader: false } }), bytes)).toEqual(
      closeFrame(code, ''),
    );
  });

  it('that nobody listens to is answered all the same', async () => {
    const { socket, say, written } = fakeSocket();
    sockets.push(socket);
    const options = { maxMessageBytes: 9, closeMs: 60_000, reasonOf: () => 'because', headers: {} };
    const open = createUpgrade(options)(nodeRequest({ headers: HANDSHAKE }), socket, clientFrame(1, 'x'));
    // No list of listeners: thousands may be idle.
    expect((open as unknown as EventEmitter).eventNames()).toEqual([]);
    const before = written.length;
    say(clientFrame(9));
    say(clientFrame(8));
    await settled();
    say(null);
    await whenClosed(socket);
    expect(Buffer.concat(written.slice(before))).toEqual(Buffer.of(0x8a, 0, 0x88, 0));
  });

  it('takes a frame of a mebibyte', async () => {
    const shaken = await shake();
    shaken.say(clientFrame(1, 'x'.repeat(1_048_576)));
    await after(shaken, clientFrame(9));
    expect(shaken.told[1]).toEqual(['receive', 'x'.repeat(1_048_576)]);
  });

  it('is dropped where its client does not answer the close frame in time', async () => {
    const { socket, link, told } = await shake(HANDSHAKE, { lingerMs: 5 });
    link().close(4001, 'go');
    await whenClosed(socket);
    expect(told.at(-1)).toEqual(['closed', 1006, '']);
  });
});
