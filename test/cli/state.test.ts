import { chmodSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { OpenedState } from '../../mock-server/cli/state/open-state.ts';
import { openState } from '../../mock-server/cli/state/open-state.ts';
import type { Mock, MockOptions } from '../../mock-server/index.ts';
import { createControlledMock } from '../../mock-server/mock.ts';
import { post } from '../support/calls.ts';
import { ACCOUNT, NOON } from '../support/through-every-adapter.ts';
import { createScratchFolder } from './scratch-folder.ts';
import { withoutRoot } from './without-root.ts';

const scratch = createScratchFolder();
const isWindows = process.platform === 'win32';

let count = 0;
let folder = '';
let opened: Kept[] = [];
beforeEach(() => {
  folder = join(scratch.path, String((count += 1)));
  mkdirSync(folder);
});
afterEach(async () => {
  await Promise.all(opened.map(({ state }) => state.close()));
  opened = [];
});

/** A mock whose state is kept, as a process has one. */
interface Kept {
  readonly mock: Mock;
  readonly state: OpenedState;
  readonly told: string[];
  /** Lets a second pass, and waits until what it set off is done. */
  readonly pass: () => Promise<void>;
}

async function keep(options: MockOptions = {}, file = 'state.json'): Promise<Kept> {
  const { mock, controlled } = createControlledMock(options, () => undefined);
  const told: string[] = [];
  let ring: (() => void) | undefined;
  let waits = 0;
  const state = await openState(
    {
      controlled,
      restore: (snapshot) => {
        mock.restore(snapshot);
      },
    },
    {
      file,
      writtenAs: '--state',
      maxBytes: mock.settings.limits.megabytes * 1_000_000,
      startTimer: (_, run) => {
        waits += 1;
        ring = run;
        return () => {
          ring = undefined;
        };
      },
    },
    { cwd: folder, complain: (line) => told.push(line) },
  );
  const pass = async (): Promise<void> => {
    const before = waits;
    ring?.();
    while (waits === before)
      await new Promise((resolve) => {
        setImmediate(resolve);
      });
  };
  const kept = { mock, state, told, pass };
  opened.push(kept);
  return kept;
}

/** Ends a mock as a signal ends its process. */
async function stop(kept: Kept): Promise<void> {
  opened = opened.filter((each) => each !== kept);
  expect(await kept.state.close()).toBe(true);
}

const file = (): string => join(folder, 'state.json');
const visit = (mock: Mock, accountId = ACCOUNT): Promise<unknown> =>
  post(mock, `/api/account/${accountId}/anonymous/authorize`);
const savedOf = (): { snapshot: { accounts: Record<string, object> } } =>
  JSON.parse(readFileSync(file(), 'utf8')) as ReturnType<typeof savedOf>;

describe('A state in a file', () => {
  it('is taken up by the next mock: conversations, faults, clocks, revoked tokens', async () => {
    const first = await keep({ seed: 'state' });
    const { mock } = first;
    mock.clock.freeze(NOON);
    mock.account(ACCOUNT).clock.advance('1h');
    const conversation = await (await mock.consumer()).requestConversation();
    mock.faults.add({ error: { status: 503 }, times: 3 });
    const token = await mock.mint.extJwt();
    mock.revoke(token);
    await stop(first);
    const { mock: next, state } = await keep({ seed: 'state' });
    expect([state.isTakenUp, state.path]).toEqual([true, file()]);
    expect(next.conversations.list().map(({ id }) => id)).toEqual([conversation]);
    expect(next.clock.now()).toBe(Date.parse(NOON));
    expect(next.account(ACCOUNT).clock.now()).toBe(Date.parse(NOON) + 3_600_000);
    expect(next.faults.list().map(({ spec }) => spec)).toEqual([{ error: { status: 503 }, times: 3 }]);
    expect((await next.inspect(token)).accepted).toBe(false);
    expect(next.snapshot()).toEqual(mock.snapshot());
  });

  it('has the accounts that were created, with their credentials, also where the mock is closed', async () => {
    const first = await keep({ closed: true });
    const created = first.mock.accounts.create();
    first.mock.account(created.accountId).faults.add({ error: 'reset' });
    await stop(first);
    const { mock } = await keep({ closed: true });
    expect(mock.accounts.list().at(-1)).toEqual(created);
    expect(mock.account(created.accountId).faults.list().length).toBe(1);
    expect(isWindows ? 0o600 : statSync(file()).mode & 0o777).toBe(0o600);
  });

  it('has an account no more as it was created once that is configured', async () => {
    const first = await keep();
    first.mock.accounts.create({ accountId: '55667788' });
    await stop(first);
    const apps = [{ client_id: 'mine', client_secret: 'my own secret' }];
    const { mock } = await keep({
      accounts: [{ accountId: '55667788', apps }, { accountId: ACCOUNT }, { accountId: '87654321' }],
    });
    expect(mock.accounts.list()[0]).toMatchObject({ clientId: 'mine' });
  });

  it('is written within a second of a call, a control, or what falls due, and of nothing else', async () => {
    const { mock, pass } = await keep({ agent: 'echo' });
    const texts: string[] = [];
    const note = async (): Promise<void> => {
      await pass();
      texts.push(readFileSync(file(), 'utf8'));
    };
    await note();
    await pass();
    const { ino } = statSync(file());
    await pass();
    expect(statSync(file()).ino).toBe(ino);
    mock.clock.freeze(NOON);
    await note();
    const fault = mock.faults.add({ error: 'reset', account: '87654321' });
    await note();
    fault.remove();
    mock.accounts.create({ accountId: 'created' });
    await note();
    mock.revoke(await mock.mint.extJwt());
    await note();
    await (await mock.consumer()).requestConversation();
    await note();
    const [conversation] = mock.conversations.list();
    mock.conversations.say(conversation?.id ?? '', 'Hello');
    await note();
    mock.agent.script({ name: 'Late', rules: [{ match: '*', reply: 'yes', delayMs: 5000 }] });
    await (await mock.consumer()).requestConversation();
    await mock.settled();
    await note();
    await mock.clock.advanceAsync('5s');
    await note();
    expect(new Set(texts).size).toBe(texts.length);
  });

  it('is written while the clock of the mock stands still, or is far away', async () => {
    const { mock, pass } = await keep();
    mock.clock.freeze('1999-01-01T00:00:00Z');
    await pass();
    await visit(mock, 'le42');
    await pass();
    expect(Object.keys(savedOf().snapshot.accounts)).toContain('le42');
  });

  it('is replaced as a whole: nothing else is left in the folder, and after the end not even the lock', async () => {
    const kept = await keep();
    await visit(kept.mock);
    await kept.pass();
    expect(readdirSync(folder).sort()).toEqual(['state.json', 'state.json.lock']);
    await stop(kept);
    expect(readdirSync(folder)).toEqual(['state.json']);
  });

  it('replaces what a killed process has left half written, and does not write through a link in its place', async () => {
    const elsewhere = join(scratch.path, 'elsewhere');
    writeFileSync(elsewhere, 'mine');
    if (isWindows) writeFileSync(`${file()}.tmp`, '{"form');
    else symlinkSync(elsewhere, `${file()}.tmp`);
    await stop(await keep());
    expect([readdirSync(folder), readFileSync(elsewhere, 'utf8')]).toEqual([['state.json'], 'mine']);
  });

  (isWindows ? it.skip : it)('is written where a link leads, and the link stays', async () => {
    mkdirSync(join(folder, 'volume'));
    writeFileSync(join(folder, 'volume', 'real.json'), JSON.stringify({ version: 1, accounts: {} }));
    symlinkSync(join('volume', 'real.json'), file());
    const kept = await keep();
    await visit(kept.mock);
    await stop(kept);
    expect(readFileSync(join(folder, 'volume', 'real.json'), 'utf8')).toContain('"format":1');
    expect(readdirSync(folder).sort()).toEqual(['state.json', 'volume']);
  });

  it('can be a snapshot that the admin API gave out', async () => {
    const { mock } = createControlledMock({}, () => undefined);
    mock.clock.freeze(NOON);
    writeFileSync(file(), JSON.stringify(mock.snapshot()));
    expect((await keep()).mock.clock.now()).toBe(Date.parse(NOON));
  });
});

describe('A file that cannot be taken up', () => {
  const whole = JSON.stringify({
    format: 1,
    created: [],
    snapshot: { version: 1, mock: { clock: { offsetMs: 0, frozenAtMs: 0 }, faults: [] }, accounts: {} },
  });

  it.each<[string, string, string]>([
    ['was cut short', whole.slice(0, -9), 'is no whole JSON: it was cut short, or is no state of a mock'],
    ['is empty', '', 'is no whole JSON: it was cut short, or is no state of a mock'],
    ['is a text', 'Dear diary', 'is no whole JSON: it was cut short, or is no state of a mock'],
    [
      'is of a newer format',
      '{"format":2,"everything":{}}',
      'cannot be taken up: it is of format 2, and this version reads 1: a newer one wrote it',
    ],
    [
      'is a newer snapshot',
      '{"version":7,"accounts":{}}',
      'cannot be taken up: it is of format 7, and this version reads 1: a newer one wrote it',
    ],
    ['is of no format', '{"format":"1"}', 'cannot be taken up: it is no state of a mock'],
    ['has accounts that are none', '{"format":1,"created":5}', 'cannot be taken up: it is no state of a mock'],
    ['is null', 'null', 'cannot be taken up: it is no state of a mock'],
    ['is something else', '{"name":"lp-auth-mock"}', 'cannot be taken up: snapshot: version: missing'],
    [
      'has a part that is wrong',
      whole.replace('"offsetMs":0', '"offsetMs":"0"'),
      'cannot be taken up: snapshot: mock.clock.offsetMs: expected a number',
    ],
  ])('because it %s is refused in one sentence, and stays as it is', async (_, text, sentence) => {
    writeFileSync(file(), text);
    const refusal = await keep().catch((error: unknown) => error as Error);
    expect(refusal).toMatchObject({ name: 'UsageError' });
    const { message } = refusal as Error;
    expect(message.startsWith(`--state: ${file()} ${sentence}`)).toBe(true);
    expect(message).toMatch(/; remove it to begin anew$/);
    expect(message).not.toContain('\n');
    expect([readFileSync(file(), 'utf8'), readdirSync(folder)]).toEqual([text, ['state.json']]);
  });

  it('because the mock is closed to an account of it is refused, with its name', async () => {
    const first = await keep();
    await visit(first.mock, 'le42');
    await stop(first);
    await expect(keep({ closed: true })).rejects.toThrow(
      `--state: ${file()} cannot be taken up: this mock has no account "le42": it is closed; remove it to begin anew`,
    );
  });

  it('because it is larger than the mock may be is refused unread', async () => {
    writeFileSync(file(), whole.padEnd(10_000_001));
    await expect(keep({ limits: { megabytes: 10 } })).rejects.toThrow(
      `--state: ${file()} has 10000001 bytes, and at most 10000000 are read (limits.megabytes)`,
    );
  });

  it.each<[string, () => string, string]>([
    ['is a folder', () => folder, 'is a folder, not a file'],
    ['is below a file', () => join(scratch.write('plain', ''), 'state.json'), 'there is no folder'],
    ['is in no folder', () => join(folder, 'nowhere', 'state.json'), 'cannot be made: there is no folder'],
    ['has no name', () => '', '--state: expected the name of a file'],
  ])('because it %s is refused in one sentence', async (_, name, sentence) => {
    await expect(keep({}, name())).rejects.toThrow(sentence);
    expect(readdirSync(folder)).toEqual([]);
  });

  (isWindows ? it.skip : it)('because it is a device is refused, and nothing is put beside it', async () => {
    await expect(keep({}, '/dev/null')).rejects.toThrow('--state: /dev/null is no ordinary file');
    expect(readdirSync('/dev')).not.toContain('null.lock');
  });

  it('because it is read-only is refused: who made it so wants to keep what is in it', async () => {
    writeFileSync(file(), whole, { mode: 0o444 });
    await expect(keep()).rejects.toThrow(`--state: ${file()} is read-only`);
    chmodSync(file(), 0o644);
    expect((await keep()).state.isTakenUp).toBe(true);
  });

  (isWindows ? it.skip : it)('because its folder may not be written is refused', async () => {
    await stop(await keep());
    chmodSync(scratch.path, 0o755);
    chmodSync(folder, 0o555);
    await withoutRoot(async () => {
      await expect(keep()).rejects.toThrow(`--state: ${file()} cannot be kept: it may not be written`);
    });
    chmodSync(folder, 0o700);
  });
});

describe('Two writers', () => {
  const lock = (): string => `${file()}.lock`;
  const holder = (changes: object): string =>
    JSON.stringify({ ...(JSON.parse(readFileSync(lock(), 'utf8')) as object), ...changes });

  it('of one machine: the second is refused, and names the first', async () => {
    await keep();
    await expect(keep()).rejects.toThrow(
      `--state: ${file()} is in use: process ${String(process.pid)} keeps its state there; name another file, or end that mock (if it is none, remove ${lock()})`,
    );
    expect(readdirSync(folder).sort()).toEqual(['state.json.lock']);
  });

  it('of which one was killed: the next takes over', async () => {
    await keep();
    const dead = holder({ pid: 2 ** 22 + 1, id: 'dead' });
    for (const left of [dead, holder({ pid: 0 }), holder({ pid: -1 }), holder({ host: 'another' }), '', 'null', '{}']) {
      writeFileSync(lock(), left);
      const kept = await keep();
      await visit(kept.mock);
      opened = opened.filter((each) => each !== kept);
      expect(await kept.state.close()).toBe(true);
    }
    opened = [];
  });

  (process.platform === 'linux' ? it : it.skip)(
    'of which one was killed, and another process has its number: the next takes over',
    async () => {
      await keep();
      writeFileSync(lock(), holder({ began: '1', id: 'dead' }));
      const { state } = await keep();
      expect(await state.close()).toBe(true);
      opened = [];
    },
  );

  it('of two machines: the first notices before it writes again, says so once, and leaves the file alone', async () => {
    const first = await keep();
    await first.pass();
    writeFileSync(lock(), holder({ id: 'another', host: 'far-away', pid: 7 }));
    writeFileSync(file(), 'of the other');
    for (const accountId of ['le1', 'le2']) {
      await visit(first.mock, accountId);
      await first.pass();
    }
    expect(first.told).toEqual([
      `lp-auth-mock: the state in ${file()} is not kept any more: process 7 on far-away has taken it over`,
    ]);
    opened = [];
    expect(await first.state.close()).toBe(false);
    expect([readFileSync(file(), 'utf8'), readdirSync(folder).length]).toEqual(['of the other', 2]);
    expect(hostname()).not.toBe('far-away');
  });

  it('are none because somebody removed the lock', async () => {
    const kept = await keep();
    rmSync(lock());
    await visit(kept.mock);
    await kept.pass();
    expect([kept.told, readdirSync(folder).length]).toEqual([[], 2]);
  });
});

describe('A file that can be written no more', () => {
  it('is told once, is tried again, and is told once more when it works', async () => {
    const { mock, pass, told } = await keep();
    await pass();
    const before = readFileSync(file(), 'utf8');
    // A folder stands where the draft is to be, and cannot be removed like a file.
    mkdirSync(`${file()}.tmp`);
    await visit(mock, 'le1');
    await pass();
    await visit(mock, 'le2');
    await pass();
    expect(told.length).toBe(1);
    expect(told[0]).toMatch(/^lp-auth-mock: the state in .* is not kept: .*; the mock goes on, and tries again$/);
    expect(readFileSync(file(), 'utf8')).toBe(before);
    rmSync(`${file()}.tmp`, { recursive: true });
    await pass();
    expect(told.slice(1)).toEqual([`lp-auth-mock: the state in ${file()} is kept again`]);
    expect(Object.keys(savedOf().snapshot.accounts)).toEqual(expect.arrayContaining(['le1', 'le2']));
  });

  it('because the state has grown past the limit is told, and stays as it was', async () => {
    const { mock, pass, told } = await keep({ limits: { megabytes: 10 } });
    await pass();
    const before = readFileSync(file(), 'utf8');
    for (let index = 0; index < 40; index += 1)
      mock.faults.add({ error: { status: 500, body: 'x'.repeat(300_000) }, times: 1 });
    await pass();
    expect(told[0]).toMatch(
      /is not kept: it would have \d+ bytes, and at most 10000000 are kept \(limits\.megabytes\)/,
    );
    mock.faults.clear();
    await pass();
    expect(told[1]).toMatch(/is kept again$/);
    expect(readFileSync(file(), 'utf8')).toBe(before);
  });
});
