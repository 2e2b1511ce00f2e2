import { beforeAll, expect, it } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { chmodSync, cpSync, readdirSync, renameSync, statSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { exposedKeysOf } from '../../mock-server/cli/exposed-keys.ts';
import { runProgram } from '../../mock-server/cli/program.ts';
import { createCapturedTerminal, run } from './captured-terminal.ts';
import { createScratchFolder } from './scratch-folder.ts';

const scratch = createScratchFolder();
const cwd = scratch.path;
beforeAll(async () => {
  expect((await run(['keys', 'new', "Ann's keys"], { cwd })).exitCode).toBe(0);
});

let count = 0;
/** A copy of the folder, with these modes. */
function copy(modes: Readonly<Record<string, number>> = {}): string {
  const name = `copy-${String((count += 1))}`;
  cpSync(join(cwd, "Ann's keys"), join(cwd, name), { recursive: true });
  for (const file of readdirSync(join(cwd, name))) chmodSync(join(cwd, name, file), modes[file] ?? 0o600);
  return name;
}

/** What a started mock has complained of, and how many things it has printed. */
async function start(...argv: string[]): Promise<{ complained: readonly string[]; printed: number }> {
  const terminal = createCapturedTerminal({ command: 'start', cwd });
  const ended = runProgram(['start', '--port', '0', '--no-tls', '--json', ...argv], terminal);
  await Promise.race([terminal.untilPrinted(1), ended]);
  terminal.stop('SIGTERM');
  expect(await ended).toBe(0);
  return { complained: terminal.complained, printed: terminal.printed.length };
}

// Windows has no such modes.
if (process.platform !== 'win32') {
  it('start says in one line which keys others may read, and starts; what it says to do ends that', async () => {
    const folder = copy({ 'idp.json': 0o640, 'sentinelV1.json': 0o604, 'customerLogin.json': 0o620 });
    const files = ['sentinelV1.json', 'idp.json', 'customerLogin.json'];
    const command = `chmod 600 ${files.map((file) => `${folder}/${file}`).join(' ')}`;
    const warning = `lp-auth-mock: by their mode other users of this machine may read or change ${files.join(', ')}, and sign for this mock; make them yours alone: ${command}`;
    expect(await start('--keys', folder)).toEqual({ complained: [warning], printed: 1 });
    const config = scratch.write(`${folder}.options.json`, JSON.stringify({ keys: folder }));
    expect((await start('--config', config)).complained).toEqual([warning]);
    execFileSync('sh', ['-c', command], { cwd });
    expect(await start('--keys', folder)).toEqual({ complained: [], printed: 1 });
  });

  it('the command is quoted for the shell, below a folder with spaces too', async () => {
    const folder = "Ann's keys";
    chmodSync(join(cwd, folder, 'idp.json'), 0o644);
    const said = await exposedKeysOf(folder, cwd);
    execFileSync('sh', ['-c', said?.slice(said.indexOf('chmod')) ?? 'false'], { cwd });
    expect(statSync(join(cwd, folder, 'idp.json')).mode & 0o777).toBe(0o600);
  });

  it('keys that `keys new` has made, and those that are read-only for their owner, are no reason to say anything', async () => {
    expect((await start('--keys', "Ann's keys")).complained).toEqual([]);
    expect(await exposedKeysOf(copy({ 'idp.json': 0o400 }), cwd)).toBeUndefined();
  });

  it('of a link the file counts that it leads to', async () => {
    const folder = copy();
    const file = join(cwd, folder, 'idp.json');
    const secret = join(cwd, `${folder}.secret`);
    renameSync(file, secret);
    symlinkSync(secret, file);
    expect(await exposedKeysOf(folder, cwd)).toBeUndefined();
    chmodSync(secret, 0o644);
    expect(await exposedKeysOf(folder, cwd)).toContain('may read or change idp.json, and');
  });
}

it('on Windows nothing is said, whose modes tell nothing', async () => {
  expect(await exposedKeysOf(copy({ 'idp.json': 0o666 }), cwd, 'win32')).toBeUndefined();
});

it('a token is printed without a word about it: the key was not served', async () => {
  const folder = copy({ 'idp.json': 0o644 });
  const { stderr } = await run(['token', 'app', '--keys', folder, '--offline'], { cwd });
  expect(stderr).not.toContain('chmod');
});
