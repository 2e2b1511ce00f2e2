// The declaration files of the package.
import { basename, join, resolve } from 'node:path';
import { rollup } from 'rollup';
import { dts } from 'rollup-plugin-dts';

const root = resolve(import.meta.dirname, '..');

/**
 * One declaration file a subpath and kind of module, with only what its public names lead to: our inside stays home.
 *
 * @param sources - name and source file of each subpath
 * @param peers - packages that are left to whoever installs them
 * @returns file names in dist/ with their texts
 */
export async function declarationsOf(sources, peers) {
  const types = await rollup({
    input: Object.fromEntries(sources),
    plugins: [dts({ tsconfig: join(root, 'tsconfig.json') })],
    external: [...peers, /^node:/],
    onwarn: ({ message }) => {
      throw new Error(message);
    },
  });
  const files = [];
  for (const extension of ['.d.ts', '.d.cts']) {
    const names = { entryFileNames: `[name]${extension}`, chunkFileNames: `chunks/[hash]${extension}` };
    const { output } = await types.generate(names);
    for (const { fileName, code, isEntry, imports } of output) {
      // What leads to no other package means the same to both kinds of modules, and is there once.
      const isShared = extension === '.d.ts' && !isEntry && imports.length === 0;
      files.push([fileName, isShared ? `export * from './${basename(fileName, extension)}.cjs';\n` : code]);
    }
  }
  return files;
}
