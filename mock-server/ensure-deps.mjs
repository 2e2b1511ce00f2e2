// Runs before start and test: installs the locked dependencies once on a fresh clone.
import { spawnSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';

const lock = 'package-lock.json';
const mark = 'node_modules/.package-lock.json';
if (!existsSync(mark) || statSync(mark).mtimeMs < statSync(lock).mtimeMs - 1000) {
  const { status } = spawnSync('npm', ['ci', '--no-audit', '--no-fund'], { stdio: 'inherit', shell: process.platform === 'win32' });
  if (status !== 0) process.exit(status ?? 1);
}
