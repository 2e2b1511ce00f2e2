/**
 * The longest name of a caller's choosing that is kept, in characters: an agent's user name, a consumer's id. A longer
 * one is refused where it would be kept. LivePerson's own are below a hundred.
 */
export const LONGEST_NAME_CHARS = 1024;

export function isTooLongAName(text: string): boolean {
  return text.length > LONGEST_NAME_CHARS;
}
