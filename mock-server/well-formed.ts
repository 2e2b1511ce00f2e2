/**
 * Whether a text has no half of a surrogate pair, as the JSON escape `\ud800` leaves one. Such a text has no UTF-8 of
 * its own: written down, it is the same as any other text with another half in that place.
 */
export function isWellFormed(text: string): boolean {
  return !/\p{Surrogate}/u.test(text);
}

/** What decoders put where the bytes were no UTF-8. */
const REPLACEMENT = '\ufffd';

/** Whether a text is whole: well-formed, and nothing of it was lost when its bytes were decoded. */
export function isWhole(text: string): boolean {
  return isWellFormed(text) && !text.includes(REPLACEMENT);
}
