// Opens consumer-page.html in a Chromium of this environment, without any flag about certificates, and prints what it came to.
// node page-in-chromium.mjs <address of the Domain API> <account>; CHROMIUM_PATH names the browser.
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';

const [, , domainApi = '', account = ''] = process.argv;
const page = readFileSync(new URL('consumer-page.html', import.meta.url));
const server = createServer((request, response) => {
  response.writeHead(200, { 'content-type': 'text/html' }).end(page);
}).listen(0, 'localhost');
await once(server, 'listening');
const profile = mkdtempSync(join(tmpdir(), 'lp-auth-mock-'));
const context = await chromium.launchPersistentContext(profile, {
  executablePath: process.env.CHROMIUM_PATH,
  headless: true,
  args: [
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ],
});
try {
  const [opened] = context.pages();
  const query = new URLSearchParams({ domainApi, account });
  await opened.goto(`http://localhost:${server.address().port}/?${query}`);
  console.log(JSON.stringify(await opened.evaluate(() => globalThis.outcome)));
} finally {
  await context.close();
  server.close();
  rmSync(profile, { recursive: true, force: true });
}
