import { describe, expect, it, jest } from '@jest/globals';
import { copyFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { hasPrograms } from '../cli/spawned-cli.ts';
import { createScratchFolder } from '../cli/scratch-folder.ts';
import { attempt } from '../package/run.ts';
import { repository } from '../package/tarball.ts';

// Compilers are started here, which a busy machine takes its time for.
jest.setTimeout(300_000);

const scratch = createScratchFolder();
const RECIPES = join(repository, 'deploy', 'testcontainers');
const STAND_INS = join(import.meta.dirname, 'stand-ins');

/** What each recipe asks of Testcontainers, whose stand-in maps a port to the one ten thousand above. */
const ASKED = [
  'image lp-auth-mock',
  'port 4407',
  'env LP_AUTH_MOCK_ADMIN_HOSTS=["localhost"]',
  'wait healthy',
  'url http://localhost:14407',
];

describe('The recipes for Testcontainers', () => {
  (hasPrograms('javac') ? it : it.skip)('Java compiles, and asks for what the image needs', async () => {
    const classes = join(scratch.path, 'classes');
    const files = ['org/testcontainers/containers/GenericContainer.java', 'Main.java'];
    const sources = [...files.map((file) => join(STAND_INS, 'java', file)), join(RECIPES, 'LpAuthMockContainer.java')];
    const path = ['-sourcepath', join(STAND_INS, 'java')];
    const compiled = await attempt('javac', ['-d', classes, ...path, ...sources], scratch.path);
    expect(compiled).toEqual({ code: 0, stdout: '', stderr: '' });
    const { stdout } = await attempt('java', ['-cp', classes, 'Main'], scratch.path);
    expect(stdout.trim().split('\n')).toEqual(ASKED);
  });

  (hasPrograms('python3') ? it : it.skip)('Python asks for the same', async () => {
    const PYTHONPATH = [join(STAND_INS, 'python'), RECIPES].join(delimiter);
    const program = join(STAND_INS, 'python', 'main.py');
    const { stdout, stderr } = await attempt('python3', ['-B', program], scratch.path, { PYTHONPATH });
    expect([stdout.trim().split('\n'), stderr]).toEqual([ASKED, '']);
  });

  it('Node is well typed by the real package (skipped where no npm registry answers)', async () => {
    scratch.write('package.json', '{ "private": true, "type": "module" }');
    // Nothing is run: of the package only its types are asked.
    const install = ['install', '--ignore-scripts', '--prefer-offline', '--no-audit', '--no-fund', 'testcontainers@11'];
    const { code, stderr } = await attempt('npm', install, scratch.path);
    if (code !== 0 && process.env['CI'] !== 'true') {
      console.warn('not tested here: testcontainers could not be installed');
      return;
    }
    expect({ code, stderr: code === 0 ? '' : stderr }).toEqual({ code: 0, stderr: '' });
    copyFileSync(join(RECIPES, 'lp-auth-mock.ts'), join(scratch.path, 'lp-auth-mock.ts'));
    const client = join(repository, 'mock-server/client/client.ts');
    const typeRoots = [join(repository, 'node_modules/@types')];
    writeFileSync(
      join(scratch.path, 'tsconfig.json'),
      JSON.stringify({
        extends: join(repository, 'tsconfig.json'),
        compilerOptions: { types: ['node'], typeRoots, paths: { 'lp-auth-mock/client': [client] } },
        include: ['*.ts'],
      }),
    );
    const tsc = join(repository, 'node_modules/typescript/bin/tsc');
    const checked = await attempt(process.execPath, [tsc, '-p', scratch.path], scratch.path);
    expect(checked).toEqual({ code: 0, stdout: '', stderr: '' });
  });
});
