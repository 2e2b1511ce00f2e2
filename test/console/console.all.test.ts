import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import type { Mock } from '../../mock-server/index.ts';
import { post } from '../support/calls.ts';
import { ACCOUNT, CLIENT_ID, CLIENT_SECRET, NOON } from '../support/through-every-adapter.ts';
import { expectNoFindings } from './axe.ts';
import { chromiumPath, openConsole } from './opened-console.ts';
import { expectSoon } from './expect-soon.ts';

const CONSUMER = `/api/account/${ACCOUNT}/consumer?v=1.0`;

/** An AppJWT that is used, runs out, and is used again. */
async function runOut(mock: Mock): Promise<void> {
  mock.clock.freeze(NOON);
  const form = new URLSearchParams({
    client_id: CLIENT_ID,
    client_secret: CLIENT_SECRET,
    grant_type: 'client_credentials',
  }).toString();
  const type = { 'content-type': 'application/x-www-form-urlencoded' };
  const { body } = await post(mock, `/sentinel/api/account/${ACCOUNT}/app/token?v=1.0`, form, type);
  const { access_token: authorization } = JSON.parse(body) as { access_token: string };
  await post(mock, CONSUMER, { ext_consumer_id: 'jane' }, { authorization });
  mock.clock.advance('61m');
  await post(mock, CONSUMER, { ext_consumer_id: 'jane' }, { authorization });
}

const rowTexts = (page: Page): Promise<string[]> => page.locator('.row .what').allTextContents();

it('A Chromium is there wherever everything must be tested', () => {
  expect(chromiumPath !== undefined || process.env['CI'] !== 'true').toBe(true);
});

const describeInBrowser = chromiumPath === undefined ? describe.skip : describe;

describeInBrowser('The console', () => {
  it('is where / leads, and says where to point a client before the first call', async () => {
    const console = await openConsole();
    const { page, server, mock } = console;
    await page.locator('.address').waitFor();
    expect(page.url()).toBe(`${server.url}/__admin/ui/`);
    await expectSoon(() => page.locator('.address').textContent()).toBe(server.url);
    await expectNoFindings(console);
    await page.getByRole('button', { name: 'Send an example call' }).click();
    await page.locator('.row').waitFor();
    expect(mock.journal.count()).toBe(1);
    await expectSoon(() => rowTexts(page)).toEqual(['AppJWT for app 75588e18…']);
  });

  it('lists calls as they come, with the reason of a refusal in the row', async () => {
    const { page, mock, complaints } = await openConsole({ before: runOut });
    await page.locator('.row').nth(3).waitFor();
    await expectSoon(() => rowTexts(page)).toEqual([
      'ConsumerJWS',
      'You moved the clock +1 h 1 min, which stands still',
      'ConsumerJWS for jane',
      'AppJWT for app 75588e18…',
      'You stopped the clock',
    ]);
    await expectSoon(() => page.locator('.row .why').allTextContents()).toEqual([
      'The AppJWT expired 60 s before this call.',
    ]);
    await post(mock, '/nowhere');
    await page.locator('.row.not-mocked').waitFor();
    expect(complaints).toEqual([]);
  });

  it('shows why a call was refused: sentence, checks, claims, lineage and what was said', async () => {
    const console = await openConsole({ before: runOut, path: '/__admin/ui/#/calls/3' });
    const { page } = console;
    await page.locator('.said').waitFor();
    await expectSoon(() => page.locator('.verdict h2').textContent()).toBe('The AppJWT expired 60 s before this call.');
    await expectSoon(() => page.locator('.checks li').allTextContents()).toEqual([
      'Shape: passed',
      'Kind: passed',
      'Signature: passed',
      'Times: failed here',
      'Claims: not reached',
      'Issuer: not reached',
      'Account: not reached',
      'Scope: not reached',
    ]);
    await expectSoon(() => page.locator('tr.failed th').textContent()).toBe('exp');
    await expectSoon(() => page.getByLabel('Lineage').locator('a').allTextContents()).toEqual([
      expect.stringContaining('#1 AppJWT'),
      expect.stringContaining('#2 ConsumerJWS'),
    ]);
    await expectSoon(() => page.getByLabel('Request').textContent()).toContain('"ext_consumer_id": "jane"');
    await expectNoFindings(console);
  });

  it('copies a call as curl with its token, and as a test without', async () => {
    const { page, mock } = await openConsole({ before: runOut, path: '/__admin/ui/#/calls/3' });
    const copied = async (name: string): Promise<string> => {
      await page.getByRole('button', { name }).click();
      await page.getByRole('button', { name: 'Copied' }).waitFor();
      return page.evaluate(() => navigator.clipboard.readText());
    };
    const curl = await copied('Copy as curl');
    const [, token = ''] = /authorization: (\S+)'/.exec(curl) ?? [];
    expect((await mock.inspect(token)).reason?.slug).toBe('app-jwt-expired');
    expect(curl).toMatch(/--data-raw '\{"ext_consumer_id":"jane"\}'$/);
    await page.reload();
    const test = await copied('Copy as Jest test');
    expect(test).toContain('toBe("app-jwt-expired")');
    expect(test).not.toContain(token.split('.')[2]);
    await page.getByRole('button', { name: 'Replay', exact: true }).click();
    await page.getByRole('button', { name: 'Sent again' }).waitFor();
    expect(mock.journal.find().at(-1)).toMatchObject({ id: 4, reason: { slug: 'app-jwt-expired' } });
  });

  it('says what is not kept, and how to keep it', async () => {
    const { page } = await openConsole({ options: { capture: false }, before: runOut, path: '/__admin/ui/#/calls/3' });
    await page.getByText('Not kept').waitFor();
    await expectSoon(() => page.locator('.detail').textContent()).toContain('lp-auth-mock start --capture');
  });

  it('filters, pauses and clears, by keys too', async () => {
    const { page, mock } = await openConsole({ before: runOut });
    await page.locator('.row').nth(4).waitFor();
    await page.keyboard.press('e');
    await expectSoon(() => rowTexts(page)).toEqual(['ConsumerJWS']);
    await page.keyboard.press('j');
    await page.locator('.verdict.refused').waitFor();
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
    await page.keyboard.press('/');
    await page.keyboard.type('75588e18');
    await expectSoon(async () => (await rowTexts(page)).length).toBeGreaterThan(0);
    await page.keyboard.press('Escape');
    await page.locator('h1').click();
    await page.keyboard.press('p');
    await post(mock, '/nowhere');
    await page.getByText('Paused').waitFor();
    await page.waitForFunction(() => document.querySelector('.filter')?.textContent.includes('Not mocked 1') === true);
    await expectSoon(() => page.locator('.row').count()).toBe(5);
    await page.keyboard.press('p');
    await page.locator('.row.not-mocked').waitFor();
    await page.keyboard.press('x');
    await page.locator('.address').waitFor();
    await page.getByRole('button', { name: 'Bring them back' }).click();
    await page.locator('.row.not-mocked').waitFor();
    await page.keyboard.press('?');
    await page.getByRole('dialog').getByText('Freeze or run').waitFor();
  });

  it('moves the clock, and hears of it', async () => {
    const { page, mock } = await openConsole({ before: runOut });
    await page.getByRole('button', { name: '+10 min' }).click();
    await page.getByText('You moved the clock +10 min').waitFor();
    expect(mock.clock.nowSeconds()).toBe(Date.parse(NOON) / 1000 + 71 * 60);
    await expectSoon(() => page.locator('.clock time').textContent()).toBe('13:11:00');
    const freeze = page.getByRole('button', { name: 'Freeze the clock' });
    await expectSoon(() => freeze.getAttribute('aria-pressed')).toBe('true');
    await freeze.click();
    await page.waitForFunction(() => document.querySelector('.clock.frozen') === null);
    await expectSoon(() => freeze.getAttribute('aria-pressed')).toBe('false');
  });

  it('shows whatever was sent as text, and what turns its direction as a code', async () => {
    const { page, mock, complaints } = await openConsole();
    const body = '<img src=x onerror=alert(1)> \u202eevil {"not": json';
    await post(mock, '/<script>alert(1)</script>\u202e', body, { 'x-odd': '<b>\u0000</b>' });
    await page.locator('.row').click();
    await page.getByLabel('Request').waitFor();
    const shown = (await page.getByLabel('Request').textContent()) ?? '';
    expect(shown).toContain('<img src=x onerror=alert(1)> U+202Eevil');
    expect(shown).not.toMatch(/\u202e/);
    await expectSoon(() => page.locator('img, script:not([src])').count()).toBe(0);
    expect(complaints).toEqual([]);
  });

  it('says so when the mock is gone, and keeps what it shows', async () => {
    const { page, server } = await openConsole({ before: runOut });
    await page.locator('.row').nth(4).waitFor();
    await server.close();
    await page.getByText('The mock does not answer').waitFor();
    await expectSoon(() => page.locator('.row').count()).toBe(5);
  });

  it('exports no token and no secret, and loads what it exported', async () => {
    const { page } = await openConsole({ before: runOut });
    await page.locator('.row').nth(4).waitFor();
    for (const name of ['Export JSON', 'Export HAR']) {
      const download = page.waitForEvent('download');
      await page.getByRole('button', { name }).click();
      const text = readFileSync(await (await download).path(), 'utf8');
      expect(text).not.toMatch(/eyJ[\w-]+\./);
      expect(text).not.toContain(CLIENT_SECRET);
      expect(JSON.parse(text)).toBeTruthy();
      if (name === 'Export HAR') continue;
      await page.setInputFiles('input[type=file]', {
        name: 'calls.json',
        mimeType: 'application/json',
        buffer: Buffer.from(text),
      });
      await page.getByText('These are the calls of calls.json').waitFor();
      await expectSoon(() => page.locator('.row').count()).toBe(5);
    }
    await page.setInputFiles('input[type=file]', {
      name: 'x',
      mimeType: 'application/json',
      buffer: Buffer.from('{}'),
    });
    await page.getByText('not one that this page has exported').waitFor();
  });

  it('exports what the filter leaves', async () => {
    const { page } = await openConsole({ before: runOut });
    await page.locator('.row').nth(4).waitFor();
    await page.getByRole('button', { name: 'Refused' }).click();
    const saved = async (name: string): Promise<unknown> => {
      const download = page.waitForEvent('download');
      await page.getByRole('button', { name }).click();
      return JSON.parse(readFileSync(await (await download).path(), 'utf8'));
    };
    expect(await saved('Export 1 shown JSON')).toMatchObject({ entries: [{ id: 3 }], changes: [] });
    expect(await saved('Export 1 shown HAR')).toMatchObject({
      log: { entries: [{ request: { queryString: [{ name: 'v', value: '1.0' }] } }] },
    });
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Export JSON' }).waitFor();
  });

  it('keeps the calls of a file apart from those of the mock', async () => {
    const { page, mock } = await openConsole({ before: runOut });
    await page.locator('.row').nth(4).waitFor();
    const download = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Export JSON' }).click();
    const buffer = readFileSync(await (await download).path());
    const load = (text: string | Buffer): Promise<void> =>
      page.setInputFiles('input[type=file]', {
        name: 'calls.json',
        mimeType: 'application/json',
        buffer: Buffer.from(text),
      });
    await load('{"log":{"version":"1.2","entries":[]}}');
    await page.getByText('This is a HAR. Load a file that was exported as JSON.').waitFor();
    await expectSoon(() => page.locator('.banner.refused').count()).toBe(1);
    await load(buffer);
    await page.getByText('These are the calls of calls.json').waitFor();
    await expectSoon(() => page.locator('.banner.refused').count()).toBe(0);
    await post(mock, '/nowhere');
    await page.locator('.row.refused').click();
    await page.getByRole('heading', { name: 'Not in the file' }).waitFor();
    await expectSoon(() => page.getByRole('button', { name: 'Replay' }).count()).toBe(0);
    await expectSoon(() => page.locator('.tokens').getByRole('button', { name: 'Copy' }).count()).toBe(0);
    await expectSoon(() => page.locator('.row').count()).toBe(5);
    await page.getByRole('button', { name: 'Back to the calls of this mock' }).click();
    await page.locator('.row.not-mocked').waitFor();
  });

  it('loads a view when it is opened; one that cannot be loaded says so, and can be tried again', async () => {
    const { page, server } = await openConsole();
    await page.locator('.address').waitFor();
    await page.route('**/*.js', (route) => route.abort());
    await page.getByRole('link', { name: 'Picture' }).click();
    await page.getByRole('heading', { name: 'Picture could not be loaded' }).waitFor();
    await page.unroute('**/*.js');
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByText('The picture draws itself as they come.').waitFor();
    await page.getByRole('link', { name: 'Calls' }).click();
    await expectSoon(() => page.locator('.address').textContent()).toBe(server.url);
  });

  it('draws only what is seen of thousands of rows', async () => {
    const { page } = await openConsole({
      options: { journal: { entriesPerAccount: 5000 } },
      before: async (mock) => {
        for (let turn = 0; turn < 3000; turn += 1) await post(mock, `/api/account/${ACCOUNT}/anonymous/authorize`);
      },
    });
    await page.waitForFunction(() => document.querySelector('.rows li')?.getAttribute('aria-setsize') === '3000');
    await expectSoon(() => page.locator('.row').count()).toBeLessThan(80);
    await page.locator('.list').evaluate((list) => {
      list.scrollTop = list.scrollHeight;
    });
    await page.locator('#row-1').waitFor();
  });

  it.each([
    [360, 'light'],
    [390, 'dark'],
    [1024, 'light'],
    [1440, 'dark'],
  ] as const)('has no findings at %d px, %s, and nothing to scroll sideways', async (width, colorScheme) => {
    const viewport = { width, height: 800 };
    const console = await openConsole({ before: runOut, viewport, colorScheme });
    const { page } = console;
    await page.locator('.row').nth(4).waitFor();
    await expectNoFindings(console);
    await page.locator('.row.refused').click();
    await page.locator('.said').waitFor();
    await expectNoFindings(console);
    await expectSoon(() => page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBe(0);
  });
});
