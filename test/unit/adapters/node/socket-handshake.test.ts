import { describe, expect, it } from '@jest/globals';
import { openSocketsOn } from '../../../../mock-server/adapters/node/open-sockets.ts';
import type { FakeSocket } from './fake-socket.ts';
import { fakeSocket, settled, whenClosed } from './fake-socket.ts';
import type { Shaken } from './shaken-hands.ts';
import { HANDSHAKE, shake, textOf } from './shaken-hands.ts';

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
