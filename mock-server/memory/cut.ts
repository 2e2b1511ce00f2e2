import { detached } from './detached.ts';

/** The longest quote of what a caller sent, in characters, the mark of the cut included. */
export const LONGEST_QUOTE = 200;

/** What stands at the end of a text that was cut. */
const CUT_MARK = '...';

/**
 * A text as a sentence quotes it: whole, or its beginning and `...`. Every sentence that repeats what a caller sent
 * quotes it by this function, and none keeps more of it alive than it shows.
 */
export function cut(text: string, longest: number = LONGEST_QUOTE): string {
  return text.length <= longest ? text : detached(`${text.slice(0, longest - CUT_MARK.length)}${CUT_MARK}`);
}
