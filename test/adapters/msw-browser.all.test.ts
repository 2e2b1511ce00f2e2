import { readdirSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { findChromium } from '../support/browser/find-chromium.ts';
import { browserAdapter } from '../support/adapter-browser.ts';
import { chooseAdapters, describeThroughEveryAdapter } from '../support/through-every-adapter.ts';

const CONFORMANCE = new URL('../conformance/', import.meta.url);
const hasChromium = findChromium() !== undefined;

if (!hasChromium) {
  process.stderr.write(
    'No Chromium found: the conformance suite is not run in a browser. Install one, or name it in CHROMIUM_PATH.\n',
  );
}

describe('The adapter into a browser', () => {
  it('is open wherever everything must be tested', () => {
    expect(hasChromium || process.env['CI'] !== 'true').toBe(true);
  });
});

if (hasChromium) {
  chooseAdapters([browserAdapter]);
  const names = readdirSync(CONFORMANCE).filter((name) => name.endsWith('.test.ts'));
  for (const name of names) await import(new URL(name, CONFORMANCE).href);

  describeThroughEveryAdapter('What a page finds out of the ordinary', (open) => {
    it('two mocks in one page share nothing', async () => {
      const [first, second] = [await open({ closed: true }), await open()];
      const path = '/api/account/00000000/service/baseURI.json';
      expect([(await first.get(path)).status, (await second.get(path)).status, (await first.get(path)).status]).toEqual(
        [401, 200, 401],
      );
    });

    it('an error inside the page keeps its name and its words', async () => {
      await expect(open({ closed: 'yes' } as never)).rejects.toMatchObject({
        name: 'ConfigError',
        message: expect.stringMatching(/^closed: /),
      });
    });
  });
}
