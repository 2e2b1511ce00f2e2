import type { Answer } from './call.ts';

const JSON_TYPE = 'application/json';

/** A JSON answer. Members keep the order in which they are written. */
export function json(status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): Answer {
  return { status, headers: { 'content-type': JSON_TYPE, ...headers }, body: JSON.stringify(body) };
}

/** An answer without a body. */
export function empty(status: number, headers: Readonly<Record<string, string>> = {}): Answer {
  return { status, headers, body: '' };
}

/**
 * A JSONP answer: `callback(JSON)`. U+2028 and U+2029 are legal in JSON and end a line in older JavaScript, so they are
 * escaped.
 */
export function jsonp(callback: string, body: unknown): Answer {
  const script = JSON.stringify(body)
    .replace(/\u2028/g, '\\u2028')
    .replace(/\u2029/g, '\\u2029');
  return {
    status: 200,
    headers: { 'content-type': 'application/javascript', 'x-content-type-options': 'nosniff' },
    body: `${callback}(${script})`,
  };
}

/** Whether a text may stand before the bracket of a JSONP answer: a plain dotted name, nothing that runs. */
export function isCallbackName(text: string): boolean {
  return text.length <= 128 && /^[A-Za-z_$][\w$]*(\.[A-Za-z_$][\w$]*)*$/.test(text);
}
