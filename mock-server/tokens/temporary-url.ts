import { sha256Hex } from '../hex.ts';

/** What a temporary URL may be used for: a PUT and nothing else, or a GET and nothing else. */
export interface TemporaryUse {
  readonly method: 'GET' | 'PUT';
  /** The path of the file. */
  readonly path: string;
  /** In epoch seconds, as it stands in the URL. */
  readonly expires: string;
}

const SIGNATURE_CHARS = 40;

/**
 * The signature of a temporary URL: 40 hexadecimal digits, as OpenStack Swift's have. Whoever lacks the key of the
 * account cannot make one.
 */
export function signTemporaryUrl(key: string, { method, path, expires }: TemporaryUse): string {
  return sha256Hex([key, method, expires, path].join('\n')).slice(0, SIGNATURE_CHARS);
}
