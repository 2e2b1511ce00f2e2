/**
 * Everything that is no visible character, but line feeds: controls (C0, DEL, C1), those of writing direction, other
 * invisible ones, separators of lines and paragraphs, and halves of surrogate pairs.
 */
const INVISIBLE = /[^\n\P{C}]|[\p{Zl}\p{Zp}]/gu;

/**
 * A text as a terminal may get it. Names, paths and claims come from anybody: what would steer the terminal, or turn
 * the direction of the text, is shown as `\u` escapes, so that JSON stays the same JSON.
 */
export function visible(text: string): string {
  return text.replace(INVISIBLE, (character) => character.split('').map(escapeOf).join(''));
}

function escapeOf(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
