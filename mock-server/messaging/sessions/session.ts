import { catalogue, errorRow } from '../../errors/catalogue.ts';
import type { Deviation, Reason, ReasonSlug } from '../../errors/reasons.ts';
import { closeLine } from '../../errors/reasons.ts';
import { Refusal } from '../../errors/refusal.ts';
import { isTooLarge } from '../../http/body.ts';
import type { Session } from '../../http/socket.ts';
import { MAX_FRAME_BYTES } from '../../http/socket.ts';
import type { CommandResult, Dialect, NotificationName } from '../dialects/dialect.ts';
import { answerFrame, notificationFrame, textResult } from '../dialects/dialect.ts';
import type { FrameRequest } from '../frame.ts';
import { isOdd, readFrame } from '../frame.ts';
import type { FrameTrace, SocketSetup } from '../socket-setup.ts';

/** What a session of either side can do. */
export interface Socket {
  readonly id: string;
  readonly accountId: string;
  /** Whether neither side has closed it. */
  isOpen(): boolean;
  /** Sends what nobody asked for; after the answer, when one is being made. */
  notify(name: NotificationName, body: unknown): void;
  /** Closes the socket, for a reason of this mock's. */
  end(code: number, slug: ReasonSlug, sentence: string): void;
  /** Has something done once the socket is closed, by whichever side. */
  onEnd(run: () => void): void;
}

/** One frame on its way through a side. */
export interface FrameScene {
  readonly trace: FrameTrace;
  readonly deviations: Deviation[];
}

/** What tells the consumers' side from the agents'. */
export interface Side {
  readonly name: 'consumer' | 'agent';
  readonly dialect: Dialect;
  /** Who it is; undefined until that is known. */
  readonly who: () => string | undefined;
  /** The result of a request; undefined when the socket was closed instead. @throws Refusal */
  carryOut(request: FrameRequest, scene: FrameScene): CommandResult | Promise<CommandResult | undefined>;
}

/** How much may wait for a frame that takes its time, in characters; more of it closes the socket. */
const MOST_WAITING_CHARS = 8 * MAX_FRAME_BYTES;

/** A connection that was lost, and a fault of the server's side (RFC 6455 section 7.4.1). */
const CODE_LOST = 1006;
const CODE_FAILED = 1011;

/** Makes a session: reads frames strictly in order, answers each, and ends as either side asks. */
export function createSession(setup: SocketSetup, open: (socket: Socket) => Side): Session {
  const { link, settings, clock } = setup;
  const endings = new Set<() => void>();
  /** Frames, and what ends the socket in its turn. */
  const waiting: (string | (() => void))[] = [];
  let waitingChars = 0;
  let isOpen = true;
  let isBusy = false;
  let isRefused = false;
  /** What is sent once the answer is on its way; undefined while no answer is being made. */
  let held: string[] | undefined;
  let stopIdle: (() => void) | undefined;

  const send = (text: string): void => {
    if (isOpen) link.send(text);
  };
  /** What runs whenever the socket is at its end. */
  const tidyUp = (): void => {
    isOpen = false;
    stopIdle?.();
    waiting.length = 0;
    for (const run of endings) run();
  };
  /** A watcher of the tester's may throw, often when nobody waits for an answer: that ends the socket, nothing else. */
  const record = (trace: FrameTrace, frame: Parameters<FrameTrace['record']>[0]): void => {
    try {
      trace.record(frame);
    } catch (error) {
      if (!isOpen) return;
      tidyUp();
      const name = error instanceof Error ? error.name : typeof error;
      const sentence = `a watcher of the journal, or the option onExchange, threw: ${name}`;
      link.close(CODE_FAILED, settings.reasonHeader ? closeLine({ slug: 'test-code-failed', sentence }) : '');
    }
  };
  const finish = (outcome: number, reason: Reason | undefined): void => {
    if (!isOpen) return;
    tidyUp();
    record(setup.trace(), { event: 'close', outcome, reason });
  };
  const socket: Socket = {
    id: setup.id,
    accountId: setup.accountId,
    isOpen: () => isOpen,
    notify: (name, body) => {
      if (!isOpen) return;
      const type = side.dialect.notificationType(name);
      const text = notificationFrame(type, body);
      if (held === undefined) send(text);
      else held.push(text);
      record(setup.trace(), { event: 'send', type, outcome: 200 });
    },
    end: (code, slug, sentence) => {
      if (!isOpen) return;
      const reason = { slug, sentence };
      finish(code, reason);
      link.close(code, settings.reasonHeader ? closeLine(reason) : '');
    },
    onEnd: (run) => {
      endings.add(run);
    },
  };
  const restartIdle = (): void => {
    const { idleTimeoutMs } = settings.ums;
    if (idleTimeoutMs === 0) return;
    stopIdle?.();
    stopIdle = clock.schedule(clock.now() + idleTimeoutMs, () => {
      socket.end(1000, 'socket-idle', `the socket was quiet for ${String(idleTimeoutMs)} ms (ums.idleTimeoutMs)`);
    });
  };

  const answer = (
    request: Pick<FrameRequest, 'id'> & Partial<FrameRequest>,
    result: CommandResult,
    { trace, deviations }: FrameScene,
    refusal?: Pick<Refusal, 'reason' | 'error'>,
  ): void => {
    const { code = 200 } = result;
    send(answerFrame(side.dialect, request.id, result));
    record(trace, {
      event: 'receive',
      type: request.type,
      outcome: code,
      reason: refusal?.reason,
      error: refusal?.error,
      deviations,
    });
  };
  const refused = (request: FrameRequest, thrown: unknown, scene: FrameScene): void => {
    const refusal = thrown instanceof Refusal ? thrown : ownBug(thrown);
    answer(request, refusalResult(refusal), scene, refusal);
  };
  const released = (): void => {
    const texts = held ?? [];
    held = undefined;
    texts.forEach(send);
  };
  /** A promise when the answer takes its time. */
  const process = (text: string): Promise<void> | undefined => {
    const scene: FrameScene = { trace: setup.trace(), deviations: [] };
    const request = readFrame(text);
    if (isOdd(request)) {
      answer(request, textResult('Bad Request', 400), scene, { reason: request.reason, error: 'BAD_REQUEST' });
      return undefined;
    }
    held = [];
    try {
      const result = side.carryOut(request, scene);
      if (!(result instanceof Promise)) {
        answer(request, result, scene);
        released();
        return undefined;
      }
      return result
        .then(
          (late) => {
            if (late !== undefined) answer(request, late, scene);
            else
              record(scene.trace, { event: 'receive', type: request.type, outcome: 401, deviations: scene.deviations });
          },
          (error: unknown) => {
            refused(request, error, scene);
          },
        )
        .then(released);
    } catch (error) {
      refused(request, error, scene);
      released();
      return undefined;
    }
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
  /** Ends the socket for a frame that is none, in its turn: what came before it is answered first. */
  const refuseFrame = (code: number, slug: Reason['slug'], sentence: string): void => {
    const end = (): void => {
      socket.end(code, slug, sentence);
    };
    isRefused = true;
    if (isBusy) waiting.push(end);
    else end();
  };
  const take = (text: string): void => {
    if (isBusy) {
      waiting.push(text);
      waitingChars += text.length;
      if (waitingChars > MOST_WAITING_CHARS)
        socket.end(1008, 'socket-flooded', 'frames come faster than they can be answered');
      return;
    }
    const late = process(text);
    if (late === undefined) return;
    isBusy = true;
    setup.track(processWaiting(late));
  };

  const side = open(socket);
  const takeOut = setup.account?.connections.add({
    id: setup.id,
    side: side.name,
    openedAtMs: clock.now(),
    who: side.who,
    end: (code, sentence) => {
      socket.end(code, code === 1001 ? 'account-gone' : 'socket-closed', sentence);
    },
  });
  if (takeOut !== undefined) endings.add(takeOut);
  restartIdle();
  return {
    id: setup.id,
    receive: (data) => {
      if (!isOpen || isRefused) return;
      clock.runDue();
      restartIdle();
      if (typeof data !== 'string')
        refuseFrame(1003, 'frame-not-text', 'the frame is binary; this socket takes text frames of JSON');
      else if (isTooLarge(data, MAX_FRAME_BYTES))
        refuseFrame(1009, 'frame-too-large', `the frame is over ${String(MAX_FRAME_BYTES)} bytes`);
      else take(data);
    },
    pinged: () => {
      if (isOpen) restartIdle();
    },
    closed: (code = CODE_LOST) => {
      finish(code, undefined);
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
