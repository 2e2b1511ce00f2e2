import type { Exchange } from '../control/journal/exchange.ts';
import { safePath } from './request-log.ts';

/** What happened at a mock while a command ran. */
export interface RunReport {
  /** Takes note of one call. */
  record(exchange: Exchange): void;
  /** The account of it, line by line. */
  lines(): string[];
}

/** Why a call was refused that no row of the endpoint table fits. */
const UNKNOWN_URL = new Set(['not-mocked', 'path-unknown', 'method-wrong']);

/** How many different findings are told one by one. */
const MAX_FINDINGS = 100;

/** Counts calls, and keeps what only this mock accepts and what it does not know, each once. */
export function createRunReport(): RunReport {
  let answered = 0;
  const findings = new Map<string, number>();
  const find = (finding: string): void => {
    if (findings.has(finding) || findings.size < MAX_FINDINGS) findings.set(finding, (findings.get(finding) ?? 0) + 1);
  };
  return {
    record: ({ method, path, reason, deviations }) => {
      answered += 1;
      const what = `${method} ${safePath(path)}`;
      for (const { slug, sentence } of deviations) find(`deviation: ${what}: ${slug}; ${sentence}`);
      if (reason !== undefined && UNKNOWN_URL.has(reason.slug)) find(`unknown URL: ${what}: ${reason.sentence}`);
    },
    lines: () => [
      `answered ${String(answered)} ${answered === 1 ? 'call' : 'calls'}`,
      ...[...findings].map(([finding, times]) => `${finding}${times === 1 ? '' : ` (${String(times)} times)`}`),
      ...(findings.size < MAX_FINDINGS ? [] : [`and perhaps more: only the first ${String(MAX_FINDINGS)} are told`]),
    ],
  };
}
