import type { Exchange } from '../control/exchange.ts';
import { headerSafe, reasonLine } from '../errors/reasons.ts';

/** One call as one line: time by the mock's clock, method, path, status, duration, and why it was refused. */
export function logLine({ atMs, method, path, outcome, durationMs, reason, deviations }: Exchange): string {
  const time = new Date(atMs).toISOString();
  const parts = [time, method, withoutTokens(headerSafe(path)), String(outcome), `${String(Math.round(durationMs))}ms`];
  if (reason !== undefined) parts.push(reasonLine(reason));
  if (deviations.length > 0) parts.push(`deviations: ${deviations.map(({ slug }) => slug).join(', ')}`);
  return parts.join(' ');
}

/** Tokens and consumer ids in a path, cut down to what tells two of them apart. */
function withoutTokens(path: string): string {
  return path
    .replace(/([\w-]{8})[\w-]{2,}(?:(?:\.|%2e)[\w-]+){2,4}/gi, '$1...')
    .replace(/([\da-f]{8})[\da-f]{56,}/gi, '$1...');
}
