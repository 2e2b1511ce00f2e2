import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from './run.ts';

export const repository = join(import.meta.dirname, '..', '..');

/** What `npm pack` needs of the repository. */
const PACKED_FROM = [
  'package.json',
  'package-lock.json',
  'tsconfig.json',
  'README.md',
  'LICENSE',
  'CHANGELOG.md',
  'mock-server',
  'deploy',
  'docs',
  'examples',
  'fixtures',
  'keys',
];

/** The package as it would be published. */
export interface Tarball {
  /** The .tgz. */
  readonly path: string;
  /** The same unpacked, as it will stand in somebody's node_modules. */
  readonly folder: string;
  remove(): void;
}

/** Packs a copy of the sources, so that no other test meets a half-built dist/ in the work tree. */
export async function packTarball(): Promise<Tarball> {
  const temporary = makeTemporaryFolder();
  const copy = join(temporary, 'copy');
  for (const name of PACKED_FROM) cpSync(join(repository, name), join(copy, name), { recursive: true });
  symlinkSync(join(repository, 'node_modules'), join(copy, 'node_modules'), 'junction');
  const name = (await run('npm', ['pack', '--silent', '--pack-destination', temporary], copy)).trim();
  const unpacked = join(temporary, 'unpacked');
  mkdirSync(unpacked);
  await run('tar', ['-xzf', join(temporary, name), '-C', unpacked], temporary);
  return {
    path: join(temporary, name),
    folder: join(unpacked, 'package'),
    remove: () => {
      rmSync(temporary, { recursive: true });
    },
  };
}

export function makeTemporaryFolder(): string {
  return realpathSync(mkdtempSync(join(tmpdir(), 'lp-auth-mock-')));
}
