import { cut } from '../../memory/cut.ts';
import type { Claims } from '../../tokens/jws.ts';
import { utf8Length } from '../../utf8.ts';

/**
 * Stands for what was left out: as the value of a claim, or as the name of a claim that tells how many more there were.
 */
const LEFT_OUT = '...';

/** The longest name and the longest value that a summary repeats, in characters. */
const LONGEST_NAME = 40;
const LONGEST_VALUE = 100;
/** What a claim takes in JSON beside its name and its value, and what the last one takes that counts the rest. */
const CLAIM_BYTES = 6;
const REST_BYTES = 30;

/**
 * The beginning of claims that are too large to be kept: texts are cut, what is nested is `...` unless it is short, and
 * a last member `...` tells how many claims were left out.
 *
 * @param mostBytes - how long it may be as JSON, in UTF-8
 */
export function summaryOf(claims: Claims, mostBytes: number): Claims {
  const kept: [string, unknown][] = [];
  const all = Object.entries(claims);
  let bytes = REST_BYTES;
  for (const [name, value] of all) {
    const claim: [string, unknown] = [cut(name, LONGEST_NAME), shortValue(value)];
    bytes += CLAIM_BYTES + jsonBytes(claim);
    if (bytes > mostBytes) break;
    kept.push(claim);
  }
  const left = all.length - kept.length;
  return Object.freeze(Object.fromEntries(left === 0 ? kept : [...kept, [LEFT_OUT, `${String(left)} more`]]));
}

function shortValue(value: unknown): unknown {
  if (typeof value === 'string') return cut(value, LONGEST_VALUE);
  return isShort(value) ? value : LEFT_OUT;
}

function isShort(value: unknown): boolean {
  try {
    return JSON.stringify(value).length <= LONGEST_VALUE;
  } catch {
    // Nested too deeply to be written.
    return false;
  }
}

/** Claims in which another token stands have `...` in the place of its signature: it may be good somewhere. */
export function withoutSignatures(claims: Claims): Claims {
  const json = JSON.stringify(claims);
  const safe = json.replace(/(?<![\w-])(eyJ[\w-]*\.[\w-]*\.)[\w-]+/g, `$1${LEFT_OUT}`);
  return safe === json ? claims : (JSON.parse(safe) as Claims);
}

/** The length of a value as JSON, in UTF-8. */
export function jsonBytes(value: unknown): number {
  return utf8Length(JSON.stringify(value));
}
