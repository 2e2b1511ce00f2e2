import { describe, expect, it } from '@jest/globals';
import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { BrowserNotOpened, openBrowser, openersFor } from '../../mock-server/cli/open-browser.ts';
import { createScratchFolder } from './scratch-folder.ts';
import { hasPrograms, runShell } from './spawned-cli.ts';

const URL = 'http://localhost:4407/__admin/ui/';
const node = (script: string): [string, ...string[]] => [process.execPath, '-e', script, URL];

describe('openBrowser', () => {
  it('is done when the program has taken the address', async () => {
    const opening = openBrowser(URL, [node(`process.exit(process.argv[1] === ${JSON.stringify(URL)} ? 0 : 9)`)]);
    await expect(opening).resolves.toBeUndefined();
  });

  it('asks the next program when one is not there', async () => {
    const opening = openBrowser(URL, [['no-such-program', URL], node('')]);
    await expect(opening).resolves.toBeUndefined();
  });

  it('says which programs are not there', async () => {
    const opening = openBrowser(URL, [
      ['no-such-program', URL],
      ['nor-this-one', URL],
    ]);
    await expect(opening).rejects.toThrow(new BrowserNotOpened('this machine has no no-such-program or nor-this-one'));
  });

  it('says how the program failed', async () => {
    await expect(openBrowser(URL, [node('process.exit(3)')])).rejects.toThrow(/ended with exit code 3$/);
  });

  it.each([
    ['linux', ['xdg-open', 'wslview']],
    ['freebsd', ['xdg-open', 'wslview']],
    ['darwin', ['open']],
    ['win32', ['cmd']],
  ] as const)('knows what %s opens addresses with', (platform, programs) => {
    const openers = openersFor(platform, URL);
    expect(openers.map(([program]) => program)).toEqual(programs);
    for (const opener of openers) expect(opener.at(-1)).toContain(URL);
  });
});

const folder = createScratchFolder();

(process.platform === 'linux' ? it : it.skip)('demo asks the opener of this machine, and goes on', async () => {
  if (!hasPrograms('curl')) return;
  folder.write(
    'xdg-open',
    '#!/bin/sh\nprintf %s "$1" > "$FOLDER/asked.part" && mv "$FOLDER/asked.part" "$FOLDER/asked"\n',
  );
  chmodSync(join(folder.path, 'xdg-open'), 0o755);
  const script = `
    node --import tsx mock-server/cli/main.ts demo --port 0 --json > "$FOLDER/ready" & mock=$!
    until [ -e "$FOLDER/asked" ] || ! kill -0 $mock; do sleep 0.1; done
    cat "$FOLDER/asked" && curl -s -o "$FOLDER/page" -w '\\n%{http_code}' "$(cat "$FOLDER/asked")"
    kill $mock; wait $mock`;
  const variables = { FOLDER: folder.path, PATH: `${folder.path}:${process.env['PATH'] ?? ''}` };
  const { exitCode, stdout, stderr } = await runShell(script, variables);
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
  expect(stdout).toMatch(/^http:\/\/localhost:\d+\/__admin\/ui\/\n200$/);
});
