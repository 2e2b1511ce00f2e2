// Builds the package into dist/, or into the folder named on the command line: ES modules, CommonJS and types.
import { build, transform } from 'esbuild';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, posix, relative, resolve } from 'node:path';
import ts from 'typescript';

/** The subpaths of the package and their sources. A new one is a row here and one in `exports` of package.json. */
const subpaths = {
  index: 'index.ts',
  express: 'adapters/express.ts',
  server: 'adapters/node-server.ts',
  msw: 'adapters/msw.ts',
};

/** What `bin` names: a program and no subpath, so neither CommonJS nor types. */
const programs = { cli: 'cli/main.ts' };

/** Installed beside us, as dependencies or as the optional peer. Everything else that is imported is bundled in. */
const installed = ['express', 'jose', 'msw', 'yargs'];

const root = resolve(import.meta.dirname, '..');
const sources = import.meta.dirname;
const dist = resolve(process.argv[2] ?? join(root, 'dist'));

rmSync(dist, { recursive: true, force: true });
const bundled = [await buildEsm(), await buildCommonJs()].flat();
buildTypes();
write('third-party-licenses.txt', licensesOf(bundled));

async function buildEsm() {
  const { metafile } = await build({ ...bundling({ ...subpaths, ...programs }, installed), outdir: dist });
  return Object.keys(metafile.inputs);
}

/**
 * CommonJS, chunk by chunk from a second bundle of ES modules, because esbuild splits only those: so `.` and `./server`
 * share their classes and the code is there once. jose is bundled in, because it has no CommonJS of its own.
 */
async function buildCommonJs() {
  const external = installed.filter((name) => name !== 'jose');
  const { metafile, outputFiles } = await build({
    ...bundling(subpaths, external), outdir: dist, outExtension: { '.js': '.cjs' }, write: false,
  });
  for (const { path, text } of outputFiles) {
    // Jest's CommonJS cannot `import()`, so what is lazy becomes a late `require`.
    const { code } = await transform(text, { format: 'cjs', platform: 'node', target: 'node20', supported: { 'dynamic-import': false } });
    write(relative(dist, path), code);
  }
  return Object.keys(metafile.inputs);
}

function bundling(entries, external) {
  return {
    entryPoints: Object.entries(entries).map(([out, source]) => ({ out, in: join(sources, source) })),
    absWorkingDir: root,
    bundle: true,
    splitting: true,
    chunkNames: 'chunks/[hash]',
    format: 'esm',
    // Neither node nor browser: the same files serve both, and only adapters/ and cli/ name `node:`.
    platform: 'neutral',
    mainFields: ['module', 'main'],
    target: 'es2022',
    external: [...external.flatMap((name) => [name, `${name}/*`]), 'node:*'],
    metafile: true,
    logLevel: 'warning',
  };
}

/** The declarations that a subpath leads to, once for each module system. The others describe our inside and stay home. */
function buildTypes() {
  const declarations = declare(Object.values(subpaths).map((source) => join(sources, source)));
  const reached = new Set(Object.values(subpaths).map((source) => source.replace(/\.ts$/, '')));
  for (const name of reached) {
    for (const { path } of relativeImports(name, declarations.get(name))) reached.add(path);
  }
  for (const [typesExtension, extension] of [['.d.ts', '.js'], ['.d.cts', '.cjs']]) {
    for (const name of reached) write(`types/${name}${typesExtension}`, withExtension(name, declarations.get(name), extension));
    for (const [subpath, source] of Object.entries(subpaths)) {
      write(`${subpath}${typesExtension}`, `export * from './types/${source.replace(/\.ts$/, extension)}';\n`);
    }
  }
}

/** The declarations of the sources by their path in mock-server/, without the extension. */
function declare(files) {
  const { options } = ts.getParsedCommandLineOfConfigFile(join(root, 'tsconfig.json'), {
    noEmit: false, declaration: true, emitDeclarationOnly: true, rootDir: root, outDir: root, types: ['node'],
  }, { ...ts.sys, onUnRecoverableConfigFileDiagnostic: (diagnostic) => fail([diagnostic]) });
  const program = ts.createProgram(files, options);
  const declarations = new Map();
  const { diagnostics } = program.emit(undefined, (path, text) => {
    declarations.set(relative(sources, path).replaceAll('\\', '/').replace(/\.d\.ts$/, ''), text);
  });
  const problems = [...ts.getPreEmitDiagnostics(program), ...diagnostics];
  if (problems.length > 0) fail(problems);
  return declarations;
}

function relativeImports(name, declaration) {
  return ts.preProcessFile(declaration).importedFiles
    .filter(({ fileName }) => fileName.startsWith('.'))
    .map(({ fileName, pos }) => ({ path: posix.join(posix.dirname(name), fileName.replace(/\.ts$/, '')), specifier: fileName, at: pos + 1 }));
}

/** The declaration with every `./x.ts` in it named as the file that will stand beside it. */
function withExtension(name, declaration, extension) {
  return relativeImports(name, declaration).reverse().reduce((text, { specifier, at }) =>
    text.slice(0, at) + specifier.replace(/\.ts$/, extension) + text.slice(at + specifier.length), declaration);
}

/** The licences of the libraries that were bundled in: they ask to travel with the code. */
function licensesOf(inputs) {
  const folders = new Set(inputs.map((input) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(input)?.[0]).filter(Boolean));
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

function fail(diagnostics) {
  const host = { getCurrentDirectory: () => root, getCanonicalFileName: (name) => name, getNewLine: () => '\n' };
  process.stderr.write(ts.formatDiagnostics(diagnostics, host));
  process.exit(1);
}
