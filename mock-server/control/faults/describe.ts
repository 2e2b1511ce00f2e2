import { errorRow } from '../../errors/catalogue.ts';
import type { FrameKind } from '../../messaging/frame-types.ts';
import type { FaultEffect } from './effects.ts';
import { isClose, isErrorName, isFrameAnswer } from './effects.ts';
import { kindNamed } from './frames.ts';
import type { FaultSpec } from './spec.ts';

/** How far a fault is. */
export interface FaultProgress {
  readonly state: 'armed' | 'spent' | 'removed';
  readonly fired: number;
  /** How often it will fire yet; null when that has no end. */
  readonly left: number | null;
  /** One fitting call in so many. */
  readonly every: number;
  /** How many fitting calls go through before. */
  readonly skips: number;
  /** What it counts. */
  readonly what: 'call' | 'frame';
}

/** What a fault counts. */
export function countedBy({ frame }: Pick<FaultSpec, 'frame'>): FaultProgress['what'] {
  return frame === undefined ? 'call' : 'frame';
}

/** What the client will see, in one sentence: `the socket closes with 4401 in the place of an answer to ...`. */
export function describeEffect(spec: FaultSpec): string {
  const { error, delayMs = 0, frame } = spec;
  const late = frame === undefined ? `after ${String(delayMs)} ms` : `${String(delayMs)} ms of the mock's time later`;
  const what = frame === undefined ? callEffect(error) : frameEffect(error, kindNamed(frame));
  return [subjectOf(spec), what, ...(delayMs > 0 ? [late] : [])].join(' ');
}

function subjectOf({ frame, endpoint, account, error }: FaultSpec): string {
  const of = account === undefined ? '' : ` of account ${account}`;
  if (frame === undefined && isClose(error)) return `a handshake at ${endpoint ?? 'any socket'}${of}`;
  if (frame === undefined) return `a call to ${endpoint ?? anyEndpoint(error)}${of}`;
  const kind = kindNamed(frame);
  const name = kind === 'any' ? 'any frame' : `${kind === 'answer' ? 'an' : 'a'} ${kind}`;
  return `${name}${kind === frame ? '' : ` ${frame}`} on ${endpoint ?? 'any socket'}${of}`;
}

/** An error by its name is answered by its service alone. */
function anyEndpoint(error: FaultEffect | undefined): string {
  const isOfOne = isErrorName(error) && !['any', 'mock'].includes(errorRow(error).service);
  return isOfOne ? 'any endpoint of its service' : 'any endpoint';
}

function callEffect(error: FaultEffect | undefined): string {
  if (error === undefined) return 'is answered';
  if (error === 'reset') return 'loses its connection';
  if (error === 'timeout') return 'is never answered';
  if (isClose(error)) return `opens a socket that closes with ${String(error.close)} at once`;
  if (typeof error === 'object')
    return `is answered with status ${String('status' in error ? error.status : error.code)}`;
  return `is answered with the error ${error}`;
}

function frameEffect(error: FaultEffect | undefined, kind: FrameKind | 'any'): string {
  if (error === undefined) return kind === 'request' ? 'is carried out' : 'passes';
  if (error === 'reset') return 'is lost with its connection, without a close frame';
  if (error === 'timeout') return kind === 'request' ? 'is never answered' : 'never arrives';
  if (error === 'duplicate') return 'arrives twice';
  if (error === 'reorder') return 'arrives behind the notification that follows it';
  if (isClose(error)) return `is lost: the socket closes with ${String(error.close)}`;
  if (isFrameAnswer(error)) return `is answered with code ${String(error.code)}`;
  return `is answered with ${typeof error === 'string' ? `the error ${error}` : 'a status'}`;
}

/** For instance `armed for 2 more calls, fired once`. */
export function describeProgress({ state, fired, left, every, skips, what }: FaultProgress): string {
  const firedWords = fired === 0 ? 'not fired yet' : `fired ${times(fired)}`;
  if (state !== 'armed') return `${state}, ${fired === 0 ? 'never fired' : firedWords}`;
  const reach = left === null ? `armed for every ${what}` : `armed for ${counted(left, what)}`;
  return [
    reach,
    ...(every > 1 ? [`one in ${String(every)}`] : []),
    ...(skips > 0 ? [`after ${counted(skips, what)}`] : []),
    firedWords,
  ].join(', ');
}

function times(count: number): string {
  return { 1: 'once', 2: 'twice' }[count] ?? `${String(count)} times`;
}

function counted(count: number, what: string): string {
  return `${String(count)} more ${what}${count === 1 ? '' : 's'}`;
}
