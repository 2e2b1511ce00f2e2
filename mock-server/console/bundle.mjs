// Makes the files of the console: one script, one style sheet, the page and its icon.
import { build } from 'esbuild';
import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';

const COPIED = ['index.html', 'icon.svg'];

/** The files by their names. */
export async function bundleConsole() {
  const { outputFiles } = await build({
    entryPoints: { console: join(import.meta.dirname, 'main.ts'), style: join(import.meta.dirname, 'style.css') },
    outdir: 'console',
    bundle: true,
    write: false,
    minify: true,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    legalComments: 'none',
    logLevel: 'warning',
  });
  const copied = COPIED.map(async (name) => [name, await readFile(join(import.meta.dirname, name), 'utf8')]);
  return new Map([...outputFiles.map(({ path, text }) => [basename(path), text]), ...(await Promise.all(copied))]);
}
