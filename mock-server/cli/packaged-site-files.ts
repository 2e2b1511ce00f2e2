import { readFile } from 'node:fs/promises';

/** Beside the file that this becomes a part of. */
const FOLDER = new URL('./', import.meta.url);

/** The files of the static site by their names: most of them the package has for something else as well. */
export async function readSiteFiles(): Promise<ReadonlyMap<string, string>> {
  const read = (path: string): Promise<string> => readFile(new URL(path, FOLDER), 'utf8');
  const places = JSON.parse(await read('site/files.json')) as Readonly<Record<string, string>>;
  return new Map(
    await Promise.all(Object.entries(places).map(async ([name, place]) => [name, await read(place)] as const)),
  );
}
