import { build } from 'esbuild';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { FLAGS, PATIENCE_MS } from '../support/browser/chromium.ts';

/** A Chromium with a page of somebody's app in it. */
export interface SnippetPage {
  /** Runs lines of a Playwright test, and then what looks at the page. */
  play<Seen>(lines: string, look: (page: Page) => Promise<Seen>): Promise<Seen>;
  close(): Promise<void>;
}

/** Bundles an entry with what is installed beside it, and serves it next to the worker in `public`. */
export async function openSnippetPage(folder: string, entry: string, executablePath: string): Promise<SnippetPage> {
  const {
    outputFiles: [bundle],
  } = await build({
    absWorkingDir: folder,
    entryPoints: [entry],
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    logLevel: 'error',
  });
  const files = new Map([
    ['/', ['text/html', '<!doctype html><title>app</title><script type="module" src="/app.js"></script>']],
    ['/app.js', ['text/javascript', bundle?.text ?? '']],
    [
      '/mockServiceWorker.js',
      ['text/javascript', readFileSync(join(folder, 'public', 'mockServiceWorker.js'), 'utf8')],
    ],
  ]);
  const server = createServer((request, response) => {
    const [type = 'text/plain', text] = files.get(request.url ?? '') ?? [];
    response.writeHead(text === undefined ? 404 : 200, { 'content-type': type }).end(text);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { chromium } = await import('playwright-core');
  const profile = await mkdtemp(join(tmpdir(), 'lp-auth-mock-'));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath,
    headless: true,
    args: [...FLAGS],
    baseURL: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`,
  });
  context.setDefaultTimeout(PATIENCE_MS);
  const page = context.pages()[0] ?? (await context.newPage());
  return {
    play: async (lines, look) => {
      await (new AsyncFunction('page', lines) as (page: Page) => Promise<void>)(page);
      return look(page);
    },
    close: async () => {
      await context.close();
      server.close();
      await rm(profile, { recursive: true, force: true });
    },
  };
}

/** The class of async functions has no name of its own. */
const AsyncFunction = (async () => Promise.resolve()).constructor as FunctionConstructor;
