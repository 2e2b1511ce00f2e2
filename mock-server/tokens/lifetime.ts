import { isoSeconds } from '../instant.ts';
import type { Claims } from './jws.ts';
import { TIME_CLAIMS } from './jws.ts';

/** The time a token is judged at. */
export interface Judgement {
  readonly nowSeconds: number;
  /** How long past `exp` a token is still good, and how long before `nbf` it is already. */
  readonly toleranceSeconds: number;
}

/** Why a token is not valid at this time, or undefined. Sentences go on from "the AppJWT ...". */
export interface OutOfLifetime {
  readonly failure: 'expired' | 'not-yet-valid';
  readonly sentence: string;
}

/**
 * Judges `exp` and `nbf`. A token is expired when now >= exp (RFC 7519 section 4.1.4, decision D39). A claim that is
 * absent or no number says nothing here: whether it is mandatory is for the kind of token to say.
 */
export function outOfLifetime(claims: Claims, { nowSeconds, toleranceSeconds }: Judgement): OutOfLifetime | undefined {
  const { exp, nbf } = claims;
  if (typeof exp === 'number' && nowSeconds >= exp + toleranceSeconds) {
    return { failure: 'expired', sentence: `expired ${String(nowSeconds - exp)} s ago at ${isoSeconds(exp)}` };
  }
  if (typeof nbf === 'number' && nowSeconds < nbf - toleranceSeconds) {
    return {
      failure: 'not-yet-valid',
      sentence: `is not valid before ${isoSeconds(nbf)}, in ${String(nbf - nowSeconds)} s`,
    };
  }
  return undefined;
}

/** A second past which a time is in milliseconds or a mistake: it is in the year 5138. */
const LATEST_SECONDS = 100_000_000_000;
const YEAR_SECONDS = 31_536_000;

/**
 * What is odd about the times of a token that counts all the same, or undefined (decision D78). Sentences begin with
 * the claim. A clock that itself stands at such a time, as a test's may at 1970, makes none of them odd.
 */
export function oddTime(claims: Claims, nowSeconds: number): string | undefined {
  for (const name of TIME_CLAIMS) {
    const odd = oddity(claims[name], name, nowSeconds);
    if (odd !== undefined) return `${name} is ${odd}`;
  }
  return undefined;
}

function oddity(time: unknown, name: string, nowSeconds: number): string | undefined {
  if (time === undefined) return undefined;
  if (typeof time !== 'number') return 'no number, and was not looked at';
  if (nowSeconds > YEAR_SECONDS) {
    if (time < 0) return 'negative';
    if (time === 0 && name === 'iat') return '0, as if the time was never set';
  }
  if (time >= LATEST_SECONDS && nowSeconds < LATEST_SECONDS - YEAR_SECONDS) {
    return `${String(time)}, which looks like milliseconds; times are in seconds (RFC 7519 section 2)`;
  }
  return Number.isInteger(time) ? undefined : `${String(time)}, no whole number of seconds`;
}
