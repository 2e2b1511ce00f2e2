/** Has the oldest forgotten until one more can be kept beside the rest. */
export function makeRoom<Key>(
  kept: { readonly size: number; keys(): Iterable<Key> },
  most: number,
  forget: (oldest: Key) => void,
): void {
  for (const oldest of kept.keys()) {
    if (kept.size < most) return;
    forget(oldest);
  }
}
