import type { Exchange } from '../control/journal/exchange.ts';
import { headerSafe, reasonLine } from '../errors/reasons.ts';

/** One call as one line: time by the mock's clock, method, path, status, duration, and why it was refused. */
export function logLine({ atMs, method, path, outcome, durationMs, reason, deviations, evicted }: Exchange): string {
  const time = new Date(atMs).toISOString();
  const parts = [time, method, safePath(path), String(outcome), `${String(Math.round(durationMs))}ms`];
  if (reason !== undefined) parts.push(reasonLine(reason));
  if (deviations.length > 0) parts.push(`deviations: ${deviations.map(({ slug }) => slug).join(', ')}`);
  if (evicted !== undefined) parts.push(headerSafe(evicted));
  return parts.join(' ');
}

/** Longer than any part of a documented path, shorter than any JWT, and than the 64 digits of a consumer's id. */
const LONGEST_PLAIN_SEGMENT = 60;

/** A path as a log may show it. */
export function safePath(path: string): string {
  return headerSafe(withoutTokens(path));
}

/** The path with tokens and consumer ids cut down to what tells two of them apart. */
function withoutTokens(path: string): string {
  return path
    .split('/')
    .map((segment) => (segment.length > LONGEST_PLAIN_SEGMENT ? `${segment.slice(0, 8)}...` : segment))
    .join('/');
}
