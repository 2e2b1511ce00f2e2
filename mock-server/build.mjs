// Builds the package into dist/, or into the folder named on the command line: ES modules, CommonJS and types.
import { build, transform } from 'esbuild';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { rollup } from 'rollup';
import { dts } from 'rollup-plugin-dts';

/** The subpaths of the package and their sources. A new one is a row here and one in `exports` of package.json. */
const subpaths = {
  index: 'index.ts',
  express: 'adapters/express.ts',
  server: 'adapters/node-server.ts',
  msw: 'adapters/msw.ts',
  testing: 'testing/index.ts',
  client: 'adapters/client.ts',
};

/** What `bin` names: a program and no subpath, so neither CommonJS nor types. */
const programs = { cli: 'cli/main.ts' };

/**
 * Large, and loaded by few processes: there once, as CommonJS, which ES modules can load as well. Each has its name in
 * `imports` of package.json, so that every file finds it.
 */
const shared = { 'certificate-authority': 'adapters/certificate-authority.ts', 'socks-tunnel': 'adapters/socks-tunnel.ts' };

/** What the program preloads into other processes: a file of its own there as well. */
const preloads = { 'redirect.cjs': 'adapters/redirect.cjs' };

/**
 * Installed beside us, as dependencies or as the optional peer. Everything else that is imported is bundled in: jose too,
 * because it has no CommonJS, and because its many small files would be half of what `./msw` takes to load.
 */
const installed = ['express', 'msw', 'yargs'];

const root = resolve(import.meta.dirname, '..');
const dist = resolve(process.argv[2] ?? join(root, 'dist'));

rmSync(dist, { recursive: true, force: true });
// Jest's CommonJS cannot `import()`, so what is lazy becomes a late `require`.
const commonJs = { format: 'cjs', platform: 'node', supported: { 'dynamic-import': false } };
const libraries = new Set([
  // Apart, because every part that the program shares with one subpath alone would be one more file to load for it.
  ...await writeModules(await bundle(subpaths, '.js'), { format: 'esm' }),
  ...await writeModules(await bundle(programs, '.js'), { format: 'esm' }),
  ...await writeModules(await bundle(subpaths, '.cjs'), commonJs),
  ...await writeModules(await bundle(shared, '.cjs'), commonJs),
]);
await writeTypes();
for (const [name, source] of Object.entries(preloads)) write(name, readFileSync(join(import.meta.dirname, source), 'utf8'));
write('config.schema.json', readFileSync(join(import.meta.dirname, 'config.schema.json'), 'utf8'));
write('third-party-licenses.txt', licensesOf(libraries));

/**
 * ES modules with what they share in chunks. CommonJS is made of the same, file by file, because esbuild splits no other
 * form: so `.` and `./server` share their classes there as well, and the code is there once.
 */
function bundle(entries, extension) {
  return build({
    entryPoints: Object.fromEntries(sourcesOf(entries)),
    absWorkingDir: root,
    outdir: dist,
    write: false,
    bundle: true,
    splitting: true,
    chunkNames: 'chunks/[hash]',
    format: 'esm',
    outExtension: { '.js': extension },
    // Neither node nor browser: the same files serve both, and only adapters/ and cli/ name `node:`.
    platform: 'neutral',
    mainFields: ['module', 'main'],
    target: 'es2022',
    // Libraries name what node brings by its short names.
    external: [...installed.flatMap((name) => [name, `${name}/*`]), 'node:*', ...builtinModules],
    // They stand in third-party-licenses.txt.
    legalComments: 'none',
    metafile: true,
    logLevel: 'warning',
    plugins: [{ name: 'shared', setup: leaveShared }],
  });
}

function leaveShared({ onResolve }) {
  onResolve({ filter: /\.ts$/ }, ({ kind, path }) => {
    const name = basename(path, '.ts');
    return kind === 'dynamic-import' && name in shared ? { path: `#${name}`, external: true } : undefined;
  });
}

/** Writes what was bundled in the wanted form, and gives the folders of the libraries that went in. */
async function writeModules({ metafile, outputFiles }, form) {
  for (const { path, text } of outputFiles) {
    // esbuild's own names have slashes on every platform, the paths that it writes to do not.
    const { inputs } = metafile.outputs[relative(root, path).replaceAll(sep, '/')];
    // Our own code stays readable; nobody reads libraries here, and they are large.
    const { code } = await transform(text, { ...form, target: 'es2022', minify: isMostlyLibraries(inputs) });
    write(relative(dist, path), code);
  }
  return Object.keys(metafile.inputs).map(libraryOf).filter(Boolean);
}

function isMostlyLibraries(inputs) {
  const bytes = (files) => files.reduce((sum, [, { bytesInOutput }]) => sum + bytesInOutput, 0);
  const all = Object.entries(inputs);
  return bytes(all.filter(([file]) => libraryOf(file))) > bytes(all) / 2;
}

function libraryOf(file) {
  return /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file)?.[0];
}

function sourcesOf(entries) {
  return Object.entries(entries).map(([name, source]) => [name, join(import.meta.dirname, source)]);
}

/** One declaration file a subpath, with only what its public names lead to: our inside stays home. */
async function writeTypes() {
  const types = await rollup({
    input: Object.fromEntries(sourcesOf(subpaths)),
    plugins: [dts({ tsconfig: join(root, 'tsconfig.json') })],
    external: [...installed, /^node:/],
    onwarn: ({ message }) => { throw new Error(message); },
  });
  for (const extension of ['.d.ts', '.d.cts']) {
    await types.write({ dir: dist, entryFileNames: `[name]${extension}`, chunkFileNames: `chunks/[hash]${extension}` });
  }
}

/** The licences of the libraries that were bundled in: they ask to travel with the code. */
function licensesOf(folders) {
  return [...folders].sort().map((folder) => {
    const { name, version } = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'));
    const licence = readdirSync(join(root, folder)).find((file) => /^licen[cs]e/i.test(file));
    return `${name} ${version}\n\n${readFileSync(join(root, folder, licence), 'utf8').trim()}\n`;
  }).join(`\n${'-'.repeat(80)}\n\n`);
}

function write(path, text) {
  mkdirSync(dirname(join(dist, path)), { recursive: true });
  writeFileSync(join(dist, path), text);
}
