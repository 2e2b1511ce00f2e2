import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { expectNoFindings } from './axe.ts';
import { chromiumPath, openConsole } from './opened-console.ts';
import { STORY_START } from './shown-story.ts';
import { expectSoon } from './expect-soon.ts';

const path = (step: number): string => `/__admin/ui/#/tour/${String(step)}`;
const describeInBrowser = chromiumPath === undefined ? describe.skip : describe;

const title = (page: Page): Promise<string | null> => page.locator('.tour-text h2').textContent();
async function run(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name }).click();
  await page.getByRole('link', { name: /^Open call #/ }).waitFor();
}

describeInBrowser('The tour', () => {
  it('goes from the Domain API to a refusal in six real calls', async () => {
    const { page, mock, complaints } = await openConsole({
      path: path(1),
      before: (fresh) => {
        fresh.clock.freeze(STORY_START);
      },
    });
    const titles: (string | null)[] = [];
    let nameBefore: string | undefined;
    for (let step = 1; step <= 6; step += 1) {
      titles.push(await title(page));
      if (step === 3) nameBefore = /Jane_\d+_\d+/.exec((await page.locator('.term pre').textContent()) ?? '')?.[0];
      await run(page, step === 6 ? 'Move the clock and send' : 'Run this call');
      if (step < 6) await page.getByRole('link', { name: 'Next step' }).click();
      if (step < 6) await page.getByText(`Step ${String(step + 1)} of 6`).waitFor();
    }
    expect(titles).toEqual([
      'Ask where the services are',
      'Say which app you are',
      'Say who the consumer is',
      'Open a conversation',
      'Send a message',
      'See it refused',
    ]);
    expect(mock.journal.find().map(({ endpointId, outcome }) => `${String(endpointId)} ${String(outcome)}`)).toEqual([
      'csds.services 200',
      'sentinel.app-token 200',
      'idp.consumer 201',
      'send-api.create 200',
      'send-api.send 200',
      'send-api.send 401',
    ]);
    await expectSoon(() => page.locator('.tour-text .reason').textContent()).toMatch(
      /^The AppJWT expired \d+ s before this call\.$/,
    );
    const named = /Jane_\d+_\d+/.exec((await page.locator('.so-far text').allTextContents()).join())?.[0];
    expect(named).toBe(nameBefore);
    await page.getByText('A visitor who is not logged in goes another way').waitFor();
    const onward = page.getByRole('link', { name: 'open a conversation', exact: true });
    await expectSoon(() => onward.getAttribute('href')).toBe('#/conversation');
    await page.getByText('frozen', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Back to real time' }).click();
    await page.getByText('frozen', { exact: true }).waitFor({ state: 'hidden' });
    await expectSoon(() => page.locator('.tour-steps .done').count()).toBe(6);
    await page.getByRole('link', { name: 'Name the consumer' }).click();
    await page.getByText('201, in').waitFor();
    expect(mock.journal.count()).toBe(6);
    expect(complaints).toEqual([]);
  });

  it('shows the token of a step decoded', async () => {
    const { page } = await openConsole({ path: path(2) });
    await run(page, 'Run this call');
    const card = page.locator('.tour-text .card').nth(1);
    await expectSoon(() => card.locator('h3').textContent()).toMatch(/^AppJWT [\da-f]{4}$/);
    await expectSoon(() => card.locator('th[scope=row]').allTextContents()).toEqual(
      expect.arrayContaining(['aud', 'azp', 'exp']),
    );
    await expectSoon(() => page.locator('.lead .chip').count()).toBe(1);
  });

  it('goes by keys alone', async () => {
    const { page, mock } = await openConsole({ path: path(1) });
    await page.getByText('Step 1 of 6').waitFor();
    await page.keyboard.press('r');
    await page.getByRole('link', { name: /^Open call #/ }).waitFor();
    await page.getByRole('link', { name: 'Next step' }).focus();
    await page.keyboard.press('Enter');
    await page.getByText('Step 2 of 6').waitFor();
    expect(mock.journal.count()).toBe(1);
  });

  it('opens at any step, and first runs those that it needs', async () => {
    const { page, mock } = await openConsole({ path: path(5) });
    await page.getByText('Steps 2 to 4 were not run yet; they are run first.').waitFor();
    await run(page, 'Run this call');
    expect(mock.journal.find().map(({ endpointId }) => endpointId)).toEqual([
      'sentinel.app-token',
      'idp.consumer',
      'send-api.create',
      'send-api.send',
    ]);
  });

  it('says in words why a step was refused, and what to do', async () => {
    const { page, mock } = await openConsole({ path: path(4) });
    await run(page, 'Run this call');
    await page.getByRole('button', { name: 'Run it again' }).click();
    await page.getByText('To put it right: A consumer has one open conversation at a time.').waitFor();
    mock.clock.advance('2h');
    await page.getByRole('link', { name: 'Name the consumer' }).click();
    await page.getByRole('button', { name: 'Run it again' }).click();
    await page.getByText('To put it right: If the AppJWT has expired, run step 2 again.').waitFor();
    await expectSoon(() => page.locator('.tour-text .reason').textContent()).toContain('expired');
  });

  it('says that a fault answered, and gives the step no tick', async () => {
    const { page, mock } = await openConsole({ path: path(1) });
    mock.faults.add({ endpoint: 'csds.services', error: { status: 429 }, times: 1 });
    await run(page, 'Run this call');
    await page.getByText('To put it right: a fault answered this call.').waitFor();
    await expectSoon(() => page.locator('.tour-steps .done').count()).toBe(0);
    await page.getByRole('button', { name: 'Run it again' }).click();
    await page.locator('.tour-steps .done').waitFor();
  });

  it('says so when the mock is gone', async () => {
    const { page, server } = await openConsole({ path: path(1) });
    await page.getByText('Step 1 of 6').waitFor();
    await page.waitForFunction(() => document.querySelector('.term pre')?.textContent.includes('$LP') === true);
    await server.close();
    await page.getByRole('button', { name: 'Run this call' }).click();
    const words = page.getByText('The call did not come through');
    await words.waitFor();
    await expectSoon(() => words.getAttribute('role')).toBe('alert');
  });

  it('gives a curl that runs as it is', async () => {
    const { page, mock } = await openConsole({ path: path(5) });
    await run(page, 'Run this call');
    await expectSoon(() => page.locator('.term pre').textContent()).toContain('-H "Authorization: $APP_JWT"');
    await expectSoon(() => page.locator('body').textContent()).not.toMatch(/eyJ[\w-]+\.[\w-]{40}/);
    await page.getByRole('button', { name: 'Copy' }).click();
    await page.getByRole('button', { name: 'Copied' }).waitFor();
    const script = await page.evaluate(() => navigator.clipboard.readText());
    const { stdout } = await promisify(execFile)('sh', ['-c', script]);
    expect(JSON.parse(stdout)).toMatchObject({ code: 'OK', body: { sequence: 1 } });
    expect(mock.journal.count()).toBe(5);
  });

  it.each([
    [360, 'light'],
    [390, 'dark'],
    [1024, 'light'],
    [1440, 'dark'],
  ] as const)('has no findings at %d px, %s, and nothing to scroll sideways', async (width, colorScheme) => {
    const console = await openConsole({ path: path(3), viewport: { width, height: 800 }, colorScheme });
    const { page } = console;
    await page.getByText('Step 3 of 6').waitFor();
    await expectNoFindings(console);
    await run(page, 'Run this call');
    await page.locator('.so-far svg').waitFor();
    await expectNoFindings(console);
  });
});
