// Builds the package into dist/, or into the folder named on the command line: ES modules, CommonJS, types, the
// program.
import { build, transform } from 'esbuild';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { chunksOf, isLoadedBy, mergeable, reachedFrom } from './chunks.mjs';
import { bundleConsole, bundleSite, sitePlaces } from './console/bundle.mjs';
import { declarationsOf } from './declarations.mjs';
import { bundleProgram, OWN_URL } from './program-bundle.mjs';
import { billOfMaterials, librariesOf, licencesOf, readManifest } from './third-parties.mjs';

/** The subpaths of the package and their sources. A new one is a row here and one in `exports` of package.json. */
const subpaths = {
  index: 'index.ts',
  express: 'adapters/express.ts',
  server: 'adapters/node/server.ts',
  msw: 'adapters/msw.ts',
  testing: 'testing/index.ts',
  worker: 'adapters/worker/worker.ts',
};

/** A subpath that has nothing in common with a mock in the same process: one file. */
const alone = { client: 'client/client.ts' };

/**
 * The subpaths whose common parts are one file each, from the inmost out: such a file holds what its subpath loads and
 * those before it do not. Every file costs a start more than what is in it. What is loaded late stays apart.
 */
const layers = ['index', 'express'];

/** What the first call loads, by its folders: one file too, because one call waits for all of it. */
const firstCall = { name: 'first-call', folders: ['mock-server/pipeline/pipeline', 'mock-server/endpoints/'] };

/** What the program seldom needs, and loads from beside itself: the parser that writes the help. */
const programParts = { usage: 'cli/usage.ts' };

/**
 * Large, and loaded by few processes: there once, as CommonJS, which ES modules can load as well. Each has its name in
 * `imports` of package.json, so that every file finds it.
 */
const shared = {
  'console-page': 'adapters/node/console-page.ts',
  'certificate-authority': 'tls/certificate-authority.ts',
  'socks-tunnel': 'interception/socks-tunnel.ts',
  'web-socket-server': 'adapters/node/web-socket-server.ts',
  'liveperson-document': 'admin/surface/liveperson-document.ts',
};

/**
 * Copied as they are: what `bin` names, which starts the program, and what the program preloads into other processes.
 */
const copied = { 'cli.cjs': 'cli/launch.cjs', 'redirect.cjs': 'interception/redirect.cjs' };

/** Optional peers: installed by whoever wants them. Every library that is imported otherwise is bundled in. */
const peers = ['express', 'msw'];

const root = resolve(import.meta.dirname, '..');
const dist = resolve(process.argv[2] ?? join(root, 'dist'));
/** Jest's CommonJS cannot `import()`, so what is lazy becomes a late `require`. */
const lateRequire = { 'dynamic-import': false };

const common = {
  absWorkingDir: root,
  outdir: dist,
  write: false,
  bundle: true,
  target: 'es2022',
  mainFields: ['module', 'main'],
  // Libraries name what node brings by its short names.
  external: [...peers.flatMap((name) => [name, `${name}/*`]), 'node:*', ...builtinModules],
  // Addons of `ws` that only speed up what it does: nobody has to have them.
  define: { 'process.env.WS_NO_BUFFER_UTIL': '"1"', 'process.env.WS_NO_UTF_8_VALIDATE': '"1"' },
  // They stand in third-party-licenses.txt.
  legalComments: 'none',
  metafile: true,
  logLevel: 'warning',
  plugins: [{ name: 'apart', setup: leaveApart }],
};

/**
 * White space goes, because passing over it takes time at every start, and names go, because the package would be too
 * large. Lines are cut, so that a stack trace leads somewhere.
 */
const small = {
  target: 'es2022',
  minifyWhitespace: true,
  minifySyntax: true,
  minifyIdentifiers: true,
  lineLimit: 160,
  legalComments: 'none',
};

/** What a browser loads of `.`, soon or late: the engine of the static site. Known once it is bundled. */
const browserFiles = new Set();

rmSync(dist, { recursive: true, force: true });
const libraries = new Set([
  ...(await writeSubpaths(subpaths)),
  ...(await writeSubpaths(alone)),
  ...(await writeProgram()),
  // Mostly libraries, which nobody reads.
  ...writePrograms(await bundlePrograms({ ...programParts, ...shared }, { minify: true, supported: lateRequire })),
]);
for (const [name, text] of await declarationsOf(sourcesOf({ ...subpaths, ...alone }), peers)) write(name, text);
const pages = await bundleConsole();
for (const [name, text] of pages) write(join('console', name), text);
const site = sitePlaces(await bundleSite(), pages, browserFiles);
for (const [name, text] of site.own) write(name, text);
write('site/files.json', `${JSON.stringify(site.places, null, 1)}\n`);
for (const [name, source] of Object.entries(copied))
  write(name, readFileSync(join(import.meta.dirname, source), 'utf8'));
write(
  'config.schema.json',
  compactJson(readFileSync(join(import.meta.dirname, 'config', 'config.schema.json'), 'utf8')),
);
write('third-party-licenses.txt', licencesOf(libraries));
write('sbom.cdx.json', billOfMaterials(readManifest(root), libraries));

/** ES modules with what they share in chunks. */
function bundleSubpaths(entries) {
  return build({
    ...common,
    entryPoints: Object.fromEntries(sourcesOf(entries)),
    splitting: true,
    format: 'esm',
    // Neither node nor browser: the same files serve both, and only adapters/ and cli/ name `node:`.
    platform: 'neutral',
  });
}

/** CommonJS, a file for each. A real `import()` stays one in the program: a configuration may be an ES module. */
function bundlePrograms(entries, options = {}) {
  return build({
    ...common,
    entryPoints: Object.fromEntries(sourcesOf(entries)),
    format: 'cjs',
    platform: 'node',
    outExtension: { '.js': '.cjs' },
    define: { ...common.define, 'import.meta.url': 'importMetaUrl' },
    banner: { js: OWN_URL },
    ...options,
  });
}

function leaveApart({ onResolve }) {
  onResolve({ filter: /\.ts$/ }, ({ kind, path }) => {
    const name = basename(path, '.ts');
    // The package has the files of the console and of the site as they are served.
    if (name === 'console-files')
      return { path: join(import.meta.dirname, 'adapters', 'node', 'packaged-console-files.ts') };
    if (name === 'site-files') return { path: join(import.meta.dirname, 'cli', 'packaged-site-files.ts') };
    if (kind !== 'dynamic-import') return undefined;
    if (name in shared) return { path: `#${name}`, external: true };
    return name in programParts ? { path: `./${name}.cjs`, external: true } : undefined;
  });
}

/** Writes what was bundled, and gives the folders of the libraries that went in. */
function writePrograms({ metafile, outputFiles }) {
  for (const { path, text } of outputFiles) {
    const code = text.replace(`${OWN_URL}\n`, '');
    // Without it where nobody asks, because browsers may load such a file as well.
    write(relative(dist, path), code.includes('importMetaUrl') ? text : code);
  }
  return librariesOf(metafile, root);
}

/**
 * Merges the many small chunks into the {@link layers}, and writes all of it as ES modules and as CommonJS: so `.` and
 * `./server` share their classes in both, and the code is there once.
 */
async function writeSubpaths(entries) {
  const { metafile, outputFiles } = await bundleSubpaths(entries);
  const merged = await mergeable(dist, Object.keys(entries), outputFiles);
  const { output } = await merged.generate({
    format: 'es',
    chunkFileNames: 'chunks/[hash].js',
    manualChunks: (id, graph) => partOf(id, graph, lateEntries(metafile)),
    hoistTransitiveImports: false,
  });
  requireBrowserParts(output);
  for (const { fileName, code: whole } of output) {
    const { code } = await transform(whole, small);
    write(fileName, code);
    // What they import of each other has its extension changed as well.
    const named = code.replace(/((?:from|import)\s*\(?\s*["']\.{1,2}\/[^"']+)\.js(["'])/g, '$1.cjs$2');
    const commonJs = {
      format: 'cjs',
      platform: 'node',
      target: 'es2022',
      supported: lateRequire,
      define: { 'import.meta.url': '__filename' },
      ...small,
    };
    write(fileName.replace(/\.js$/, '.cjs'), (await transform(named, commonJs)).code);
  }
  return librariesOf(metafile, root);
}

async function writeProgram() {
  const { files, metafile } = await bundleProgram({ common, small, root, dist, firstCalled: firstCall.folders });
  for (const [name, text] of files) write(name, text);
  return librariesOf(metafile, root);
}

/**
 * Which file a module belongs to: that of the first layer whose subpath loads it at once, or of the first call. What both
 * the first call and a later layer load is in the inmost: a browser makes calls too, and must not load node's adapters.
 */
function partOf(id, { getModuleInfo }, firstCalled) {
  if (getModuleInfo(id).isEntry) return undefined;
  const layer = layers.find((name) => isLoadedBy(join(dist, `${name}.js`), id, getModuleInfo));
  const isOfFirstCall = firstCalled.some((entry) => isLoadedBy(entry, id, getModuleInfo));
  if (!isOfFirstCall) return layer;
  return layer === undefined ? firstCall.name : layers[0];
}

/** The bundled files that the first call loads by name. */
function lateEntries(metafile) {
  return chunksOf(metafile, root, (entryPoint) => firstCall.folders.some((folder) => entryPoint.startsWith(folder)));
}

/** What a browser or a worker may load, soon or late, has nothing of node's. @throws Error naming the file that has. */
function requireBrowserParts(output) {
  const files = new Map(output.map((file) => [file.fileName, file]));
  for (const name of reachedFrom(['index.js', 'msw.js', 'worker.js'], files)) {
    const ofNode = files.get(name).imports.find((each) => each.startsWith('node:'));
    if (ofNode !== undefined) throw new Error(`${name}, which browsers or workers load, imports ${ofNode}`);
  }
  for (const name of reachedFrom(['index.js'], files)) browserFiles.add(name);
}

function sourcesOf(entries) {
  return Object.entries(entries).map(([name, source]) => [name, join(import.meta.dirname, source)]);
}

function compactJson(text) {
  return `${JSON.stringify(JSON.parse(text))}\n`;
}

function write(path, text) {
  mkdirSync(dirname(join(dist, path)), { recursive: true });
  writeFileSync(join(dist, path), text);
}
