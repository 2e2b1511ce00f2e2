import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect } from '@jest/globals';
import type { OpenedConsole } from './opened-console.ts';

/** A page that is looked at, and what it complained of. */
type LookedAt = Pick<OpenedConsole, 'page' | 'complaints'>;

/** The page has no findings of axe, complained of nothing, and has nothing to scroll sideways. */
export async function expectNoFindings({ page, complaints }: LookedAt): Promise<void> {
  const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
  // On its way from one colour to another a button has one that nobody reads.
  // A transition that is cut off, because its element was drawn anew, is over as well.
  await page.evaluate(async () => {
    const transitions = document.getAnimations().filter((each) => each instanceof CSSTransition);
    await Promise.allSettled(transitions.map(({ finished }) => finished));
  });
  // By the debugger, because the page's own policy lets no other script in.
  const session = await page.context().newCDPSession(page);
  await session.send('Runtime.evaluate', { expression: axe });
  const { result } = await session.send('Runtime.evaluate', {
    expression:
      'axe.run().then(({ violations }) => JSON.stringify(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html.slice(0, 160))])))',
    awaitPromise: true,
    returnByValue: true,
  });
  expect(JSON.parse(result.value as string)).toEqual([]);
  expect(complaints).toEqual([]);
  expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBe(0);
}
