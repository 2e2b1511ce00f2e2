// npm's script `prepare`: builds dist/ where npm hands this folder to somebody, which is an install by git URL or by
// folder, `npm link` and `npx` of either. After an install of this repository's own dependencies it does nothing.
import { existsSync, readdirSync, realpathSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '..');
const BUILT = join(root, 'dist', 'sbom.cdx.json');
const SOURCES = ['package.json', 'package-lock.json', 'tsconfig.json', 'mock-server', 'fixtures', 'keys'];

if (!isOwnInstall(process.env) && !isBuilt()) {
  // Said for the package that installs this one; the npm that installs the build's tools would follow it too.
  for (const name of ['global', 'location', 'prefix', 'local_prefix', 'omit']) delete process.env[`npm_config_${name}`];
  process.env.NODE_ENV = 'development';
  await import('./ensure-deps.mjs');
  await import('./build.mjs');
}

/** `npm ci` and `npm install` here: nobody has asked for the package, and a build takes longer than the install. */
function isOwnInstall({ npm_command: command, npm_config_global: global, npm_config_local_prefix: prefix }) {
  if (command === 'ci') return true;
  return (
    command === 'install' &&
    global !== 'true' &&
    prefix !== undefined &&
    existsSync(prefix) &&
    realpathSync(prefix) === realpathSync(root)
  );
}

/** Whether the last file that a build writes is younger than all it is made from: `npm pack` has built just before. */
function isBuilt() {
  if (!existsSync(BUILT)) return false;
  const { mtimeMs: built } = statSync(BUILT);
  return SOURCES.every((name) => filesOf(join(root, name)).every((file) => statSync(file).mtimeMs <= built));
}

function filesOf(path) {
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path, { recursive: true, encoding: 'utf8' }).map((name) => join(path, name));
}
