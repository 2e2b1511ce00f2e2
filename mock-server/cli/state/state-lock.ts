import { readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { hostname } from 'node:os';
import { createIds } from '../../ids.ts';
import { readIfThere, writeWhole } from '../../tls/data-folder.ts';
import { trustedOwners } from '../../tls/regular-file.ts';
import { UsageError } from '../command.ts';

/** Who keeps a state: the lock beside its file. */
interface Holder {
  readonly pid: number;
  readonly host: string;
  /** When the process began, where the system tells: a process id is given anew, soonest in a container. */
  readonly began: string;
  /** Drawn at random: no two holders are the same. */
  readonly id: string;
}

/** Another process has taken the file over: it is no longer ours to write. */
export class LockLost extends Error {
  override readonly name = 'LockLost';
}

/** What keeps two processes from writing one file. */
export interface StateLock {
  /** @throws LockLost when another process holds it by now. */
  requireHeld(): Promise<void>;
  release(): Promise<void>;
}

/**
 * Takes the lock. One whose process is gone is taken over, and so is that of another machine, of which nobody here can
 * tell whether it lives: it notices before it writes again.
 *
 * @throws UsageError when a process of this machine holds it.
 * @throws node's error when it cannot be written.
 */
export async function takeLock(file: string): Promise<StateLock> {
  const own: Holder = { pid: process.pid, host: hostname(), began: beginningOf(process.pid), id: createIds().uuid() };
  const text = `${JSON.stringify(own)}\n`;
  if (!(await writeWhole(file, text, 0o600, 'keep'))) {
    const other = await holderOf(file);
    if (other !== undefined && isAlive(other))
      throw new UsageError(
        `is in use: process ${String(other.pid)} keeps its state there; name another file, or end that mock (if it is none, remove ${file})`,
      );
    await writeWhole(file, text, 0o600);
  }
  return {
    requireHeld: async () => {
      let holder = await holderOf(file);
      // Removed by hand: then it is nobody's.
      if (holder === undefined && (await writeWhole(file, text, 0o600, 'keep'))) return;
      holder ??= await holderOf(file);
      if (holder?.id === own.id) return;
      throw new LockLost(holder === undefined ? 'another process' : `process ${String(holder.pid)} on ${holder.host}`);
    },
    release: async () => {
      // Where it cannot be removed any more, the next process finds its holder gone.
      if ((await holderOf(file))?.id === own.id) await rm(file).catch(() => undefined);
    },
  };
}

/** Undefined where there is none, or nobody can tell whose it is. */
async function holderOf(file: string): Promise<Holder | undefined> {
  try {
    const { pid, host, began, id } = JSON.parse((await readIfThere(file, trustedOwners())) ?? '') as Partial<Holder>;
    const isWhole = Number.isInteger(pid) && typeof host === 'string' && typeof id === 'string';
    return isWhole ? { pid: Number(pid), host, began: String(began), id } : undefined;
  } catch {
    return undefined;
  }
}

function isAlive({ pid, host, began }: Holder): boolean {
  if (host !== hostname() || pid <= 0) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
  }
  return beginningOf(pid) === began;
}

/** By the 22nd field of Linux's `/proc/<pid>/stat`; empty elsewhere. */
function beginningOf(pid: number): string {
  try {
    const text = readFileSync(`/proc/${String(pid)}/stat`, 'latin1');
    // The name of the program may hold anything, brackets too.
    return text.slice(text.lastIndexOf(')') + 2).split(' ')[19] ?? '';
  } catch {
    return '';
  }
}
