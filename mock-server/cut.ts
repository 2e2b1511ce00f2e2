/** The longest quote of what was sent, in characters. */
const LONGEST_QUOTE = 200;

/** A text as an error quotes it: whole, or its beginning. */
export function cut(text: string): string {
  return text.length <= LONGEST_QUOTE ? text : `${text.slice(0, LONGEST_QUOTE)}...`;
}
