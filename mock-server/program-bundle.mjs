import { build, transform } from 'esbuild';
import { join } from 'node:path';
import { chunksOf, isLoadedBy, mergeable } from './chunks.mjs';

/** Stands first in CommonJS that asks for its own address. */
export const OWN_URL = "const importMetaUrl = require('node:url').pathToFileURL(__filename).href;";

/**
 * The program: CommonJS, which starts faster than ES modules do. Its name in dist/ has `.cjs`. That file holds what
 * `start` loads until it is ready, because what else is in it is read at every start; two files beside it hold the rest.
 */
const program = { name: 'program', source: 'cli/main.ts', rest: 'program-rest', firstCall: 'program-first-call' };

/** What `start` loads late, and before it is ready. */
const loadedByStart = [
  'adapters/node/server.ts',
  'cli/request-log.ts',
  'cli/serve-until-stopped.ts',
  'config/settle.ts',
  'mock.ts',
];

/** What the first call loads besides the folders that it is given by: whatever signs or checks a token. */
const loadedByFirstCall = ['tokens/signatures.ts'];

/**
 * The code of each file, and what esbuild says of them. A real `import()` of what is outside of the bundle stays one: a
 * configuration may be an ES module.
 *
 * @param firstCalled - what the first call loads, by the folders of its sources
 */
export async function bundleProgram({ common, small, root, dist, firstCalled }) {
  const { metafile, outputFiles } = await build({
    ...common,
    entryPoints: { [program.name]: join(import.meta.dirname, program.source) },
    splitting: true,
    format: 'esm',
    platform: 'node',
    define: { ...common.define, 'import.meta.url': 'importMetaUrl' },
  });
  const merged = await mergeable(dist, [program.name], outputFiles);
  const isAmong = (entryPoint, files) => files.some((file) => entryPoint === `mock-server/${file}`);
  const late = (isWanted) => chunksOf(metafile, root, isWanted);
  const atStart = [join(dist, `${program.name}.js`), ...late((entryPoint) => isAmong(entryPoint, loadedByStart))];
  const byFirstCall = late(
    (entryPoint) =>
      firstCalled.some((folder) => entryPoint.startsWith(folder)) || isAmong(entryPoint, loadedByFirstCall),
  );
  const { output } = await merged.generate({
    format: 'cjs',
    // Beside each other, because each may ask for its own address.
    chunkFileNames: '[name].cjs',
    entryFileNames: '[name].cjs',
    manualChunks: (id, { getModuleInfo }) => {
      const isLoadedByOne = (entries) => entries.some((entry) => isLoadedBy(entry, id, getModuleInfo));
      if (isLoadedByOne(atStart)) return program.name;
      return isLoadedByOne(byFirstCall) ? program.firstCall : program.rest;
    },
    hoistTransitiveImports: false,
    // Nobody else imports these files.
    esModule: false,
    externalLiveBindings: false,
    freeze: false,
    generatedCode: 'es2015',
    minifyInternalExports: true,
  });
  const files = await Promise.all(
    output.map(async ({ fileName, code }) => {
      const text = (await transform(code, { ...small, format: 'cjs', platform: 'node' })).code;
      return [fileName, text.includes('importMetaUrl') ? withOwnUrl(text) : text];
    }),
  );
  return { files, metafile };
}

/** Its own first line must stay the first. */
function withOwnUrl(text) {
  const [, shebang, rest] = /^(#!.*\n)?([\s\S]*)$/.exec(text);
  return `${shebang ?? ''}${OWN_URL}\n${rest}`;
}
