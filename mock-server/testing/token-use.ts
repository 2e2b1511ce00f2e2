import { isoSeconds } from '../instant.ts';
import type { JournalEntry } from '../control/journal/entry.ts';
import type { IssuedAppJwt } from './issued-tokens.ts';
import { successions } from './issued-tokens.ts';
import type { MatcherResult } from './subject.ts';
import { verdictOn } from './subject.ts';
import { describeCall, listCalls, timeOf } from './words.ts';

/** In this last part of its life a token may be replaced: that is refreshing ahead of time, and no waste. */
const LAST_PART_OF_LIFE = 0.2;

/**
 * Whether each client used the AppJWT it had as long as it was good. One that was refused, or is in the last fifth of
 * its life, may be replaced.
 *
 * @throws Error when fewer than two calls carried an AppJWT: nothing can be said of reusing then.
 */
export function judgeReuse(entries: readonly JournalEntry[]): MatcherResult {
  const carriers = entries.filter(({ tokens }) =>
    tokens.some(({ use, kind }) => use === 'presented' && kind === 'AppJWT'),
  );
  if (carriers.length < 2) {
    throw new Error(
      `toHaveReusedToken: it takes two calls with an AppJWT to see it reused, and there ${carriers.length === 0 ? 'was none' : `was one:\n${listCalls(carriers)}`}`,
    );
  }
  const wasted = successions(entries).filter(
    ([token, next]) => wasGood(token, next) && !wasRefused(token, next, entries),
  );
  return verdictOn(
    'to reuse its AppJWT',
    wasted.map(
      ([token, next]) =>
        `client ${token.clientId} asked for another at ${timeOf(next.entry)}, ` +
        `while the one of ${timeOf(token.entry)} was valid until ${isoSeconds(token.expiresAtSeconds)}:\n${listCalls([token.entry, next.entry])}`,
    ),
    `each did in ${String(carriers.length)} calls`,
  );
}

function wasGood(token: IssuedAppJwt, next: IssuedAppJwt): boolean {
  const lifeSeconds = token.expiresAtSeconds - token.issuedAtSeconds;
  return next.entry.atMs / 1000 < token.expiresAtSeconds - LAST_PART_OF_LIFE * lifeSeconds;
}

/** A client that was told its token is no good must ask for another. */
function wasRefused(token: IssuedAppJwt, next: IssuedAppJwt, entries: readonly JournalEntry[]): boolean {
  return entries.some(
    (entry) =>
      entry.id > token.entry.id &&
      entry.id < next.entry.id &&
      entry.accountId === token.accountId &&
      (entry.reason?.slug.startsWith('app-jwt-') === true || (entry.verdict === 'faulted' && entry.outcome === 401)),
  );
}

/**
 * Whether no token was refused as expired, and each client that got a second AppJWT got it while the first was good.
 *
 * @throws Error when no client asked for a second one.
 */
export function judgeRefresh(entries: readonly JournalEntry[]): MatcherResult {
  const expired = entries.filter(
    ({ reason }) => reason !== undefined && /-expired$|-refresh-window$/.test(reason.slug),
  );
  const refreshes = successions(entries);
  if (expired.length === 0 && refreshes.length === 0)
    throw new Error('toHaveRefreshedBeforeExpiry: no client got a second AppJWT, so none was refreshed');
  const late = refreshes.filter(([token, next]) => next.entry.atMs / 1000 >= token.expiresAtSeconds);
  return verdictOn(
    'to refresh before expiry',
    [
      ...expired.map((entry) => `this call was refused: ${describeCall(entry)}, ${entry.reason?.sentence ?? ''}`),
      ...late.map(
        ([token, next]) =>
          `client ${token.clientId} asked for the next AppJWT at ${timeOf(next.entry)}, when the last had expired at ${isoSeconds(token.expiresAtSeconds)}`,
      ),
    ],
    'each did',
  );
}
