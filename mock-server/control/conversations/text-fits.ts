/** Whether a text is the one that is meant: that very text, or one that the expression finds something in. */
export function textFits(wanted: string | RegExp, text: string | undefined): boolean {
  if (text === undefined) return false;
  // Not `test`, by which a global expression remembers where it was.
  return typeof wanted === 'string' ? text === wanted : text.search(wanted) !== -1;
}
