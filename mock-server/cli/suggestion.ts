/** What was probably meant, as the end of a sentence; without a likely word it points to the help. */
export function suggest(word: string, known: readonly string[]): string {
  const meant =
    known.find((name) => isWithin(1, word, name)) ??
    known.find((name) => word.length > 4 && isWithin(2, word, name)) ??
    known.find((name) => word.length > 4 && (name.startsWith(word) || word.startsWith(name)));
  return meant === undefined ? '; see --help' : `; did you mean ${meant}?`;
}

/** Whether so many letters added, dropped, changed or swapped with their neighbour make one word of the other. */
function isWithin(edits: number, typed: string, name: string): boolean {
  if (typed === name) return true;
  if (edits === 0) return false;
  if (typed !== '' && typed[0] === name[0]) return isWithin(edits, typed.slice(1), name.slice(1));
  const isSwap = typed[0] === name[1] && typed[1] === name[0];
  return (
    isWithin(edits - 1, typed.slice(1), name.slice(1)) ||
    isWithin(edits - 1, typed, name.slice(1)) ||
    isWithin(edits - 1, typed.slice(1), name) ||
    (isSwap && isWithin(edits - 1, typed.slice(2), name.slice(2)))
  );
}
