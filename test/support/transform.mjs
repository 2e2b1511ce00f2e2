import { createHash } from 'node:crypto';
import { transformSync, version } from 'esbuild';

/** TypeScript to JavaScript for Jest: types are left out, and nothing is checked, which `npm run typecheck` does. */
export default {
  process: (source, path) =>
    transformSync(source, { loader: 'ts', format: 'esm', target: 'es2022', sourcemap: true, sourcefile: path }),
  getCacheKey: (source, path, { instrument }) =>
    createHash('sha256')
      .update([version, String(instrument), path, source].join('\0'))
      .digest('hex'),
};
