import { once } from 'node:events';
import type { Socket } from 'node:net';
import { connect } from 'node:net';
import { connect as connectByTls } from 'node:tls';

/** A connection that goes wrong. */
export interface BrokenConnection {
  /** What it does. */
  readonly title: string;
  readonly over: 'tcp' | 'tls' | 'h2';
  /** What it sends once it is open; over TLS, once hands are shaken. */
  readonly sends: Uint8Array | string;
  /** What the client does then: it closes, resets, ends its half and waits, or stays whatever the server does. */
  readonly then: 'destroy' | 'reset' | 'end' | 'stay';
}

function frame(type: number, flags: number, stream: number, payload: Uint8Array = Buffer.alloc(0)): Buffer {
  const head = Buffer.alloc(9);
  head.writeUIntBE(payload.length, 0, 3);
  head[3] = type;
  head[4] = flags;
  head.writeUInt32BE(stream, 5);
  return Buffer.concat([head, payload]);
}

const [DATA, HEADERS, RST_STREAM, SETTINGS, PING, GOAWAY, WINDOW_UPDATE, CONTINUATION] = [
  0, 1, 3, 4, 6, 7, 8, 9,
] as const;
const [END_STREAM, END_HEADERS] = [1, 4] as const;
const PREFACE = 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n';
const opened = (...frames: readonly Buffer[]): Buffer =>
  Buffer.concat([Buffer.from(PREFACE), frame(SETTINGS, 0, 0), ...frames]);

/** `:method`, `:scheme` https and `:path` from HPACK's table or as literals, and `:authority: a` (RFC 7541). */
function request(method: 'GET' | 'POST', path: string): Buffer {
  const literal = (index: number, text: string): Buffer =>
    Buffer.concat([Buffer.of(index, text.length), Buffer.from(text)]);
  return Buffer.concat([Buffer.of(method === 'GET' ? 0x82 : 0x83, 0x87), literal(4, path), literal(1, 'a')]);
}

const JWKS = '/sentinel/well-known/jwks';
const SIGNUP = '/api/account/1/signup';
const get = frame(HEADERS, END_HEADERS | END_STREAM, 1, request('GET', JWKS));
const post = frame(HEADERS, END_HEADERS, 1, request('POST', SIGNUP));
/** No answer fits into a window of nothing. */
const noWindow = frame(SETTINGS, 0, 0, Buffer.of(0, 4, 0, 0, 0, 0));

const http1 = (line: string, ...headers: readonly string[]): string =>
  `${line} HTTP/1.1\r\n${['Host: a', ...headers].join('\r\n')}\r\n\r\n`;
const halfBody = `${http1(`POST ${SIGNUP}`, 'Content-Length: 100')}{"half`;
/** A ClientHello that breaks off. */
const halfHello = Buffer.of(0x16, 3, 1, 2, 0, 1, 0);

const HTTP1_SENT = {
  nothing: '',
  'half a request line': 'GET /sen',
  'headers without an end': `GET ${JWKS} HTTP/1.1\r\nHost: a\r\nX-More: `,
  'half a body': halfBody,
  'half a chunk': `${http1(`POST ${SIGNUP}`, 'Transfer-Encoding: chunked')}ff\r\nabc`,
  'a body that waits for 100': http1(`POST ${SIGNUP}`, 'Content-Length: 100', 'Expect: 100-continue'),
  'what is no HTTP': 'SSH-2.0-OpenSSH_9.6\r\n',
  'a bad chunk': `${http1(`POST ${SIGNUP}`, 'Transfer-Encoding: chunked')}zz\r\n`,
  'an HTTP/2 preface': PREFACE,
  'a websocket upgrade': http1(
    `GET ${JWKS}`,
    'Connection: Upgrade',
    'Upgrade: websocket',
    'Sec-WebSocket-Version: 13',
    'Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==',
  ),
  'an upgrade to h2c': http1(
    `GET ${JWKS}`,
    'Connection: Upgrade, HTTP2-Settings',
    'Upgrade: h2c',
    'HTTP2-Settings: AAMAAABk',
  ),
  CONNECT: 'CONNECT example.com:443 HTTP/1.1\r\nHost: example.com:443\r\n\r\n',
  'one request, kept alive': http1(`GET ${JWKS}`),
} as const;

const HTTP2_SENT = {
  nothing: '',
  'half a preface': PREFACE.slice(0, 10),
  'an HTTP/1 request after all': http1(`GET ${JWKS}`),
  'the preface alone': opened(),
  'garbage frames': opened(Buffer.alloc(200, 0xff)),
  'a request, then garbage frames': opened(get, Buffer.alloc(200, 0xff)),
  'half a body, then garbage frames': opened(post, Buffer.alloc(200, 0xff)),
  'DATA on stream 0': opened(frame(DATA, 0, 0, Buffer.from('x'))),
  'a WINDOW_UPDATE of nothing': opened(frame(WINDOW_UPDATE, 0, 0, Buffer.alloc(4))),
  'RST_STREAM of an idle stream': opened(frame(RST_STREAM, 0, 1, Buffer.alloc(4))),
  'HEADERS on an even stream': opened(frame(HEADERS, END_HEADERS | END_STREAM, 2, request('GET', JWKS))),
  'headers that cannot be unpacked': opened(frame(HEADERS, END_HEADERS | END_STREAM, 1, Buffer.alloc(20, 0xff))),
  'headers without an end': opened(frame(HEADERS, END_STREAM, 1, request('GET', JWKS))),
  'CONTINUATION of nothing': opened(frame(CONTINUATION, END_HEADERS, 1)),
  'an oversize frame': opened(frame(DATA, 0, 1, Buffer.alloc(20_000))),
  'a PING of the wrong length': opened(frame(PING, 0, 0, Buffer.alloc(3))),
  GOAWAY: opened(frame(GOAWAY, 0, 0, Buffer.alloc(8))),
  'half a body': opened(post, frame(DATA, 0, 1, Buffer.from('{"half'))),
  'a request, and takes no answer': opened(noWindow, get),
  'one request': opened(get),
} as const;

/** Every kind: all that can be sent, and all that a client may do then. */
export const BROKEN_CONNECTIONS: readonly BrokenConnection[] = [
  ...kinds('tcp', {
    ...HTTP1_SENT,
    'half a TLS hello': halfHello,
    'a TLS record that is none': Buffer.of(0x16, 0xff, 0xff, 0xff, 0xff, 0, 1, 2),
  }),
  ...kinds('tls', HTTP1_SENT),
  ...kinds('h2', HTTP2_SENT),
];

function kinds(
  over: BrokenConnection['over'],
  sent: Readonly<Record<string, Uint8Array | string>>,
): BrokenConnection[] {
  return Object.entries(sent).flatMap(([title, sends]) =>
    (['destroy', 'reset', 'end', 'stay'] as const).map((then) => ({ title, over, sends, then })),
  );
}

/** Plays one such connection. @returns the client's socket: one that stays does not even close when the server does. */
export async function play(port: number, { over, sends, then }: BrokenConnection): Promise<Socket> {
  const carrier = connect({ port, host: '127.0.0.1', allowHalfOpen: then === 'stay' });
  const socket: Socket =
    over === 'tcp'
      ? carrier
      : connectByTls({
          socket: carrier,
          rejectUnauthorized: false,
          ALPNProtocols: over === 'h2' ? ['h2'] : ['http/1.1'],
        });
  for (const each of [carrier, socket]) each.on('error', () => undefined);
  const closed = once(carrier, 'close');
  // A server in a hurry may have given up by then.
  await Promise.race([once(socket, over === 'tcp' ? 'connect' : 'secureConnect').catch(() => undefined), closed]);
  socket.resume();
  await Promise.race([
    new Promise((resolve) => {
      socket.write(sends, resolve);
    }),
    closed,
  ]);
  if (then === 'stay') return carrier;
  if (then === 'destroy') socket.destroy();
  else if (then === 'reset') carrier.resetAndDestroy();
  else socket.end();
  await closed;
  return carrier;
}
