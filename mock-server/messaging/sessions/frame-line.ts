import { catalogue, errorRow } from '../../errors/catalogue.ts';
import { Refusal } from '../../errors/refusal.ts';
import { MAX_FRAME_BYTES } from '../../http/socket.ts';
import type { CommandResult } from '../dialects/dialect.ts';
import { answerFrame, textResult } from '../dialects/dialect.ts';
import type { FrameRequest } from '../frame.ts';
import { isOdd, readFrame } from '../frame.ts';
import type { FrameRecord, FrameTrace, SocketSetup } from '../socket-setup.ts';
import type { FrameScene, Side } from './side.ts';

/** The frames of one socket: each is answered before the next one is looked at. */
export interface FrameLine {
  take(text: string): void;
  /** Has something done in its turn: what came before it is answered first. */
  thenDo(run: () => void): void;
  /** Keeps a text until the answer that is being made is on its way. False when none is. */
  hold(text: string): boolean;
  /** Forgets what waits. */
  clear(): void;
}

/** What the socket does for its frames. */
export interface FrameHost {
  readonly side: Side;
  send(text: string): void;
  record(trace: FrameTrace, frame: FrameRecord): void;
  /** Too much waits. */
  flooded(): void;
}

/** How much may wait for a frame that takes its time, in characters; more of it closes the socket. */
const MOST_WAITING_CHARS = 8 * MAX_FRAME_BYTES;

export function createFrameLine({ trace, track }: Pick<SocketSetup, 'trace' | 'track'>, host: FrameHost): FrameLine {
  const { side } = host;
  /** Frames, and what ends the socket in its turn. */
  const waiting: (string | (() => void))[] = [];
  let waitingChars = 0;
  let isBusy = false;
  /** What is sent once the answer is on its way; undefined while no answer is being made. */
  let held: string[] | undefined;

  const answer = (
    request: Pick<FrameRequest, 'id'> & Partial<FrameRequest>,
    result: CommandResult,
    scene: FrameScene,
    refusal?: Pick<Refusal, 'reason' | 'error'>,
  ): void => {
    const { code = 200 } = result;
    host.send(answerFrame(side.dialect, request.id, result));
    host.record(scene.trace, {
      event: 'receive',
      type: request.type,
      outcome: code,
      reason: refusal?.reason,
      error: refusal?.error,
      deviations: scene.deviations,
    });
  };
  const refused = (request: FrameRequest, thrown: unknown, scene: FrameScene): void => {
    const refusal = thrown instanceof Refusal ? thrown : ownBug(thrown);
    answer(request, refusalResult(refusal), scene, refusal);
  };
  const released = (): void => {
    const texts = held;
    held = undefined;
    if (texts !== undefined) for (const text of texts) host.send(text);
  };
  const answerLate = (request: FrameRequest, coming: Promise<CommandResult | undefined>, scene: FrameScene) =>
    coming
      .then(
        (late) => {
          const { trace: own, deviations } = scene;
          if (late !== undefined) answer(request, late, scene);
          else host.record(own, { event: 'receive', type: request.type, outcome: 401, deviations });
        },
        (error: unknown) => {
          refused(request, error, scene);
        },
      )
      .then(released);
  /** A promise when the answer takes its time. */
  const process = (text: string): Promise<void> | undefined => {
    const scene: FrameScene = { trace: trace(), deviations: [] };
    const request = readFrame(text);
    if (isOdd(request)) {
      answer(request, textResult('Bad Request', 400), scene, { reason: request.reason, error: 'BAD_REQUEST' });
      return undefined;
    }
    held = [];
    try {
      const result = side.carryOut(request, scene);
      if (result instanceof Promise) return answerLate(request, result, scene);
      answer(request, result, scene);
    } catch (error) {
      refused(request, error, scene);
    }
    released();
    return undefined;
  };
  const processWaiting = async (first: Promise<void>): Promise<void> => {
    await first;
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      if (typeof next === 'string') {
        waitingChars -= next.length;
        await process(next);
      } else next();
    }
    isBusy = false;
  };
  return {
    take: (text) => {
      if (isBusy) {
        waiting.push(text);
        waitingChars += text.length;
        if (waitingChars > MOST_WAITING_CHARS) host.flooded();
        return;
      }
      const late = process(text);
      if (late === undefined) return;
      isBusy = true;
      track(processWaiting(late));
    },
    thenDo: (run) => {
      if (isBusy) waiting.push(run);
      else run();
    },
    hold: (text) => {
      held?.push(text);
      return held !== undefined;
    },
    clear: () => {
      waiting.length = 0;
    },
  };
}

/** A refused command in the shape of its error: the five bodies of authorization, or a sentence (D27, D53). */
function refusalResult({ error, detail }: Refusal): CommandResult {
  const row = errorRow(error);
  if (row.envelope !== 'error-resp')
    return textResult(detail.message ?? row.text ?? error, detail.status ?? row.status);
  return { name: 'Error', code: row.status, body: { title: row.text, details: row.details, errorCode: Number(error) } };
}

/** Nothing that a frame says may end the process; what is wrong with this mock is said and not hidden. */
function ownBug(thrown: unknown): Refusal {
  const place =
    thrown instanceof Error ? `${thrown.name}${(thrown.stack ?? '').split('\n    at ')[1] ?? ''}` : typeof thrown;
  const sentence = `a bug in lp-auth-mock, not in your frame; please report it: ${place.trim()}`;
  return new Refusal(
    'mock_bug',
    { slug: 'mock-bug', sentence },
    { message: sentence, status: catalogue.mock_bug.status },
  );
}
