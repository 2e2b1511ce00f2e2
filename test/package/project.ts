import { copyFileSync, cpSync, lstatSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { attempt } from './run.ts';
import { makeTemporaryFolder, packTarball, repository } from './tarball.ts';

const isCi = process.env['CI'] === 'true';

/** A throw-away project of somebody who has installed the tarball. */
export interface ConsumerProject {
  readonly folder: string;
  /** What the tarball alone had brought, before any tool was installed beside it. */
  readonly footprint: { readonly packages: number; readonly megabytes: number };
  remove(): void;
}

/**
 * Packs, and installs the tarball as a user would. Undefined when the npm registry cannot be reached, unless this is
 * CI: there the tests must not pass by not being run.
 *
 * @param tools - what else is to be installed beside the tarball
 */
export async function openProject(tools: readonly string[] = []): Promise<ConsumerProject | undefined> {
  const folder = makeTemporaryFolder();
  const remove = (): void => {
    rmSync(folder, { recursive: true });
  };
  try {
    return { folder, footprint: await installEverything(folder, tools), remove };
  } catch (error) {
    remove();
    if (!(error instanceof RegistryUnreachable) || isCi) throw error;
    process.stderr.write('No npm registry answers: the tests of the installed tarball are skipped.\n');
    return undefined;
  }
}

async function installEverything(folder: string, tools: readonly string[]): Promise<ConsumerProject['footprint']> {
  const tarball = await packTarball();
  try {
    writeFileSync(join(folder, 'package.json'), '{ "private": true }\n');
    await install(folder, [tarball.path]);
    const footprint = measure(join(folder, 'node_modules'));
    await install(folder, ['@types/node@20', 'vitest@4', 'express@5', `msw@${ourMajorOf('msw')}`, ...tools]);
    cpSync(join(import.meta.dirname, 'consumer'), folder, { recursive: true });
    for (const example of ['connector/connector.mjs', 'visitor/visitor.mjs']) {
      copyFileSync(join(repository, 'examples', example), join(folder, basename(example)));
    }
    return footprint;
  } finally {
    tarball.remove();
  }
}

class RegistryUnreachable extends Error {}

/** What npm says when nobody answers, as against a registry that answers with a no. */
const NOBODY_ANSWERS =
  /\b(?:ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ERR_SOCKET_TIMEOUT)\b/;

/**
 * Another project with the same tarball and something else beside it, in a folder below the first one's.
 *
 * @returns the folder
 */
export async function openSecondProject(
  { folder }: ConsumerProject,
  name: string,
  tools: readonly string[],
): Promise<string> {
  const second = join(folder, name);
  mkdirSync(second);
  writeFileSync(join(second, 'package.json'), '{ "private": true }\n');
  await install(second, tools);
  cpSync(join(folder, 'node_modules', 'lp-auth-mock'), join(second, 'node_modules', 'lp-auth-mock'), {
    recursive: true,
  });
  for (const file of ['esm.mjs', 'commonjs.cjs', 'webhooks.mjs'])
    cpSync(join(import.meta.dirname, 'consumer', file), join(second, file));
  return second;
}

/** npm's cache is asked first: a second run needs no registry. Where nobody is to answer, nobody is waited for. */
async function install(folder: string, packages: readonly string[]): Promise<void> {
  const patience = isCi ? [] : ['--fetch-retries=0'];
  const { code, stderr } = await attempt(
    'npm',
    ['install', '--prefer-offline', '--no-audit', '--no-fund', ...patience, ...packages],
    folder,
  );
  if (code === 0) return;
  const message = `npm install ${packages.join(' ')} failed:\n${stderr}`;
  throw NOBODY_ANSWERS.test(stderr) ? new RegistryUnreachable(message) : new Error(message);
}

/**
 * The MSW that a run tests with is the one in our own node_modules: CI runs once with the oldest supported and once
 * with the newest.
 */
function ourMajorOf(name: string): string {
  const { version } = JSON.parse(readFileSync(join(repository, 'node_modules', name, 'package.json'), 'utf8')) as {
    version: string;
  };
  return version.replace(/\..*/, '');
}

/** The bytes of all files, as npm tells the size of a package: how many blocks they take differs from disk to disk. */
function measure(nodeModules: string): ConsumerProject['footprint'] {
  const lock = JSON.parse(readFileSync(join(nodeModules, '.package-lock.json'), 'utf8')) as { packages: object };
  const files = readdirSync(nodeModules, { recursive: true, encoding: 'utf8' }).map((entry) =>
    lstatSync(join(nodeModules, entry)),
  );
  const bytes = files.filter((file) => file.isFile()).reduce((sum, { size }) => sum + size, 0);
  return { packages: Object.keys(lock.packages).length, megabytes: bytes / 1e6 };
}
