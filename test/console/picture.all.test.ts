import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { post } from '../support/calls.ts';
import { expectNoFindings } from './axe.ts';
import { chromiumPath, openConsole } from './opened-console.ts';
import { playStory, STORY_ACCOUNT } from './shown-story.ts';
import { expectSoon } from './expect-soon.ts';

const PATH = '/__admin/ui/#/picture';
const describeInBrowser = chromiumPath === undefined ? describe.skip : describe;

const textsOf = (page: Page): Promise<string[]> => page.locator('.flow-sheet text').allTextContents();

/** Every element with its attributes and its text, in the page. */
function outlineOf(root: Element): string {
  const lines = (element: Element): string[] => [
    element.tagName,
    ...Array.from(element.attributes, ({ name, value }) => (name === 'xmlns' ? '' : `${name}=${value}`))
      .filter((line) => line !== '')
      .sort(),
    element.children.length === 0 ? element.textContent : '',
    ...Array.from(element.children).flatMap(lines),
  ];
  return lines(root).join('\n');
}

/** Once what was said has been read, too. */
async function drawnStory(page: Page): Promise<string[]> {
  await page.getByText('“Hello!”').waitFor();
  await page.getByText('sequence 1').waitFor();
  return textsOf(page);
}

describeInBrowser('The picture', () => {
  it('says what to do before the first call, and draws itself as calls come', async () => {
    const console = await openConsole({ path: PATH });
    const { page, mock, server } = console;
    await page.getByText('No calls yet').waitFor();
    await expectSoon(() => page.locator('.picture .address').textContent()).toBe(server.url);
    await expectNoFindings(console);
    await post(mock, `/api/account/${STORY_ACCOUNT}/anonymous/authorize`);
    await page.getByText('I am a visitor').waitFor();
    await post(mock, `/api/account/${STORY_ACCOUNT}/anonymous/authorize`);
    await page.locator('.flow-sheet text', { hasText: 'I am a visitor' }).nth(1).waitFor();
  });

  it('draws the story: lanes, tokens, the clock, the refusal with its reason', async () => {
    const { page, complaints } = await openConsole({ before: playStory, path: PATH });
    const texts = await drawnStory(page);
    for (const words of [
      'What happens when an AppJWT runs out',
      'Account 12345678 · mock time, UTC',
      'Who is John_Doe?',
      '401 · the AppJWT expired 312 s before',
      'sequence 1',
    ])
      expect(texts).toContain(words);
    expect(texts.slice(2, 7)).toEqual(['Your client', 'Domain API', 'Sentinel', 'IDP', 'Send API']);
    expect(complaints).toEqual([]);
  });

  it('downloads exactly what is seen, under the title that one typed', async () => {
    const { page } = await openConsole({ before: playStory, path: PATH });
    await drawnStory(page);
    await page.getByLabel('Title').fill('Late <again>');
    await page.locator('.flow-sheet text', { hasText: 'Late <again>' }).waitFor();
    const download = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Download SVG' }).click();
    const saved = await download;
    expect(saved.suggestedFilename()).toBe('late-again.svg');
    const file = readFileSync(await saved.path(), 'utf8');
    const seen = await page.locator('.flow-sheet svg').evaluate(outlineOf);
    const alone = await page.context().newPage();
    await alone.goto(`data:image/svg+xml,${encodeURIComponent(file)}`);
    const opened = await alone.locator('svg').evaluate(outlineOf);
    expect(opened).toBe(seen);
    expect(file).not.toMatch(/class=|style=|<style|eyJ/);
  });

  it('leaves out answers, times and reasons, and changes its form and its colours', async () => {
    const { page } = await openConsole({ before: playStory, path: PATH });
    await drawnStory(page);
    for (const [name, words] of [
      ['Answers', 'hosts'],
      ['Times', '14:36:52'],
      ['Reasons', '401 · the AppJWT expired 312 s before'],
    ] as const) {
      await expectSoon(() => textsOf(page)).toContain(words);
      await page.getByRole('button', { name, exact: true }).click();
      await expectSoon(() => textsOf(page)).not.toContain(words);
    }
    const ground = (): Promise<string | null> => page.locator('.flow-sheet svg > rect').first().getAttribute('fill');
    expect(await ground()).toBe('#ffffff');
    await page.getByRole('button', { name: 'Night' }).click();
    expect(await ground()).toBe('#0f1211');
    const ratio = (): Promise<number> =>
      page.locator('.flow-sheet svg').evaluate((svg) => svg.clientWidth / svg.clientHeight);
    expect(await ratio()).toBeCloseTo(16 / 9, 1);
    await page.getByRole('button', { name: '4:3' }).click();
    expect(await ratio()).toBeCloseTo(4 / 3, 1);
    await page.getByRole('button', { name: 'Tall' }).click();
    expect(await ratio()).toBeLessThan(1);
  });

  it('shows one conversation or consumer, by its address too', async () => {
    const { page, mock } = await openConsole({ before: playStory, path: PATH });
    await drawnStory(page);
    await post(mock, `/sentinel/api/account/87654321/app/token?v=1.0`);
    await page
      .getByLabel('What is drawn')
      .locator('option', { hasText: 'Account 87654321' })
      .waitFor({ state: 'attached' });
    await page.getByLabel('What is drawn').selectOption({ label: 'Consumer John_Doe' });
    await page.waitForURL(/#\/picture\/consumer-John_Doe$/);
    await expectSoon(() => textsOf(page)).toContain('Who is John_Doe?');
    await page.getByLabel('What is drawn').selectOption('account-87654321');
    await page.waitForURL(/account-87654321$/);
    await expectSoon(() => textsOf(page)).not.toContain('Who is John_Doe?');
    await page.goto(page.url().replace(/#.*/, '#/picture/consumer-nobody'));
    await page.getByText('None of the calls on this page is of it').waitFor();
  });

  it('goes on a second sheet past 14 calls, and one can choose', async () => {
    const { page } = await openConsole({
      path: PATH,
      before: async (mock) => {
        for (let turn = 0; turn < 20; turn += 1) await post(mock, `/api/account/${STORY_ACCOUNT}/anonymous/authorize`);
      },
    });
    await page.getByText('mock time, UTC · 2 of 2').waitFor();
    await expectSoon(() => page.locator('.flow-sheet').count()).toBe(2);
    await page.getByRole('button', { name: 'Download 2 SVGs' }).waitFor();
    await page.getByLabel('Part').selectOption({ label: 'Calls 15 to 20' });
    await expectSoon(() => page.locator('.flow-sheet').count()).toBe(1);
    await expectSoon(async () => (await textsOf(page)).filter((words) => words === 'I am a visitor').length).toBe(6);
    await page.getByRole('button', { name: 'Download SVG' }).waitFor();
  });

  it('keeps title, choice and part when one comes back from another tab', async () => {
    const { page } = await openConsole({
      path: PATH,
      before: async (mock) => {
        for (const account of [STORY_ACCOUNT, '87654321'])
          for (let turn = 0; turn < 20; turn += 1) await post(mock, `/api/account/${account}/anonymous/authorize`);
      },
    });
    await page.getByLabel('What is drawn').selectOption(`account-${STORY_ACCOUNT}`);
    await page.waitForURL(/account-/);
    await page.getByText('2 of 2').waitFor();
    await page.getByLabel('Title').fill('My own');
    await page.getByLabel('Part').selectOption({ label: 'Calls 15 to 20' });
    await page.getByRole('link', { name: 'Tour', exact: true }).click();
    await page.getByText('Step 1 of 6').waitFor();
    await page.getByRole('link', { name: 'Picture', exact: true }).click();
    await page.locator('.flow-sheet text', { hasText: 'My own' }).waitFor();
    await expectSoon(() => page.getByLabel('What is drawn').inputValue()).toBe(`account-${STORY_ACCOUNT}`);
    await expectSoon(() => page.getByLabel('Title').inputValue()).toBe('My own');
    await expectSoon(() => page.locator('.flow-sheet').count()).toBe(1);
  });

  it('shows what was said on sockets, and the agent who answers too', async () => {
    const { page, mock } = await openConsole({ path: PATH });
    const agent = await mock.agentClient({ accountId: STORY_ACCOUNT });
    const consumer = await mock.consumer({ accountId: STORY_ACCOUNT });
    await consumer.requestConversation();
    await agent.acceptRing();
    await consumer.say('Where is it?');
    await agent.say('On its way.');
    await consumer.nextMessage();
    const visitor = page.getByLabel('What is drawn').locator('option', { hasText: 'Visitor' }).first();
    await visitor.waitFor({ state: 'attached' });
    await page.getByLabel('What is drawn').selectOption(await visitor.getAttribute('value'));
    for (const said of ['“Where is it?”', '“On its way.”'])
      await page.locator('.flow-sheet text', { hasText: said }).first().waitFor();
    await expectSoon(() => textsOf(page)).toContain('Agent');
    consumer.disconnect();
    agent.disconnect();
  });

  it('is printed alone, on paper', async () => {
    const { page } = await openConsole({ before: playStory, path: PATH, colorScheme: 'dark' });
    await drawnStory(page);
    await page.emulateMedia({ media: 'print' });
    await page.evaluate(() => dispatchEvent(new Event('beforeprint')));
    await expectSoon(() => page.locator('.flow-sheet svg > rect').first().getAttribute('fill')).toBe('#ffffff');
    for (const hidden of ['.top', '.picture .tools'])
      await expectSoon(() => page.locator(hidden).isVisible()).toBe(false);
    await expectSoon(() => page.locator('.flow-sheet svg').isVisible()).toBe(true);
    await page.evaluate(() => dispatchEvent(new Event('afterprint')));
    await expectSoon(() => page.locator('.flow-sheet svg > rect').first().getAttribute('fill')).toBe('#0f1211');
  });

  it('has words of 11 pixels at least, as wide as the page is', async () => {
    const { page } = await openConsole({ before: playStory, path: PATH });
    await drawnStory(page);
    for (const width of [1440, 1100, 800, 390, 360]) {
      await page.setViewportSize({ width, height: 800 });
      await page.waitForFunction(() => {
        const svg = document.querySelector('.flow-sheet svg');
        const scale = (svg?.clientWidth ?? 0) / Number(svg?.getAttribute('width'));
        const sizes = Array.from(svg?.querySelectorAll('text') ?? [], (text) => Number(text.getAttribute('font-size')));
        return Math.min(...sizes) * scale > 10.95;
      });
      await expectSoon(() => page.locator('.flow-sheet').count()).toBeGreaterThan(0);
    }
  });

  it.each([
    [360, 'light'],
    [390, 'dark'],
    [1024, 'light'],
    [1440, 'dark'],
  ] as const)('has no findings at %d px, %s, and nothing to scroll sideways', async (width, colorScheme) => {
    const console = await openConsole({ before: playStory, path: PATH, viewport: { width, height: 800 }, colorScheme });
    const { page } = console;
    await drawnStory(page);
    await expectNoFindings(console);
    const options = page.getByRole('button', { name: 'Options' });
    if (!(await options.isVisible())) return;
    await options.click();
    await page.getByLabel('Title').waitFor();
    await expectNoFindings(console);
  });
});
