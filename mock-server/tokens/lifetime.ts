import { isoSeconds } from '../clock.ts';
import type { Claims } from './jws.ts';

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
    return { failure: 'not-yet-valid', sentence: `is not valid before ${isoSeconds(nbf)}, in ${String(nbf - nowSeconds)} s` };
  }
  return undefined;
}
