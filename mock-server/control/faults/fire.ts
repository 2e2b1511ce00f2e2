import { isObject } from '../../http/body.ts';
import type { Call } from '../../http/call.ts';
import { cut } from '../../memory/cut.ts';
import type { EndpointRow } from '../../endpoints/endpoint.ts';
import { canAnswer } from '../../errors/catalogue.ts';
import type { PassingFrame } from '../../messaging/frame-faults.ts';
import type { FrameKind } from '../../messaging/frame-types.ts';
import { TesterError } from '../tester-error.ts';
import type { FaultEffect } from './effects.ts';
import { isClose, isErrorName } from './effects.ts';
import { fits, fitsFrame } from './match.ts';
import type { FaultMatch, FaultSpec } from './spec.ts';
import type { Fault, FaultStore } from './store.ts';
import { explain, stateOf } from './store.ts';

/** A call that faults may fire at, or a frame of the socket that it opened. */
export interface Target {
  readonly call: Call;
  readonly endpoint: EndpointRow | undefined;
  readonly accountId: string | undefined;
  readonly frame?: PassingFrame | undefined;
}

/** What faults do to a call or a frame. */
export interface Shot {
  /** The faults that fired, in their order. */
  readonly ids: readonly string[];
  readonly delayMs: number;
  /** Undefined when the call goes on after the delay. */
  readonly effect: FaultEffect | undefined;
  readonly sentence: string;
}

/**
 * What faults do to a call or a frame; undefined when none fires. The first one with an effect is the last to fire.
 *
 * @throws TesterError when a tester's function fails.
 */
export function fire(faults: FaultStore, target: Target): Shot | undefined {
  const ids: string[] = [];
  let delayMs = 0;
  for (const fault of faults.at(target.accountId)) {
    if (stateOf(fault) !== 'armed' || !aimsAt(fault, target)) continue;
    fault.seen += 1;
    if (!isDue(fault)) continue;
    fault.fired += 1;
    ids.push(fault.id);
    delayMs += fault.spec.delayMs ?? 0;
    const { error: effect } = fault.spec;
    if (effect !== undefined)
      return { ids, delayMs, effect, sentence: `${cut(fault.id)} ${deedOf(target)}: it is ${explain(fault)}` };
  }
  return ids.length === 0 ? undefined : { ids, delayMs, effect: undefined, sentence: '' };
}

function deedOf({ frame }: Target): string {
  return frame === undefined ? 'answered this call' : 'met this frame';
}

function aimsAt({ id: faultId, spec }: Fault, target: Target): boolean {
  const { endpoint: id, match } = spec;
  const { call, endpoint, frame } = target;
  if (id !== undefined && endpoint?.id !== id) return false;
  if (!(frame === undefined ? canMeetCall(spec, endpoint) : isOfKind(spec.frame, frame))) return false;
  if (match === undefined) return true;
  if (typeof match === 'object') return frame === undefined ? fits(call, match) : fitsFrame(call, frame, match);
  const title = `the match function of ${cut(faultId)}`;
  const answer = ask(match, target, title);
  // It would fit every call.
  if (isObject(answer) && 'then' in answer)
    throw new TesterError(`${title} returned a promise; pass a function that is not async`);
  return Boolean(answer);
}

function canMeetCall({ frame, error }: FaultSpec, endpoint: EndpointRow | undefined): boolean {
  if (frame !== undefined || (isClose(error) && endpoint?.isSocket !== true)) return false;
  return !isErrorName(error) || canAnswer(endpoint, error);
}

function isOfKind(wanted: string | undefined, { kind, type }: { kind: FrameKind; type: string }): boolean {
  return wanted === 'any' || wanted === kind || (wanted !== undefined && wanted === type);
}

function ask(match: Exclude<FaultSpec['match'], FaultMatch | undefined>, target: Target, title: string): unknown {
  const { call, frame } = target;
  try {
    return frame === undefined ? match(call) : match(call, frame);
  } catch (error) {
    throw new TesterError(title, { cause: error });
  }
}

function isDue({ seen, spec: { after = 0, every = 1 } }: Fault): boolean {
  return seen > after && (seen - after) % every === 0;
}
