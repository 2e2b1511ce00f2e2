import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import type { Mock } from '../../mock-server/index.ts';
import type { Receiver } from '../webhooks/receiver.ts';
import { openReceiver } from '../webhooks/receiver.ts';
import { CONTENT, openConversation, withWebhooks } from '../webhooks/webhook-setup.ts';
import { NOON } from '../support/through-every-adapter.ts';
import { expectNoFindings } from './axe.ts';
import type { OpenedConsole, Opening } from './opened-console.ts';
import { chromiumPath, openConsole } from './opened-console.ts';
import { expectSoon } from './expect-soon.ts';

const describeInBrowser = chromiumPath === undefined ? describe.skip : describe;

const opened: Receiver[] = [];
afterEach(async () => {
  await Promise.all(opened.splice(0).map((each) => each.close()));
});

const detail = (page: Page): ReturnType<Page['locator']> => page.locator('#detail');

/** A receiver that fails at first; the console is open before anything happens. */
async function watchedConsole(
  opening: Opening = {},
  statuses: readonly number[] = [500],
): Promise<OpenedConsole & { readonly receiver: Receiver }> {
  const receiver = await openReceiver((response, count) => {
    response.statusCode = statuses[count - 1] ?? 200;
    response.end();
  });
  opened.push(receiver);
  const own = [{ header_name: 'X-Key', header_value: 's3cret' }];
  const options = withWebhooks({ [CONTENT]: { endpoint: receiver.url, max_retries: 1, headers: own } });
  const before = (mock: Mock): void => {
    mock.clock.freeze(NOON);
  };
  return { ...(await openConsole({ options, before, ...opening })), receiver };
}

async function sayHello(mock: Mock): Promise<void> {
  await (await openConversation(mock)).say('hello <b>there</b>');
  await mock.settled();
}

describeInBrowser('The webhooks of the console', () => {
  it.each([
    ['light', 1440],
    ['dark', 1440],
    ['light', 1024],
    ['dark', 360],
  ] as const)('are rows, with all about an attempt beside them (%s, %i)', async (colorScheme, width) => {
    const console = await watchedConsole({ colorScheme, viewport: { width, height: 900 } });
    const { page, mock, receiver } = console;
    await page.getByText('You stopped the clock').waitFor();
    await sayHello(mock);
    const row = page.locator('#row-w1');
    await row.waitFor();
    await expectSoon(() => row.locator('.why').textContent()).toBe(
      'The receiver answered 500. Next attempt in 30 s, at 12:00:30.',
    );
    await expectNoFindings(console);
    await row.click();
    await detail(page).getByText('x-liveperson-signature').waitFor();
    const shown = (await detail(page).textContent()) ?? '';
    for (const words of [
      receiver.heard[0]?.headers['x-liveperson-signature'],
      'x-key: not kept',
      CONTENT,
      receiver.url,
    ])
      expect(shown).toContain(words);
    expect(shown).toContain('hello <b>there</b>');
    expect(shown).not.toContain('s3cret');
    await page.getByRole('region', { name: 'What it tells of' }).waitFor();
    await expectNoFindings(console);
  });

  it('are tried again, and the attempts lead to each other, to the call and back', async () => {
    const { page, mock, receiver } = await watchedConsole();
    await sayHello(mock);
    await page.locator('#row-w1').click();
    const attempts = page.getByRole('region', { name: 'Attempts' });
    await attempts.getByText('The next is due at 12:00:30').waitFor();
    await mock.clock.advanceAsync('30s');
    // The detail grows while one reads it.
    await attempts.getByRole('link', { name: '2' }).click();
    await page.locator('.crumb h2').getByText('Webhook ContentEvent, attempt 2').waitFor();
    await detail(page).getByText('The receiver answered 200, which counts as delivered.').waitFor();
    expect(receiver.heard).toHaveLength(2);
    await expectSoon(() => page.locator('.graph .title').allTextContents()).toEqual(
      expect.arrayContaining(['Message', '2 webhook attempts']),
    );
    const call = page.getByRole('region', { name: 'What it tells of' }).getByRole('link');
    await expectSoon(() => call.textContent()).toBe('#2 Send to a conversation');
    await call.click();
    const told = page.getByRole('region', { name: 'Webhooks' });
    await told.waitFor();
    await expectSoon(() => told.getByRole('link').allTextContents()).toEqual([
      'Webhook ContentEvent',
      'Webhook ContentEvent, attempt 2',
    ]);
  });

  it('are sent again and held back from there, by keyboard too', async () => {
    const { page, mock, receiver } = await watchedConsole();
    await sayHello(mock);
    await page.locator('#row-w1').click();
    await page.getByRole('button', { name: 'Resend' }).click();
    await detail(page).getByText('Sent again: 200').waitFor();
    await page.locator('#row-w2').waitFor();
    await page.locator('#row-w2').click();
    await detail(page).getByText('which counts as delivered').waitFor();
    await page.keyboard.press('r');
    await page.locator('#row-w3').waitFor();
    expect(receiver.heard).toHaveLength(3);
    const hold = page.getByRole('button', { name: 'Hold webhooks back' });
    await hold.click();
    await detail(page).getByText('is held back').waitFor();
    expect([await hold.getAttribute('aria-pressed'), mock.webhooks.state().isPaused]).toEqual(['true', true]);
    await hold.click();
    await detail(page).getByText('goes out').waitFor();
    expect(mock.webhooks.state().isPaused).toBe(false);
  });

  it('have filters, which say so where nothing fits', async () => {
    const console = await watchedConsole();
    const { page, mock } = console;
    const service = page.getByRole('combobox', { name: 'Service' });
    await sayHello(mock);
    await page.locator('#row-w1').waitFor();
    await service.selectOption('webhooks');
    await expectSoon(() => page.locator('.row').evaluateAll((rows) => rows.map(({ id }) => id))).toEqual(['row-w1']);
    await service.selectOption('');
    const notTaken = page.getByRole('button', { name: 'Not taken' });
    await expectSoon(() => notTaken.textContent()).toBe('Not taken 1');
    await page.keyboard.press('w');
    await expectSoon(() => notTaken.getAttribute('aria-pressed')).toBe('true');
    await expectSoon(() => page.locator('.row').count()).toBe(1);
    await service.selectOption('sentinel');
    await page.getByText('No call matches Not taken and Sentinel.').waitFor();
    await expectNoFindings(console);
  });

  it('are held back and tried with a sample in the controls', async () => {
    const opened = await watchedConsole({ path: '/__admin/ui/#/controls' });
    const { page, mock, receiver } = opened;
    const card = page.getByRole('region', { name: 'Webhooks', exact: true });
    await card.getByText('No webhook was sent yet').waitFor();
    await card.getByRole('button', { name: 'Hold webhooks back' }).click();
    await card.locator('[aria-pressed=true]').waitFor();
    await sayHello(mock);
    await card.getByText('1 delivery is owed.').waitFor();
    expect(receiver.heard).toEqual([]);
    await card.getByLabel('Send a signed sample to').fill(receiver.url);
    await card.getByRole('button', { name: 'Send the sample' }).click();
    await card.locator('p.dim').getByText('The receiver answered 500. It is not tried again.').waitFor();
    await expectNoFindings(opened);
    await card.getByRole('button', { name: 'Hold webhooks back' }).click();
    await card.getByText('1 attempt was taken, 1 not.').waitFor();
    await card.getByRole('link', { name: 'What was sent' }).click();
    await detail(page).getByText('none: it is a sample').waitFor();
    await detail(page).getByText('This is a reply!').waitFor();
    await expectNoFindings(opened);
  });

  it('have a lane of the receiver in the picture', async () => {
    const console = await watchedConsole({ path: '/__admin/ui/#/picture' });
    const { page, mock } = console;
    await page.getByText('The picture draws itself').waitFor();
    await sayHello(mock);
    await page.locator('.flow-sheet').getByText('Your receiver').waitFor();
    await page.locator('.flow-sheet').getByText('500 · next attempt in 30 s').waitFor();
    await expectNoFindings(console);
    await page.getByRole('combobox').first().waitFor();
  });

  it('come back from a file in their place, without what was sent', async () => {
    const { page, mock } = await watchedConsole();
    await sayHello(mock);
    await mock.clock.advanceAsync('30s');
    await page.locator('#row-w2').waitFor();
    const ids = (): Promise<string[]> => page.locator('.row').evaluateAll((rows) => rows.map(({ id }) => id));
    const before = await ids();
    expect(before).toEqual(['row-w2', 'row-c2', 'row-w1', 'row-2', 'row-1', 'row-c1']);
    const download = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Export JSON' }).click();
    const buffer = readFileSync(await (await download).path());
    expect(buffer.toString()).not.toMatch(/hello|sha1=/);
    await page.setInputFiles('input[type=file]', { name: 'saved.json', mimeType: 'application/json', buffer });
    await page.getByText('These are the calls of saved.json').waitFor();
    await expectSoon(() => ids()).toEqual(before);
    await page.locator('#row-w1').click();
    await detail(page).getByText('Not in the file').waitFor();
    await expectSoon(() => page.getByRole('button', { name: 'Resend' }).count()).toBe(0);
  });

  it('are of the mock that sent them: another one is not asked for them', async () => {
    const { page, mock } = await watchedConsole();
    await sayHello(mock);
    await page.locator('#row-w1').click();
    await page.getByRole('button', { name: 'Resend' }).waitFor();
    mock.reset();
    await page.goto(`${page.url().replace(/#.*/, '')}?again#/calls/w1`);
    await page.getByText('This call is not on this page').waitFor();
    await expectSoon(() => page.getByRole('button', { name: 'Resend' }).count()).toBe(0);
  });
});
