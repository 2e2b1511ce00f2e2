import { afterAll, afterEach, describe, expect, it, jest } from '@jest/globals';
import { once } from 'node:events';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';
import { WebSocket } from 'ws';
import { snippetsOf } from '../docs/snippets.ts';
import { openProject } from '../package/project.ts';
import { attempt, run } from '../package/run.ts';
import { FLAGS, PATIENCE_MS } from '../support/browser/chromium.ts';
import { findChromium } from '../support/browser/find-chromium.ts';
import type { DevServer } from './dev-server.ts';
import { startDevServer } from './dev-server.ts';
import { recipe, writeFiles } from './recipes.ts';

// Dev servers and a browser are started here, which a busy machine takes its time for.
jest.setTimeout(240_000);

const project = await openProject([
  'next@16',
  'react@19',
  'react-dom@19',
  'vite@8',
  'storybook@10',
  '@storybook/html-vite@10',
  'msw-storybook-addon@3',
]);
const { folder } = project ?? { folder: '' };
const describeInstalled = project === undefined ? describe.skip : describe;
const AUTHORIZE = '/api/account/12345678/anonymous/authorize';

describeInstalled('Front ends, with the installed tarball (skipped where no npm registry answers)', () => {
  let server: DevServer | undefined;
  afterEach(async () => {
    await server?.close();
    server = undefined;
  });
  afterAll(() => {
    project?.remove();
  });

  /** Asks the page's own server, edits what answered, and asks again until the edit is there. */
  const askThroughAnEdit = async (file: string): Promise<unknown[]> => {
    const ask = async (): Promise<unknown> => (await fetch(`${server?.url ?? ''}/token`)).json();
    const before = await ask();
    writeFileSync(file, readFileSync(file, 'utf8').replace('edit: 1', 'edit: 2'));
    let after = await ask();
    while (JSON.stringify(after) === JSON.stringify(before)) after = await ask();
    return [before, after];
  };
  const THROUGH_AN_EDIT = [
    { status: 200, edit: 1 },
    { status: 200, edit: 2 },
  ];

  it('Next under run, through an edit', async () => {
    const app = makeNextApp('next-run', `'https://va.idp.liveperson.net${AUTHORIZE}'`);
    const command = recipe('sh next').trim();
    server = await startDevServer(`${command} --hostname 127.0.0.1 --port 0`, app);
    expect(await askThroughAnEdit(join(app, 'app', 'token', 'route.js'))).toEqual(THROUGH_AN_EDIT);
  });

  it('Next with startServer in instrumentation.js, through an edit', async () => {
    const app = makeNextApp('next-instrumentation', `globalThis.lpServer.url + '${AUTHORIZE}'`);
    writeFiles(app, { 'instrumentation.js': recipe('js next-instrumentation').replace('4407', '0') });
    server = await startDevServer('npx --no next dev --hostname 127.0.0.1 --port 0', app);
    expect(await askThroughAnEdit(join(app, 'app', 'token', 'route.js'))).toEqual(THROUGH_AN_EDIT);
  });

  it('Vite', async () => {
    const app = makeFolder('vite');
    const [config] = snippetsOf('docs/run-and-proxy.md').filter(({ code }) => code.startsWith('// vite.config.ts'));
    writeFiles(app, { 'vite.config.ts': config?.code ?? '', 'index.html': '<!doctype html><title>app</title>' });
    server = await startDevServer('npx --no -- vite --host 127.0.0.1 --port 0', app);
    const statuses = [
      (await fetch(`${server.url}${AUTHORIZE}`, { method: 'POST' })).status,
      (await fetch(server.url)).status,
    ];
    expect(statuses).toEqual([200, 200]);
    // The mock's sockets and those of the hot reload, on one port.
    for (const [path, protocol] of [['/ws_api/account/12345678/messaging/consumer?v=3'], ['/', 'vite-ping']] as const) {
      const socket = new WebSocket(`${server.url.replace('http', 'ws')}${path}`, protocol);
      await once(socket, 'open');
      socket.terminate();
    }
  });

  const chromium = findChromium();
  // CI has to have a browser: there the test fails instead.
  (chromium === undefined && process.env['CI'] !== 'true' ? it.skip : it)('Storybook', async () => {
    const app = makeFolder('storybook');
    mkdirSync(join(app, '.storybook'));
    await run('npx', ['--no', 'msw', 'init', 'public', '--no-save'], app);
    writeFiles(app, {
      '.storybook/main.js': `export default {
        stories: ['../*.stories.js'], framework: '@storybook/html-vite', core: { disableTelemetry: true },
        addons: ['msw-storybook-addon'], staticDirs: ['../public'],
      };`,
      '.storybook/preview.js': recipe('js storybook-preview'),
      'token.stories.js': `export default { title: 'Token' };
      export const Visitor = {
        loaders: [async () => (await fetch('https://va.idp.liveperson.net${AUTHORIZE}', { method: 'POST' })).json()],
        render: (_, { loaded }) => '<p id="token">' + loaded.token + '</p>',
      };`,
    });
    const built = await attempt('npx', ['--no', 'storybook', 'build', '-o', 'out', '--disable-telemetry'], app);
    expect({ code: built.code, output: built.code === 0 ? '' : built.stdout + built.stderr }).toEqual({
      code: 0,
      output: '',
    });
    expect(await readStory(join(app, 'out'), 'token--visitor', '#token', chromium ?? '')).toMatch(/^eyJ/);
  });
});

/** A folder of its own, below the one that everything is installed in. */
function makeFolder(name: string): string {
  const made = join(folder, name);
  mkdirSync(made);
  writeFiles(made, { 'package.json': '{ "private": true, "type": "module" }' });
  return made;
}

/** A page of Next whose own server asks LivePerson. */
function makeNextApp(name: string, url: string): string {
  const app = makeFolder(name);
  mkdirSync(join(app, 'app', 'token'), { recursive: true });
  writeFiles(app, {
    'next.config.mjs': `export default { turbopack: { root: ${JSON.stringify(folder)} } };`,
    'app/layout.jsx': 'export default ({ children }) => <html><body>{children}</body></html>;',
    'app/token/route.js': `export const dynamic = 'force-dynamic';
    export async function GET() {
      const { status } = await fetch(${url}, { method: 'POST' });
      return Response.json({ status, edit: 1 });
    }`,
  });
  return app;
}

const TYPES: Readonly<Record<string, string>> = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css' };

/** What stands in an element of a built story. */
async function readStory(built: string, id: string, selector: string, executablePath: string): Promise<string> {
  const files = createServer((request, response) => {
    const [path = ''] = (request.url ?? '').split('?');
    try {
      const text = readFileSync(join(built, path));
      response.writeHead(200, { 'content-type': TYPES[extname(path)] ?? 'application/octet-stream' }).end(text);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise<void>((resolve) => {
    files.listen(0, '127.0.0.1', resolve);
  });
  const { chromium } = await import('playwright-core');
  const browser = await chromium.launch({ executablePath, args: [...FLAGS] });
  try {
    const page = await browser.newPage();
    page.setDefaultTimeout(PATIENCE_MS);
    await page.goto(`http://127.0.0.1:${String((files.address() as AddressInfo).port)}/iframe.html?id=${id}`);
    return (await page.locator(selector).textContent()) ?? '';
  } finally {
    await browser.close();
    files.close();
  }
}
