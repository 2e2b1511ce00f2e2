import { spawnSync } from 'node:child_process';
import { expect, it } from '@jest/globals';
import { environmentOf } from './workers.ts';

it('A process that tries mutants finds no program by its name, however this system writes PATH', () => {
  const env = environmentOf({ ...process.env, Path: process.env['PATH'] });
  expect(spawnSync('node', ['--version'], { env }).error).toMatchObject({ code: 'ENOENT' });
  expect(spawnSync(process.execPath, ['--version'], { env }).status).toBe(0);
  expect(env).toMatchObject({ PATH: '/nowhere', CI: '', NODE_ENV: 'test' });
  expect(env).not.toHaveProperty('Path');
});
