import * as v from 'valibot';
import { LONGEST_TIMER_MS } from '../../clock.ts';
import { checkFirst, issueLines } from '../../config/first-issues.ts';
import { describeIssue } from '../../config/settle.ts';
import type { EndpointRow } from '../../endpoints/endpoint.ts';
import { canAnswer } from '../../errors/catalogue.ts';
import type { Call } from '../../http/call.ts';
import { cut } from '../../memory/cut.ts';
import type { PassingFrame } from '../../messaging/frame-faults.ts';
import { once } from '../../once.ts';
import type { FaultEffect } from './effects.ts';
import { effectSchemaOf, faultNames, headerName, isErrorName, requireWritable, whyNoFault } from './effects.ts';
import { checkFrames } from './frames.ts';

/** Which calls or frames are meant: they must match everything that is given; a frame goes by its handshake too. */
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
  /**
   * The consumer that is asked for or acted for, by external id or LivePerson's. Of a frame: who has authenticated on
   * the consumer's socket, by the `sub` of the LP_JWT.
   */
  readonly consumerId?: string | undefined;
  /** A part of the frame as it goes over the wire. For frames only. */
  readonly text?: string | undefined;
  /** The socket, as `mock.sockets.list()` names it. For frames only. */
  readonly socketId?: string | undefined;
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
  /**
   * Frames of sockets, in the place of calls: a type by its short or long name (`'ms.PublishEvent'`,
   * `'.ams.ms.OnlineEventDistribution'`), or `'request'`, `'answer'`, `'notification'` or `'any'` for all of that kind.
   * `times`, `every` and `after` then count frames. Default: calls, a socket's handshake among them.
   */
  readonly frame?: string | undefined;
  readonly match?: FaultMatch | ((call: Call, frame?: PassingFrame) => boolean) | undefined;
  /** Default: none, so that the call is only delayed. */
  readonly error?: FaultEffect | undefined;
  /**
   * How long the call is held up first, in milliseconds of the wall's time (option `wait`); a frame in those of the
   * mock's clock, and with it all that comes behind it in its direction. Default: `0`.
   */
  readonly delayMs?: number | undefined;
  /** How often it fires. Default: until it is removed. */
  readonly times?: number | undefined;
  /** Fires at every nth fitting call only. Default: `1`, every one. */
  readonly every?: number | undefined;
  /** How many fitting calls go through first. Default: `0`. */
  readonly after?: number | undefined;
}

const SECRET_HEADERS = ['authorization', 'proxy-authorization', 'x-lp-on-behalf', 'lp-on-behalf', 'cookie'];

const count = (least: number) => v.optional(v.pipe(v.number(), v.integer(), v.minValue(least)));

export const matchSchema = once(() =>
  v.strictObject({
    method: v.optional(v.string()),
    path: v.optional(v.string()),
    headers: v.optional(
      v.record(
        v.pipe(
          headerName(),
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
    text: v.optional(v.string()),
    socketId: v.optional(v.string()),
  }),
);

export const specSchema = once(() =>
  v.pipe(
    v.strictObject({
      account: v.optional(v.string()),
      endpoint: v.optional(v.string()),
      frame: v.optional(v.pipe(v.string(), v.nonEmpty())),
      match: v.optional(v.lazy((match) => (typeof match === 'function' ? v.function() : matchSchema()))),
      error: v.optional(
        v.lazy((error) =>
          typeof error === 'object'
            ? effectSchemaOf(error)
            : v.picklist(faultNames(), ({ input }) => whyNoFault(input)),
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
  ),
);

/**
 * Checks a fault that may have come over the wire.
 *
 * @throws TypeError naming what is wrong: an unknown member, an unknown endpoint, or an error that the endpoint never
 * answers, with the endpoints that do.
 */
export function checkFault(spec: unknown, endpoints: readonly EndpointRow[]): FaultSpec {
  const result = checkFirst(specSchema(), spec);
  if (!result.success)
    throw new TypeError(issueLines(result, (issue) => `fault: ${describeIssue(issue).replace(/^the options: /, '')}`));
  const checked = result.output as FaultSpec;
  requireWritable(checked.error);
  const { endpoint: id, error } = checked;
  if (id === undefined) return checkFrames(checked, endpoints);
  const endpoint = endpoints.find((row) => row.id === id);
  if (endpoint === undefined)
    throw new TypeError(`fault: no endpoint ${JSON.stringify(cut(id))}; known: ${listIds(endpoints)}`);
  if (checked.frame !== undefined || !isErrorName(error) || canAnswer(endpoint, error))
    return checkFrames(checked, endpoints);
  const speakers = endpoints.filter((row) => canAnswer(row, error));
  throw new TypeError(`fault: ${id} never answers ${error}; it is an error of ${listIds(speakers)}`);
}

function listIds(endpoints: readonly EndpointRow[]): string {
  return endpoints.map(({ id }) => id).join(', ');
}
