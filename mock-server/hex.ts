import { _SHA256 as Sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex as toHex, utf8ToBytes } from '@noble/hashes/utils.js';

/** Bytes as lower-case hexadecimal digits. */
export { toHex };

/**
 * SHA-256 of the UTF-8 bytes of a text, as 64 lower-case hexadecimal digits. Not by the platform, which hashes on
 * another thread: for a text as short as a token the way there and back takes several times as long as hashing it here.
 */
export function sha256Hex(text: string): string {
  return toHex(sha256(text));
}

/** The same as its 32 bytes. */
export function sha256(text: string): Uint8Array {
  // The class itself: the library's function makes one when it is loaded, to tell of its lengths.
  return new Sha256().update(utf8ToBytes(text)).digest();
}
