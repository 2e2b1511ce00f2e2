import { isMultipart, mediaTypeOf, whyNoText } from './body-form.ts';
import { MAX_BODY_BYTES } from './call.ts';
import type { Call } from './call.ts';
import { utf8Length } from '../utf8.ts';

/** Why a body could not be read; the sentence is for people. */
export interface UnreadableBody {
  readonly ok: false;
  readonly slug: 'body-too-large' | 'body-not-json' | 'text-malformed';
  readonly sentence: string;
}

/** `value` is undefined when there is no body at all (or only white space). */
export interface ReadBody {
  readonly ok: true;
  readonly value: unknown;
}

export type JsonObject = Readonly<Record<string, unknown>>;

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Reads a JSON body whatever its content type says: LivePerson's clients send form, JSON and none. */
export function readJson(call: Call, limitBytes: number = MAX_BODY_BYTES): ReadBody | UnreadableBody {
  const unreadable = unreadableText(call, limitBytes);
  if (unreadable !== undefined) return unreadable;
  const text = call.body.trim();
  if (text === '') return { ok: true, value: undefined };
  try {
    return { ok: true, value: JSON.parse(text) as unknown };
  } catch {
    return { ok: false, slug: 'body-not-json', sentence: `the request body is not valid JSON${whatInstead(call)}` };
  }
}

/** What the body says that it is, where that is something else. */
function whatInstead(call: Call): string {
  if (isMultipart(call)) return '; it is multipart, send JSON';
  const type = mediaTypeOf(call);
  return type === undefined || /[/+]json$/.test(type) ? '' : `; its Content-Type is ${type}, send JSON`;
}

/** Whether the body is over the limit, counted in UTF-8. */
export function isTooLarge(body: string, limitBytes: number = MAX_BODY_BYTES): boolean {
  if (body.length > limitBytes) return true;
  // One UTF-16 unit is at most three bytes of UTF-8, so short bodies need no counting.
  if (body.length * 3 <= limitBytes) return false;
  return utf8Length(body) > limitBytes;
}

/**
 * Why the text of a body is not even looked at, or undefined. The size comes first: what was cut may end in half a
 * letter.
 */
export function unreadableText(call: Call, limitBytes: number = MAX_BODY_BYTES): UnreadableBody | undefined {
  const { body, isBodyUtf8 } = call;
  if (isTooLarge(body, limitBytes))
    return { ok: false, slug: 'body-too-large', sentence: `the request body is over ${String(limitBytes)} bytes` };
  const other = whyNoText(call);
  if (other !== undefined) return { ok: false, slug: 'text-malformed', sentence: other };
  if (isBodyUtf8 !== false) return undefined;
  return {
    ok: false,
    slug: 'text-malformed',
    sentence: 'the request body has bytes that are not UTF-8; send it in UTF-8, uncompressed (RFC 8259 section 8.1)',
  };
}

/** A JSON value named for a sentence: `an array`, `a number` ... */
export function describeJson(value: unknown): string {
  if (value === undefined) return 'absent';
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'an array';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}
