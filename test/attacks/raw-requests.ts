import type { Call } from '../../mock-server/index.ts';
import type { Dice } from './dice.ts';

const ODD_VERSIONS = ['HTTP/1.0', 'HTTP/0.9', 'HTTP/2.0', 'HTTP/9.9', 'http/1.1', 'HTTP/1.1 ', '', 'HTTP/1'];
const TARGETS = [
  '*',
  'http://localhost/sentinel/well-known/jwks',
  'localhost:443',
  '//',
  '/%',
  '/\0',
  '/\xff\xfe',
  '/a b',
  'http://[::1',
  'https://',
  '?',
  '/..',
  '/'.repeat(9000),
];
const LINES = [
  'Transfer-Encoding: chunked',
  'Transfer-Encoding: gzip, chunked',
  'Transfer-Encoding: identity',
  'Transfer-Encoding : chunked',
  'Transfer-Encoding: \x0bchunked',
  'Content-Length: 0',
  'Content-Length: 5',
  'Content-Length: -1',
  'Content-Length: +5',
  'Content-Length: 5, 5',
  'Content-Length: 99999999999999999999',
  'Content-Length: 0x5',
  'Expect: 100-continue',
  'Expect: something-else',
  'Upgrade: websocket',
  'Upgrade: h2c',
  'Connection: upgrade',
  'Connection: keep-alive',
  'Connection: close',
  'Connection: Host',
  'Host: a',
  'Host:',
  'Host: a\0b',
  'Host: [::1',
  'Trailer: X-A',
  'TE: trailers',
  'Range: bytes=0-1',
  'Content-Encoding: gzip',
  'X-A: a\r\n b',
  'X-A: a\r\n\tb',
  ' X-A: b',
  'X A: b',
  'X-A',
  ': b',
  'X-A: a\rb',
  'X-A: a\nb',
  'X-A: \xff\xfe',
  '__proto__: x',
  'constructor: x',
  'Authorization: \x01',
  'Cookie: ' + 'a=b; '.repeat(2000),
  'X-Long: ' + 'a'.repeat(9000),
];
const CHUNKS = [
  '0\r\n\r\n',
  '5\r\nhello\r\n0\r\n\r\n',
  '5;a=b\r\nhello\r\n0\r\n\r\n',
  '5\r\nhel',
  '5\r\nhello!\r\n0\r\n\r\n',
  'zz\r\n\r\n',
  '-1\r\n\r\n',
  'ffffffffffffffff\r\n',
  '5\nhello\n0\n\n',
  '0\r\nX-A: b\r\n\r\n',
  '0\r\nContent-Length: 5\r\n\r\n',
  '5 \r\nhello\r\n0\r\n\r\n',
  '\r\n',
  '00000000000000000000005\r\nhello\r\n0\r\n\r\n',
  '5\r\nhello\r\n0\r\nX-A: b\0\r\n\r\n',
  '5;' + 'a'.repeat(20_000) + '\r\nhello\r\n0\r\n\r\n',
];
const ODD_BYTES = [
  '\0',
  '\r',
  '\n',
  '\r\n',
  '\r\n\r\n',
  '\n\n',
  '\t',
  ' ',
  '\x7f',
  '\x80',
  '\xff',
  ':',
  '\x16\x03\x01',
  'HTTP/1.1',
  '\x1b[31m',
  '\xe2\x80\xae',
];
/** Once in so many: they take as long as all the others. */
const HUGE = [
  'X-Huge: ' + 'a'.repeat(300_000),
  Array.from({ length: 5000 }, (_, index) => `X-${String(index)}: ${'a'.repeat(60)}`).join('\r\n'),
];

/** The bytes of one connection: a request made from a call of the corpus, or several, with things wrong in them. */
export function rawRequest(seed: Call, other: Call, dice: Dice): Buffer {
  let text = requestText(seed, dice);
  if (dice.oneIn(4)) text += requestText(other, dice);
  for (let count = dice.oneIn(2) ? dice.roll(4) : 0; count > 0; count -= 1) text = spoil(text, dice);
  return Buffer.from(text, 'latin1');
}

function requestText({ method, path, query, headers, body }: Call, dice: Dice): string {
  const search = query.toString();
  const target = dice.oneIn(12) ? dice.pick(TARGETS) : `${latin1(path)}${search === '' ? '' : `?${search}`}`;
  const lines = ['Host: localhost', ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`)];
  const bytes = latin1(body);
  const isChunked = dice.oneIn(4);
  lines.push(isChunked ? 'Transfer-Encoding: chunked' : `Content-Length: ${String(bytes.length)}`);
  if (dice.oneIn(4)) lines.splice(dice.roll(lines.length + 1), dice.roll(2), dice.pick(LINES));
  if (dice.oneIn(8)) lines.splice(dice.roll(lines.length + 1), dice.roll(3), dice.pick(LINES), dice.pick(LINES));
  if (dice.oneIn(200)) lines.push(dice.pick(HUGE));
  const end = dice.oneIn(30) ? '\n' : '\r\n';
  const sent = isChunked ? chunksOf(bytes, dice) : bytes;
  const version = dice.oneIn(12) ? dice.pick(ODD_VERSIONS) : 'HTTP/1.1';
  return [`${dice.oneIn(30) ? method.toLowerCase() : method} ${target} ${version}`, ...lines, '', sent].join(end);
}

function chunksOf(bytes: string, dice: Dice): string {
  if (dice.oneIn(3)) return dice.pick(CHUNKS);
  const at = dice.roll(bytes.length + 1);
  const parts = [bytes.slice(0, at), bytes.slice(at)].filter((part) => part !== '');
  const chunks = parts.map((part) => `${part.length.toString(16)}\r\n${part}\r\n`);
  return [...chunks, dice.oneIn(20) ? '' : '0\r\n\r\n'].join('');
}

function spoil(text: string, dice: Dice): string {
  const at = dice.roll(text.length + 1);
  switch (dice.roll(5)) {
    case 0:
      return text.slice(0, at);
    case 1:
      return text.slice(0, at) + dice.pick(ODD_BYTES) + text.slice(at);
    case 2:
      return text.slice(0, at) + String.fromCharCode(dice.roll(256)) + text.slice(at + 1);
    case 3:
      return text.slice(0, at) + text.slice(at + 1 + dice.roll(20));
    default:
      return text.slice(0, at) + text.slice(Math.max(0, at - dice.roll(60)));
  }
}

/** As bytes of UTF-8, each of them a character. */
function latin1(text: string): string {
  return Buffer.from(text).toString('latin1');
}
