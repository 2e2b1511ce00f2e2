// Makes the files of the console and of the static site. The script that both have in common is a file of its own.
import { build } from 'esbuild';
import { readFile } from 'node:fs/promises';
import { join, relative, resolve, sep } from 'node:path';

const HERE = import.meta.dirname;

/** Where the site has the engine: the package has it anyway, and it is not bundled once more. */
const ENGINE = './engine/index.js';

/** The files of the console by their names: scripts, a style sheet, the page and its icon. */
export async function bundleConsole() {
  const scripts = await bundleScripts();
  scripts.delete('site.js');
  return merge(scripts, await bundleSheets({ style: 'style.css' }), await copies({ 'index.html': 'index.html' }));
}

/** The files of the static site by their names, but for the engine. */
export async function bundleSite() {
  const scripts = await bundleScripts();
  scripts.delete('console.js');
  const sheets = await bundleSheets({ style: 'style.css', site: 'site/site.css' });
  return merge(scripts, sheets, await copies({ 'index.html': 'site/index.html' }));
}

/**
 * Where the package has each file of the site, by its name in the site; and, by its place, what only the site has.
 *
 * @param files - of the site, but for the engine
 * @param pages - the files of the console
 * @param engine - the names of the engine's files
 */
export function sitePlaces(files, pages, engine) {
  const own = new Map();
  const places = Object.fromEntries([...engine].map((name) => [`engine/${name}`, name]));
  for (const [name, text] of files) {
    const isShared = pages.get(name) === text;
    places[name] = isShared ? `console/${name}` : `site/${name}`;
    if (!isShared) own.set(places[name], text);
  }
  return { places, own };
}

/** The engine of the static site from its sources, by its names below `engine/`. */
export function bundleEngine() {
  return bundle({ index: '../index.ts' }, { splitting: true, platform: 'neutral', mainFields: ['module', 'main'] });
}

function bundleScripts() {
  return bundle(
    { console: 'main.ts', site: 'site/main.ts' },
    { splitting: true, platform: 'browser', plugins: [{ name: 'engine', setup: leaveEngine }] },
  );
}

function leaveEngine({ onResolve }) {
  onResolve({ filter: /\/index\.ts$/ }, () => ({ path: ENGINE, external: true }));
}

function bundleSheets(entries) {
  return bundle(entries, { platform: 'browser' });
}

async function bundle(entries, options) {
  const outdir = resolve(HERE, 'bundled');
  const { outputFiles } = await build({
    entryPoints: Object.fromEntries(Object.entries(entries).map(([name, source]) => [name, join(HERE, source)])),
    outdir,
    chunkNames: '[name]-[hash]',
    bundle: true,
    write: false,
    minify: true,
    format: 'esm',
    target: 'es2022',
    legalComments: 'none',
    logLevel: 'warning',
    ...options,
  });
  return new Map(outputFiles.map(({ path, text }) => [relative(outdir, path).replaceAll(sep, '/'), text]));
}

async function copies(entries) {
  const all = Object.entries({ ...entries, 'icon.svg': 'icon.svg' });
  return new Map(
    await Promise.all(all.map(async ([name, source]) => [name, await readFile(join(HERE, source), 'utf8')])),
  );
}

function merge(...maps) {
  return new Map(maps.flatMap((map) => [...map]));
}
