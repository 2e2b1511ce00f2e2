import { describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { post } from '../support/calls.ts';
import { expectSoon } from './expect-soon.ts';
import { chromiumPath, openConsole } from './opened-console.ts';

const describeInBrowser = chromiumPath === undefined ? describe.skip : describe;

const callRows = (page: Page): Promise<number> => page.locator('.row:not(.change)').count();

describeInBrowser('Two consoles of one mock', () => {
  it('show the same calls and the same clock; what one of them clears or filters is its own', async () => {
    const { page, server, mock, complaints } = await openConsole();
    const other = await page.context().newPage();
    await other.goto(server.url);
    await other.locator('.address').waitFor();
    await post(mock, '/nowhere');
    await post(mock, '/elsewhere');
    for (const each of [page, other]) await each.locator('#row-2').waitFor();
    await page.getByRole('button', { name: '+10 min' }).click();
    await other
      .getByText(/You moved the clock \+10 min/)
      .first()
      .waitFor();
    await page.keyboard.press('x');
    await page
      .getByText(/cleared/i)
      .first()
      .waitFor();
    await page.locator('#row-2').waitFor({ state: 'detached' });
    expect([await callRows(page), await callRows(other)]).toEqual([0, 2]);
    await other.getByRole('searchbox').fill('elsewhere');
    await post(mock, '/third');
    await page.locator('#row-3').waitFor();
    expect([await callRows(page), await callRows(other)]).toEqual([1, 1]);
    expect(complaints).toEqual([]);
  });
});

describeInBrowser('A console that is left open', () => {
  it('for a day shows the next call at once, and the time as it is', async () => {
    const { page: first, mock, server } = await openConsole();
    const page = await first.context().newPage();
    const complaints: string[] = [];
    page.on('pageerror', ({ message }) => complaints.push(message));
    await page.clock.install();
    await page.goto(server.url);
    await page.locator('.address').waitFor();
    await post(mock, '/before');
    await page.locator('#row-1').waitFor();
    const elements = (): Promise<number> => page.locator('*').count();
    const before = await elements();
    for (let hour = 0; hour < 24; hour += 1) await page.clock.fastForward('01:00:00');
    expect(await elements()).toBe(before);
    await post(mock, '/after');
    await page.locator('#row-2').waitFor();
    await expectSoon(() => callRows(page)).toBe(2);
    expect(complaints).toEqual([]);
  });
});
