import ms from 'ms';

/** Anything with a `now()` in epoch milliseconds, such as `Date`. */
export interface TimeSource {
  now(): number;
}

/** The platform's time. `Date` is looked up at each call, because fake timers put another one in its place. */
export const systemTime: TimeSource = { now: () => Date.now() };

/** The clock that issuing, checking and the journal read. */
export interface Clock extends TimeSource {
  /** Epoch seconds, rounded down: the unit of `iat` and `exp` (RFC 7519 section 2). */
  nowSeconds(): number;
}

/**
 * A point in time: a Date, an ISO 8601 text (UTC unless it has an offset), or epoch **seconds** as in a token's claims;
 * from 100,000,000,000 on a number is taken as milliseconds, as `Date.now()` gives them.
 */
export type Instant = Date | string | number;

/** A length of time: a text with a unit (`'61m'`, `'730h'`, `'10s'`) or a number of **seconds**. */
export type Duration = string | number;

/** The clock of a mock, which a test can move. Issuing and checking tokens both follow it. */
export interface ClockControl extends Clock {
  /** Moves the time by this duration; a negative one goes back. A frozen clock stays frozen. */
  advance(by: Duration): void;
  /** Stops the clock, now or at the given instant. */
  freeze(at?: Instant): void;
  /** Jumps to the instant. A running clock goes on from there; a frozen one stays frozen. */
  set(at: Instant): void;
  /** Goes back to the time source that the clock was made with, running. */
  reset(): void;
}

/** How far a clock was moved, as plain data. */
export interface ClockState {
  /** Distance to the time source, in milliseconds. */
  readonly offsetMs: number;
  /** Where the clock is frozen, in epoch milliseconds; null when it is running. */
  readonly frozenAtMs: number | null;
}

/** A clock whose state can be put aside and taken up again. */
export interface RestorableClock extends ClockControl {
  state(): ClockState;
  resume(state: ClockState): void;
}

/**
 * Makes a clock over a time source. The source is asked anew each time, so fake timers that move `Date` move this
 * clock, and a clock over another clock follows that one.
 *
 * @throws TypeError from its methods when an instant or a duration cannot be understood, or leads out of the calendar.
 */
export function createClock(source: TimeSource): RestorableClock {
  let offsetMs = 0;
  let frozenAtMs: number | undefined;
  // Over a clock that was moved itself, the sum may lead out of the calendar.
  const now = (): number => frozenAtMs ?? Math.max(-FARTHEST_MS, Math.min(source.now() + offsetMs, FARTHEST_MS));
  const jumpTo = (atMs: number): void => {
    const reachedMs = requireDate(atMs);
    if (frozenAtMs === undefined) offsetMs = reachedMs - source.now();
    else frozenAtMs = reachedMs;
  };
  return {
    now,
    nowSeconds: () => Math.floor(now() / 1000),
    advance: (by) => {
      jumpTo(now() + durationMs(by));
    },
    freeze: (at) => {
      frozenAtMs = at === undefined ? now() : instantMs(at);
    },
    set: (at) => {
      jumpTo(instantMs(at));
    },
    reset: () => {
      offsetMs = 0;
      frozenAtMs = undefined;
    },
    state: () => ({ offsetMs, frozenAtMs: frozenAtMs ?? null }),
    resume: (state) => {
      offsetMs = state.offsetMs;
      frozenAtMs = state.frozenAtMs ?? undefined;
    },
  };
}

// Taken when this file is loaded: fake timers that a test installs later hang neither a delay nor a wait.
const { setTimeout: startTimeout, clearTimeout: stopTimeout } = globalThis;

/** The longest that a timer of the platform can wait, in milliseconds. */
export const LONGEST_TIMER_MS = 2 ** 31 - 1;

/**
 * Runs something after so many milliseconds of the wall's time, whatever the mock's clock does. Answers what stops it.
 */
export function startTimer(ms: number, run: () => void): () => void {
  const timer = startTimeout(run, ms);
  return () => {
    stopTimeout(timer);
  };
}

/** Waits so many milliseconds of the wall's time. */
export function wait(ms: number): Promise<void> {
  return new Promise((resolve) => {
    startTimer(ms, resolve);
  });
}

/** A stopwatch for log lines; it does not follow the mock's clock. Answers the milliseconds since it was started. */
export function startStopwatch(): () => number {
  const startedAt = performance.now();
  return () => performance.now() - startedAt;
}

/** @throws TypeError when the duration has no unit or is no number. */
export function durationMs(duration: Duration): number {
  const milliseconds =
    typeof duration === 'number' ? duration * 1000 : typeof duration === 'string' ? parseDuration(duration) : undefined;
  if (milliseconds !== undefined && Number.isFinite(milliseconds)) return milliseconds;
  throw new TypeError(
    `not a duration: ${shown(duration)}. Give a text with a unit, such as '61m', '10s' or '730h', or a number of seconds.`,
  );
}

function parseDuration(text: string): number | undefined {
  // Without a unit the library would read milliseconds where our numbers are seconds.
  if (text.length > 100 || !/[a-z]\s*$/i.test(text)) return undefined;
  return ms(text as ms.StringValue);
}

/** How far from 1970 a Date can be, in milliseconds (ECMA-262, "Time Values and Time Range"). */
export const FARTHEST_MS = 8.64e15;

/** @throws TypeError when no Date can be that far from 1970. */
function requireDate(atMs: number): number {
  if (Math.abs(atMs) <= FARTHEST_MS) return atMs;
  throw new TypeError('the clock cannot go there: dates end 275,760 years after Christ and 271,821 years before');
}

/** A text with its quotes, and whatever else was given. */
function shown(given: unknown): string {
  return typeof given === 'string' ? JSON.stringify(given) : String(given);
}

/** The first second past this is in the year 5138: a number that large was meant as milliseconds. */
const LATEST_SECONDS = 1e11;

/** @throws TypeError when the instant is no date. */
export function instantMs(at: Instant): number {
  const milliseconds =
    typeof at === 'number' ? numberMs(at) : typeof at === 'string' ? parseInstant(at) : millisecondsOf(at);
  if (Number.isFinite(milliseconds)) return milliseconds;
  throw new TypeError(
    `not an instant: ${shown(at)}. Give an ISO 8601 text such as '2026-11-20T12:00:00Z', a Date, or epoch seconds.`,
  );
}

function numberMs(at: number): number {
  return Math.abs(at) >= LATEST_SECONDS ? at : at * 1000;
}

/** A Date of another realm is none of this one's; and whoever has no types may give what is no Date at all. */
function millisecondsOf(date: Partial<Date> | null | undefined): number {
  return date?.getTime?.() ?? NaN;
}

const ISO_8601 = /^((?:\d{4}|[+-]\d{6})-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d(?:\.\d+)?)?)(Z|[+-]\d\d:?\d\d)?)?$/i;

/** Without an offset it is UTC and not the zone of the machine: a test is to mean the same time everywhere. */
function parseInstant(text: string): number {
  const [, date, time = '00:00', offset = 'Z'] = ISO_8601.exec(text.trim()) ?? [];
  return date === undefined || !isInCalendar(date) ? NaN : Date.parse(`${date}T${time}${offset}`.toUpperCase());
}

/** The platform takes the 30th of February for the 2nd of March. */
function isInCalendar(date: string): boolean {
  return new Date(date).getUTCDate() === Number(date.slice(-2));
}

/** An instant for a sentence: ISO 8601 in UTC, whole seconds. A number no calendar knows is given as it is. */
export function isoSeconds(epochSeconds: number): string {
  const date = new Date(epochSeconds * 1000);
  return Number.isNaN(date.getTime()) ? String(epochSeconds) : date.toISOString().replace('.000Z', 'Z');
}
