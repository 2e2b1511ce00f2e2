import * as v from 'valibot';
import { LONGEST_TIMER_MS } from '../../clock.ts';
import { describeIssue } from '../../config/settle.ts';
import { cut } from '../../memory/cut.ts';
import type { EndpointRow } from '../../endpoints/endpoint.ts';
import { canAnswer } from '../../errors/catalogue.ts';
import type { ErrorName } from '../../errors/catalogue.ts';
import { catalogue } from '../../errors/catalogue.ts';
import { checkFirst, issueLines } from '../../config/first-issues.ts';
import type { Abort, Call } from '../../http/call.ts';
import { createNearest } from '../../http/nearest.ts';

/** An answer of your own, as it goes over the wire. */
export interface FaultAnswer {
  /** 200 to 599. */
  readonly status: number;
  /**
   * In addition to CORS and the content type, which defaults to JSON for an object and plain text for a string.
   */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** An object is sent as JSON. Default: no body. */
  readonly body?: string | object | undefined;
}

/**
 * What happens to the call: an error by its name, in its service's exact words; an answer of your own; or the
 * connection is dropped (`'reset'`) or never answered (`'timeout'`).
 */
export type FaultEffect = ErrorName | FaultAnswer | Abort['abort'];

/** Which calls are meant: a call must match everything that is given. */
export interface FaultMatch {
  readonly method?: string | undefined;
  /** A part of the path. */
  readonly path?: string | undefined;
  /**
   * A part of each header's value, by lower-case name. Not for headers that carry secrets: match the client instead.
   */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** The client that asks for an AppJWT, or whose AppJWT is presented; its signature is not looked at. */
  readonly clientId?: string | undefined;
  /** The consumer that is asked for or acted for, by external id or LivePerson's. */
  readonly consumerId?: string | undefined;
}

/** A fault to arm. It is plain data, but for `match`, which in process may be a function. */
export interface FaultSpec {
  /** Calls of this account only. Default: all accounts. */
  readonly account?: string | undefined;
  /**
   * Calls of this row of the endpoint table only, for instance `'send-api.send'`. Default: all; an error by name fires
   * only where its service could answer it.
   */
  readonly endpoint?: string | undefined;
  readonly match?: FaultMatch | ((call: Call) => boolean) | undefined;
  /** Default: none, so that the call is only delayed. */
  readonly error?: FaultEffect | undefined;
  /** How long the call is held up first, in milliseconds of the wall's time (option `wait`). Default: `0`. */
  readonly delayMs?: number | undefined;
  /** How often it fires. Default: until it is removed. */
  readonly times?: number | undefined;
  /** Fires at every nth fitting call only. Default: `1`, every one. */
  readonly every?: number | undefined;
  /** How many fitting calls go through first. Default: `0`. */
  readonly after?: number | undefined;
}

/** What a fault can be by name. */
export const faultNames = [...Object.keys(catalogue), 'reset', 'timeout'] as (ErrorName | Abort['abort'])[];

/** What a text is that is no error's name, and what was probably meant. */
function whyNoFault(given: unknown): string {
  const expected = 'Expected the name of an error, reset, timeout, or an answer with a status';
  if (typeof given !== 'string') return expected;
  const status = /^[2-5]\d\d$/.test(given) ? given : '503';
  const nearest = createNearest(faultNames.map((name) => ({ path: name, label: name })))(given.slice(0, 64));
  return (
    `no error is called ${JSON.stringify(cut(given, LONGEST_NAME))}; nearest: ${nearest.slice(0, 3).join(', ')}; ` +
    `a status of your own is {"status":${status}}; known: ${faultNames.join(', ')}`
  );
}

/** Longer than any name of an error. */
const LONGEST_NAME = 64;

const WITHOUT_BODY: readonly number[] = [204, 205, 304];
/** What the host writes itself, from the body that is there. */
const FRAMING_HEADERS = [
  'content-length',
  'transfer-encoding',
  'trailer',
  'connection',
  'proxy-connection',
  'keep-alive',
  'upgrade',
  'te',
  'http2-settings',
];
const SECRET_HEADERS = ['authorization', 'proxy-authorization', 'x-lp-on-behalf', 'lp-on-behalf', 'cookie'];

const count = (least: number) => v.optional(v.pipe(v.number(), v.integer(), v.minValue(least)));
const headerName = v.pipe(v.string(), v.regex(/^[\w!#$%&'*+.^`|~-]+$/, 'Expected a header name'));
const headerValue = v.pipe(v.string(), v.regex(/^[\t\x20-\x7e]*$/, 'Expected visible ASCII'));

export const answerSchema = v.pipe(
  v.strictObject({
    status: v.pipe(v.number(), v.integer(), v.minValue(200), v.maxValue(599)),
    headers: v.optional(
      v.record(
        v.pipe(
          headerName,
          v.toLowerCase(),
          v.check((name) => !FRAMING_HEADERS.includes(name), 'The host writes this header itself'),
        ),
        headerValue,
      ),
    ),
    body: v.optional(v.union([v.string(), v.array(v.unknown()), v.record(v.string(), v.unknown())])),
  }),
  v.check(
    ({ status, body }) => body === undefined || !WITHOUT_BODY.includes(status),
    'An answer with this status has no body',
  ),
);

export const matchSchema = v.strictObject({
  method: v.optional(v.string()),
  path: v.optional(v.string()),
  headers: v.optional(
    v.record(
      v.pipe(
        headerName,
        v.toLowerCase(),
        v.check(
          (name) => !SECRET_HEADERS.includes(name),
          'Match clientId or consumerId instead: this header carries a secret',
        ),
      ),
      v.string(),
    ),
  ),
  clientId: v.optional(v.string()),
  consumerId: v.optional(v.string()),
});

export const specSchema = v.pipe(
  v.strictObject({
    account: v.optional(v.string()),
    endpoint: v.optional(v.string()),
    match: v.optional(v.lazy((match) => (typeof match === 'function' ? v.function() : matchSchema))),
    error: v.optional(
      v.lazy((error) =>
        typeof error === 'object' ? answerSchema : v.picklist(faultNames, ({ input }) => whyNoFault(input)),
      ),
    ),
    delayMs: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(LONGEST_TIMER_MS))),
    times: count(1),
    every: count(1),
    after: count(0),
  }),
  v.check(
    ({ error, delayMs }) => error !== undefined || delayMs !== undefined,
    'Expected error or delayMs: this fault would do nothing',
  ),
);

/**
 * Checks a fault that may have come over the wire.
 *
 * @throws TypeError naming what is wrong: an unknown member, an unknown endpoint, or an error that the endpoint never
 * answers, with the endpoints that do.
 */
export function checkFault(spec: unknown, endpoints: readonly EndpointRow[]): FaultSpec {
  const result = checkFirst(specSchema, spec);
  if (!result.success)
    throw new TypeError(issueLines(result, (issue) => `fault: ${describeIssue(issue).replace(/^the options: /, '')}`));
  const checked = result.output as FaultSpec;
  requireWritable(checked);
  const { endpoint: id, error } = checked;
  if (id === undefined) return checked;
  const endpoint = endpoints.find((row) => row.id === id);
  if (endpoint === undefined)
    throw new TypeError(`fault: no endpoint ${JSON.stringify(cut(id))}; known: ${listIds(endpoints)}`);
  if (!isErrorName(error) || canAnswer(endpoint, error)) return checked;
  const speakers = endpoints.filter((row) => canAnswer(row, error));
  throw new TypeError(`fault: ${id} never answers ${error}; it is an error of ${listIds(speakers)}`);
}

/** @throws TypeError when the answer's body could not be sent, because it holds itself for instance, or a BigInt. */
function requireWritable({ error }: FaultSpec): void {
  if (typeof error !== 'object' || typeof error.body !== 'object') return;
  try {
    JSON.stringify(error.body);
  } catch (cause) {
    const expected = 'Expected what JSON can hold: no circular references, no BigInt, and not thousands of levels';
    throw new TypeError(`fault: error.body: ${expected}`, { cause });
  }
}

export function isErrorName(effect: FaultEffect | undefined): effect is ErrorName {
  return typeof effect === 'string' && effect !== 'reset' && effect !== 'timeout';
}

function listIds(endpoints: readonly EndpointRow[]): string {
  return endpoints.map(({ id }) => id).join(', ');
}
