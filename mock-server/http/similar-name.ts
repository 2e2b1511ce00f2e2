/**
 * The name among those that were sent that was most likely meant as the one that is missing: `idToken` for `id_token`.
 * Undefined when none is like it.
 */
export function similarName(missing: string, sent: readonly string[]): string | undefined {
  const wanted = letters(missing);
  return sent.find((name) => name !== missing && name.length <= LONGEST_NAME && letters(name) === wanted);
}

/** The end of a sentence that says that a name is missing. */
export function didYouMean(missing: string, sent: readonly string[]): string {
  const similar = similarName(missing, sent);
  return similar === undefined ? '' : `; ${similar} is there, and the name is ${missing}`;
}

const LONGEST_NAME = 64;

/** Without what spellings differ in: case, underscores, dashes, spaces, dots. */
function letters(name: string): string {
  return name.toLowerCase().replace(/[^a-z\d]/g, '');
}
