import type { Call } from './call.ts';

/** The value of a cookie of the call (RFC 6265 section 4.2.1). */
export function cookieOf({ headers }: Call, name: string): string | undefined {
  const pairs = (headers['cookie'] ?? '').split(';').map((pair) => pair.trim());
  return pairs.find((pair) => pair.startsWith(`${name}=`))?.slice(name.length + 1);
}
