import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { run } from '../cli/captured-terminal.ts';
import { createScratchFolder } from '../cli/scratch-folder.ts';
import { PATIENCE_MS } from '../support/browser/chromium.ts';
import { expectNoFindings } from './axe.ts';
import { chromiumPath, launch } from './opened-console.ts';
import type { ServedSite } from './served-site.ts';
import { serveSite } from './served-site.ts';
import { expectSoon } from './expect-soon.ts';

const describeInBrowser = chromiumPath === undefined ? describe.skip : describe;
const scratch = createScratchFolder();
const folder = join(scratch.path, 'site');
let site: ServedSite;
beforeAll(async () => {
  expect(await run(['site', folder])).toMatchObject({ exitCode: 0 });
  site = await serveSite({ '': folder, 'beside/': folder });
});
afterAll(() => {
  site.close();
});

const contexts: BrowserContext[] = [];
afterEach(async () => {
  for (const context of contexts.splice(0)) await context.close();
});

/** A browser with nothing kept in it. */
async function freshBrowser(options: BrowserContextOptions = {}): Promise<BrowserContext> {
  const context = await (await launch()).newContext({ viewport: { width: 1440, height: 900 }, ...options });
  context.setDefaultTimeout(PATIENCE_MS);
  contexts.push(context);
  return context;
}

interface OpenedSite {
  readonly page: Page;
  /** Violations of its policy, errors, requests for anything but its files. */
  readonly complaints: string[];
}

async function openSite(context: BrowserContext, path = ''): Promise<OpenedSite> {
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(`error: ${error.message}`));
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  page.on('request', (request) => {
    if (!request.url().startsWith(site.url)) complaints.push(`asked ${request.url()}`);
  });
  page.on('response', (response) => {
    if (!response.ok()) complaints.push(`${String(response.status())} for ${response.url()}`);
  });
  await page.goto(site.url + path);
  return { page, complaints };
}

/** What the browser keeps for the site at that path. */
const keptIn = (page: Page, path = '/some/sub/path/'): Promise<unknown> =>
  page.evaluate(
    (name) =>
      new Promise((resolve, reject) => {
        const opening = indexedDB.open(name);
        opening.onerror = reject;
        opening.onsuccess = () => {
          const asking = opening.result.transaction('state').objectStore('state').get('mock');
          asking.onerror = reject;
          asking.onsuccess = () => {
            opening.result.close();
            resolve(asking.result);
          };
        };
      }),
    `lp-auth-mock ${path}`,
  );

interface Kept {
  readonly snapshot?: { readonly mock?: { readonly clock: { readonly frozenAtMs: unknown } } };
}

/** Waits until what is kept has a clock that stands. */
async function untilFrozenIsKept(page: Page): Promise<Kept> {
  for (;;) {
    const kept = (await keptIn(page)) as Kept | null | undefined;
    if (typeof kept?.snapshot?.mock?.clock.frozenAtMs === 'number') return kept;
    await page.evaluate(() => new Promise(requestAnimationFrame));
  }
}

const aheadAndFrozen = async (page: Page): Promise<string | null> => {
  await page.getByRole('button', { name: '+10 min' }).click();
  await page.getByText('You moved the clock +10 min').waitFor();
  await page.getByRole('button', { name: 'Freeze the clock', pressed: false }).click();
  await page.getByRole('button', { name: 'Freeze the clock', pressed: true }).waitFor();
  return page.locator('.clock time').textContent();
};

describeInBrowser('The static site', () => {
  it('runs the mock in the page, below any path, and asks for nothing but its own files', async () => {
    const { page, complaints } = await openSite(await freshBrowser());
    await page.getByText('This mock lives in this page').waitFor();
    await expectSoon(() => page.getByRole('complementary').textContent()).toBe(
      'A mock in this page: its tokens are nobody’s. LivePerson accepts none of them. ' +
        'Its state is kept in this browser; the list of calls is not.',
    );
    await expectSoon(() => page.locator('.address').count()).toBe(0);
    await expectNoFindings({ page, complaints });
    await page.getByRole('button', { name: 'Send an example call' }).click();
    await page.locator('.row').click();
    await page.locator('.said').waitFor();
    await expectSoon(() => page.locator('.row .what').allTextContents()).toEqual(['AppJWT for app 75588e18…']);
    await expectSoon(() => page.getByLabel('Request').textContent()).toContain('grant_type=client_credentials');
    await expectNoFindings({ page, complaints });
  });

  it('names no address, because none leads to it', async () => {
    const { page, complaints } = await openSite(await freshBrowser());
    await page.getByText('This mock lives in this page').waitFor();
    await expectSoon(() => page.getByRole('button', { name: 'LP_…' }).count()).toBe(0);
    const goTo = (hash: string): Promise<void> =>
      page.evaluate((to) => {
        location.hash = to;
      }, hash);
    await goTo('#/picture');
    await page.getByText('no client outside can call it').waitFor();
    await goTo('#/tour/1');
    await page.getByText('where no curl reaches it').waitFor();
    await expectSoon(() => page.locator('.term button').count()).toBe(0);
    await page.locator('.run').click();
    await page.getByRole('heading', { name: /^200, in/ }).waitFor();
    await goTo('#/controls');
    await page.getByRole('button', { name: 'Copy credentials' }).first().waitFor();
    await expectSoon(() => page.getByRole('button', { name: /LP_…|Copy its address/ }).count()).toBe(0);
    await expectSoon(() => page.getByRole('link', { name: 'JWKS' }).count()).toBe(0);
    await expectSoon(() => page.locator('body').textContent()).not.toContain('mock.invalid');
    await expectNoFindings({ page, complaints });
  });

  it('has a policy that is as strict as that of the server, and lets nothing out', () => {
    const html = readFileSync(join(folder, 'index.html'), 'utf8');
    const [, policy = ''] = /http-equiv="Content-Security-Policy"\s+content="([^"]+)"/.exec(html) ?? [];
    const served = readFileSync('mock-server/adapters/node/console-page.ts', 'utf8');
    const [, list = ''] = /const POLICY = \[([^\]]+)\]/.exec(served) ?? [];
    const ofServer = [...list.matchAll(/"([^"]+)"/g)].map(([, part = '']) => part);
    const left = ofServer.filter((part) => !policy.split('; ').includes(part));
    // Nothing is asked, so that `default-src 'none'` does; the other is ignored in a page.
    expect(left).toEqual(["connect-src 'self'", "frame-ancestors 'none'"]);
  });

  it('goes on after a reload where its clock was, and says that the calls are gone', async () => {
    const { page, complaints } = await openSite(await freshBrowser());
    await page.getByRole('button', { name: 'Send an example call' }).click();
    await page.locator('.row').waitFor();
    const time = await aheadAndFrozen(page);
    await untilFrozenIsKept(page);
    await page.reload();
    await page.getByRole('button', { name: 'Freeze the clock', pressed: true }).waitFor();
    await expectSoon(() => page.locator('.clock time').textContent()).toBe(time);
    // The example call was opened when it was sent.
    await page.getByText('the page was loaded again since').waitFor();
    await page.getByRole('link', { name: 'All calls' }).click();
    await page.getByText('This mock lives in this page').waitFor();
    await expectSoon(() => page.locator('.row').count()).toBe(0);
    expect(complaints).toEqual([]);
  });

  it('keeps what happens within a second or so, without a reload', async () => {
    const { page } = await openSite(await freshBrowser());
    await page.getByText('This mock lives in this page').waitFor();
    expect(await keptIn(page)).toBeUndefined();
    await aheadAndFrozen(page);
    const { snapshot } = await untilFrozenIsKept(page);
    expect(Object.keys(snapshot ?? {})).toEqual(['version', 'mock', 'accounts']);
  });

  it('shares nothing with a site beside it on the same host', async () => {
    const context = await freshBrowser();
    const { page } = await openSite(context);
    await aheadAndFrozen(page);
    const { page: beside } = await openSite(context, 'beside/');
    await beside.getByRole('button', { name: 'Freeze the clock', pressed: false }).waitFor();
    expect(await keptIn(beside, '/some/sub/path/beside/')).toBeUndefined();
  });

  it('runs in one tab: the second says so, and takes over when the first is closed', async () => {
    const context = await freshBrowser();
    const { page: first } = await openSite(context);
    const time = await aheadAndFrozen(first);
    await untilFrozenIsKept(first);
    const { page: second, complaints } = await openSite(context);
    await second.getByText('Another tab runs this mock. When you close that one, this one takes over.').waitFor();
    await expectNoFindings({ page: second, complaints });
    await expectSoon(() => second.locator('.clock').count()).toBe(0);
    await first.close();
    await second.getByRole('button', { name: 'Freeze the clock', pressed: true }).waitFor();
    await expectSoon(() => second.locator('.clock time').textContent()).toBe(time);
    expect(complaints).toEqual([]);
  });

  const BROKEN: readonly (readonly [string, unknown])[] = [
    ['a text', 'x'],
    ['null', null],
    ['a state of a version to come', { snapshot: { version: 2, accounts: {} } }],
    ['one that is half right', { snapshot: { version: 1, mock: { clock: { offsetMs: 5e6, frozenAtMs: 'noon' } } } }],
    [
      'the state of a mock with another account',
      {
        snapshot: { version: 1, mock: { clock: { offsetMs: 0, frozenAtMs: 1e12 }, faults: [] }, accounts: { '!': {} } },
      },
    ],
  ];
  it.each(BROKEN)('begins anew, and says so, when what is kept is %s', async (_, kept) => {
    const context = await freshBrowser();
    const { page, complaints } = await openSite(context);
    await page.getByText('This mock lives in this page').waitFor();
    await page.evaluate(
      ([name, value]) =>
        new Promise((resolve, reject) => {
          const opening = indexedDB.open(name as string);
          opening.onsuccess = () => {
            const writing = opening.result.transaction('state', 'readwrite');
            writing.objectStore('state').put(value, 'mock');
            writing.oncomplete = resolve;
            writing.onabort = reject;
          };
        }),
      ['lp-auth-mock /some/sub/path/', kept],
    );
    await page.reload();
    await page.getByText('had kept could not be taken up').waitFor();
    await expectSoon(() => page.getByRole('complementary').textContent()).toMatch(
      /What this browser had kept could not be taken up \(snapshot.{5,170}\): the mock began anew\.$/,
    );
    await page.getByRole('button', { name: 'Freeze the clock', pressed: false }).waitFor();
    await aheadAndFrozen(page);
    await untilFrozenIsKept(page);
    await page.reload();
    await page.getByText('Its state is kept in this browser').waitFor();
    await page.getByRole('button', { name: 'Freeze the clock', pressed: true }).waitFor();
    expect(complaints).toEqual([]);
  });

  it.each([
    ['has no IndexedDB', "Object.defineProperty(globalThis, 'indexedDB', { value: undefined })", 'it has no IndexedDB'],
    [
      'opens none',
      "IDBFactory.prototype.open = () => { throw new DOMException('a private window', 'SecurityError') }",
      'a private window',
    ],
  ])('goes on, and says so, in a browser that %s', async (_, script, reason) => {
    const context = await freshBrowser();
    await context.addInitScript(script);
    const { page, complaints } = await openSite(context);
    await page
      .getByText(`This browser keeps nothing for this page (${reason}): after a reload the mock begins anew.`)
      .waitFor();
    await page.getByRole('button', { name: 'Send an example call' }).click();
    await page.locator('.row').waitFor();
    expect(complaints).toEqual([]);
  });

  it('says when there is no room to keep it, and when there is again', async () => {
    const { page } = await openSite(await freshBrowser());
    await page.getByText('This mock lives in this page').waitFor();
    await page.evaluate(() => {
      const own = Object.getOwnPropertyDescriptor(IDBObjectStore.prototype, 'put') ?? {};
      IDBObjectStore.prototype.put = () => {
        Object.defineProperty(IDBObjectStore.prototype, 'put', own);
        throw new DOMException('the disk is full', 'QuotaExceededError');
      };
    });
    await page.getByRole('button', { name: '+10 min' }).click();
    await page.getByText('What happened last is not kept (the disk is full).').waitFor();
    await page.getByRole('button', { name: '+10 min' }).click();
    await page.getByText('Its state is kept in this browser').waitFor();
    expect(await keptIn(page)).toBeDefined();
  });

  it('says what it needs where a page may not sign', async () => {
    const context = await freshBrowser();
    await context.addInitScript("Object.defineProperty(globalThis, 'isSecureContext', { value: false })");
    const { page } = await openSite(context);
    await page.getByText('This page needs https, or localhost').waitFor();
    await expectSoon(() => page.locator('.clock').count()).toBe(0);
  });

  it.each([
    [360, 'dark'],
    [1440, 'dark'],
  ] as const)('has no findings at %d px, %s, and nothing to scroll sideways', async (width, colorScheme) => {
    const opened = await openSite(await freshBrowser({ viewport: { width, height: 800 }, colorScheme }));
    const { page } = opened;
    await page.getByText('its tokens are nobody’s').waitFor();
    await page.keyboard.press('f');
    await page.locator('.row').waitFor();
    await expectNoFindings(opened);
  });
});
