import { existsSync } from 'node:fs';

const USUAL_PLACES = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/** The browser to test in: what `CHROMIUM_PATH` names, else where systems put it. Undefined when it is not there. */
export function findChromium(): string | undefined {
  const named = process.env['CHROMIUM_PATH'];
  return (named === undefined ? USUAL_PLACES : [named]).find((path) => existsSync(path));
}
