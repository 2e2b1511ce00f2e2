import { fire } from '../control/faults/fire.ts';
import type { FaultStore } from '../control/faults/store.ts';
import { TesterError } from '../control/tester-error.ts';
import type { FrameEffect, FrameShot, PassingFrame } from '../messaging/frame-faults.ts';
import type { IdentifiedCall } from './call-record.ts';
import { faultReason } from './faults.ts';
import { testerReason } from './render.ts';

/** An error of the server's side (RFC 6455 section 7.4.1). */
const CODE_FAILED = 1011;

type HandshakeCall = Pick<IdentifiedCall, 'call' | 'endpoint' | 'account'>;

/** What armed faults do to a frame of a socket, by the call that opened it; undefined when none fires. */
export function fireAtFrame(
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
