import type { Scheduled } from '../../clock.ts';
import { placeOf } from '../../errors/place-of.ts';
import { Refusal } from '../../errors/refusal.ts';
import type { CommandResult } from '../dialects/dialect.ts';
import { answerFrame, textResult } from '../dialects/dialect.ts';
import type { FrameRequest, OddFrame } from '../frame.ts';
import { isOdd, readFrame } from '../frame.ts';
import type { FrameShot, SocketClose } from '../frame-faults.ts';
import { refusalResult } from '../frame-faults.ts';
import type { FrameKind } from '../frame-types.ts';
import { answerTypeOf } from '../frame-types.ts';
import type { FrameRecord, FrameTrace, SocketSetup } from '../socket-setup.ts';
import type { WrittenAnswer } from './fate.ts';
import { answerOf, departureOf, endOf, lossBy } from './fate.ts';
import type { Departure, Outbox } from './outbox.ts';
import type { FrameScene, Side } from './side.ts';

export interface FrameReaderSetup {
  readonly setup: Pick<SocketSetup, 'clock' | 'trace' | 'track'>;
  readonly side: Side;
  readonly outbox: Outbox;
  /** What a fault does to a frame. */
  readonly fire: (kind: FrameKind, type: string, text: string) => FrameShot | undefined;
  /** Sends, and writes down what was sent. */
  readonly send: (departure: Departure, write: () => void) => void;
  readonly endBy: (shot: FrameShot, end: SocketClose | 'reset') => void;
  readonly record: (trace: FrameTrace, frame: FrameRecord) => void;
}

/** What is done about the frames that come. */
export interface FrameReader {
  /** Reads one frame, and says when it is through: answered, refused, or met by a fault. */
  readonly read: (text: string, through: () => void) => void;
  /** Lets a frame that a fault holds up be: the socket is at its end. */
  readonly stop: () => void;
}

export function createFrameReader({ setup, side, outbox, fire, send, endBy, record }: FrameReaderSetup): FrameReader {
  const { clock } = setup;
  let delay: Scheduled | undefined;

  const answer = (
    type: string | undefined,
    written: WrittenAnswer,
    { text, trace, deviations, faults }: FrameScene,
    why?: Pick<FrameRecord, 'reason' | 'error'>,
  ): void => {
    const shot = fire('answer', written.type, written.text);
    const reason = shot?.effect === undefined ? why?.reason : shot.reason;
    const outcome = lossBy(shot) ?? written.code;
    const met = shot === undefined ? faults : [...faults, ...shot.ids];
    const departure = departureOf('answer', written.text, shot, endBy);
    send(departure, () => {
      const said = { received: text, sent: departure.texts[0] };
      record(trace, { event: 'receive', type, outcome, reason, error: why?.error, deviations, faults: met, ...said });
    });
  };
  const write = (id: string, result: CommandResult): WrittenAnswer => ({
    text: answerFrame(side.dialect, id, result),
    type: answerTypeOf(result.name),
    code: result.code ?? 200,
  });
  const refused = ({ id, type }: FrameRequest, thrown: unknown, scene: FrameScene): void => {
    const refusal = thrown instanceof Refusal ? thrown : ownBug(thrown);
    answer(type, write(id, refusalResult(refusal)), scene, refusal);
  };
  const answered = ({ id, type }: FrameRequest, result: CommandResult | undefined, scene: FrameScene): void => {
    if (result !== undefined) {
      answer(type, write(id, result), scene);
      return;
    }
    const { text, trace, deviations, faults } = scene;
    record(trace, { event: 'receive', type, outcome: 401, deviations, faults, received: text });
  };
  const carryOut = (request: FrameRequest, scene: FrameScene, through: () => void): void => {
    const released = (): void => {
      outbox.release();
      through();
    };
    const failed = (error: unknown): void => {
      refused(request, error, scene);
      released();
    };
    outbox.hold();
    try {
      const result = side.carryOut(request, scene);
      if (result instanceof Promise) {
        const late = result.then((made) => {
          answered(request, made, scene);
        });
        setup.track(late.then(released, failed));
        return;
      }
      answered(request, result, scene);
    } catch (error) {
      failed(error);
      return;
    }
    released();
  };
  /** What a fault does in the place of what was asked for. */
  const meet = (frame: FrameRequest | OddFrame, shot: FrameShot, scene: FrameScene): void => {
    const { effect, reason, ids } = shot;
    const type = isOdd(frame) ? undefined : frame.type;
    const written = answerOf(effect, frame.id, side.dialect);
    if (written !== undefined) {
      const error = typeof effect === 'string' ? (effect as Refusal['error']) : undefined;
      answer(type, written, scene, { reason, error });
      return;
    }
    const outcome = lossBy(shot) ?? 'timeout';
    record(scene.trace, { event: 'receive', type, outcome, reason, faults: ids, received: scene.text });
    const end = endOf(effect);
    if (end !== undefined) endBy(shot, end);
  };
  const read = (text: string, through: () => void): void => {
    const frame = readFrame(text);
    const scene: FrameScene = { text, trace: setup.trace(), deviations: [], faults: [] };
    const shot = fire('request', isOdd(frame) ? '' : frame.command, text);
    const goOn = (): void => {
      if (shot?.effect !== undefined) meet(frame, shot, scene);
      else if (isOdd(frame)) {
        const { id, reason } = frame;
        answer(undefined, write(id, textResult('Bad Request', 400)), scene, { reason, error: 'BAD_REQUEST' });
      } else {
        carryOut(frame, scene, through);
        return;
      }
      through();
    };
    scene.faults.push(...(shot?.ids ?? []));
    if (shot === undefined || shot.delayMs === 0) goOn();
    else delay = clock.schedule(clock.now() + shot.delayMs, goOn);
  };
  return { read, stop: () => delay?.cancel() };
}

/** Nothing that a frame says may end the process; what is wrong with this mock is said and not hidden. */
function ownBug(thrown: unknown): Refusal {
  const sentence = `a bug in lp-auth-mock, not in your frame; please report it: ${placeOf(thrown)}`;
  return new Refusal('mock_bug', { slug: 'mock-bug', sentence }, { message: sentence });
}
