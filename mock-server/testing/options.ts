/** @throws TypeError naming an option that there is not. */
export function checkOptions(matcher: string, options: object, known: readonly string[]): void {
  const name = Object.keys(options).find((each) => !known.includes(each));
  if (name === undefined) return;
  throw new TypeError(
    `${matcher}: no option ${name}; there are ${known.slice(0, -1).join(', ')} and ${known.at(-1) ?? ''}`,
  );
}

/** @throws TypeError when it is no number of times. */
export function requireTimes(matcher: string, times: number | undefined): void {
  if (times !== undefined && (!Number.isInteger(times) || times < 0))
    throw new TypeError(`${matcher}: times is ${String(times)}; use a whole number`);
}
