let lastSecond = NaN;
let lastText = '';

/**
 * A time as the header `Date` has it (RFC 9110 section 5.6.7), for instance `Fri, 20 Nov 2026 12:00:00 GMT`. The last
 * one is kept, because a busy mock asks for the same second thousands of times.
 *
 * @param atMs - epoch milliseconds
 */
export function httpDate(atMs: number): string {
  const second = Math.floor(atMs / 1000);
  if (second !== lastSecond) {
    lastSecond = second;
    lastText = new Date(second * 1000).toUTCString();
  }
  return lastText;
}
