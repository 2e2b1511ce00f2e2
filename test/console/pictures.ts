// `npm run pictures`: makes the pictures of README and docs, from a mock with a seed and a frozen clock, so that they
// are the same every time. They change when the console does: look at them before you commit them.
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { findChromium } from '../support/browser/find-chromium.ts';

const { createMock } = await import('../../mock-server/index.ts');
const { startServer } = await import('../../mock-server/adapters/node/server.ts');
const { FLAGS } = await import('../support/browser/chromium.ts');
const { playStory, STORY_START } = await import('./shown-story.ts');

/** Drawn in one thread and in one go: otherwise the edges of round corners differ now and then. */
const STEADY = [
  '--disable-skia-runtime-opts',
  '--num-raster-threads=1',
  '--disable-partial-raster',
  '--disable-checker-imaging',
  '--run-all-compositor-stages-before-draw',
];
const SIZE = { width: 1200, height: 720 };

/** What is shown, and when it is there. */
interface Scene {
  readonly name: string;
  readonly hash: string;
  readonly ready: (page: Page) => Promise<void>;
}

const SCENES: readonly Scene[] = [
  {
    name: 'calls',
    hash: '#/calls/6',
    ready: async (page) => {
      await page.locator('.said').waitFor();
      await page.locator('.row').nth(8).waitFor();
    },
  },
  {
    name: 'picture',
    hash: '#/picture',
    ready: async (page) => {
      await page.locator('.flow-sheet text', { hasText: 'sequence 1' }).waitFor();
    },
  },
];

const folder = process.argv[2] ?? fileURLToPath(new URL('../../docs/pictures', import.meta.url));
const executablePath = findChromium();
if (executablePath === undefined) {
  process.stderr.write('There is no Chromium. Install one, or name it in CHROMIUM_PATH.\n');
  process.exit(1);
}
await mkdir(folder, { recursive: true });
const { chromium } = await import('playwright-core');
const browser = await chromium.launch({ executablePath, headless: true, args: [...FLAGS, ...STEADY] });
const mock = createMock({ seed: 'pictures', capture: true, clock: { now: () => Date.parse(STORY_START) } });
await withoutTime(() => playStory(mock));
const server = await startServer(mock, { port: 0 });
for (const { name, hash, ready } of SCENES) {
  for (const colorScheme of ['light', 'dark'] as const) {
    const context = await browser.newContext({ viewport: SIZE, colorScheme, reducedMotion: 'reduce', locale: 'en' });
    const page = await context.newPage();
    // The page says how far the mock is from the real time.
    await page.clock.setFixedTime(STORY_START);
    await page.goto(`${server.url}/__admin/ui/${hash}`);
    await page.getByText('frozen', { exact: true }).waitFor();
    await page.getByText('Live', { exact: true }).waitFor();
    await ready(page);
    await page.screenshot({ path: join(folder, `${name}-${colorScheme}.png`), animations: 'disabled' });
    await context.close();
  }
}
await browser.close();
await server.close();
process.stdout.write(`The pictures are in ${folder}.\n`);

/** A call takes another time at each run, and the page says when and how long: here the time of the machine stands. */
async function withoutTime(play: () => Promise<void>): Promise<void> {
  const [dateNow, platformNow] = [Date.now, performance.now.bind(performance)];
  Date.now = () => Date.parse(STORY_START);
  performance.now = () => 0;
  try {
    await play();
  } finally {
    Date.now = dateNow;
    performance.now = platformNow;
  }
}
