import { createServer } from 'node:http';
import { readFile } from 'node:fs/promises';
import { expect, test } from '@playwright/test';
import { createMock } from 'lp-auth-mock';
import { startServer } from 'lp-auth-mock/server';

const mock = createMock();
let server;
let app;

test.beforeAll(async () => {
  server = await startServer(mock, { port: 0 });
  app = await serveFolder(new URL('../visitor/', import.meta.url));
});

test.afterEach(() => {
  mock.reset();
});

test.afterAll(async () => {
  app.close();
  await server.close();
});

test('a visitor who waits too long must come again', async ({ page }) => {
  await page.goto(`http://localhost:${app.address().port}/index.html?mock=${server.url}`);
  await page.click('#arrive');
  await expect(page.locator('#result')).toHaveText(/^visitor [\da-f-]{36}$/);

  await page.click('#authenticate');
  await expect(page.locator('#result')).toHaveText(/^may talk until /);

  mock.clock.advance('10m');
  await page.click('#authenticate');
  await expect(page.locator('#result')).toHaveText('LivePerson refused with 1012');
});

/** A server for the page's own files, in place of yours. */
function serveFolder(folder) {
  const types = { html: 'text/html', mjs: 'text/javascript' };
  const files = createServer(async (request, response) => {
    const { pathname } = new URL(request.url, 'http://localhost');
    const text = await readFile(new URL(`.${pathname}`, folder)).catch(() => undefined);
    response.writeHead(text === undefined ? 404 : 200, {
      'content-type': types[pathname.split('.').at(-1)] ?? 'text/plain',
    });
    response.end(text);
  });
  return new Promise((resolve) => {
    files.listen(0, 'localhost', () => {
      resolve(files);
    });
  });
}
