import type { Stats } from 'node:fs';
import { constants } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { lstat, open } from 'node:fs/promises';

/** A file that is there but not to be read. The message is the end of a sentence about it: `is a symbolic link`. */
export class FileRefused extends Error {
  override readonly name = 'FileRefused';
}

/** What a file must be. */
export interface FileRules {
  /** Refuse a symbolic link, wherever it leads. Default: `false`. */
  readonly refuseLinks?: boolean | undefined;
  /** The users whose files are believed. Default: everybody. */
  readonly owners?: readonly number[] | undefined;
  /** The mode that the file gets where it has another one and is ours. Default: it keeps its own. */
  readonly mode?: number | undefined;
  /** Refuse a file that has more bytes. Default: it is read however large it is. */
  readonly maxBytes?: number | undefined;
}

/** Neither a pipe nor a terminal keeps the process waiting. Windows has neither flag. */
const FLAGS = constants.O_RDONLY | ((constants as Partial<typeof constants>).O_NONBLOCK ?? 0);
const NO_LINKS = (constants as Partial<typeof constants>).O_NOFOLLOW ?? 0;

/**
 * The text of a file, as UTF-8. What is looked at is what is read: nobody can put another file in its place in between.
 *
 * @throws FileRefused when it is no ordinary file, or not what the rules ask for.
 * @throws node's error when it cannot be read, `ENOENT` when there is none.
 */
export async function readRegularFile(file: string, rules: FileRules = {}): Promise<string> {
  const handle = await openFile(file, rules);
  try {
    const found = await handle.stat();
    requireRegular(found);
    if (rules.owners !== undefined) requireOwner(found, rules.owners);
    if (rules.maxBytes !== undefined) requireSize(found, rules.maxBytes);
    if (rules.mode !== undefined) await repairMode(handle, found, rules.mode);
    return await handle.readFile('utf8');
  } finally {
    await handle.close();
  }
}

async function openFile(file: string, { refuseLinks = false }: FileRules): Promise<FileHandle> {
  if (refuseLinks && (await lstat(file)).isSymbolicLink()) throw new FileRefused('is a symbolic link');
  try {
    return await open(file, refuseLinks ? FLAGS | NO_LINKS : FLAGS);
  } catch (error) {
    // Sockets, and devices that are not there, cannot even be opened.
    if ((error as NodeJS.ErrnoException).code === 'ENXIO') throw new FileRefused(NO_FILE);
    throw error;
  }
}

const NO_FILE = 'is no ordinary file but a pipe, a socket or a device';

function requireRegular(found: Stats): void {
  if (found.isDirectory()) throw Object.assign(new Error('it is a folder'), { code: 'EISDIR' });
  if (!found.isFile()) throw new FileRefused(NO_FILE);
}

function requireSize({ size }: Stats, maxBytes: number): void {
  if (size <= maxBytes) return;
  throw new FileRefused(`has ${String(size)} bytes, and at most ${String(maxBytes)} are read`);
}

/** @throws FileRefused when somebody else owns it. Windows tells no owners. */
export function requireOwner({ uid }: Stats, owners: readonly number[]): void {
  if (process.platform === 'win32' || owners.includes(uid)) return;
  throw new FileRefused(`belongs to another user (uid ${String(uid)})`);
}

async function repairMode(handle: FileHandle, { mode, uid }: Stats, wanted: number): Promise<void> {
  if (process.platform === 'win32' || (mode & 0o777) === wanted || uid !== process.geteuid?.()) return;
  // A file system may not take it; the file is no worse than before.
  await handle.chmod(wanted).catch(() => undefined);
}

/** The users whose files this process believes: its own, and the one who can change everything here anyway. */
export function trustedOwners(): readonly number[] {
  return [process.geteuid?.() ?? 0, 0];
}
