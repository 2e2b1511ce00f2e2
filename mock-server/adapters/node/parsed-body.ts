import { isUtf8 } from 'node:buffer';
import type { IncomingMessage } from 'node:http';
import { MAX_BODY_BYTES } from '../../http/call.ts';
import type { CallBody } from '../../http/call.ts';

/**
 * The body of a request that something mounted before the mock has read to its end: what a parser made of it, put back
 * into the form that it came in.
 *
 * @throws Error with an HTTP `status` when that cannot be done.
 */
export function bodyReadBefore(request: IncomingMessage): CallBody {
  const { body } = request as { body?: unknown };
  if (body === undefined) return { body: withoutParser(request) };
  if (ArrayBuffer.isView(body)) return decodeBody(Buffer.from(body.buffer, body.byteOffset, body.byteLength));
  const text = writeParsed(body, request.headers['content-type'] ?? '');
  // The bytes are gone. What a parser puts where they were no UTF-8 is the one sign that is left of it.
  return text.includes(REPLACEMENT) ? { body: text, isBodyUtf8: false } : { body: text };
}

const REPLACEMENT = '\ufffd';

/** The bytes of a body as a {@link Call} has them. */
export function decodeBody(bytes: Buffer): CallBody {
  if (isUtf8(bytes)) return { body: bytes.toString('utf8') };
  // Of a file of megabytes nobody reads the text.
  return { body: bytes.toString('utf8', 0, MAX_BODY_BYTES + 1), isBodyUtf8: false, bytes };
}

function writeParsed(body: unknown, contentType: string): string {
  if (typeof body === 'string') return body;
  return /x-www-form-urlencoded/i.test(contentType) ? writeForm(body) : writeJson(body);
}

/** What the user has mounted in the wrong place is a 500: no client can do anything about it. */
export function bodyTaken(): Error {
  const message =
    'something read the body before the mock could, and did not put it into request.body; mount the mock before it';
  return Object.assign(new Error(message), { status: 500 });
}

function withoutParser({ headers }: IncomingMessage): string {
  const hadBody = headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
  if (hadBody) throw bodyTaken();
  return '';
}

function writeJson(parsed: unknown): string {
  try {
    return JSON.stringify(parsed);
  } catch {
    // Nested too deeply to be written again, though it could be read. Half an object is refused by every endpoint.
    return '{';
  }
}

/** How deep a form is nested that somebody means. */
const DEEPEST_LEVEL = 100;

/**
 * As a form is written that Express's parsers read: `a=1&a=2` for a list, so that the mock can judge a parameter that
 * is there twice, and `a[b]=1` or `a[0][b]=1` for what is nested.
 */
function writeForm(parsed: unknown): string {
  const form = new URLSearchParams();
  for (const [name, value] of membersOf(parsed)) append(form, name, value, 0);
  return form.toString();
}

function append(form: URLSearchParams, name: string, value: unknown, depth: number): void {
  if (depth > DEEPEST_LEVEL) throw nestedTooDeeply();
  if (value === null || value === undefined) {
    form.append(name, '');
    return;
  }
  if (typeof value !== 'object') {
    // A parser of the user's own may have made numbers and the like of the texts.
    form.append(name, (value as string | number | boolean).toString());
    return;
  }
  for (const [key, member] of membersOf(value)) {
    const isRepeated = Array.isArray(value) && (typeof member !== 'object' || member === null);
    // A list of one was written with brackets: without them it would be no list.
    const repeated = Array.isArray(value) && value.length === 1 ? `${name}[]` : name;
    append(form, isRepeated ? repeated : `${name}[${key}]`, member, depth + 1);
  }
}

function nestedTooDeeply(): Error {
  return Object.assign(new TypeError(`the form is nested deeper than ${String(DEEPEST_LEVEL)} levels`), {
    status: 400,
  });
}

/** Of objects without a prototype too, which some parsers make. */
function membersOf(value: unknown): [string, unknown][] {
  return typeof value === 'object' && value !== null ? Object.entries(value) : [];
}
