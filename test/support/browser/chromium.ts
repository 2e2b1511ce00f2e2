import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Outcome, Page } from './page.ts';
import { servePage } from './page-server.ts';

/** A Chromium with our page in it. */
export interface Browser {
  call<Name extends keyof Page>(name: Name, ...args: Parameters<Page[Name]>): Promise<unknown>;
  close(): Promise<void>;
}

/** Without these Chromium looks up outside hosts at every start; the sandbox does not go with being root. */
export const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** How long a page may take over anything: Playwright's 30 s are too few on a machine with much else to do. */
export const PATIENCE_MS = 100_000;

export async function launch(executablePath: string): Promise<Browser> {
  const { chromium } = await import('playwright-core');
  const [server, profile] = await Promise.all([servePage(), mkdtemp(join(tmpdir(), 'lp-auth-mock-'))]);
  const context = await chromium.launchPersistentContext(profile, { executablePath, headless: true, args: FLAGS });
  context.setDefaultTimeout(PATIENCE_MS);
  const [page] = context.pages();
  if (page === undefined) throw new Error('Chromium opened no page');
  const broken = new Promise<never>((_, reject) => {
    page.on('pageerror', reject);
  });
  await page.goto(server.url);
  await Promise.race([broken, page.waitForFunction(() => 'callPage' in globalThis)]);
  return {
    call: async (name, ...args) => {
      const outcome = await page.evaluate(([called, given]): Promise<Outcome> => globalThis.callPage(called, given), [
        name,
        args,
      ] as const);
      if ('value' in outcome) return outcome.value;
      throw Object.assign(new Error(outcome.error.message), { name: outcome.error.name });
    },
    close: async () => {
      await context.close();
      server.close();
      await rm(profile, { recursive: true, force: true });
    },
  };
}
