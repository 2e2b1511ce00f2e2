import * as v from 'valibot';
import type { ErrorName } from '../../errors/catalogue.ts';
import { catalogue } from '../../errors/catalogue.ts';
import { isTooLarge } from '../../http/body.ts';
import type { Abort } from '../../http/call.ts';
import { createNearest } from '../../http/nearest.ts';
import { CLOSE_CODES, isCloseCode, MAX_CLOSE_REASON_BYTES } from '../../http/socket.ts';
import { cut } from '../../memory/cut.ts';
import type { FrameAnswer, FrameDisorder, SocketClose } from '../../messaging/frame-faults.ts';
import { once } from '../../once.ts';

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
 * connection is dropped (`'reset'`) or never answered (`'timeout'`). A handshake can also open a socket that closes at
 * once (`{ close }`).
 *
 * To a frame: an error by its name or `{ code, body }` in the place of the answer; the end of the socket, by a close
 * frame (`{ close }`) or without one (`'reset'`); a frame that is never answered or, when the mock sends it, never
 * arrives (`'timeout'`), comes twice (`'duplicate'`) or behind the next notification (`'reorder'`).
 */
export type FaultEffect = ErrorName | FaultAnswer | Abort['abort'] | FrameAnswer | SocketClose | FrameDisorder;

export const disorders: readonly FrameDisorder[] = ['duplicate', 'reorder'];

/** What a fault can be by name. */
export const faultNames = once(
  () => [...Object.keys(catalogue), 'reset', 'timeout', ...disorders] as (ErrorName | Abort['abort'] | FrameDisorder)[],
);

/** What a text is that is no error's name, and what was probably meant. */
export function whyNoFault(given: unknown): string {
  const expected =
    'Expected the name of an error, reset, timeout, or an answer with a status; for sockets also duplicate, reorder, ' +
    'an answer with a code, or {"close":4401}';
  if (typeof given !== 'string') return expected;
  const status = /^[2-5]\d\d$/.test(given) ? given : '503';
  const nearest = createNearest(faultNames().map((name) => ({ path: name, label: name })))(given.slice(0, 64));
  return (
    `no error is called ${JSON.stringify(cut(given, LONGEST_NAME))}; nearest: ${nearest.slice(0, 3).join(', ')}; ` +
    `a status of your own is {"status":${status}}; known: ${faultNames().join(', ')}`
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
export const headerName = once(() => v.pipe(v.string(), v.regex(/^[\w!#$%&'*+.^`|~-]+$/, 'Expected a header name')));
const headerValue = () => v.pipe(v.string(), v.regex(/^[\t\x20-\x7e]*$/, 'Expected visible ASCII'));

export const answerSchema = once(() =>
  v.pipe(
    v.strictObject({
      status: v.pipe(v.number(), v.integer(), v.minValue(200), v.maxValue(599)),
      headers: v.optional(
        v.record(
          v.pipe(
            headerName(),
            v.toLowerCase(),
            v.check((name) => !FRAMING_HEADERS.includes(name), 'The host writes this header itself'),
          ),
          headerValue(),
        ),
      ),
      body: v.optional(v.union([v.string(), v.array(v.unknown()), v.record(v.string(), v.unknown())])),
    }),
    v.check(
      ({ status, body }) => body === undefined || !WITHOUT_BODY.includes(status),
      'An answer with this status has no body',
    ),
  ),
);

const EXPECTED_CLOSE_CODE = `Expected a close code: ${CLOSE_CODES}`;

/** A code that a close frame may carry. */
export const closeCode = once(() =>
  v.pipe(
    v.number(),
    v.integer(EXPECTED_CLOSE_CODE),
    v.minValue(1000, EXPECTED_CLOSE_CODE),
    v.maxValue(4999, EXPECTED_CLOSE_CODE),
    v.check(isCloseCode, EXPECTED_CLOSE_CODE),
  ),
);

export const closeSchema = once(() =>
  v.strictObject({
    close: closeCode(),
    reason: v.optional(
      v.pipe(
        v.string(),
        v.check(
          (reason) => !isTooLarge(reason, MAX_CLOSE_REASON_BYTES),
          `Expected at most ${String(MAX_CLOSE_REASON_BYTES)} bytes of UTF-8 (RFC 6455 section 5.5)`,
        ),
      ),
    ),
  }),
);

export const frameAnswerSchema = once(() =>
  v.strictObject({
    code: v.pipe(v.number(), v.integer(), v.minValue(100), v.maxValue(599)),
    body: v.optional(v.union([v.string(), v.array(v.unknown()), v.record(v.string(), v.unknown())])),
    type: v.optional(v.pipe(v.string(), v.nonEmpty(), v.maxLength(128))),
  }),
);

/** Which of the three an object is meant to be. */
export function effectSchemaOf(effect: object | null): v.GenericSchema<unknown, FaultEffect> {
  if (effect !== null && 'close' in effect) return closeSchema();
  if (effect !== null && 'code' in effect) return frameAnswerSchema();
  return answerSchema();
}

export function isErrorName(effect: FaultEffect | undefined): effect is ErrorName {
  return typeof effect === 'string' && Object.hasOwn(catalogue, effect);
}

export function isClose(effect: FaultEffect | undefined): effect is SocketClose {
  return typeof effect === 'object' && 'close' in effect;
}

export function isFrameAnswer(effect: FaultEffect | undefined): effect is FrameAnswer {
  return typeof effect === 'object' && 'code' in effect;
}

export function isDisorder(effect: FaultEffect | undefined): effect is FrameDisorder {
  return effect === 'duplicate' || effect === 'reorder';
}

/** @throws TypeError when the answer's body could not be sent, because it holds itself for instance, or a BigInt. */
export function requireWritable(error: FaultEffect | undefined): void {
  if (typeof error !== 'object' || !('body' in error)) return;
  try {
    JSON.stringify(error.body);
  } catch (cause) {
    const expected = 'Expected what JSON can hold: no circular references, no BigInt, and not thousands of levels';
    throw new TypeError(`fault: error.body: ${expected}`, { cause });
  }
}
