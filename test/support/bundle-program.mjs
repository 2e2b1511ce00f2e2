// Bundles the program once for all tests that start it: from its sources it takes a second to start, each time. And has
// it write down the OpenAPI documents that every answer is compared with.
import { execFileSync } from 'node:child_process';
import { build } from 'esbuild';
import { copyFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const root = resolve(import.meta.dirname, '../..');
const source = (path) => join(root, 'mock-server', path);

/** What finds its files by its own place stays there. */
const apart = {
  name: 'apart',
  setup: ({ onResolve }) => {
    onResolve({ filter: /\/console\/bundle\.mjs$/ }, () => ({ path: source('console/bundle.mjs'), external: true }));
  },
};

/** Before all tests; the programs of two runs at once do not meet. */
export default async function bundleProgram() {
  // Below the repository, because libraries are left out and found in its node_modules.
  const folder = join(root, 'node_modules', '.cache', 'lp-auth-mock-test', `program-${String(process.pid)}`);
  await build({
    absWorkingDir: root,
    entryPoints: {
      main: source('cli/main.ts'),
      openapi: source('admin/openapi.ts'),
      routes: source('admin/routes/index.ts'),
    },
    outdir: folder,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    packages: 'external',
    plugins: [apart],
    logLevel: 'warning',
  });
  copyFileSync(source('interception/redirect.cjs'), join(folder, 'redirect.cjs'));
  process.env.LP_TEST_PROGRAM = join(folder, 'main.mjs');
  writeDocument(join(folder, 'liveperson.openapi.json'));
  await writeAdminDocument(folder);
  process.once('exit', () => {
    rmSync(folder, { recursive: true, force: true });
  });
}

/** What every answer is compared with, see `watch/liveperson.ts`. Where it cannot be made, its own tests say why. */
function writeDocument(path) {
  try {
    const options = { stdio: ['ignore', 'pipe', 'ignore'], maxBuffer: 16 * 1024 * 1024 };
    writeFileSync(path, execFileSync(process.execPath, [process.env.LP_TEST_PROGRAM, 'openapi'], options));
    process.env.LP_TEST_DOCUMENT = path;
  } catch {
    delete process.env.LP_TEST_DOCUMENT;
  }
}

/** What every answer of the admin API is compared with, see `watch/openapi.ts`: long in the making. */
async function writeAdminDocument(folder) {
  const path = join(folder, 'admin.openapi.json');
  try {
    const imported = (file) => import(pathToFileURL(join(folder, file)).href);
    const [{ openApiDocument }, { routes }] = await Promise.all(['openapi.mjs', 'routes.mjs'].map(imported));
    writeFileSync(path, JSON.stringify(openApiDocument(routes)));
    process.env.LP_TEST_ADMIN_DOCUMENT = path;
  } catch {
    delete process.env.LP_TEST_ADMIN_DOCUMENT;
  }
}
