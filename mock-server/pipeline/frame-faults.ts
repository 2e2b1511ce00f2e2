import { fire } from '../control/faults/fire.ts';
import type { FaultStore } from '../control/faults/store.ts';
import type { Call } from '../http/call.ts';
import { TesterError } from '../control/tester-error.ts';
import type { FrameEffect, FrameShot, PassingFrame } from '../messaging/frame-faults.ts';
import type { IdentifiedCall } from './call-record.ts';
import { faultReason } from './faults.ts';
import { testerReason } from './render.ts';

/** An error of the server's side (RFC 6455 section 7.4.1). */
const CODE_FAILED = 1011;

/**
 * Finds the armed faults that fire at the frames of one socket, by the call that opened it. Of that it keeps what a
 * fault can go by, and no more: thousands of sockets may be open.
 */
export function createFrameFaults(
  faults: FaultStore,
  { call: { method, path, query, headers, origin }, endpoint, account }: HandshakeCall,
): (frame: PassingFrame) => FrameShot | undefined {
  const queryText = query.toString();
  const ownHeaders = keptHeaders(headers);
  return (frame) => {
    if (faults.at(account?.id).length === 0) return undefined;
    const call = { method, path, query: new URLSearchParams(queryText), headers: ownHeaders, body: '', origin };
    return fireAtFrame(faults, { call, endpoint, account }, frame);
  };
}

type HandshakeCall = Pick<IdentifiedCall, 'call' | 'endpoint' | 'account'>;

const LEFT_OUT = /^(?:connection|upgrade|sec-websocket-.*|host|authorization|cookie)$/;
const NO_HEADERS: Call['headers'] = Object.freeze({});

/**
 * Without what asks for the upgrade (RFC 6455 section 4.1), which says nothing of who asks, and without tokens: they
 * are long, and no fault is matched by them. Most clients send nothing else.
 */
function keptHeaders(headers: Call['headers']): Call['headers'] {
  const others = Object.entries(headers).filter(([name]) => !LEFT_OUT.test(name));
  return others.length === 0 ? NO_HEADERS : Object.fromEntries(others);
}

/** Undefined when none fires. */
function fireAtFrame(
  faults: FaultStore,
  { call, endpoint, account }: HandshakeCall,
  frame: PassingFrame,
): FrameShot | undefined {
  try {
    const shot = fire(faults, { call, endpoint, accountId: account?.id, frame });
    if (shot === undefined) return undefined;
    const { ids, delayMs, effect } = shot;
    return { ids, delayMs, effect: effect as FrameEffect, reason: faultReason(shot) };
  } catch (error) {
    if (!(error instanceof TesterError)) throw error;
    return { ids: [], delayMs: 0, effect: { close: CODE_FAILED }, reason: testerReason(error) };
  }
}
