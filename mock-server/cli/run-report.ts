import type { Exchange } from '../control/journal/exchange.ts';
import { reasonLine } from '../errors/reasons.ts';
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

/** Something that is told once, with how often it was. */
interface Finding {
  readonly line: string;
  times: number;
}

/**
 * Counts calls, and keeps what was refused, what only this mock accepts and what it does not know, each once: many a
 * client shows neither the header nor the body of a refusal.
 */
export function createRunReport(): RunReport {
  let answered = 0;
  let refused = 0;
  const findings = new Map<string, Finding>();
  const find = (line: string, key = line): void => {
    const known = findings.get(key);
    if (known !== undefined) known.times += 1;
    else if (findings.size < MAX_FINDINGS) findings.set(key, { line, times: 1 });
  };
  return {
    record: ({ method, path, endpointId, reason, deviations }) => {
      answered += 1;
      const what = `${method} ${safePath(path)}`;
      for (const { slug, sentence } of deviations) find(`deviation: ${what}: ${slug}; ${sentence}`);
      if (reason === undefined) return;
      refused += 1;
      if (UNKNOWN_URL.has(reason.slug)) {
        find(`unknown URL: ${what}: ${reason.sentence}`);
        return;
      }
      // By the slug: sentences tell ids and times, and so the same refusal in many ways. The first one stands for all.
      const where = endpointId ?? what;
      find(`refused: ${where}: ${reasonLine(reason)}`, `refused: ${where}: ${reason.slug}`);
    },
    lines: () => [
      `answered ${String(answered)} ${answered === 1 ? 'call' : 'calls'}${countRefused(refused)}`,
      ...[...findings.values()].map(({ line, times }) => `${line}${times === 1 ? '' : ` (${String(times)} times)`}`),
      ...(findings.size < MAX_FINDINGS ? [] : [`and perhaps more: only the first ${String(MAX_FINDINGS)} are told`]),
    ],
  };
}

function countRefused(refused: number): string {
  return refused === 0 ? '' : `, refused ${String(refused)} of them`;
}
