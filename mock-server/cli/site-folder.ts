import { mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { UsageError } from './command.ts';
import { codeOf, whyUnwritten } from './file-failures.ts';

/** What of a folder is ours: by it the next writing knows what it may replace, and takes away. */
const MARK = 'lp-auth-mock-site.json';

/** What happened to a folder. */
export interface WrittenSite {
  readonly files: number;
  readonly bytes: number;
}

/**
 * Writes the files of a site, and takes away those of the one before. Nothing else in the folder changes.
 *
 * @param folder - absolute
 * @param options - `isForced`: also into a folder that has files of somebody else; `version`: what is written down
 * @throws UsageError when it may not or cannot be written.
 */
export async function writeSite(
  folder: string,
  files: ReadonlyMap<string, string>,
  { isForced, version }: { readonly isForced: boolean; readonly version: string },
): Promise<WrittenSite> {
  try {
    const before = await namesIn(folder);
    const own = await ownFiles(folder);
    if (before.length > 0 && own === undefined && !isForced)
      throw new UsageError(
        `${folder} is not empty, and no site of lp-auth-mock is in it; name another folder, or write into it with --force`,
      );
    const all = new Map([...files, ...EXTRA, [MARK, markOf([...files.keys(), ...EXTRA.keys()], version)]]);
    for (const name of (own ?? []).filter((each) => !all.has(each))) await rm(join(folder, name), { force: true });
    // The page last: until then, a browser finds the site before, or none.
    const inOrder = [...all].sort(([one], [other]) => Number(one === 'index.html') - Number(other === 'index.html'));
    for (const [name, text] of inOrder) {
      await makeFolder(dirname(join(folder, name)));
      await writeFile(join(folder, name), text);
    }
    return { files: all.size, bytes: inOrder.reduce((sum, [, text]) => sum + Buffer.byteLength(text), 0) };
  } catch (error) {
    throw error instanceof UsageError ? error : asUsageError(error, folder);
  }
}

/** With its parents. Node's own `recursive` never ends where nobody may make one, below `/proc` for instance. */
async function makeFolder(path: string): Promise<void> {
  try {
    await mkdir(path);
  } catch (error) {
    if (codeOf(error) === 'EEXIST' && (await stat(path)).isDirectory()) return;
    if (codeOf(error) !== 'ENOENT' || dirname(path) === path) throw error;
    await makeFolder(dirname(path));
    await mkdir(path);
  }
}

/** GitHub Pages leaves out names that begin with `_` unless it finds this; a chunk may have such a name. */
const EXTRA = new Map([['.nojekyll', '']]);

function markOf(files: readonly string[], version: string): string {
  return `${JSON.stringify({ writtenBy: `lp-auth-mock ${version}`, files: [...files].sort() }, null, 2)}\n`;
}

async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return [];
    throw error;
  }
}

/** A name below the folder, and nowhere else. */
const NAME = /^(?!\/)(?:(?:^|\/)(?!\.{1,2}(?:\/|$))[\w.-]+)+$/;

/** What an earlier writing left there; undefined where there is no site of ours. */
async function ownFiles(folder: string): Promise<readonly string[] | undefined> {
  let mark: { readonly writtenBy?: unknown; readonly files?: unknown } | null;
  try {
    mark = JSON.parse(await readFile(join(folder, MARK), 'utf8')) as typeof mark;
  } catch (error) {
    if (error instanceof SyntaxError || codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
  if (typeof mark?.writtenBy !== 'string' || !mark.writtenBy.startsWith('lp-auth-mock ')) return undefined;
  const files: readonly unknown[] = Array.isArray(mark.files) ? mark.files : [];
  return files.filter((name): name is string => typeof name === 'string' && NAME.test(name));
}

/** A failure of the file system in words; anything else is ours, and goes on as it is. */
function asUsageError(error: unknown, folder: string): unknown {
  const code = codeOf(error);
  if (code === undefined) return error;
  const { path = folder } = error as NodeJS.ErrnoException;
  return new UsageError(`the site cannot be written: ${path}: ${whyUnwritten(code)}`);
}
