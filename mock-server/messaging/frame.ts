import type { JsonObject } from '../http/body.ts';
import { describeJson, isObject } from '../http/body.ts';
import { isDeeper } from '../http/json-depth.ts';
import { requestId } from '../errors/request-id.ts';
import type { Reason } from '../errors/reasons.ts';
import { shortType } from './frame-types.ts';

/** A request that came in a frame. */
export interface FrameRequest {
  /** To echo, always text. */
  readonly id: string;
  /** The short name of its type, without `.ams.`: `ms.PublishEvent`, `GetClock`. */
  readonly command: string;
  /** The type as it was written. */
  readonly type: string;
  readonly body: unknown;
  /** The whole frame. */
  readonly frame: JsonObject;
  /** How many characters it has. */
  readonly length: number;
}

/** A frame that is no request, with the id to answer to. */
export interface OddFrame {
  readonly id: string;
  readonly reason: Reason;
}

/** How deep a frame may be nested (decision D73). */
const MAX_DEPTH = 100;

/** Takes a frame apart: one request object, or an array of one (decision D73). */
export function readFrame(text: string): FrameRequest | OddFrame {
  const value = parse(text);
  if (value === undefined) return odd(undefined, 'frame-malformed', 'the frame is not valid JSON');
  const frame: unknown = Array.isArray(value) && value.length === 1 ? value[0] : value;
  if (!isObject(frame))
    return odd(frame, 'frame-malformed', `the frame is ${describeJson(value)}; send one request object`);
  if (text.length > 2 * MAX_DEPTH && isDeeper(frame, MAX_DEPTH))
    return odd(frame, 'frame-too-deep', `the frame is nested more than ${String(MAX_DEPTH)} levels deep`);
  const { type, body } = frame;
  if (typeof type !== 'string' || type === '')
    return odd(frame, 'frame-malformed', `type is ${describeJson(type)}; it must be the name of a request`);
  return { id: requestId(frame), command: shortType(type), type, body, frame, length: text.length };
}

export function isOdd(frame: FrameRequest | OddFrame): frame is OddFrame {
  return 'reason' in frame;
}

/** Undefined when it is no JSON. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function odd(frame: unknown, slug: Reason['slug'], sentence: string): OddFrame {
  return { id: requestId(frame), reason: { slug, sentence } };
}
