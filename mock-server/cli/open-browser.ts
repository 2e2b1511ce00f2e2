import type { SpawnOptions } from 'node:child_process';
import { spawn } from 'node:child_process';
import { once } from 'node:events';

/** No program of this machine opens the address in a browser. The message says which were tried. */
export class BrowserNotOpened extends Error {
  override readonly name = 'BrowserNotOpened';
}

/** A program that opens an address in the default browser, and what it is given. */
type Opener = readonly [program: string, ...args: string[]];

/** The first that is there is used. `wslview` is what Windows Subsystem for Linux has. */
export function openersFor(platform: NodeJS.Platform, url: string): readonly Opener[] {
  if (platform === 'win32') return [['cmd', '/d', '/c', 'start', '""', `"${url}"`]];
  if (platform === 'darwin') return [['open', url]];
  return [
    ['xdg-open', url],
    ['wslview', url],
  ];
}

/**
 * Opens an address in the default browser of this machine. What is started outlives this process, and writes nowhere.
 *
 * @param url - of http or https
 * @param openers - tried in this order. Default: those of this platform
 * @returns once the program has ended well, which it may do at once or when the browser does
 * @throws BrowserNotOpened when there is no such program, or it fails.
 */
export async function openBrowser(url: string, openers = openersFor(process.platform, url)): Promise<void> {
  for (const [program, ...args] of openers) {
    const ending = await runOpener(program, args);
    if (ending === 0) return;
    if (ending !== 'missing') throw new BrowserNotOpened(`${program} ended with exit code ${String(ending)}`);
  }
  const programs = openers.map(([program]) => program).join(' or ');
  throw new BrowserNotOpened(`this machine has no ${programs}`);
}

const OPTIONS: SpawnOptions = { stdio: 'ignore', detached: true, windowsHide: true, windowsVerbatimArguments: true };

/** Its exit code, or that there is no such program. */
async function runOpener(program: string, args: readonly string[]): Promise<number | 'missing'> {
  const child = spawn(program, args, OPTIONS);
  child.unref();
  try {
    const [code] = (await once(child, 'exit')) as [number | null];
    return code ?? 1;
  } catch {
    return 'missing';
  }
}
