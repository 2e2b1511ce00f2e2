import { createHash } from 'node:crypto';
import { transformSync, version } from 'esbuild';

/** TypeScript to JavaScript for Jest: types are left out, and nothing is checked, which `npm run typecheck` does. */
const options = {
  loader: 'ts',
  format: 'esm',
  target: 'es2022',
  // Jest warns of an import of JSON that says no type.
  supported: { 'import-attributes': true },
  sourcemap: true,
};

export default {
  process: (source, path) => transformSync(source, { ...options, sourcefile: path }),
  getCacheKey: (source, path, { instrument }) =>
    createHash('sha256')
      .update([version, JSON.stringify(options), String(instrument), path, source].join('\0'))
      .digest('hex'),
};
