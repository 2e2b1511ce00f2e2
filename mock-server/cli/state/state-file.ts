import { open, realpath, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { FileRefused, readRegularFile } from '../../tls/regular-file.ts';
import { UsageError } from '../command.ts';
import { codeOf, whyUnwritten } from '../file-failures.ts';
import type { StateLock } from './state-lock.ts';
import { takeLock } from './state-lock.ts';

/** The file of a state, which no other process of this machine writes. */
export interface StateFile {
  /** Without links. */
  readonly path: string;
  /** What it held; undefined when it was not there. */
  readonly text: string | undefined;
  /**
   * Replaces what it holds: readers see the old state or the new one, also after a power cut.
   *
   * @throws LockLost when another process has taken it over.
   * @throws Error whose message ends a sentence when it cannot be written; then the old state is still there.
   */
  write(text: string): Promise<void>;
  /** Leaves the file to others. */
  release(): Promise<void>;
}

/**
 * Opens the file of a state, to be read once and written from now on.
 *
 * @param file - relative to `cwd`, or absolute
 * @param maxBytes - a larger one is neither read nor written
 * @throws UsageError in one sentence when it cannot be read or written, or another process has it; nothing has changed.
 */
export async function openStateFile(file: string, cwd: string, maxBytes: number): Promise<StateFile> {
  let lock: StateLock | undefined;
  let path = resolve(cwd, file);
  try {
    path = await placeOf(path);
    const taken = await takeLock(`${path}.lock`);
    lock = taken;
    const text = await readIfThere(path, maxBytes);
    return { path, text, write: (next) => write(path, next, maxBytes, taken), release: () => taken.release() };
  } catch (error) {
    await lock?.release();
    throw asUsageError(error, path);
  }
}

/** Where it is or is to be. @throws UsageError when no file of ours can be there. */
async function placeOf(path: string): Promise<string> {
  try {
    const real = await realpath(path);
    const found = await stat(real);
    if (!found.isFile()) throw new UsageError(found.isDirectory() ? 'is a folder, not a file' : 'is no ordinary file');
    // Whoever closed it wants to keep what is in it; a file that replaces it would not ask.
    if ((found.mode & 0o222) === 0) throw new UsageError('is read-only');
    return real;
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error;
  }
  try {
    return join(await realpath(dirname(path)), basename(path));
  } catch (error) {
    throw codeOf(error) === 'ENOENT' ? new UsageError(`cannot be made: there is no folder ${dirname(path)}`) : error;
  }
}

async function readIfThere(path: string, maxBytes: number): Promise<string | undefined> {
  try {
    return await readRegularFile(path, { maxBytes });
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    if (error instanceof FileRefused) throw new UsageError(`${error.message} (limits.megabytes)`);
    throw codeOf(error) === 'EACCES' ? new UsageError('may not be read') : error;
  }
}

/** With the path in front; what no code explains is ours. */
function asUsageError(error: unknown, path: string): unknown {
  if (error instanceof UsageError) return new UsageError(`${path} ${error.message}`);
  const code = codeOf(error);
  return code === undefined ? error : new UsageError(`${path} cannot be kept: ${whyUnwritten(code)}`);
}

async function write(path: string, text: string, maxBytes: number, lock: StateLock): Promise<void> {
  const bytes = Buffer.byteLength(text);
  if (bytes > maxBytes)
    throw new Error(
      `it would have ${String(bytes)} bytes, and at most ${String(maxBytes)} are kept (limits.megabytes)`,
    );
  try {
    await lock.requireHeld();
    await replace(path, text);
  } catch (error) {
    const code = codeOf(error);
    throw code === undefined ? error : new Error(whyUnwritten(code), { cause: error });
  }
}

async function replace(path: string, text: string): Promise<void> {
  const draft = `${path}.tmp`;
  // Of a process that was killed; never written through, because it may be a link by now.
  await rm(draft, { force: true });
  try {
    const handle = await open(draft, 'wx', 0o600);
    try {
      await handle.writeFile(text);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(draft, path);
  } catch (error) {
    await rm(draft).catch(() => undefined);
    throw error;
  }
  await syncFolder(dirname(path));
}

/** Only then the new name outlasts a power cut. Windows, and some file systems, know nothing of the kind. */
async function syncFolder(folder: string): Promise<void> {
  try {
    const handle = await open(folder, 'r');
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  } catch {
    // The file itself is written.
  }
}
