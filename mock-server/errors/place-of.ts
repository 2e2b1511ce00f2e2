/** Where it broke, and nothing of the call: an error's own message may quote a secret. */
export function placeOf(thrown: unknown): string {
  if (!(thrown instanceof Error)) return typeof thrown;
  // Not every engine writes stacks alike.
  const place = thrown.stack?.split('\n    at ')[1];
  return place === undefined ? thrown.name : `${thrown.name} at ${place}`;
}
