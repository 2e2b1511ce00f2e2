import { describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { startServer } from '../../mock-server/adapters/node/server.ts';
import type { Mock } from '../../mock-server/index.ts';
import { createMock } from '../../mock-server/index.ts';
import { post } from '../support/calls.ts';
import { ACCOUNT, NOON } from '../support/through-every-adapter.ts';
import { expectNoFindings } from './axe.ts';
import { chromiumPath, openConsole } from './opened-console.ts';
import { CONSUMER, getAppJwt, openVisitorSocket, playHour } from './played.ts';
import { expectSoon } from './expect-soon.ts';

const describeInBrowser = chromiumPath === undefined ? describe.skip : describe;

const texts = (page: Page, selector: string): Promise<string[]> => page.locator(selector).allTextContents();

/** An AppJWT that is shown 60 s too late. */
async function comeLate(mock: Mock): Promise<void> {
  mock.clock.freeze(NOON);
  const authorization = await getAppJwt(mock);
  mock.clock.advance('61m');
  await post(mock, CONSUMER, { ext_consumer_id: 'jane' }, { authorization });
}

async function openVisitorLate(mock: Mock): Promise<void> {
  mock.clock.freeze(NOON);
  await openVisitorSocket(mock);
  mock.clock.advance('11m');
}

describeInBrowser('The calls of the console', () => {
  it('show a socket as one row that opens into its frames, and its end where it came', async () => {
    const console = await openConsole({ before: openVisitorLate });
    const { page } = console;
    await page.getByText('Visitor’s socket closed with 4407').waitFor();
    await expectSoon(() => texts(page, '.row .what')).toEqual([
      'Visitor’s socket closed with 4407',
      'You moved the clock +11 min, which stands still',
      'Visitor’s socket, 3 frames, closed with 4407',
      'LP_JWT for a visitor',
      'LP_EXT_JWT for a visitor',
      'You stopped the clock',
    ]);
    await page.getByRole('button', { name: 'its frames' }).click();
    await page.locator('.row.frame').nth(3).waitFor();
    await expectSoon(() =>
      page
        .locator('.row.frame')
        .first()
        .evaluate((row) => row.getBoundingClientRect().height),
    ).toBe(28);
    await expectSoon(async () => (await texts(page, '.row.frame .cut'))[0]).toBe(
      'Open a conversation cm.ConsumerRequestConversation',
    );
    await page.locator('.row.frame').first().click();
    await page.locator('.crumb h2').getByText('Open a conversation').waitFor();
    await expectNoFindings(console);
    await page.getByText('Visitor’s socket, 3 frames').click();
    const frames = page.getByRole('region', { name: 'Frames' });
    await frames.waitFor();
    await expectSoon(() => frames.locator('tbody tr').count()).toBe(6);
    await expectSoon(() => frames.locator('tr.moved').textContent()).toContain('You moved the clock +11 min');
    await expectSoon(() => frames.locator('tr.failed').textContent()).toContain('The LP_JWT expired');
    await frames.getByRole('button', { name: 'Errors' }).click();
    await expectSoon(() => frames.locator('tbody tr').count()).toBe(1);
    await page.locator('.graph').waitFor();
    await expectSoon(() => texts(page, '.graph .title')).toEqual([
      expect.stringMatching(/^LP_EXT_JWT /),
      expect.stringMatching(/^LP_JWT /),
      'Socket',
    ]);
    await expectNoFindings(console);
  });

  it('show what was said in a frame, where it is kept', async () => {
    const console = await openConsole({ before: openVisitorLate });
    const { page } = console;
    await page.getByText('Visitor’s socket closed with 4407').waitFor();
    await page.getByRole('button', { name: 'its frames' }).click();
    await page.locator('.row.frame').nth(3).waitFor();
    await page.locator('.row.frame').first().click();
    const received = page.getByRole('region', { name: 'Received' });
    await received.waitFor();
    expect(JSON.parse((await received.locator('pre').textContent()) ?? '')).toEqual({
      kind: 'req',
      id: '1',
      type: 'cm.ConsumerRequestConversation',
      body: { brandId: ACCOUNT },
    });
    const sent = page.getByRole('region', { name: 'Sent' });
    expect(JSON.parse((await sent.locator('pre').textContent()) ?? '')).toMatchObject({ code: 200, reqId: '1' });
    await expectSoon(() => page.locator('.row.frame').count()).toBe(4);
    await expectNoFindings(console);
  });

  it('say what LivePerson would say, what puts it right, and when the token ran out', async () => {
    const console = await openConsole({ before: playHour });
    const { page } = console;
    await page.locator('.row.refused').first().click();
    await page.getByText('only “AppJWT has expired or is invalid”').waitFor();
    await expectSoon(() => page.getByRole('region', { name: 'Verdict' }).textContent()).toMatch(
      /Your client did so 1 s later, in call #\d+/,
    );
    await expectSoon(() => page.locator('.life').getAttribute('aria-label')).toBe(
      'AppJWT: issued 12:00:00, good until 13:00:00; this call 13:05:12, 312 s late',
    );
    await expectSoon(() => page.locator('.claims tbody tr').first().textContent()).toContain('312 s later');
    await expectSoon(() => page.getByText('Documented at LivePerson').first().textContent()).toContain('“Get AppJWT”');
    await page.locator('.graph').waitFor();
    await expectSoon(() => texts(page, '.graph .title')).toEqual([
      expect.stringMatching(/^AppJWT /),
      expect.stringMatching(/^ConsumerJWS /),
      'Conversation',
      '3 messages',
      expect.stringMatching(/^✕ This call, #\d+$/),
      expect.stringMatching(/^AppJWT /),
    ]);
    await page.getByRole('button', { name: 'Replay with a fresh AppJWT' }).click();
    await page.getByText('Sent again: 200').waitFor();
    await page.getByText('The same as links').click();
    await expectSoon(() => page.locator('.tree a').count()).toBeGreaterThan(4);
    await expectNoFindings(console);
  });

  it('are sent again with a fresh AppJWT, which is a call too', async () => {
    const { page, mock } = await openConsole({ before: comeLate, path: '/__admin/ui/#/calls/2' });
    await page.getByRole('button', { name: 'Replay with a fresh AppJWT' }).click();
    await page.getByText('Sent again: 201').waitFor();
    expect(mock.journal.find().map(({ outcome }) => outcome)).toEqual([200, 401, 200, 201]);
    await page.locator('#row-4').waitFor();
    await page.getByRole('button', { name: 'Newer call' }).click();
    await page.waitForURL(/#\/calls\/3$/);
    await page.getByRole('button', { name: 'Older call' }).click();
    await page.waitForURL(/#\/calls\/2$/);
    await page.getByRole('button', { name: 'Copy a link to this call' }).click();
    await page.getByRole('button', { name: 'Copied' }).waitFor();
    await expectSoon(() => page.evaluate(() => navigator.clipboard.readText())).toBe(page.url());
  });

  it('say what does not match, and what would with one condition less', async () => {
    const console = await openConsole({ before: playHour });
    const { page } = console;
    await page.locator('.row').nth(8).waitFor();
    await page.getByRole('searchbox').fill('jane');
    await page.getByRole('button', { name: 'Not mocked' }).click();
    await page.getByRole('heading', { name: 'No call matches “jane” and Not mocked.' }).waitFor();
    await page.getByText('1 matches without “jane”.').waitFor();
    await expectNoFindings(console);
    await page.getByRole('button', { name: 'Show it' }).click();
    await expectSoon(() => texts(page, '.row .what')).toEqual(['POST /proactive/api/campaigns']);
    await page.getByRole('button', { name: 'Refused' }).click();
    await expectSoon(() => page.locator('.row').count()).toBe(4);
    await page.getByLabel('Account').selectOption('87654321');
    await expectSoon(() => page.locator('.row').count()).toBe(1);
  });

  it('say that nothing matches beside a call that is open, too', async () => {
    const { page } = await openConsole({ before: comeLate, path: '/__admin/ui/#/calls/2' });
    await page.locator('.said').waitFor();
    await page.getByRole('searchbox').fill('nothing of the kind');
    await page.getByRole('heading', { name: 'No call matches “nothing of the kind”.' }).waitFor();
    await expectSoon(() => page.locator('.said').count()).toBe(0);
    await page.getByRole('button', { name: /^Clear the filter/ }).click();
    await page.locator('.said').waitFor();
  });

  it('name the nearest paths as a list, and the clean call that was accepted afterwards', async () => {
    const { page } = await openConsole({
      before: async (mock) => {
        mock.clock.freeze(NOON);
        const authorization = await getAppJwt(mock);
        await post(mock, CONSUMER, { ext_consumer_id: 'jane' });
        await post(mock, CONSUMER, { ext_consumer_id: 'jane' }, { authorization: `Bearer ${authorization}` });
        await post(mock, CONSUMER, { ext_consumer_id: 'jane' }, { authorization });
        await post(mock, `/api/account/${ACCOUNT}/campaigns`);
      },
      path: '/__admin/ui/#/calls/2',
    });
    await page.getByText('A call to the same path was accepted right after, in call #4.').waitFor();
    await page.locator('#row-5').click();
    await page.getByRole('heading', { name: 'This mock has no such path.' }).waitFor();
    await expectSoon(() => page.locator('.nearest li').count()).toBe(3);
  });

  it('are cleared on this page only, which it says, and brought back', async () => {
    const console = await openConsole({ before: comeLate });
    const { page, mock } = console;
    mock.faults.add({ error: 'reset', times: 2 });
    await page.locator('.row').nth(3).waitFor();
    await page.reload();
    await page.getByRole('link', { name: '1 fault armed' }).waitFor();
    const count = page.locator('.tabs .count');
    await expectSoon(() => count.textContent()).toBe('2');
    await page.getByRole('button', { name: 'Clear', exact: true }).click();
    await page.getByText('Cleared on this page only').waitFor();
    await count.waitFor({ state: 'hidden' });
    await expectSoon(() => page.locator('.filter').evaluate((bar) => bar.scrollWidth - bar.clientWidth)).toBe(0);
    await expectNoFindings(console);
    await page.getByRole('button', { name: 'Bring them back' }).click();
    await page.locator('.row').nth(3).waitFor();
    await count.waitFor();
    await page.keyboard.press('Control+k');
    await page.keyboard.type('export');
    await page.getByRole('button', { name: 'command Export HAR' }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
  });

  it('are exported, paused and cleared behind one button on a phone', async () => {
    const console = await openConsole({ before: comeLate, viewport: { width: 360, height: 740 } });
    const { page } = console;
    await page.locator('.row').nth(3).waitFor();
    const more = page.getByRole('button', { name: 'More' });
    const box = await more.boundingBox();
    expect((box?.x ?? 360) + (box?.width ?? 0)).toBeLessThanOrEqual(360);
    await expectSoon(() => page.getByRole('button', { name: 'Clear', exact: true }).isVisible()).toBe(false);
    await more.click();
    await page.getByRole('button', { name: 'Export JSON' }).waitFor();
    await expectNoFindings(console);
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Export JSON' }).waitFor({ state: 'hidden' });
    await more.click();
    await page.getByRole('button', { name: 'Pause' }).click();
    await page.getByText('Paused at call #2.').waitFor();
    await expectSoon(() => page.getByRole('button', { name: 'Pause' }).isVisible()).toBe(false);
  });

  it('open the example call once it was sent', async () => {
    const { page } = await openConsole();
    await page.getByRole('button', { name: 'Send an example call' }).click();
    await page.waitForURL(/#\/calls\/1$/);
    await page.locator('.said').waitFor();
    await expectSoon(() => page.locator('.crumb h2').textContent()).toContain('#1 AppJWT');
    await page.keyboard.press('Escape');
    await page.getByRole('link', { name: 'Ready account and its credentials' }).click();
    await page.waitForURL(/#\/controls$/);
  });

  it('count what comes while they are paused', async () => {
    const { page, mock } = await openConsole({ before: comeLate });
    await page.locator('.row').nth(3).waitFor();
    await page.getByRole('button', { name: 'Pause' }).click();
    await page.getByText('Paused at call #2. No call has come since.').waitFor();
    await post(mock, '/nowhere');
    await page.getByText('1 call has come since.').waitFor();
    await expectSoon(() => page.locator('.row').count()).toBe(4);
    await page.getByRole('button', { name: 'Go on' }).click();
    await page.locator('.row').nth(4).waitFor();
  });

  it('are never blank: broken JSON has its place, and what is not there says so', async () => {
    const { page, mock } = await openConsole();
    await post(mock, CONSUMER, '{\n  "ext_consumer_id": 1,,\n}', { 'content-type': 'application/json' });
    await page.locator('.row').click();
    await page.getByText(/Line 2, column 24: .*Shown raw\./).waitFor();
    await page.evaluate(() => {
      location.hash = '#/calls/99';
    });
    await page.getByText('This call is not on this page').waitFor();
    await expectSoon(async () => (await page.locator('.detail').textContent())?.trim()).not.toBe('');
  });

  it('go on after an interruption, with what happened meanwhile', async () => {
    const { page, mock, server } = await openConsole({ before: comeLate });
    await page.locator('.row').nth(3).waitFor();
    await server.close();
    await page.getByText(/Next try in \d+ s\./).waitFor();
    await expectSoon(() => page.locator('.row').count()).toBe(4);
    await post(mock, '/nowhere');
    const again = await startServer(mock, { port: Number(new URL(server.url).port) });
    try {
      await page.locator('.row.not-mocked').waitFor();
      await expectSoon(() => page.locator('.banner').isVisible()).toBe(false);
      await expectSoon(() => page.locator('.row').count()).toBe(5);
      mock.reset();
      await page.getByText(/The mock was reset at/).waitFor();
      await post(mock, '/elsewhere');
      await page.getByText('GET /elsewhere').or(page.getByText('POST /elsewhere')).waitFor();
      await page.getByRole('button', { name: 'Clear them' }).click();
      await page.waitForFunction(() => document.querySelectorAll('.row:not(.change)').length === 1);
    } finally {
      await again.close();
    }
  });

  it('name the fault that answered by its title, and say how often it will yet', async () => {
    const console = await openConsole();
    const { page, mock } = console;
    mock.faults.add({ endpoint: 'idp.anonymous-authorize', error: '9010', times: 1 });
    await post(mock, `/api/account/${ACCOUNT}/anonymous/authorize`);
    await page.locator('.row.faulted').click();
    const verdict = page.getByRole('region', { name: 'Verdict' });
    await verdict.getByText('Your fault “The IDP times out”: spent, fired 1 ×.').waitFor();
    await verdict.getByRole('link', { name: 'See it in Controls' }).waitFor();
    await expectNoFindings(console);
  });

  it('tell the calls of one mock from those of the next', async () => {
    const { page, server } = await openConsole({ before: comeLate });
    await page.locator('.row').nth(3).waitFor();
    await server.close();
    const next = createMock({ capture: true });
    // More than the one before had: it is no gap to be read.
    for (let count = 0; count < 6; count += 1) await post(next, '/nowhere');
    const again = await startServer(next, { port: Number(new URL(server.url).port) });
    try {
      await page.getByText('Another mock answers here now').waitFor();
      await page.locator('#row-1').waitFor();
      await page.locator('#row-1-1').waitFor();
      await expectSoon(() => page.locator('.row:not(.change)').count()).toBe(8);
    } finally {
      await again.close();
    }
  });

  it('are found by Ctrl K, and single keys can be switched off', async () => {
    const console = await openConsole({ before: comeLate });
    const { page, mock } = console;
    await page.locator('.row').nth(3).waitFor();
    const [token] = mock.journal.find()[0]?.tokens ?? [];
    await page.keyboard.press('Control+k');
    await page.keyboard.type(`appjwt ${token?.id?.slice(0, 4) ?? ''}`);
    await page.getByRole('button', { name: /^token AppJWT/ }).waitFor();
    await expectNoFindings(console);
    await page.keyboard.press('Enter');
    await page.waitForURL(/#\/calls\/1$/);
    await page.locator('.said').waitFor();
    await page.keyboard.press('?');
    const dialog = page.getByRole('dialog', { name: 'Keys' });
    await dialog.waitFor();
    await expectSoon(() => dialog.getByRole('term').allTextContents()).toEqual(
      expect.arrayContaining(['LP_EXT_JWT', 'Deviation']),
    );
    await expectNoFindings(console);
    await page.getByLabel('Single keys on').uncheck();
    await page.keyboard.press('Escape');
    await page.reload();
    await page.locator('.row').nth(3).waitFor();
    await page.keyboard.press('e');
    await page.keyboard.press('?');
    await page.getByLabel('Single keys on').check();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    await expectSoon(() => page.locator('.row').count()).toBe(4);
    // A browser that is late lets the field of the closed dialog have the next key, and fields keep single keys.
    await page.waitForFunction(() => document.activeElement === document.body);
    await page.keyboard.press('e');
    await expectSoon(() => page.locator('.row').count()).toBe(1);
  });

  it('keep their shapes in forced colours, and gain a column on a wide screen', async () => {
    const viewport = { width: 1920, height: 1000 };
    const console = await openConsole({ before: comeLate, path: '/__admin/ui/#/calls/2', viewport });
    const { page } = console;
    await page.locator('.said').waitFor();
    const [left, right] = await Promise.all([
      page.locator('.tokens').boundingBox(),
      page.locator('.said-place').boundingBox(),
    ]);
    expect(right?.x).toBeGreaterThan((left?.x ?? 0) + (left?.width ?? 0));
    await page.emulateMedia({ forcedColors: 'active', reducedMotion: 'reduce' });
    await expectSoon(() =>
      page
        .locator('.chip svg')
        .first()
        .evaluate((drawn) => getComputedStyle(drawn).forcedColorAdjust),
    ).toBe('none');
    await expectNoFindings(console);
  });
});
