import { MAX_FRAME_BYTES } from '../../http/socket.ts';
import type { NotificationName } from '../dialects/dialect.ts';
import { notificationFrame } from '../dialects/dialect.ts';
import type { FrameShot, SocketClose } from '../frame-faults.ts';
import type { FrameKind } from '../frame-types.ts';
import type { FrameRecord, FrameTrace, SocketSetup } from '../socket-setup.ts';
import { departureOf, lossBy } from './fate.ts';
import { createFrameReader } from './frame-reader.ts';
import { createInbox } from './inbox.ts';
import type { Departure } from './outbox.ts';
import { createOutbox } from './outbox.ts';
import type { Side } from './side.ts';

/** The frames of one socket, in their order on either way. */
export interface FrameLine {
  take(text: string): void;
  /** Has something done in its turn: what came before it is answered first. */
  thenDo(run: () => void): void;
  /** Sends what nobody asked for; after the answer, when one is being made. */
  notify(name: NotificationName, body: unknown): void;
  /** Sends at once what a fault holds up. */
  flush(): void;
  /** Forgets what waits. */
  clear(): void;
}

/** What the socket does for its frames. */
export interface FrameHost {
  readonly side: Side;
  /** Whether neither side has closed it. */
  isOpen(): boolean;
  send(text: string): void;
  record(trace: FrameTrace, frame: FrameRecord): void;
  /** A fault ends the socket. */
  endBy(shot: FrameShot, end: SocketClose | 'reset'): void;
  /** Too much waits. */
  flooded(sentence: string): void;
}

/** How much may wait on either way, in characters; more of it closes the socket. */
const MOST_WAITING_CHARS = 8 * MAX_FRAME_BYTES;

export function createFrameLine(setup: SocketSetup, host: FrameHost): FrameLine {
  const { side } = host;
  const flooded = (sentence: string) => (): void => {
    host.flooded(sentence);
  };
  const endBy = (shot: FrameShot, end: SocketClose | 'reset'): void => {
    host.endBy(shot, end);
  };
  const record = (trace: FrameTrace, frame: FrameRecord): void => {
    host.record(trace, frame);
  };
  const outbox = createOutbox({
    clock: setup.clock,
    send: (text) => {
      host.send(text);
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
  const reader = createFrameReader({ setup, side, outbox, fire, send, endBy, record });
  const inbox = createInbox({
    read: reader.read,
    mostWaitingChars: MOST_WAITING_CHARS,
    onFlood: flooded('frames come faster than they can be answered'),
  });
  return {
    take: (text) => {
      inbox.frame(text);
    },
    thenDo: (run) => {
      inbox.inTurn(run);
    },
    notify: (name, body) => {
      const type = side.dialect.notificationType(name);
      const text = notificationFrame(type, body);
      const shot = fire('notification', name, text);
      const reason = shot?.effect === undefined ? undefined : shot.reason;
      const departure = departureOf('notification', text, shot, endBy);
      send(departure, () => {
        const sent = departure.texts[0];
        const entry = { event: 'send', type, outcome: lossBy(shot) ?? 200, reason, faults: shot?.ids, sent } as const;
        record(setup.trace(), entry);
        if (shot?.effect === 'duplicate') record(setup.trace(), entry);
      });
    },
    flush: () => {
      outbox.flush();
    },
    clear: () => {
      reader.stop();
      inbox.clear();
      outbox.clear();
    },
  };
}
