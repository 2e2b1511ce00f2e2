import type { RestorableClock } from '../../../../mock-server/clock.ts';
import { createClock } from '../../../../mock-server/clock.ts';
import type { Connections } from '../../../../mock-server/domain/connections.ts';
import { createConnections } from '../../../../mock-server/domain/connections.ts';
import type { Session } from '../../../../mock-server/http/socket.ts';
import { textResult } from '../../../../mock-server/messaging/dialects/dialect.ts';
import { shortDialect } from '../../../../mock-server/messaging/dialects/short.ts';
import type { FrameEffect, FrameShot, PassingFrame } from '../../../../mock-server/messaging/frame-faults.ts';
import { createSession } from '../../../../mock-server/messaging/sessions/session.ts';
import type { Side, Socket } from '../../../../mock-server/messaging/sessions/side.ts';
import type { FrameRecord, SocketSetup } from '../../../../mock-server/messaging/socket-setup.ts';

/** What a socket is opened with, where it matters. */
export interface SessionParts {
  /** What a request comes to. Default: `OK` */
  readonly carryOut?:
    ((socket: Socket, ...request: Parameters<Side['carryOut']>) => ReturnType<Side['carryOut']>) | undefined;
  readonly fire?: (frame: PassingFrame) => FrameShot | undefined;
  readonly onSend?: (session: Session) => void;
  readonly onRecord?: (record: FrameRecord) => void;
  /** Default: never. */
  readonly idleTimeoutMs?: number;
  readonly reasonHeader?: boolean;
}

export interface OpenedSession {
  readonly session: Session;
  readonly socket: Socket;
  readonly clock: RestorableClock;
  /** Moves the time, without anything falling due by it. */
  readonly jump: (ms: number) => void;
  /** Frames that went out since this was asked the last time, in short. */
  readonly sent: () => string[];
  readonly closes: readonly (readonly [code: number, reason: string])[];
  readonly records: readonly FrameRecord[];
  /** What the faults were asked about. */
  readonly passed: readonly PassingFrame[];
  readonly connections: Connections;
  readonly ends: () => number;
  readonly request: (type: string, id?: string) => void;
  readonly settle: () => Promise<void>;
}

/** A session of a side that carries out whatever is asked for. */
export function openSession({ reasonHeader = true, idleTimeoutMs = 0, ...parts }: SessionParts = {}): OpenedSession {
  let nowMs = 0;
  const clock = createClock({ now: () => nowMs });
  const [frames, closes, records, passed] = [
    [] as string[],
    [] as [number, string][],
    [] as FrameRecord[],
    [] as PassingFrame[],
  ];
  const underWay: Promise<unknown>[] = [];
  const connections = createConnections();
  const opened: { socket?: Socket } = {};
  let ends = 0;
  const setup = {
    id: 'socket-1',
    accountId: '100',
    account: { connections },
    clock,
    settings: { reasonHeader, ums: { idleTimeoutMs } },
    link: {
      send: (text: string) => {
        frames.push(text);
        parts.onSend?.(session);
      },
      close: (code: number, reason: string) => closes.push([code, reason]),
    },
    fire: (frame: PassingFrame) => {
      passed.push(frame);
      return parts.fire?.(frame);
    },
    trace: () => ({
      record: (record: FrameRecord) => {
        records.push(record);
        parts.onRecord?.(record);
      },
    }),
    track: (work: Promise<unknown>) => underWay.push(work),
  };
  const session = createSession(setup as unknown as SocketSetup, (socket) => {
    opened.socket = socket;
    return {
      name: 'consumer',
      dialect: shortDialect,
      who: () => 'jane',
      carryOut: (...request) => parts.carryOut?.(socket, ...request) ?? textResult('OK'),
      ended: () => {
        ends += 1;
      },
    };
  });
  const { socket } = opened;
  if (socket === undefined) throw new Error('no side was made');
  return {
    session,
    socket,
    clock,
    jump: (ms) => {
      nowMs += ms;
    },
    sent: () => frames.splice(0).map(brief),
    closes,
    records,
    passed,
    connections,
    ends: () => ends,
    request: (type, id = 'q') => {
      session.receive(JSON.stringify({ kind: 'req', id, type }));
    },
    settle: async () => {
      await Promise.all(underWay.splice(0));
    },
  };
}

/** `id code body` of an answer, the body of a notification. */
function brief(text: string): string {
  const { kind, reqId, code, body } = JSON.parse(text) as Record<string, unknown>;
  return kind === 'resp' ? `${String(reqId)} ${String(code)} ${String(body)}` : String(body);
}

/** What a fault does, to frames of one kind. */
export function fault(
  kind: PassingFrame['kind'],
  effect: FrameEffect | undefined,
  delayMs = 0,
): (frame: PassingFrame) => FrameShot | undefined {
  const reason = { slug: 'fault-injected', sentence: 'it met this frame' } as const;
  return (frame) => (frame.kind === kind ? { ids: ['fault-1'], delayMs, effect, reason } : undefined);
}
