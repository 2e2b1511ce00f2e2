import type { Scheduled, SchedulingClock } from '../../clock.ts';

/** Something that is to leave a socket. */
export interface Departure {
  readonly kind: 'answer' | 'notification';
  /** The frame, as often as it is sent; none when a fault keeps it. */
  readonly texts: readonly string[];
  /** How long it is held up, with all that is sent behind it: milliseconds of the mock's time. */
  readonly delayMs: number;
  /** Whether the next notification goes first. */
  readonly isOvertaken: boolean;
  /** What is done in its place, in its turn: the end of the socket. */
  readonly instead?: (() => void) | undefined;
}

/** The way out of a socket: everything in its order, whatever holds it up. */
export interface Outbox {
  put(departure: Departure): void;
  /** From now on notifications wait: an answer is being made, which goes first. */
  hold(): void;
  /** The answer is on its way. */
  release(): void;
  /** Sends at once all that waits. */
  flush(): void;
  /** Forgets what waits. */
  clear(): void;
}

export interface OutboxSetup {
  readonly clock: SchedulingClock;
  readonly send: (text: string) => void;
  /** How much may wait, in characters. */
  readonly mostWaitingChars: number;
  /** More than that waits. */
  readonly onFlood: () => void;
}

export function createOutbox({ clock, send, mostWaitingChars, onFlood }: OutboxSetup): Outbox {
  /** What a delay holds up, and all behind it. */
  const line: { readonly departure: Departure; readonly dueMs: number }[] = [];
  let lineChars = 0;
  /** What waits for a notification to go first. */
  let overtaken: readonly string[] = [];
  /** What waits for the answer; undefined while none is being made. */
  let held: Departure[] | undefined;
  let timer: Scheduled | undefined;

  const depart = ({ kind, texts, isOvertaken, instead }: Departure): void => {
    if (isOvertaken && overtaken.length === 0) {
      overtaken = texts;
      return;
    }
    texts.forEach(send);
    if (kind === 'notification' && texts.length > 0) sendOvertaken();
    instead?.();
  };
  const sendOvertaken = (): void => {
    const late = overtaken;
    overtaken = [];
    late.forEach(send);
  };
  const shift = (): Departure | undefined => {
    const first = line.shift();
    lineChars -= charsOf(first?.departure);
    return first?.departure;
  };
  const retime = (): void => {
    timer?.cancel();
    const [first] = line;
    timer = first === undefined ? undefined : clock.schedule(first.dueMs, goOn);
  };
  const goOn = (): void => {
    for (let first = line[0]; first !== undefined && first.dueMs <= clock.now(); first = line[0]) {
      shift();
      depart(first.departure);
    }
    retime();
  };
  const put = (departure: Departure): void => {
    const { delayMs } = departure;
    const last = line.at(-1);
    if (last === undefined && delayMs === 0) {
      depart(departure);
      return;
    }
    line.push({ departure, dueMs: Math.max(last?.dueMs ?? 0, clock.now() + delayMs) });
    lineChars += charsOf(departure);
    if (lineChars > mostWaitingChars) onFlood();
    else if (last === undefined) retime();
  };
  return {
    put: (departure) => {
      if (held === undefined || departure.kind === 'answer') put(departure);
      else held.push(departure);
    },
    hold: () => {
      held = [];
    },
    release: () => {
      const now = held ?? [];
      held = undefined;
      now.forEach(put);
    },
    flush: () => {
      for (let next = shift(); next !== undefined; next = shift()) depart(next);
      sendOvertaken();
    },
    clear: () => {
      timer?.cancel();
      line.length = 0;
      overtaken = [];
      held = undefined;
    },
  };
}

function charsOf(departure: Departure | undefined): number {
  return departure === undefined ? 0 : departure.texts.reduce((sum, { length }) => sum + length, 0);
}
