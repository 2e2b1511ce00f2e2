import { afterEach, describe, expect, it } from '@jest/globals';
import type { ShownOption } from '../../mock-server/config/shown-options.ts';
import { runProgram } from '../../mock-server/cli/program.ts';
import type { CapturedTerminal } from './captured-terminal.ts';
import { createCapturedTerminal } from './captured-terminal.ts';
import { createScratchFolder } from './scratch-folder.ts';

const folder = createScratchFolder();
folder.write('own.json', JSON.stringify({ agent: { rules: [{ match: '*', reply: 'yes' }] }, strict: true }));
folder.write('quiet.json', JSON.stringify({ capture: false }));

interface Started {
  readonly terminal: CapturedTerminal;
  readonly url: string;
  /** The options in force, by their names. */
  readonly options: () => Promise<ReadonlyMap<string, ShownOption>>;
}

const endings: (() => Promise<number>)[] = [];
afterEach(async () => {
  for (const end of endings.splice(0)) expect(await end()).toBe(0);
});

async function start(
  argv: readonly string[],
  parts: { readonly env?: Readonly<Record<string, string>>; readonly noBrowser?: string } = {},
): Promise<Started> {
  const terminal = createCapturedTerminal({ cwd: folder.path, ...parts });
  const ended = runProgram([...argv, '--port', '0'], terminal);
  const failed = ended.then(() => {
    throw new Error(terminal.complained.join('\n'));
  });
  const [url = ''] = /http:\/\/[^\s"]+/.exec(await Promise.race([terminal.untilPrinted(1), failed])) ?? [];
  endings.push(() => {
    terminal.stop('SIGTERM');
    return ended;
  });
  const options = async (): Promise<ReadonlyMap<string, ShownOption>> => {
    const answer = await fetch(`${url}/__admin/options`);
    const body = (await answer.json()) as { options: ShownOption[] };
    return new Map(body.options.map((option) => [option.name, option]));
  };
  return { terminal, url, options };
}

describe('start --open', () => {
  it('opens the printed address, and keeps what is said', async () => {
    const { terminal, url, options } = await start(['start', '--open']);
    expect(terminal.browsed).toEqual([`${url}/__admin/ui/`]);
    expect(terminal.printed[0]).toContain(`is at ${url}/__admin/ui/\n`);
    expect((await fetch(terminal.browsed[0] ?? '')).headers.get('content-type')).toContain('text/html');
    const shown = await options();
    expect(shown.get('capture')).toMatchObject({ value: true, source: 'flag', writtenAs: '--open' });
    expect(shown.get('agent')).toMatchObject({ value: 'off', source: 'default' });
  });

  it.each([
    ['--set capture=false', ['--set', 'capture=false'], {}, 'flag'],
    ['a config file', ['--config', 'quiet.json'], {}, 'file'],
    ['a variable', [], { LP_AUTH_MOCK_CAPTURE: 'false' }, 'environment'],
  ] as const)('keeps nothing when %s says so', async (_, argv, env, source) => {
    const { options } = await start(['start', '--open', ...argv], { env });
    expect((await options()).get('capture')).toMatchObject({ value: false, source });
  });

  it('opens nothing without the flag, and keeps nothing', async () => {
    const { terminal, options } = await start(['start']);
    expect(terminal.browsed).toEqual([]);
    expect((await options()).get('capture')).toMatchObject({ value: false, source: 'default' });
  });

  it('says in one sentence that there is no browser, and goes on', async () => {
    const { terminal, url } = await start(['start', '--open', '--json'], { noBrowser: 'this machine has no xdg-open' });
    await fetch(`${url}/sentinel/well-known/jwks`);
    expect(terminal.complained).toEqual([
      `lp-auth-mock: no browser was opened (this machine has no xdg-open); the console is at ${url}/__admin/ui/`,
    ]);
    expect(terminal.printed).toHaveLength(1);
  });

  it('says that there is no console without the admin API', async () => {
    const { terminal } = await start(['start', '--open', '--no-admin']);
    expect(terminal.browsed).toEqual([]);
    expect(terminal.complained).toEqual(['lp-auth-mock: there is no console to open: the admin API is off']);
  });
});

describe('demo', () => {
  it('starts a mock whose agent answers, which keeps what is said, and opens its console', async () => {
    const { terminal, url, options } = await start(['demo']);
    expect(terminal.browsed).toEqual([`${url}/__admin/ui/`]);
    expect(terminal.printed[0]).toContain('client_secret  0123456789abcdefghijklmnop');
    const shown = await options();
    expect(shown.get('agent')).toMatchObject({ value: 'echo', source: 'flag', writtenAs: 'demo' });
    expect(shown.get('capture')).toMatchObject({ value: true, source: 'flag', writtenAs: 'demo' });
  });

  it('opens nothing with --no-open, and prints one line with --json, as start does', async () => {
    const { terminal } = await start(['demo', '--no-open', '--json']);
    expect([terminal.browsed, terminal.printed.length]).toEqual([[], 1]);
    const { terminal: other } = await start(['start', '--json']);
    const membersOf = ({ printed: [line = ''] }: CapturedTerminal): string[] => Object.keys(JSON.parse(line) as object);
    expect(membersOf(terminal)).toEqual(membersOf(other));
  });

  it('takes all flags of start, and says where each option was set', async () => {
    const env = { LP_AUTH_MOCK_CLOSED: 'true' };
    const { options } = await start(
      ['demo', '--config', 'own.json', '--seed', '7', '--set', 'idp.errorStatus=all500', '--set', 'csds.baseUri.idp=a'],
      { env },
    );
    const shown = await options();
    const origins = ['agent', 'strict', 'sendApi.strictVersion', 'closed', 'seed', 'idp.errorStatus', 'csds.baseUri'];
    expect(origins.map((name) => [name, shown.get(name)?.source, shown.get(name)?.writtenAs])).toEqual([
      ['agent', 'file', 'own.json'],
      ['strict', 'file', 'own.json'],
      ['sendApi.strictVersion', 'file', 'own.json'],
      ['closed', 'environment', 'LP_AUTH_MOCK_CLOSED'],
      ['seed', 'flag', '--seed'],
      ['idp.errorStatus', 'flag', '--set idp.errorStatus'],
      ['csds.baseUri', 'flag', '--set csds.baseUri.idp'],
    ]);
  });

  it('blames the file for a wrong agent that it sets', async () => {
    folder.write('wrong.json', '{"agent":"nobody"}');
    const started = start(['demo', '--config', 'wrong.json']);
    await expect(started).rejects.toThrow(/^lp-auth-mock: wrong\.json: agent: expected/);
  });
});
