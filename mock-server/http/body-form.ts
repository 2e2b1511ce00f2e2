import type { Call } from './call.ts';

/** What a text may be when its bytes were another encoding's, gzip's or UTF-16's for instance. */
type OddBody = Pick<Call, 'body' | 'isBodyUtf8' | 'headers'>;

/**
 * Why a body cannot be read as text although something was sent, as far as the call tells it: compressed, or in another
 * encoding than UTF-8. Undefined when neither can be seen.
 */
export function whyNoText({ body, isBodyUtf8, headers }: OddBody): string | undefined {
  const coding = (headers['content-encoding'] ?? '').trim().toLowerCase();
  if (isBodyUtf8 === false && coding !== '' && coding !== 'identity')
    return `the request body is compressed (Content-Encoding: ${shown(coding)}), which is not read here; send it plain`;
  if (isBodyUtf8 === false && body.startsWith('\u001f\ufffd'))
    return 'the request body looks like gzip; send it plain, Content-Encoding is not read here';
  if (isUtf16(body)) return 'the request body looks like UTF-16; send it in UTF-8 (RFC 8259 section 8.1)';
  return undefined;
}

/** With the mark of its byte order, which UTF-8 has not, or every other byte zero, as Latin letters have it. */
function isUtf16(body: string): boolean {
  return /^(?:\ufffd\ufffd[^]?\0|\0[^\0]\0|[^\0]\0[^\0]\0)/.test(body);
}

/** The media type that a call gives for its body, without parameters; undefined without one. */
export function mediaTypeOf({ headers }: Pick<Call, 'headers'>): string | undefined {
  const type = (headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
  return type === '' ? undefined : shown(type);
}

/**
 * Whether a body is a form of several parts (RFC 7578), which a browser makes of files and Postman of "form-data". The
 * body decides and not its label (decision D35).
 */
export function isMultipart(call: Pick<Call, 'headers' | 'body'>): boolean {
  if (!call.body.startsWith('--')) return false;
  return mediaTypeOf(call)?.startsWith('multipart/') === true || PART.test(call.body);
}

const PART = /^--[^\r\n]+\r?\nContent-Disposition:/i;

const LONGEST_TYPE = 64;

/** Whoever calls writes it: only as long as a type can be. */
function shown(text: string): string {
  return text.slice(0, LONGEST_TYPE);
}
