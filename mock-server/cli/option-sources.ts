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
