import type { OptionOrigin } from '../config/origins.ts';
import { valueAt } from '../config/origins.ts';

/** One option, and where the user wrote it. */
export interface Source {
  readonly path: string;
  readonly value: unknown;
  readonly writtenAs: string;
  readonly source: 'environment' | 'flag';
}

/** Where an option was set: of several places the last one counts. */
export function originAmong(
  option: string,
  sources: readonly Source[],
  { file, fromFile }: { readonly file: string | undefined; readonly fromFile: object },
): OptionOrigin | undefined {
  const last = sources.findLast(({ path, value }) => {
    if (isWithin(path, option)) return true;
    return isWithin(option, path) && valueAt(value, option.slice(path.length + 1).split('.')) !== undefined;
  });
  if (last !== undefined) return { source: last.source, writtenAs: last.writtenAs };
  const isInFile = valueAt(fromFile, option.split('.')) !== undefined;
  return isInFile ? { source: 'file', writtenAs: file } : undefined;
}

/** A complaint with the flag or the file in front that it is about; of two flags the last one counts. */
export function withOrigin(complaint: string, sources: readonly Source[], file: string | undefined): string {
  const [path = ''] = complaint.split(': ', 1);
  const source = sources.findLast((each) => isWithin(path, each.path) || isWithin(each.path, path));
  if (source !== undefined)
    return `${source.writtenAs}: ${path === source.path ? complaint.slice(path.length + 2) : complaint}`;
  return file === undefined ? complaint : `${file}: ${complaint}`;
}

function isWithin(path: string, outer: string): boolean {
  return path === outer || path.startsWith(`${outer}.`) || path.startsWith(`${outer}[`);
}

/** What was written down, with keys in the place of the folder that they are in. */
export async function withKeysRead(
  fromFile: object,
  sources: readonly Source[],
  read: (folder: string, writtenAs?: string) => Promise<object>,
): Promise<{ readonly fromFile: object; readonly sources: readonly Source[] }> {
  const last = sources.findLast(({ path }) => path === 'keys');
  if (last === undefined) {
    const folder = valueAt(fromFile, ['keys']);
    return { fromFile: typeof folder === 'string' ? { ...fromFile, keys: await read(folder) } : fromFile, sources };
  }
  // Those before it count no more, whatever they are.
  if (typeof last.value !== 'string') return { fromFile, sources };
  const keys = { ...last, value: await read(last.value, last.writtenAs) };
  return { fromFile, sources: sources.map((source) => (source === last ? keys : source)) };
}

/**
 * A copy with one option set. What is no object on the way there is left for the check to refuse; a section that is
 * switched off by `false` is switched on by what is set in it.
 */
export function withOption(options: unknown, [name, ...rest]: readonly string[], value: unknown): unknown {
  if (name === undefined) return value;
  if (options === false) return withOption({}, [name, ...rest], value);
  if (options !== undefined && (typeof options !== 'object' || options === null)) return options;
  const record = (options ?? {}) as Readonly<Record<string, unknown>>;
  return { ...record, [name]: withOption(record[name], rest, value) };
}
