// Few files of the many small chunks that esbuild makes: Rollup merges them, and what is here says which belong together.
import { dirname, join, resolve } from 'node:path';
import { rollup } from 'rollup';

/** @param outputFiles - of a build of esbuild's with splitting, whose entries have these names in `dist` */
export function mergeable(dist, names, outputFiles) {
  const texts = new Map(outputFiles.map(({ path, text }) => [path, text]));
  return rollup({
    input: Object.fromEntries(names.map((name) => [name, join(dist, `${name}.js`)])),
    external: (id) => !texts.has(id) && (!/^[./]/.test(id) || id.endsWith('.cjs')),
    plugins: [
      {
        name: 'bundled',
        resolveId: (id, importer) =>
          importer === undefined ? id : id.startsWith('.') ? resolve(dirname(importer), id) : null,
        load: (id) => texts.get(id),
      },
    ],
    // As `sideEffects` in package.json says; esbuild leaves every import of node's own modules in.
    treeshake: { moduleSideEffects: false },
    onwarn: ({ code, message }) => {
      if (code !== 'UNUSED_EXTERNAL_IMPORT') throw new Error(message);
    },
  });
}

/** The files of those chunks that are loaded late, and of whose source that is true. */
export function chunksOf({ outputs }, root, isWanted) {
  return Object.entries(outputs)
    .filter(([, { entryPoint = '' }]) => isWanted(entryPoint))
    .map(([file]) => join(root, file));
}

/** Whether one chunk loads another at once, itself or by others. */
export function isLoadedBy(entry, id, getModuleInfo, seen = new Set()) {
  if (entry === id) return true;
  if (seen.has(entry)) return false;
  seen.add(entry);
  return (getModuleInfo(entry)?.importedIds ?? []).some((each) => isLoadedBy(each, id, getModuleInfo, seen));
}

/** All files that these load, at once or late. */
export function reachedFrom(names, files) {
  const reached = new Set(names.filter((name) => files.has(name)));
  for (const name of reached) {
    const { imports, dynamicImports } = files.get(name);
    for (const each of [...imports, ...dynamicImports]) if (files.has(each)) reached.add(each);
  }
  return reached;
}
