import { afterAll, afterEach } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import type { RunningServer } from '../../mock-server/adapters/node/server.ts';
import { startServer } from '../../mock-server/adapters/node/server.ts';
import type { Mock, MockOptions } from '../../mock-server/index.ts';
import { createMock } from '../../mock-server/index.ts';
import { FLAGS, PATIENCE_MS } from '../support/browser/chromium.ts';
import { findChromium } from '../support/browser/find-chromium.ts';

/** A console in a browser, and the mock that it shows. */
export interface OpenedConsole {
  readonly mock: Mock;
  readonly server: RunningServer;
  readonly page: Page;
  /** What the page complained of: violations of its policy, errors, requests to anywhere else. */
  readonly complaints: readonly string[];
}

export const chromiumPath = findChromium();

let browser: Browser | undefined;
const opened: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const each of opened.splice(0)) await each.close();
});
afterAll(async () => {
  await browser?.close();
});

/** The browser of this test file. */
export async function launch(): Promise<Browser> {
  const { chromium } = await import('playwright-core');
  return (browser ??= await chromium.launch({ executablePath: chromiumPath ?? '', headless: true, args: FLAGS }));
}

/** How the page is opened. */
export interface Opening {
  readonly options?: MockOptions;
  readonly path?: string;
  readonly viewport?: { readonly width: number; readonly height: number };
  readonly colorScheme?: 'light' | 'dark';
  /** Done before the page is opened. */
  readonly before?: (mock: Mock) => Promise<void> | void;
}

export async function openConsole(opening: Opening = {}): Promise<OpenedConsole> {
  const { options, path = '/', viewport = { width: 1440, height: 900 }, colorScheme = 'light', before } = opening;
  const mock = createMock({ seed: 'console', capture: true, ...options });
  await before?.(mock);
  const server = await startServer(mock, { port: 0 });
  const context = await (await launch()).newContext({ viewport, colorScheme });
  context.setDefaultTimeout(PATIENCE_MS);
  opened.push({
    close: async () => {
      await context.close();
      await server.close();
    },
  });
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(`error: ${error.message}`));
  page.on('console', (message) => {
    if (message.type() === 'error' && !/status of [45]\d\d/.test(message.text())) complaints.push(message.text());
  });
  page.on('request', (request) => {
    if (!request.url().startsWith(server.url) && !/^(?:blob|data):/.test(request.url()))
      complaints.push(`asked ${request.url()}`);
  });
  await page.goto(`${server.url}${path}`);
  return { mock, server, page, complaints };
}
