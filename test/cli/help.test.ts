import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { commands } from '../../mock-server/cli/commands/index.ts';
import { settle } from '../../mock-server/config/settle.ts';
import { run } from './captured-terminal.ts';

const named = commands.map((command) => [command.usage.split(' ')[0] ?? '', command] as const);

describe('help', () => {
  it.each(named)('of %s shows each of its flags and examples', async (name, command) => {
    const { exitCode, stdout, stderr } = await run([name, '--help']);
    const text = stdout.replace(/\s+/g, ' ');
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(text).toContain(command.summary);
    expect(Object.keys(command.flags).filter((flag) => !text.includes(`--${flag}`))).toEqual([]);
    // Directly after the name, npx takes a flag for its own.
    expect((command.examples ?? []).filter(([typed]) => !/^[a-z]/.test(typed))).toEqual([]);
    expect((command.examples ?? []).filter(([typed]) => !text.includes(`lp-auth-mock ${typed}`.trim()))).toEqual([]);
  });

  it('of the program lists each command with its summary', async () => {
    const { exitCode, stdout } = await run(['-h']);
    const text = stdout.replace(/\s+/g, ' ');
    expect(exitCode).toBe(0);
    expect(
      named
        .filter(([, { usage, summary }]) => !text.includes(`lp-auth-mock ${usage} ${summary}`))
        .map(([name]) => name),
    ).toEqual([]);
  });

  it('tells the defaults that the options really have', async () => {
    const { server } = settle({});
    const { stdout } = await run(['start', '--help']);
    expect(stdout).toContain(`(default: ${String(server.port)})`);
    expect(stdout).toContain(`(default: ${server.host}, that is`);
  });

  it('is in English, whatever the language of the machine', async () => {
    const before = process.env['LC_ALL'];
    process.env['LC_ALL'] = 'de_DE.UTF-8';
    try {
      expect((await run(['--help'])).stdout).toContain('Show help');
      expect((await run(['--xyzzy'])).stderr).toBe('lp-auth-mock: unknown option --xyzzy; see --help');
    } finally {
      if (before === undefined) delete process.env['LC_ALL'];
      else process.env['LC_ALL'] = before;
    }
  });
});

it('--version prints the version of the package and nothing else', async () => {
  const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
  expect(await run(['--version'])).toEqual({ exitCode: 0, stdout: version, stderr: '' });
});
