const encoder = new TextEncoder();

/**
 * A text as UTF-8, in an array of this realm. Under jsdom the `TextEncoder` is the platform's and `Uint8Array` is the
 * window's: what the one makes is no instance of the other, and libraries ask for one.
 */
export function utf8(text: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(encoder.encode(text));
}

/** How many bytes a text has as UTF-8. */
export function utf8Length(text: string): number {
  return encoder.encode(text).length;
}
