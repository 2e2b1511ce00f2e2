import ms from 'ms';

/**
 * A point in time: a Date, an ISO 8601 text (UTC unless it has an offset), or epoch **seconds** as in a token's claims;
 * from 100,000,000,000 on a number is taken as milliseconds, as `Date.now()` gives them.
 */
export type Instant = Date | string | number;

/** A length of time: a text with a unit (`'61m'`, `'730h'`, `'10s'`) or a number of **seconds**. */
export type Duration = string | number;

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
export function requireDate(atMs: number): number {
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
