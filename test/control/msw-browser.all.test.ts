import { describe, expect, it } from '@jest/globals';
import { findChromium } from '../support/browser/find-chromium.ts';
import { browserDoor } from '../support/door-browser.ts';
import { chooseDoors } from '../support/through-every-door.ts';

const hasChromium = findChromium() !== undefined;

describe('The control room in a browser', () => {
  it('is tested wherever everything must be', () => {
    expect(hasChromium || process.env['CI'] !== 'true').toBe(true);
  });
});

if (hasChromium) {
  chooseDoors([browserDoor]);
  for (const name of ['clock', 'faults', 'forged-tokens', 'journal', 'keys', 'lineage']) await import(`./${name}.test.ts`);
}
