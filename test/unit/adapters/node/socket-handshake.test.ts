import { afterEach, describe, expect, it } from '@jest/globals';
import type { Socket } from 'node:net';
import { openSocketsOn } from '../../../../mock-server/adapters/node/open-sockets.ts';
import { createHandshakes } from '../../../../mock-server/adapters/node/socket-handshake.ts';
import { createUpgrade } from '../../../../mock-server/adapters/node/web-socket-server.ts';
import type { Call, SocketLink } from '../../../../mock-server/index.ts';
import type { FakeSocket } from './fake-socket.ts';
import { clientFrame, fakeSocket, settled, whenClosed } from './fake-socket.ts';
import { nodeRequest } from './node-request.ts';

const NOON_MS = Date.UTC(2026, 0, 1, 12);
const HANDSHAKE = {
  upgrade: 'websocket',
  'sec-websocket-key': 'AAAAAAAAAAAAAAAAAAAA+/==',
  'sec-websocket-version': '13',
};

const sockets: Socket[] = [];
afterEach(async () => {
  for (const socket of sockets.splice(0)) {
    socket.destroy();
    await whenClosed(socket);
  }
});

interface Shaken extends FakeSocket {
  /** What the session and the mock were told. */
  readonly told: unknown[];
  readonly link: () => SocketLink;
}

/** Shakes hands with a mock that notes what it is told. */
async function shake(
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

interface Shaking {
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

const textOf = ({ written }: FakeSocket): string => Buffer.concat(written).toString('latin1');

/** An answer as it stood on the wire, but for the date of node's own. */
const answerOf = (fake: FakeSocket): string => textOf(fake).replace(/Date: [^\r]*\r\n/, '');

const OPENED =
  'HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: HQzMEnDOL1KG2Y6ZCcLKxoRc2/U=\r\n';

describe('a handshake', () => {
  const KEY = [400, 'Bad Request', 'Sec-WebSocket-Key must be 16 bytes in Base64', ''] as const;
  const VERSION = [
    426,
    'Upgrade Required',
    'Sec-WebSocket-Version must be 13',
    'sec-websocket-version: 13\r\n',
  ] as const;
  const NAMES = [400, 'Bad Request', 'Sec-WebSocket-Protocol must be a list of names', ''] as const;
  it.each([
    [{ 'sec-websocket-version': undefined }, ...VERSION],
    [{ 'sec-websocket-version': '7' }, ...VERSION],
    [{ 'sec-websocket-version': '13, 13' }, ...VERSION],
    [{ 'sec-websocket-key': undefined }, ...KEY],
    [{ 'sec-websocket-key': `${'A'.repeat(21)}==` }, ...KEY],
    [{ 'sec-websocket-key': `${'A'.repeat(23)}==` }, ...KEY],
    [{ 'sec-websocket-key': `${'A'.repeat(22)}==, x` }, ...KEY],
    [{ 'sec-websocket-key': `x ${'A'.repeat(22)}==` }, ...KEY],
    [{ 'sec-websocket-key': `${'-'.repeat(22)}==` }, ...KEY],
    [{ 'sec-websocket-protocol': '' }, ...NAMES],
    [{ 'sec-websocket-protocol': 'a,' }, ...NAMES],
    [{ 'sec-websocket-protocol': ',a' }, ...NAMES],
    [{ 'sec-websocket-protocol': 'a b' }, ...NAMES],
    [{ 'sec-websocket-protocol': 'a, (b)' }, ...NAMES],
    [{ 'sec-websocket-protocol': 'a,\u00a0b' }, ...NAMES],
  ])('with %j is refused with %d', async (headers, status, phrase, message, line) => {
    const settings = { instance: 'replica-2' };
    const shaken = await shake({ ...HANDSHAKE, ...headers }, { settings });
    const body = JSON.stringify({ error: 'malformed_handshake', message });
    expect(answerOf(shaken)).toBe(
      `HTTP/1.1 ${String(status)} ${phrase}\r\n${line}content-type: application/json\r\nlp-mock-instance: replica-2\r\ncontent-length: ${String(body.length)}\r\nConnection: close\r\n\r\n${body}`,
    );
    expect([shaken.told, shaken.socket.writableFinished]).toEqual([[], true]);
  });

  it.each([
    [{}, ''],
    [{ 'sec-websocket-extensions': 'permessage-deflate' }, ''],
    [{ 'sec-websocket-version': '8' }, ''],
    [{ 'sec-websocket-protocol': 'a' }, 'Sec-WebSocket-Protocol: a\r\n'],
    [{ 'sec-websocket-protocol': "a.1 \t,\t !#$%&'*+^`|~-_B" }, 'Sec-WebSocket-Protocol: a.1\r\n'],
  ])('with %j opens a socket', async (headers, line) => {
    const shaken = await shake({ ...HANDSHAKE, ...headers }, { settings: { instance: 'replica-2' } });
    expect(textOf(shaken)).toBe(`${OPENED}${line}lp-mock-instance: replica-2\r\n\r\n`);
    expect(shaken.told).toEqual([['GET', '/ws']]);
    expect([...openSocketsOn([shaken.socket]).values()]).toEqual([shaken.link()]);
    // The library's own listener alone.
    expect(shaken.socket.listenerCount('error')).toBe(1);
  });

  it('has no name in its answer where the mock has none', async () => {
    expect(textOf(await shake())).toBe(`${OPENED}\r\n`);
  });

  it('is noted by the connection below TLS', async () => {
    const below = fakeSocket().socket;
    const { link } = await shake(HANDSHAKE, { socket: { _parent: below } });
    expect([...openSocketsOn([below]).values()]).toEqual([link()]);
  });

  it('is answered as the mock says where it opens no socket', async () => {
    const answer = (): unknown => ({ status: 401, headers: { 'x-a': '1' }, body: 'no' });
    const shaken = await shake(HANDSHAKE, { answer });
    expect(answerOf(shaken)).toBe(
      'HTTP/1.1 401 Unauthorized\r\nx-a: 1\r\ncontent-length: 2\r\nConnection: close\r\n\r\nno',
    );
    expect(openSocketsOn([shaken.socket]).size).toBe(0);
  });

  it('that a mistake of somebody else fails is answered without a word of it', async () => {
    const answer = (): never => {
      throw new RangeError('secret');
    };
    const shaken = await shake(HANDSHAKE, { answer });
    const body = '{"error":"route_failed","name":"RangeError"}';
    expect(textOf(shaken)).toBe(
      `HTTP/1.1 500 Internal Server Error\r\ndate: Thu, 01 Jan 2026 12:00:00 GMT\r\ncontent-type: application/json\r\ncontent-length: ${String(body.length)}\r\nConnection: close\r\n\r\n${body}`,
    );
  });

  it.each<[string, (fake: FakeSocket) => void]>([
    ['is lost', ({ socket }) => socket.destroy()],
    ['is reset', ({ socket }) => socket.destroy(new Error('ECONNRESET'))],
    ['has an error', ({ socket }) => socket.emit('error', new Error('EPIPE'))],
    [
      'has its end read',
      ({ socket, say }) => {
        say(null);
        socket.resume();
      },
    ],
    ['was ended', ({ socket }) => socket.end()],
  ])('whose connection %s while the mock thinks opens nothing, and its session ends', async (_, meanwhile) => {
    const shaken = await shake(HANDSHAKE, { meanwhile });
    expect([textOf(shaken), shaken.told, shaken.socket.destroyed]).toEqual(['', [['GET', '/ws'], ['closed']], true]);
  });

  it('to which the library objects opens nothing, and its session ends', async () => {
    const shaken = await shake({ ...HANDSHAKE, 'sec-websocket-protocol': 'a, a' });
    expect(textOf(shaken)).toMatch(/^HTTP\/1\.1 400 /);
    expect([shaken.told, shaken.socket.destroyed]).toEqual([[['GET', '/ws'], ['closed']], true]);
  });
});

describe('a refused handshake', () => {
  const refused = (lingerMs?: number): Promise<Shaken> =>
    shake(HANDSHAKE, { answer: () => ({ status: 401, headers: {}, body: '' }), ...(lingerMs && { lingerMs }) });

  it('ends its connection when the client does, whatever that has sent', async () => {
    const { socket, say } = await refused();
    say(Buffer.from('of no interest'));
    await settled();
    expect([socket.writableEnded, socket.destroyed, socket.readableLength]).toEqual([true, false, 0]);
    const timers = (): number => process.getActiveResourcesInfo().filter((each) => each === 'Timeout').length;
    const before = timers();
    say(null);
    await whenClosed(socket);
    expect(timers()).toBe(before - 1);
  });

  it('ends it after a while where the client does not', async () => {
    const { socket } = await refused(5);
    await whenClosed(socket);
    expect(socket.destroyed).toBe(true);
  });

  it('that is never answered ends with its client alone', async () => {
    const { socket, say, written } = await shake(HANDSHAKE, {
      answer: () => ({ abort: 'timeout' }),
      isHeard: false,
      lingerMs: 5,
    });
    expect([socket.destroyed, written]).toEqual([false, []]);
    say(null);
    await whenClosed(socket);
  });
});

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
    createUpgrade(options)(nodeRequest({ headers: HANDSHAKE }), socket, clientFrame(1, 'x'));
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
