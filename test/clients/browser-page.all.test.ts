import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { CLI, hasPrograms, runShell, spawnMock } from '../cli/spawned-cli.ts';
import { findChromium } from '../support/browser/find-chromium.ts';

const chromium = findChromium();
// A home of its own: what this Chromium trusts is nobody else's matter.
const home = mkdtempSync(join(tmpdir(), 'lp-auth-mock-home-'));
afterAll(() => {
  rmSync(home, { recursive: true });
});
const VARIABLES = {
  CHROMIUM_PATH: chromium ?? '',
  HOME: home,
  XDG_DATA_HOME: join(home, '.local', 'share'),
  LP_AUTH_MOCK_HOME: join(home, 'mock'),
};

const PAGE = 'node test/clients/page-in-chromium.mjs';

/** The page under LivePerson's host names: what it came to. */
async function underRun(): Promise<unknown> {
  const { stdout, stderr } = await runShell(
    `${CLI} run --agent echo -- ${PAGE} https://api.liveperson.net 12345678`,
    VARIABLES,
  );
  try {
    return JSON.parse(stdout);
  } catch {
    throw new Error(stderr);
  }
}

const outcome = (url: unknown): object => ({
  url,
  said: [
    ['me', 'Hello from a page'],
    ['agent', 'You said: Hello from a page'],
  ],
  closed: [1000, ''],
});

describe('A page in Chromium with a plain WebSocket', () => {
  it('is tested wherever everything must be', () => {
    expect(chromium !== undefined || process.env['CI'] !== 'true').toBe(true);
  });

  it('has a conversation that answers at ws://localhost, with nothing to set up', async () => {
    if (chromium === undefined) return;
    const mock = await spawnMock('--agent', 'echo');
    const at = `localhost:${String(mock.port)}`;
    const { stdout, stderr } = await runShell(`${PAGE} http://${at} 12345678`, VARIABLES);
    expect({ stderr, ...(JSON.parse(stdout) as object) }).toEqual({
      stderr: '',
      ...outcome(`ws://${at}/ws_api/account/12345678/messaging/consumer?v=3`),
    });
    mock.kill('SIGTERM');
    await mock.ended;
  });

  it("has it at wss:// under LivePerson's host names once Chromium trusts the CA, and no longer", async () => {
    if (chromium === undefined || !hasPrograms('certutil')) return;
    expect(await underRun()).toEqual({ error: 'TypeError: Failed to fetch' });
    const trusted = await runShell(`${CLI} ca --trust chromium`, VARIABLES);
    expect(trusted).toMatchObject({
      exitCode: 0,
      stdout: expect.stringMatching(/^trusted in the NSS database in [^\n]*:\n(?: {2}.*\n)+Chromium, .* To undo it: /),
      stderr: '',
    });
    expect(await underRun()).toEqual(
      outcome('wss://va.msg.liveperson.net/ws_api/account/12345678/messaging/consumer?v=3'),
    );
    const distrusted = await runShell(`${CLI} ca --untrust chromium`, VARIABLES);
    expect(distrusted).toMatchObject({
      exitCode: 0,
      stdout: expect.stringMatching(/^removed from the NSS database in /),
    });
    expect(await underRun()).toEqual({ error: 'TypeError: Failed to fetch' });
    const again = await runShell(`${CLI} ca --untrust chromium`, VARIABLES);
    expect(again.stdout).toMatch(/: no CA of lp-auth-mock is there\n$/);
  });
});
