import { chmod, link, lstat, mkdir, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, posix, win32 } from 'node:path';
import { FileRefused, readRegularFile, requireOwner } from './regular-file.ts';

/** The environment variable that names another data folder. */
export const DATA_FOLDER_VARIABLE = 'LP_AUTH_MOCK_HOME';

/** The user's own folder. A container's user may have no name, and so none: then it is the root. */
export function homeFolderOf(read: () => string = homedir): string {
  try {
    return read();
  } catch {
    return '/';
  }
}

/** What decides where a user's data lies. */
export interface Surroundings {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
  readonly homeFolder: string;
  /** What a relative folder starts from. */
  readonly cwd: string;
}

/**
 * Where what must outlast a process is kept: by the customs of the platform, or where {@link DATA_FOLDER_VARIABLE}
 * says. Always a whole path, because it is handed to programs that run elsewhere.
 */
export function dataFolderOf({ env, platform, homeFolder, cwd }: Surroundings): string {
  const chosen = env[DATA_FOLDER_VARIABLE];
  const path = platform === 'win32' ? win32 : posix;
  if (chosen !== undefined && chosen !== '') return path.resolve(cwd, chosen);
  return path.join(platformFolder(env, platform, homeFolder), 'lp-auth-mock');
}

function platformFolder(env: Surroundings['env'], platform: NodeJS.Platform, homeFolder: string): string {
  if (platform === 'darwin') return posix.join(homeFolder, 'Library', 'Application Support');
  // A relative path is to be ignored (XDG Base Directory Specification); what Windows sets has a drive.
  if (platform === 'win32') return wholePath(env['LOCALAPPDATA'], win32) ?? win32.join(homeFolder, 'AppData', 'Local');
  return wholePath(env['XDG_DATA_HOME'], posix) ?? posix.join(homeFolder, '.local', 'share');
}

function wholePath(folder: string | undefined, rules: typeof posix): string | undefined {
  return folder !== undefined && rules.isAbsolute(folder) ? folder : undefined;
}

/**
 * The text of a file of ours, or undefined when there is none.
 *
 * @param mode - what its mode is set to when it has another one. Default: it keeps its own.
 * @throws FileRefused when it is a link, a pipe or the like, or somebody else's.
 * @throws node's error when it cannot be read.
 */
export async function readIfThere(file: string, owners: readonly number[], mode?: number): Promise<string | undefined> {
  try {
    return await readRegularFile(file, { refuseLinks: true, owners, mode });
  } catch (error) {
    if (isCode(error, 'ENOENT')) return undefined;
    throw error;
  }
}

/**
 * What keeps a folder from being used: the end of a sentence about it. Undefined when nothing does, or it is not there.
 */
export async function folderFault(folder: string, owners: readonly number[]): Promise<string | undefined> {
  try {
    // A link of the user's own is as good as the folder; somebody else's may lead elsewhere tomorrow.
    for (const look of [lstat, stat]) requireOwner(await look(folder), owners);
    return undefined;
  } catch (error) {
    return error instanceof FileRefused ? error.message : undefined;
  }
}

/** Closes a folder of ours to others, unless it holds anything but these files: then it is not for us to close. */
export async function closeFolder(folder: string, files: readonly string[]): Promise<void> {
  if (process.platform === 'win32') return;
  const found = await stat(folder).catch(() => undefined);
  if (found === undefined || (found.mode & 0o777) === 0o700 || found.uid !== process.geteuid?.()) return;
  const names = await readdir(folder).catch(() => ['unknown']);
  if (names.every((name) => files.some((file) => name.startsWith(file))))
    await chmod(folder, 0o700).catch(() => undefined);
}

/** What is to become of a file that is there already. */
export type WhenThere = 'replace' | 'keep';

/**
 * Writes a file whole or not at all: readers see the old text or the new one, never a part. Folders are made, for the
 * user alone.
 *
 * @returns whether it was written; false when it was there already and was to be kept.
 * @throws node's error when the folder or the file cannot be written; nothing is left behind then.
 */
export async function writeWhole(
  file: string,
  text: string,
  mode: number,
  whenThere: WhenThere = 'replace',
): Promise<boolean> {
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  const draft = `${file}.${String(process.pid)}-${Buffer.from(crypto.getRandomValues(new Uint8Array(4))).toString('hex')}.tmp`;
  try {
    await writeFile(draft, text, { mode, flag: 'wx' });
    if (whenThere === 'keep') return await putIfAbsent(draft, file);
    await rename(draft, file);
    return true;
  } finally {
    await rm(draft, { force: true });
  }
}

/** A link fails where a rename would replace: of two processes that start together, one wins. */
async function putIfAbsent(draft: string, file: string): Promise<boolean> {
  try {
    await link(draft, file);
    return true;
  } catch (error) {
    if (isCode(error, 'EEXIST')) return false;
    // Some file systems have no links; then the later one wins.
    await rename(draft, file);
    return true;
  }
}

function isCode(error: unknown, code: string): boolean {
  return (error as NodeJS.ErrnoException).code === code;
}
