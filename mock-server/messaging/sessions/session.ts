import type { Reason, ReasonSlug } from '../../errors/reasons.ts';
import { closeLine } from '../../errors/reasons.ts';
import { isTooLarge } from '../../http/body.ts';
import type { Session } from '../../http/socket.ts';
import { LOST, MAX_FRAME_BYTES } from '../../http/socket.ts';
import { notificationFrame } from '../dialects/dialect.ts';
import type { FrameShot, SocketClose } from '../frame-faults.ts';
import type { FrameKind } from '../frame-types.ts';
import type { FrameRecord, FrameTrace, SocketSetup } from '../socket-setup.ts';
import { departureOf, lossBy } from './fate.ts';
import { createFrameReader } from './frame-reader.ts';
import { createInbox } from './inbox.ts';
import type { Departure } from './outbox.ts';
import { createOutbox } from './outbox.ts';
import type { Side, Socket } from './side.ts';

/** How much may wait on either way, in characters; more of it closes the socket. */
const MOST_WAITING_CHARS = 8 * MAX_FRAME_BYTES;

/** A fault of the server's side (RFC 6455 section 7.4.1). */
const CODE_FAILED = 1011;

/** Makes a session: reads frames strictly in order, answers each, and ends as either side asks. */
export function createSession(setup: SocketSetup, open: (socket: Socket) => Side): Session {
  const { link, settings, clock } = setup;
  const endings = new Set<() => void>();
  let isOpen = true;
  let isRefused = false;
  let stopIdle: (() => void) | undefined;

  /** What runs whenever the socket is at its end. */
  const tidyUp = (): void => {
    isOpen = false;
    stopIdle?.();
    reader.stop();
    inbox.clear();
    outbox.clear();
    for (const run of endings) run();
  };
  /** A watcher of the tester's may throw, often when nobody waits for an answer: that ends the socket, nothing else. */
  const record = (trace: FrameTrace, frame: FrameRecord): void => {
    try {
      trace.record(frame);
    } catch (error) {
      if (!isOpen) return;
      tidyUp();
      const name = error instanceof Error ? error.name : typeof error;
      const sentence = `a watcher of the journal, or the option onExchange, threw: ${name}`;
      link.close(CODE_FAILED, lineOf({ slug: 'test-code-failed', sentence }));
    }
  };
  const lineOf = (reason: Reason): string => (settings.reasonHeader ? closeLine(reason) : '');
  const finish = (outcome: number, reason?: Reason, faults?: readonly string[]): void => {
    if (!isOpen) return;
    tidyUp();
    record(setup.trace(), { event: 'close', outcome, reason, faults });
  };
  /** What is on its way goes first; it may end the socket itself. */
  const close = (code: number, reason: Reason, line = lineOf(reason), faults?: readonly string[]): void => {
    if (isOpen) outbox.flush();
    if (!isOpen) return;
    finish(code, reason, faults);
    link.close(code, line);
  };
  const endBy = ({ ids, reason }: FrameShot, end: SocketClose | 'reset'): void => {
    if (end !== 'reset') {
      close(end.close, reason, end.reason, ids);
      return;
    }
    if (!isOpen) return;
    finish(LOST, reason, ids);
    link.close(LOST, '');
  };
  const flooded = (sentence: string) => (): void => {
    close(1008, { slug: 'socket-flooded', sentence });
  };
  const outbox = createOutbox({
    clock,
    send: (text) => {
      if (isOpen) link.send(text);
    },
    mostWaitingChars: MOST_WAITING_CHARS,
    onFlood: flooded('a fault holds up more than may wait'),
  });
  const fire = (kind: FrameKind, type: string, text: string): FrameShot | undefined =>
    setup.fire({ kind, type, text, socketId: setup.id, who: side.who() });
  /** An end is written down before it comes, everything else once it is on its way. */
  const send = (departure: Departure, write: () => void): void => {
    const isEnd = departure.instead !== undefined;
    if (isEnd) write();
    outbox.put(departure);
    if (!isEnd) write();
  };
  const socket: Socket = {
    id: setup.id,
    accountId: setup.accountId,
    isOpen: () => isOpen,
    notify: (name, body) => {
      if (!isOpen) return;
      const type = side.dialect.notificationType(name);
      const text = notificationFrame(type, body);
      const shot = fire('notification', name, text);
      const reason = shot?.effect === undefined ? undefined : shot.reason;
      send(departureOf('notification', text, shot, endBy), () => {
        const entry = { event: 'send', type, outcome: lossBy(shot) ?? 200, reason, faults: shot?.ids } as const;
        record(setup.trace(), entry);
        if (shot?.effect === 'duplicate') record(setup.trace(), entry);
      });
    },
    end: (code, slug, sentence) => {
      close(code, { slug, sentence });
    },
    onEnd: (run) => {
      endings.add(run);
    },
  };
  const restartIdle = (): void => {
    const { idleTimeoutMs } = settings.ums;
    if (idleTimeoutMs === 0 || !isOpen) return;
    stopIdle?.();
    stopIdle = clock.schedule(clock.now() + idleTimeoutMs, () => {
      socket.end(1000, 'socket-idle', `the socket was quiet for ${String(idleTimeoutMs)} ms (ums.idleTimeoutMs)`);
    });
  };

  const reader = createFrameReader({ setup, side: () => side, outbox, fire, send, endBy, record });
  const inbox = createInbox({
    read: reader.read,
    mostWaitingChars: MOST_WAITING_CHARS,
    onFlood: flooded('frames come faster than they can be answered'),
  });
  /** Ends the socket for a frame that is none, in its turn: what came before it is answered first. */
  const refuseFrame = (code: number, slug: ReasonSlug, sentence: string): void => {
    isRefused = true;
    inbox.inTurn(() => {
      socket.end(code, slug, sentence);
    });
  };

  const side = open(socket);
  const takeOut = setup.account?.connections.add({
    id: setup.id,
    side: side.name,
    openedAtMs: clock.now(),
    who: side.who,
    end: socket.end,
  });
  if (takeOut !== undefined) endings.add(takeOut);
  restartIdle();
  return {
    receive: (data) => {
      if (!isOpen || isRefused) return;
      clock.runDue();
      restartIdle();
      if (typeof data !== 'string')
        refuseFrame(1003, 'frame-not-text', 'the frame is binary; this socket takes text frames of JSON');
      else if (isTooLarge(data, MAX_FRAME_BYTES))
        refuseFrame(1009, 'frame-too-large', `the frame is over ${String(MAX_FRAME_BYTES)} bytes`);
      else inbox.frame(data);
    },
    pinged: () => {
      if (isOpen) restartIdle();
    },
    closed: (code = LOST) => {
      finish(code);
    },
  };
}
