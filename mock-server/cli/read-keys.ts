import { readdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { ConfigError, settle } from '../config/settle.ts';
import type { KeyName } from '../control/keys/development-keys.ts';
import { KEY_NAMES } from '../control/keys/development-keys.ts';
import type { OwnKeys } from '../control/keys/own-keys.ts';
import { faultOf } from '../control/keys/own-keys.ts';
import { FileRefused, readRegularFile } from '../tls/regular-file.ts';
import { UsageError } from './command.ts';
import { codeOf } from './file-failures.ts';
import { inOwnWords } from './own-words.ts';
import type { Terminal } from './terminal.ts';
import { typedAs } from './typed-as.ts';

/** Many times what a key of 8192 bits takes. */
const MAX_KEY_BYTES = 65_536;

/** The file of a key in its folder. */
export function keyFileOf(name: KeyName): string {
  return `${name}.json`;
}

/**
 * The keys of a folder that `keys new` has made: all of them or none, so that no development key is left by mistake.
 *
 * @param folder - relative to the terminal's, or absolute
 * @param writtenAs - what names the folder
 * @throws UsageError in one sentence, which holds nothing of a key.
 */
export async function readKeys(
  folder: string,
  writtenAs: string,
  { cwd, env }: Pick<Terminal, 'cwd' | 'env'>,
): Promise<OwnKeys> {
  const refuse = (what: string): UsageError => new UsageError(`${writtenAs}: ${folder}${what}`);
  const hint = `: ${typedAs(env)} keys new <folder>`;
  const path = resolve(cwd, folder);
  const names = await readdir(path).catch((error: unknown) => {
    throw refuse(`: ${whyNoFolder(error)}; make a folder of keys with${hint}`);
  });
  const missing = KEY_NAMES.map(keyFileOf).filter((file) => !names.includes(file));
  if (missing.length > 0)
    throw refuse(` lacks ${missing.join(', ')}; make a folder with all ${String(KEY_NAMES.length)} keys with${hint}`);
  const found: Partial<Record<KeyName, unknown>> = {};
  for (const name of KEY_NAMES) {
    try {
      found[name] = JSON.parse(await readRegularFile(join(path, keyFileOf(name)), { maxBytes: MAX_KEY_BYTES }));
    } catch (error) {
      throw refuse(`/${keyFileOf(name)}: ${whyUnread(error)}`);
    }
  }
  const fault = shapeFaultOf(found) ?? (await faultOf(found as OwnKeys));
  if (fault !== undefined) throw refuse(`: ${fault}`);
  return found as OwnKeys;
}

function whyNoFolder(error: unknown): string {
  const words: Readonly<Record<string, string>> = {
    ENOENT: 'no such folder',
    ENOTDIR: 'is no folder',
    EACCES: 'may not be read',
    EPERM: 'may not be read',
  };
  const code = codeOf(error) ?? 'unknown error';
  return words[code] ?? `cannot be read (${code})`;
}

function whyUnread(error: unknown): string {
  if (error instanceof FileRefused) return error.message;
  // The parser quotes what it stumbles over, and that may be a part of a key.
  if (error instanceof SyntaxError) return 'is no JSON, or was cut short';
  return codeOf(error) === 'EISDIR' ? 'is a folder, not a file' : whyNoFolder(error);
}

/** The first member that is missing or wrong. */
function shapeFaultOf(keys: object): string | undefined {
  try {
    settle({ keys });
    return undefined;
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    const [first = ''] = error.message.split('\n');
    return inOwnWords(first.replace(/^keys\.(\w+)\.?/, (_, name: KeyName) => `${keyFileOf(name)}: `)).replace(
      ': : ',
      ': ',
    );
  }
}
