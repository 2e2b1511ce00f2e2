import { isWhole } from '../well-formed.ts';
import { isMultipart } from './body-form.ts';
import { isObject, unreadableText } from './body.ts';
import type { UnreadableBody } from './body.ts';
import type { Call } from './call.ts';

/** OAuth parameters by name; a parameter without a value counts as absent (RFC 6749 section 3.2). */
export interface Parameters {
  readonly ok: true;
  get(name: string): string | undefined;
  /** The names that stand in the query and in the body. */
  readonly inBoth: readonly string[];
  /** Every name in the query and in the body, those that nobody asked for too. */
  sent(): readonly string[];
  /** Whether there is a body of a sort in which no parameters are looked for: multipart. */
  readonly isBodyUnread: boolean;
}

export interface UnreadableParameters {
  readonly ok: false;
  readonly slug: UnreadableBody['slug'] | 'parameter-repeated' | 'parameter-not-text';
  readonly sentence: string;
}

/**
 * Reads the named parameters from the query and from a form or JSON body. The body wins over the query (decision D9).
 *
 * The shape of the body decides, not its content type: clients label form bodies as JSON and the other way round
 * (decision D35). A parameter twice in one place is refused (RFC 6749 section 3.2).
 */
export function readParameters(call: Call, names: readonly string[]): Parameters | UnreadableParameters {
  const body = readBody(call);
  if (!body.ok) return body;
  const values = new Map<string, string>();
  const inBoth: string[] = [];
  for (const name of names) {
    const value = pick(name, body, call.query);
    if (typeof value === 'object') return value;
    if (value !== undefined && !isWhole(value)) return broken(name);
    if (value !== undefined && value !== '') values.set(name, value);
    if (call.query.has(name) && isInBody(name, body)) inBoth.push(name);
  }
  const sent = (): string[] => [
    ...call.query.keys(),
    ...('form' in body ? body.form.keys() : Object.keys(body.object)),
  ];
  return { ok: true, get: (name) => values.get(name), inBoth, sent, isBodyUnread: isMultipart(call) };
}

/**
 * OAuth's parameters are visible ASCII (RFC 6749 appendix A): two that differ in a lost letter alone must not be taken
 * for one.
 */
function broken(name: string): UnreadableParameters {
  const sentence = `${name} has bytes that are not UTF-8, U+FFFD in their place, or an unpaired surrogate; percent-encode its UTF-8`;
  return { ok: false, slug: 'text-malformed', sentence };
}

type Body = { ok: true; form: URLSearchParams } | { ok: true; object: Readonly<Record<string, unknown>> };

function readBody(call: Call): Body | UnreadableParameters {
  const unreadable = unreadableText(call);
  if (unreadable !== undefined) return unreadable;
  const text = call.body.trim();
  if (text === '' || text === 'null' || isMultipart(call)) return { ok: true, form: new URLSearchParams() };
  if (!/^[{["]/.test(text)) return { ok: true, form: new URLSearchParams(text) };
  try {
    const value: unknown = JSON.parse(text);
    if (isObject(value)) return { ok: true, object: value };
  } catch {
    // answered below, together with the JSON that is not an object
  }
  return { ok: false, slug: 'body-not-json', sentence: 'the body is neither a form nor a JSON object' };
}

function isInBody(name: string, body: Body): boolean {
  return 'form' in body ? body.form.has(name) : Object.hasOwn(body.object, name);
}

function pick(name: string, body: Body, query: URLSearchParams): string | undefined | UnreadableParameters {
  const queried = query.getAll(name);
  const sent = 'form' in body ? body.form.getAll(name) : fromObject(body.object, name);
  if (sent === undefined) {
    return { ok: false, slug: 'parameter-not-text', sentence: `${name} in the JSON body must be a string` };
  }
  if (sent.length > 1 || queried.length > 1) {
    return {
      ok: false,
      slug: 'parameter-repeated',
      sentence: `${name} is there more than once (RFC 6749 section 3.2)`,
    };
  }
  return sent[0] === undefined || sent[0] === '' ? queried[0] : sent[0];
}

function fromObject(object: Readonly<Record<string, unknown>>, name: string): string[] | undefined {
  if (!Object.hasOwn(object, name)) return [];
  const value = object[name];
  if (value === null) return [];
  return typeof value === 'string' ? [value] : undefined;
}
