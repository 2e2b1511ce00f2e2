import type { EndpointRow } from '../../endpoints/endpoint.ts';
import { createNearest } from '../../http/nearest.ts';
import { cut } from '../../memory/cut.ts';
import { frameErrors, isFrameError } from '../../messaging/frame-faults.ts';
import type { FrameKind } from '../../messaging/frame-types.ts';
import { frameTypes, shortFrameType } from '../../messaging/frame-types.ts';
import type { FaultEffect } from './effects.ts';
import { isClose, isDisorder, isErrorName, isFrameAnswer } from './effects.ts';
import type { FaultSpec } from './spec.ts';

/** All frames of one kind, and all frames. */
const KINDS: readonly string[] = ['request', 'answer', 'notification', 'any'];

/** What `frame` names: a type by its short name, or one of {@link KINDS}. Undefined when there is no such frame. */
function frameNamed(name: string): string | undefined {
  if (KINDS.includes(name)) return name;
  const short = shortFrameType(name);
  return frameTypes().has(short) ? short : undefined;
}

/** What kind of frame that is; `any` when it may be each of them. */
export function kindNamed(frame: string): FrameKind | 'any' {
  return frameTypes().get(frame) ?? (frame as FrameKind | 'any');
}

/**
 * Checks what a fault says of frames, and gives it with the short name of the frame.
 *
 * @throws TypeError naming what is wrong.
 */
export function checkFrames(spec: FaultSpec, endpoints: readonly EndpointRow[]): FaultSpec {
  const { frame } = spec;
  if (frame === undefined) {
    requireOfCalls(spec, endpoints);
    return spec;
  }
  const named = frameNamed(frame);
  if (named === undefined) throw new TypeError(`fault: ${unknownFrame(frame)}`);
  requireSocket(spec.endpoint, endpoints, 'frame is for sockets');
  requireEffect(spec.error, named);
  return { ...spec, frame: named };
}

/** What is for frames alone, of a fault that is for calls. */
function requireOfCalls({ error, match, endpoint }: FaultSpec, endpoints: readonly EndpointRow[]): void {
  if (isClose(error)) requireSocket(endpoint, endpoints, 'error.close is for sockets');
  if (isDisorder(error) || isFrameAnswer(error))
    throw new TypeError(`fault: error ${shown(error)} is for the frames of sockets: name them with frame`);
  const frames = typeof match === 'object' ? (['text', 'socketId'] as const).filter((name) => name in match) : [];
  if (frames[0] !== undefined)
    throw new TypeError(`fault: match.${frames[0]} is for the frames of sockets: name them with frame`);
}

function requireSocket(id: string | undefined, endpoints: readonly EndpointRow[], what: string): void {
  const row = endpoints.find((each) => each.id === id);
  if (row === undefined || row.isSocket === true) return;
  const sockets = endpoints.filter((each) => each.isSocket === true).map((each) => each.id);
  throw new TypeError(`fault: ${what}, and ${row.id} is none; sockets: ${sockets.join(', ')}`);
}

function requireEffect(error: FaultEffect | undefined, frame: string): void {
  const kind = kindNamed(frame);
  const but = `and frame ${frame} is ${article(kind)}`;
  if (typeof error === 'object' && 'status' in error)
    throw new TypeError('fault: a frame has no status: error may be {"code":503} for a request, or {"close":4401}');
  if (isErrorName(error) && !isFrameError(error))
    throw new TypeError(`fault: no frame is answered with ${error}; errors of frames: ${frameErrors().join(', ')}`);
  if ((isErrorName(error) || isFrameAnswer(error)) && kind !== 'request')
    throw new TypeError(`fault: only requests are answered, ${but}; name the request`);
  if (error === 'duplicate' && !['answer', 'notification'].includes(kind))
    throw new TypeError(`fault: only what the mock sends can come twice, ${but}`);
  if (error === 'reorder' && kind !== 'notification')
    throw new TypeError(`fault: only notifications change their order, ${but}`);
}

function article(kind: FrameKind | 'any'): string {
  if (kind === 'any') return 'any frame';
  return `${kind === 'answer' ? 'an' : 'a'} ${kind}`;
}

function shown(error: FaultEffect): string {
  return typeof error === 'string' ? error : JSON.stringify(error).slice(0, LONGEST_NAME);
}

const LONGEST_NAME = 64;

function unknownFrame(given: string): string {
  const names = [...KINDS, ...frameTypes().keys()];
  const nearest = createNearest(names.map((name) => ({ path: name, label: name })))(given.slice(0, LONGEST_NAME));
  return (
    `no frame is called ${JSON.stringify(cut(given, LONGEST_NAME))}; nearest: ${nearest.slice(0, 3).join(', ')}; ` +
    `known: ${names.join(', ')}`
  );
}
