import { extname, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { FileRefused, readRegularFile } from '../tls/regular-file.ts';
import { UsageError } from './command.ts';

/**
 * The options that a file holds, not yet checked: an object in JSON, or what a JavaScript module exports by default
 * (the object, or a function that answers it, asynchronously too).
 *
 * @param file - relative to `cwd`, or absolute
 * @throws UsageError when there is no such file or it cannot be understood.
 */
export async function readConfigFile(file: string, cwd: string): Promise<object> {
  const options = await readAnything(file, resolve(cwd, file));
  if (typeof options === 'object' && options !== null && !Array.isArray(options)) return options;
  throw new UsageError(`${file}: expected an object of options`);
}

async function readAnything(file: string, path: string): Promise<unknown> {
  const type = extname(path);
  if (type === '.json') return withoutSchema(parseJson(file, await readText(file, path)));
  if (!/^\.[cm]?[jt]s$/.test(type)) throw new UsageError(`${file}: a config file is .json, .js, .mjs, .cjs or .ts`);
  // Only to tell a file that is not there from a module in it that is not there.
  await readText(file, path);
  return importOptions(file, path);
}

/** `$schema` is for editors: it names the JSON Schema that completes and checks the file while it is written. */
function withoutSchema(options: unknown): unknown {
  if (typeof options !== 'object' || options === null || Array.isArray(options)) return options;
  return Object.fromEntries(Object.entries(options).filter(([name]) => name !== '$schema'));
}

const READ_FAILURES: Readonly<Record<string, string>> = {
  ENOENT: 'no such file',
  EISDIR: 'is a folder, not a file',
  EACCES: 'may not be read',
};

async function readText(file: string, path: string): Promise<string> {
  try {
    return await readRegularFile(path);
  } catch (error) {
    if (error instanceof FileRefused) throw new UsageError(`${file}: ${error.message}`);
    const code = (error as NodeJS.ErrnoException).code ?? 'unknown error';
    throw new UsageError(`${file}: ${READ_FAILURES[code] ?? `cannot be read (${code})`}`);
  }
}

function parseJson(file: string, text: string): unknown {
  const source = text.replace(/^\uFEFF/, '');
  const complaint = jsonComplaint(source);
  if (complaint === undefined) return JSON.parse(source) as unknown;
  // The parser quotes what stands around the place, and that may be a client's secret.
  const what = complaint
    .replace(/, (?:\.\.\.)?".*" is not valid JSON$/s, '')
    .replace(/ (?:in JSON )?at position \d+.*$/s, '');
  throw new UsageError(`${file}${placeOf(complaint, source)}: not JSON: ${what}`);
}

function jsonComplaint(text: string): string | undefined {
  try {
    JSON.parse(text);
    return undefined;
  } catch (error) {
    return (error as SyntaxError).message;
  }
}

/** `:line:column` of what the parser complains about. */
function placeOf(complaint: string, text: string): string {
  const position = /at position (\d+)/.exec(complaint)?.[1];
  const index = position === undefined ? unexpectedIndex(complaint, text) : Number(position);
  const lines = text.slice(0, index).split('\n');
  return `:${String(lines.length)}:${String((lines.at(-1) ?? '').length + 1)}`;
}

/**
 * For an unexpected character the parser gives no position: it is the first such one that breaks the text before it.
 */
function unexpectedIndex(complaint: string, text: string): number {
  const [, character] = /^Unexpected token '(.)'/su.exec(complaint) ?? [];
  if (character === undefined) return text.length;
  let index = text.indexOf(character);
  while (index !== -1 && jsonComplaint(text.slice(0, index + 1))?.startsWith('Unexpected token') !== true)
    index = text.indexOf(character, index + 1);
  return index === -1 ? text.length : index;
}

async function importOptions(file: string, path: string): Promise<unknown> {
  const { default: exported } = await importModule(file, path);
  if (exported === undefined)
    throw new UsageError(`${file}: has no default export; export the options, or a function that returns them`);
  if (typeof exported !== 'function') return exported;
  try {
    return await (exported as () => unknown)();
  } catch (error) {
    throw new UsageError(`${file}: its function failed: ${firstLine(error)}`);
  }
}

async function importModule(file: string, path: string): Promise<{ default?: unknown }> {
  try {
    return (await import(pathToFileURL(path).href)) as { default?: unknown };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_UNKNOWN_FILE_EXTENSION') {
      throw new UsageError(
        `${file}: this Node.js does not read TypeScript; write it as .mjs, or use Node.js 22.18 or newer`,
      );
    }
    throw new UsageError(`${file}: cannot be loaded: ${firstLine(error)}`);
  }
}

function firstLine(error: unknown): string {
  const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return text.split('\n', 1)[0] ?? '';
}
