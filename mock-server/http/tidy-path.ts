/** A path without what is easily there once too often: slashes in a row, and one at the end. */
export function tidyPath(path: string): string {
  return path.replace(/\/{2,}/g, '/').replace(/(?<=.)\/$/, '');
}

/**
 * In what a path departs from one that is known, where that is only its slashes, its capitals or an empty segment; else
 * undefined.
 */
export function untidiness(path: string, known: string): string | undefined {
  const empty = emptyParameter(path.split('/'), known.split('/'));
  if (empty !== undefined) return `${empty} is empty in the path, most likely a variable that was never set`;
  const tidy = tidyPath(path);
  const [wanted, found] = [known.split('/'), tidy.split('/')];
  const isIt = (same: (a: string, b: string) => boolean): boolean =>
    wanted.length === found.length &&
    wanted.every((segment, index) =>
      segment.startsWith('{') ? found[index] !== '' : same(segment, found[index] ?? ''),
    );
  if (!isIt((a, b) => a.toLowerCase() === b.toLowerCase())) return undefined;
  const faults = [
    ...(/\/{2}/.test(path) ? ['has two slashes in a row'] : []),
    ...(/[^/]\/+$/.test(path) ? ['ends in a slash'] : []),
    ...(isIt((a, b) => a === b) ? [] : ['differs in case (paths are case-sensitive)']),
  ];
  return faults.length === 0 ? undefined : `the path ${faults.join(', ')}`;
}

/** The parameter in whose place a path that otherwise fits has nothing. */
function emptyParameter(found: readonly string[], wanted: readonly string[]): string | undefined {
  if (found.length !== wanted.length) return undefined;
  const fits = wanted.every((segment, index) => segment.startsWith('{') || segment === found[index]);
  return fits ? wanted.find((segment, index) => segment.startsWith('{') && found[index] === '') : undefined;
}
