import { describe, expect, it } from '@jest/globals';
import { findChromium } from '../support/browser/find-chromium.ts';
import { browserAdapter } from '../support/adapter-browser.ts';
import { chooseAdapters } from '../support/through-every-adapter.ts';

const hasChromium = findChromium() !== undefined;

describe('The admin API in a browser', () => {
  it('is tested wherever everything must be', () => {
    expect(hasChromium || process.env['CI'] !== 'true').toBe(true);
  });
});

if (hasChromium) {
  chooseAdapters([browserAdapter]);
  for (const name of ['clock', 'faults', 'forged-tokens', 'journal', 'keys', 'lineage'])
    await import(`./${name}.test.ts`);
}
