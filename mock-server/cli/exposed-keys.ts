import { stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { KEY_NAMES } from '../control/keys/development-keys.ts';
import { keyFileOf } from './read-keys.ts';
import { shellWord } from './shell-word.ts';

/** The bits of a mode that are about the group and everybody else. */
const OTHERS = 0o077;

/**
 * What to say of a folder of keys some of whose files other users may read or change, by their mode; undefined when
 * there are none, and on Windows, whose modes do not tell.
 *
 * @param folder - as it was typed, so that the command for the shell is right: relative to `cwd`, or absolute
 */
export async function exposedKeysOf(
  folder: string,
  cwd: string,
  platform: NodeJS.Platform = process.platform,
): Promise<string | undefined> {
  if (platform === 'win32') return undefined;
  const exposed: string[] = [];
  for (const file of KEY_NAMES.map(keyFileOf)) {
    // It was there a moment ago: who has taken it away need not be told of its mode.
    const found = await stat(resolve(cwd, folder, file)).catch(() => undefined);
    if (found !== undefined && (found.mode & OTHERS) !== 0) exposed.push(file);
  }
  if (exposed.length === 0) return undefined;
  const paths = exposed.map((file) => shellWord(join(folder, file)));
  return `by their mode other users of this machine may read or change ${exposed.join(', ')}, and sign for this mock; make them yours alone: chmod 600 ${paths.join(' ')}`;
}
