import { ConfigError } from '../../config/settle.ts';
import type { MockOptions } from '../../config/options.ts';
import type { WorkerEnv } from './runtime.ts';

/** An object of the runtime has 128 MB, the code included. */
const DEFAULT_MEGABYTES = 48;

let inCode: MockOptions = {};

/** What `createWorker` was given: the objects of the same worker have it too. */
export function keepOptions(options: MockOptions): void {
  inCode = options;
}

/**
 * The options of the mocks of a worker: those of the variable before those of the code, a section member by member.
 *
 * @throws ConfigError when the variable is no JSON of an object.
 */
export function workerOptions(env: WorkerEnv): MockOptions {
  const given = readVariable(env.LP_AUTH_MOCK);
  const merged: Record<string, unknown> = { ...inCode };
  for (const [name, value] of Object.entries(given)) {
    const before = merged[name];
    merged[name] = isPlain(before) && isPlain(value) ? { ...before, ...value } : value;
  }
  const limits = { megabytes: DEFAULT_MEGABYTES, ...(merged['limits'] as object | undefined) };
  return { ...(merged as MockOptions), limits };
}

/** Whether one object has all accounts. @throws ConfigError when the variable is none of its values. */
export function isOneCell({ LP_AUTH_MOCK_CELLS: cells = 'each' }: WorkerEnv): boolean {
  if (cells !== 'each' && cells !== 'one') throw new ConfigError('LP_AUTH_MOCK_CELLS: Expected "each" or "one"');
  return cells === 'one';
}

/** What it says may be a secret: it is not repeated. */
function readVariable(variable: unknown): Readonly<Record<string, unknown>> {
  if (variable === undefined || variable === '') return {};
  const value = typeof variable === 'string' ? parse(variable) : variable;
  if (!isPlain(value))
    throw new ConfigError('LP_AUTH_MOCK: Expected an object of options, for instance {"strict":true}');
  return value;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new ConfigError('LP_AUTH_MOCK: Expected JSON, for instance {"strict":true}');
  }
}

function isPlain(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
