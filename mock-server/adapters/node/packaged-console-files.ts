import { readdir, readFile } from 'node:fs/promises';
import { lazily } from '../../lazily.ts';

/** Beside the file that this becomes a part of. */
const FOLDER = new URL('./console/', import.meta.url);

/** The files of the console by their names, as they stand in the package. */
export const readConsoleFiles = lazily<ReadonlyMap<string, string>>(async () => {
  const names = await readdir(FOLDER);
  const files = names.map(async (name) => [name, await readFile(new URL(name, FOLDER), 'utf8')] as const);
  return new Map(await Promise.all(files));
});
