/** How much of a path is compared: a path may be as long as a header, and comparing takes its square. */
const COMPARED_SEGMENTS = 16;
const COMPARED_CHARS = 64;

/** A segment of a path, taken apart once. */
interface Word {
  readonly text: string;
  /** Each two letters that stand side by side, in lower case. */
  readonly pairs: readonly string[];
  readonly distinctPairs: ReadonlySet<string>;
}

/** A path that is known, and what to call it. */
export interface KnownPath {
  /** `{name}` stands for any one segment. */
  readonly path: string;
  readonly label: string;
}

/** Orders known paths by how much another is like them, best first: a typing error still finds what was meant. */
export function createNearest(known: readonly KnownPath[]): (path: string) => string[] {
  // When the first path is unknown: most mocks never see one.
  let patterns: readonly { readonly label: string; readonly words: readonly Word[] }[] | undefined;
  return (path) => {
    patterns ??= known.map(({ path: pattern, label }) => ({ label, words: pattern.split('/').map(wordOf) }));
    const words = path.split('/', COMPARED_SEGMENTS).map((segment) => wordOf(segment.slice(0, COMPARED_CHARS)));
    return patterns
      .map((pattern) => ({ label: pattern.label, score: likeness(pattern.words, words) }))
      .sort((a, b) => b.score - a.score)
      .map(({ label }) => label);
  };
}

function wordOf(text: string): Word {
  const letters = text.toLowerCase();
  const pairs = Array.from({ length: Math.max(0, letters.length - 1) }, (_, index) => letters.slice(index, index + 2));
  return { text, pairs, distinctPairs: new Set(pairs) };
}

/** How many segments two paths have in common, in order; a differing length costs a little. */
function likeness(pattern: readonly Word[], path: readonly Word[]): number {
  const lengths = new Array<number>(path.length + 1).fill(0);
  for (const word of pattern) {
    let diagonal = 0;
    for (const [index, other] of path.entries()) {
      const above = lengths[index + 1] ?? 0;
      lengths[index + 1] = Math.max(above, lengths[index] ?? 0, diagonal + similarity(word, other));
      diagonal = above;
    }
  }
  return (lengths[path.length] ?? 0) - Math.abs(pattern.length - path.length) * 0.3;
}

/** 1 for the same word, 0.4 for anything in the place of a parameter, else up to 0.9 by the letter pairs they share. */
function similarity(pattern: Word, word: Word): number {
  if (pattern.text === word.text) return 1;
  if (pattern.text.startsWith('{') && word.text !== '') return 0.4;
  const pairs = pattern.distinctPairs.size + word.pairs.length;
  if (pattern.pairs.length === 0 || word.pairs.length === 0) return 0;
  return (0.9 * 2 * word.pairs.filter((pair) => pattern.distinctPairs.has(pair)).length) / pairs;
}
