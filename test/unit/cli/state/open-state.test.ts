import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, it, jest } from '@jest/globals';
import { UsageError } from '../../../../mock-server/cli/command.ts';
import type { OpenedState, StateOptions } from '../../../../mock-server/cli/state/open-state.ts';
import { openState } from '../../../../mock-server/cli/state/open-state.ts';
import { createControlledMock } from '../../../../mock-server/mock.ts';
import { createScratchFolder } from '../../../cli/scratch-folder.ts';

const scratch = createScratchFolder();
const told: string[] = [];
afterEach(() => {
  told.length = 0;
});
const ended: (() => void)[] = [];

/** Keeps the state of a new mock. What its state is restored from may fail. */
function keep(file: string, parts: Partial<StateOptions> & { readonly fails?: unknown } = {}): Promise<OpenedState> {
  const { mock, controlled } = createControlledMock({}, () => undefined);
  const restore = (snapshot: Parameters<typeof mock.restore>[0]): void => {
    if ('fails' in parts) throw parts.fails;
    mock.restore(snapshot);
  };
  return openState(
    { controlled, restore },
    {
      file,
      writtenAs: '--state',
      maxBytes: 100_000,
      startTimer: (_, run) => {
        ended.push(run);
        return () => undefined;
      },
      ...parts,
    },
    { cwd: scratch.path, complain: (line) => told.push(line) },
  );
}

it('a state that is new is written without waiting for a change, and taken up the next time', async () => {
  const path = join(scratch.path, 'new.json');
  const first = await keep('new.json');
  expect(first).toMatchObject({ path, isTakenUp: false });
  expect(await first.close()).toBe(true);
  const text = readFileSync(path, 'utf8');
  writeFileSync(path, ` ${text}`);
  const second = await keep('new.json');
  expect(second).toMatchObject({ path, isTakenUp: true });
  expect(await second.close()).toBe(true);
  // Nothing has changed since: the file is as it was found.
  expect(readFileSync(path, 'utf8')).toBe(` ${text}`);
  expect([told, readdirSync(scratch.path)]).toEqual([[], ['new.json']]);
});

it('a state that cannot be kept is told with its file', async () => {
  const state = await keep('small.json', { maxBytes: 5 });
  expect(await state.close()).toBe(false);
  expect(told).toEqual([
    expect.stringMatching(/^lp-auth-mock: the state in \S+small\.json is not kept: it would have \d+ bytes, /),
  ]);
});

it.each<[unknown, string]>([
  [new Error('a: Expected b\nc: Expected d'), 'cannot be taken up: a: expected b; remove it to begin anew'],
  [new TypeError(''), 'cannot be taken up: ; remove it to begin anew'],
  [new SyntaxError('x'), 'is no whole JSON: it was cut short, or is no state of a mock; remove it to begin anew'],
])('what does not fit is told in one line, and the file is left to others: %s', async (fails, why) => {
  const path = join(scratch.path, 'unfit.json');
  writeFileSync(path, '{}');
  await expect(keep('unfit.json', { fails })).rejects.toEqual(new UsageError(`--state: ${path} ${why}`));
  expect(readdirSync(scratch.path)).not.toContain('unfit.json.lock');
});

it('what is no error goes on as it is, and the file is left to others', async () => {
  writeFileSync(join(scratch.path, 'odd.json'), '{}');
  await expect(keep('odd.json', { fails: 'odd' })).rejects.toBe('odd');
  expect(readdirSync(scratch.path)).not.toContain('odd.json.lock');
});

it('what is no mistake of the user in opening the file goes on as it is', async () => {
  const thrown = new RangeError('ours');
  const draw = jest.spyOn(crypto, 'getRandomValues').mockImplementation(() => {
    throw thrown;
  });
  const opening = keep('never.json').catch((error: unknown) => error);
  expect(await opening).toBe(thrown);
  draw.mockRestore();
  await expect(keep('', { writtenAs: 'LP_AUTH_MOCK_STATE' })).rejects.toEqual(
    new UsageError('LP_AUTH_MOCK_STATE: expected the name of a file'),
  );
});

it('a state is written by a timer of the platform, which keeps no process alive', async () => {
  const timers = (): number => process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;
  const before = timers();
  const state = await keep('timed.json', { startTimer: undefined });
  expect(timers()).toBe(before);
  expect(await state.close()).toBe(true);
});
