import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { connectMock } from '../../mock-server/client/client.ts';
import { runProgram } from '../../mock-server/cli/program.ts';
import { createCapturedTerminal, run } from './captured-terminal.ts';
import { createScratchFolder } from './scratch-folder.ts';
import { spawnCli, spawnMock } from './spawned-cli.ts';

const scratch = createScratchFolder();
let count = 0;
/** A file that is not there yet. */
const fresh = (): string => join(scratch.path, `state-${String((count += 1))}.json`);

/** Resolves once the file holds the text; the program writes it within a second. */
async function untilKept(file: string, text: string): Promise<void> {
  while (!existsSync(file) || !readFileSync(file, 'utf8').includes(text))
    await new Promise((resolve) => {
      setImmediate(resolve);
    });
}

describe('start --state', () => {
  it.each(['SIGTERM', 'SIGINT'] as const)(
    'goes on after %s where it stopped, with what was done last',
    async (signal) => {
      const file = fresh();
      const first = await spawnMock('--state', file);
      const url = `http://127.0.0.1:${String(first.port)}`;
      expect(JSON.parse(first.stdout())).toMatchObject({ state: file });
      await connectMock(url).faults.add({ error: { status: 503 }, times: 5 });
      await fetch(`${url}/sentinel/well-known/jwks`);
      first.kill(signal);
      expect([await first.ended, first.stderr()]).toEqual([{ exitCode: 0, signal: null }, '']);
      const second = await spawnMock('--state', file);
      const [fault] = await connectMock(`http://127.0.0.1:${String(second.port)}`).faults.list();
      expect(fault).toMatchObject({ spec: { error: { status: 503 }, times: 5 }, fired: 1 });
    },
  );

  it('has lost at most the last second when it was killed, and leaves no lock that keeps the next one out', async () => {
    const file = fresh();
    const first = await spawnMock('--state', file);
    const created = await connectMock(`http://127.0.0.1:${String(first.port)}`).accounts.create();
    await untilKept(file, created.accountId);
    first.kill('SIGKILL');
    await first.ended;
    const second = await spawnMock('--state', file);
    expect(await connectMock(`http://127.0.0.1:${String(second.port)}`).accounts.list()).toContainEqual(created);
  });

  it('is refused in one line while another process keeps its state there, which goes on', async () => {
    const file = fresh();
    const first = await spawnMock('--state', file);
    const { pid } = JSON.parse(first.stdout()) as { pid: number };
    const second = spawnCli(['start', '--port', '0', '--state', file]);
    expect(await second.ended).toEqual({ exitCode: 1, signal: null });
    expect([second.stdout(), second.stderr()]).toEqual([
      '',
      `lp-auth-mock: --state: ${file} is in use: process ${String(pid)} keeps its state there; name another file, or end that mock (if it is none, remove ${file}.lock)\n`,
    ]);
    expect((await fetch(`http://127.0.0.1:${String(first.port)}/sentinel/well-known/jwks`)).status).toBe(200);
  });
});

describe('The state', () => {
  it('is named by LP_AUTH_MOCK_STATE too, and the banner says where it is and whether it was taken up', async () => {
    const file = fresh();
    const start = async (): Promise<string | undefined> => {
      const terminal = createCapturedTerminal({ command: 'start', env: { LP_AUTH_MOCK_STATE: file } });
      const ended = runProgram(['start', '--port', '0'], terminal);
      const banner = await terminal.untilPrinted(1);
      terminal.stop('SIGTERM');
      expect(await ended).toBe(0);
      return banner.split('\n').find((line) => line.startsWith('Its state'));
    };
    expect([await start(), await start()]).toEqual([
      `Its state is new, and kept in ${file}`,
      `Its state was taken up from ${file}`,
    ]);
  });

  it('that cannot be taken up is told with what named it, and no mock is started', async () => {
    const name = scratch.write('cut.json', '{"format":1,"snap');
    const parts = { env: { LP_AUTH_MOCK_STATE: name }, cwd: scratch.path };
    expect(await run(['start', '--port', '0'], parts)).toEqual({
      exitCode: 1,
      stdout: '',
      stderr: `lp-auth-mock: LP_AUTH_MOCK_STATE: ${join(scratch.path, name)} is no whole JSON: it was cut short, or is no state of a mock; remove it to begin anew`,
    });
    expect((await run(['start', '--port', '0', '--state='], parts)).stderr).toBe(
      'lp-auth-mock: --state: expected the name of a file',
    );
  });

  it('that could not be written in the end makes the exit code 1', async () => {
    const terminal = createCapturedTerminal({ command: 'start' });
    const file = fresh();
    const ended = runProgram(['start', '--port', '0', '--json', '--state', file], terminal);
    await terminal.untilPrinted(1);
    // Where the draft is to be.
    const { mkdirSync } = await import('node:fs');
    mkdirSync(`${file}.tmp`);
    terminal.stop('SIGTERM');
    expect(await ended).toBe(1);
    expect(terminal.complained).toEqual([
      expect.stringMatching(/ is not kept: .*; the mock goes on, and tries again$/),
    ]);
    expect(readdirSync(scratch.path)).not.toContain(`${file}.lock`);
  });

  it('is not asked for by commands that keep none', async () => {
    const file = fresh();
    expect((await run(['token', 'app', '--offline'], { env: { LP_AUTH_MOCK_STATE: file } })).exitCode).toBe(0);
    expect(existsSync(file)).toBe(false);
  });
});
