import { afterEach, describe, expect, it } from '@jest/globals';
import { runProgram } from '../../mock-server/cli/program.ts';
import type { CapturedTerminal } from '../cli/captured-terminal.ts';
import { createCapturedTerminal, run } from '../cli/captured-terminal.ts';
import { hasPrograms, runShell } from '../cli/spawned-cli.ts';

interface Ready {
  readonly url: string;
  readonly httpsUrl: string;
  readonly proxyUrl?: string;
  readonly ca: string;
}

const running: { readonly terminal: CapturedTerminal; readonly ended: Promise<number> }[] = [];
afterEach(async () => {
  await Promise.all(
    running.splice(0).map(({ terminal, ended }) => {
      terminal.stop('SIGTERM');
      return ended;
    }),
  );
});

async function start(
  ...argv: readonly string[]
): Promise<{ readonly printed: string; readonly terminal: CapturedTerminal }> {
  const terminal = createCapturedTerminal();
  const ended = runProgram(argv, terminal);
  const printed = await Promise.race([
    terminal.untilPrinted(1),
    ended.then(() => {
      throw new Error(terminal.complained.join('\n'));
    }),
  ]);
  running.push({ terminal, ended });
  return { printed, terminal };
}

describe.each([
  ['proxy', ['proxy', '--port', '0', '--json']],
  ['start --proxy', ['start', '--port', '0', '--proxy', '0', '--json']],
] as const)('%s', (_, argv) => {
  it("serves a proxy that curl reaches LivePerson's hosts through", async () => {
    const ready = JSON.parse((await start(...argv)).printed) as Ready;
    expect(ready.proxyUrl).toMatch(/^http:\/\/localhost:\d+$/);
    expect(ready.proxyUrl).not.toBe(ready.url);
    if (!hasPrograms('curl')) return;
    const { stdout } = await runShell(
      `curl -sS --noproxy '' --cacert ${ready.ca} -x ${ready.proxyUrl ?? ''} https://va.idp.liveperson.net/api/account/12345678/service/idp/baseURI.json; curl -sS --noproxy '' -x ${ready.proxyUrl ?? ''} ${ready.url}/nowhere`,
    );
    expect(stdout).toBe(
      '{"service":"idp","account":"12345678","baseURI":"va.idp.liveperson.net"}{"error":"not_found"}',
    );
  });
});

describe('the proxy of the command line', () => {
  it('has no place in the ready line when nobody asked for it', async () => {
    expect(JSON.parse((await start('start', '--port', '0', '--json')).printed)).not.toHaveProperty('proxyUrl');
  });

  it('is told to people with what it takes to use it', async () => {
    expect((await start('proxy', '--port', '0')).printed).toMatch(
      /\nIts proxy for LivePerson's hosts listens at http:\/\/localhost:\d+; its clients must trust the CA that the command ca shows\.\n/,
    );
  });

  it('tells a taken port and a port that is none in one line', async () => {
    const { proxyUrl = '' } = JSON.parse((await start('proxy', '--port', '0', '--json')).printed) as Ready;
    const { port } = new URL(proxyUrl);
    expect(await run(['proxy', '--port', port])).toEqual({
      exitCode: 1,
      stdout: '',
      stderr: `lp-auth-mock: proxy port ${port} is taken; choose another, or 0 for any free one`,
    });
    for (const typed of ['x', '65536', '-1']) {
      expect(await run(['proxy', `--port=${typed}`])).toEqual({
        exitCode: 1,
        stdout: '',
        stderr: `lp-auth-mock: --port ${typed}: a port is a number up to 65535`,
      });
    }
  });

  it('with --no-tls there is no https and no CA', async () => {
    const ready = JSON.parse((await start('start', '--port', '0', '--no-tls', '--json')).printed) as Partial<Ready>;
    expect([ready.httpsUrl, ready.ca]).toEqual([undefined, undefined]);
  });
});
