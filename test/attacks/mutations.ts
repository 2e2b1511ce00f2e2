import type { Call } from '../../mock-server/index.ts';
import type { Dice } from './dice.ts';

const ODD_TEXTS = [
  '',
  ' ',
  '\t',
  '\n',
  '\r\n',
  '\0',
  '\u0001',
  '\u007f',
  '\u0085',
  '\u2028',
  '\u202e',
  '\ud800',
  '\udfff',
  '\ufeff',
  'é',
  '😀',
  '%',
  '%%',
  '%zz',
  '%00',
  '%0d%0a',
  '%2e%2e%2f',
  '%2F',
  '%E0%A4',
  '%c0%af',
  '..',
  '/',
  '//',
  '\\',
  '?',
  '#',
  '&',
  '=',
  ';',
  ',',
  '.',
  '"',
  "'",
  '<script>',
  '${1}',
  '{{7*7}}',
  '__proto__',
  'constructor',
  'toString',
  'null',
  'undefined',
  'NaN',
  'true',
  '-1',
  '0',
  '1e400',
  '[object Object]',
  '[]',
  '{}',
];
const METHODS = [
  'GET',
  'HEAD',
  'POST',
  'PUT',
  'PATCH',
  'DELETE',
  'OPTIONS',
  'TRACE',
  'CONNECT',
  'PRI',
  'get',
  'BREW',
  '',
  '__proto__',
  'GET /',
  'PÖST',
];
const ORIGINS = [
  'http://localhost:4407',
  'https://api.liveperson.net',
  'https://lo.v.liveperson.net:443',
  'http://[::1]:1',
  'null',
  '',
  'http://',
  'x',
  'http://a b',
  'https://liveperson.net.',
];
const HEADER_NAMES = [
  'authorization',
  'x-lp-on-behalf',
  'lp-on-behalf',
  'content-type',
  'content-length',
  'content-encoding',
  'transfer-encoding',
  'client-properties',
  'cookie',
  'host',
  'forwarded',
  'x-forwarded-for',
  'x-forwarded-host',
  'x-http-method-override',
  'accept',
  'expect',
  'upgrade',
  'if-match',
  '__proto__',
  'constructor',
];
const TOKEN_NAMES = ['authorization', 'x-lp-on-behalf'];
/** Written back into the answer as they are: whoever puts a secret there has told it already. */
const ECHOED_NAMES = ['origin', 'access-control-request-headers', 'access-control-request-private-network'];
const ECHOED_VALUES = [
  'null',
  'https://shop.example.test',
  '*',
  '',
  'x'.repeat(5000),
  'a, b, c',
  '<script>',
  '\xff\x80',
  'true',
];

/** Mostly short, because the watch over the suite reads everything; now and then very long. */
function length(dice: Dice): number {
  return 1 + dice.roll(dice.oneIn(50) ? 100_000 : 1000);
}

/** A text with something in it changed, lost, doubled, put in or grown. */
export function mutateText(text: string, dice: Dice, other: string): string {
  const at = dice.roll(text.length + 1);
  const to = Math.min(text.length, at + 1 + dice.roll(8));
  switch (dice.roll(dice.oneIn(10) ? 9 : 8)) {
    case 0:
      return text.slice(0, at) + text.slice(to);
    case 1:
      return text.slice(0, at) + dice.pick(ODD_TEXTS) + text.slice(at);
    case 2:
      return text.slice(0, at) + dice.pick(ODD_TEXTS) + text.slice(to);
    case 3:
      return text.slice(0, to) + text.slice(at);
    case 4:
      return (
        text.slice(0, at) +
        String.fromCharCode(text.charCodeAt(at % Math.max(1, text.length)) ^ (1 << dice.roll(8))) +
        text.slice(at + 1)
      );
    case 5:
      return text.slice(0, at) + other.slice(dice.roll(other.length + 1));
    case 6:
      return text.slice(0, at);
    case 7:
      return text.slice(0, at) + String.fromCharCode(dice.roll(0x10000)) + text.slice(at);
    default:
      return (
        text.slice(0, at) +
        dice.pick(['a', '/', '%41', 'é', '[', '{"a":', '&a=b', '.']).repeat(length(dice)) +
        text.slice(at)
      );
  }
}

/** A call made from another: one to four things in it are changed, now and then by what stands in a third. */
export function mutateCall(seed: Call, other: Call, dice: Dice): Call {
  let call = seed;
  for (let count = 1 + dice.roll(4); count > 0; count -= 1) call = { ...call, ...mutatePart(call, other, dice) };
  return call;
}

function mutatePart(call: Call, other: Call, dice: Dice): Partial<Call> {
  switch (dice.roll(10)) {
    case 0:
      return { method: dice.oneIn(2) ? dice.pick(METHODS) : other.method };
    case 1:
      return { path: mutateText(call.path, dice, other.path) };
    case 2:
      return { path: mutateSegment(call.path, dice) };
    case 3:
      return { query: new URLSearchParams(mutateText(call.query.toString(), dice, other.query.toString())) };
    case 4:
      return { query: other.query };
    case 5:
      return { headers: mutateHeaders(call.headers, other.headers, dice) };
    case 6:
      return { headers: mutateToken(call.headers, dice) };
    case 7:
      return { body: mutateText(call.body, dice, withoutTokens(other.body)) };
    case 8:
      return { body: mutateJson(call.body, withoutTokens(other.body), dice) };
    default:
      return dice.oneIn(3) ? { origin: dice.pick(ORIGINS) } : { body: other.body, headers: other.headers };
  }
}

/** Half a token as the id of a consumer is an id like any other, and the journal names it: that is no leak. */
function withoutTokens(body: string): string {
  return body.replace(/eyJ[\w.-]+/g, 'a.b.c');
}

function mutateSegment(path: string, dice: Dice): string {
  const segments = path.split('/');
  segments[dice.roll(segments.length)] = dice.oneIn(4) ? dice.pick(segments) : dice.pick(ODD_TEXTS);
  return segments.join('/');
}

type Headers = Call['headers'];

function mutateHeaders(headers: Headers, others: Headers, dice: Dice): Headers {
  if (dice.oneIn(6)) return { ...headers, [dice.pick(ECHOED_NAMES)]: dice.pick(ECHOED_VALUES) };
  const names = Object.keys(headers).filter((name) => !ECHOED_NAMES.includes(name));
  const name = names.length > 0 && !dice.oneIn(4) ? dice.pick(names) : dice.pick(HEADER_NAMES);
  if (dice.oneIn(8)) return Object.fromEntries(Object.entries(headers).filter(([each]) => each !== name));
  const value = dice.oneIn(4)
    ? valueOf(headers, dice.pick(TOKEN_NAMES))
    : mutateText(valueOf(headers, name), dice, valueOf(others, name));
  return withHeader(headers, name, value);
}

/** Its own, because every object has a `constructor`. */
function valueOf(headers: Headers, name: string): string {
  return Object.hasOwn(headers, name) ? (headers[name] ?? '') : '';
}

/** By its own definition, because `__proto__` is a name like any other. A host hands over no other characters. */
function withHeader(headers: Headers, name: string, value: string): Headers {
  const copy: Record<string, string> = { ...headers };
  const legal = value.replace(/[^\t\x20-\x7e\x80-\xff]/g, '?');
  Object.defineProperty(copy, name, { value: legal, enumerable: true, configurable: true, writable: true });
  return copy;
}

/** Header or claims of a token, taken apart, changed and put together again under the old signature. */
function mutateToken(headers: Headers, dice: Dice): Headers {
  const name = dice.pick(TOKEN_NAMES);
  const parts = valueOf(headers, name).split('.');
  const index = dice.roll(Math.max(1, Math.min(2, parts.length)));
  const text = Buffer.from(parts[index] ?? '', 'base64url').toString();
  const changed = dice.oneIn(2) ? mutateJson(text, text, dice) : mutateText(text, dice, text);
  parts[index] = Buffer.from(changed).toString('base64url');
  return withHeader(headers, name, parts.join('.'));
}

const ODD_VALUES: readonly unknown[] = [
  null,
  true,
  false,
  0,
  -1,
  0.1,
  1e308,
  9007199254740993,
  '',
  'a',
  '\u0000',
  '\ud800',
  [],
  {},
  [[]],
  [null],
  { a: {} },
  'x'.repeat(2000),
  '__proto__',
];

/** A JSON text of which one value became another; a text that is none is changed as a text. */
function mutateJson(text: string, other: string, dice: Dice): string {
  if (dice.oneIn(300)) return dice.pick(['[', '{"a":', '[{"body":']).repeat(1 + dice.roll(20_000));
  try {
    return JSON.stringify(changeValue(JSON.parse(text), dice, 4));
  } catch {
    return mutateText(text, dice, other);
  }
}

function changeValue(value: unknown, dice: Dice, depth: number): unknown {
  if (typeof value !== 'object' || value === null || depth === 0 || dice.oneIn(6)) return oddValue(value, dice);
  if (Array.isArray(value)) {
    if (dice.oneIn(4)) return [...(value as unknown[]), ...(value as unknown[])];
    const index = dice.roll(value.length + 1);
    return [
      ...(value.slice(0, index) as unknown[]),
      changeValue(value[index], dice, depth - 1),
      ...(value.slice(index + 1) as unknown[]),
    ];
  }
  const entries = Object.entries(value);
  if (entries.length === 0) return { [dice.pick(ODD_TEXTS)]: dice.pick(ODD_VALUES) };
  const [name] = dice.pick(entries);
  if (dice.oneIn(6)) return Object.fromEntries(entries.filter(([each]) => each !== name));
  return Object.fromEntries(
    entries.map(([each, inner]) => [each, each === name ? changeValue(inner, dice, depth - 1) : inner]),
  );
}

function oddValue(value: unknown, dice: Dice): unknown {
  if (typeof value === 'string' && dice.oneIn(2)) return mutateText(value, dice, value);
  return dice.oneIn(8) ? nested(dice.roll(3000), value) : dice.pick(ODD_VALUES);
}

function nested(depth: number, value: unknown): unknown {
  let outer = value;
  for (let level = 0; level < depth; level += 1) outer = level % 2 === 0 ? [outer] : { a: outer };
  return outer;
}
