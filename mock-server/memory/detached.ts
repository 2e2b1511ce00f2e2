/**
 * A copy that keeps nothing else alive. A part of a text holds on to the whole of it in most engines, and the whole may
 * be a body of a megabyte: what is kept for long is copied first.
 */
export function detached(part: string): string {
  // Joining and then cutting makes engines write the characters anew; it costs a tenth of a way through JSON.
  return ` ${part}`.slice(1);
}
