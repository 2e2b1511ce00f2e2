import { readFileSync } from 'node:fs';
import type { Server } from 'node:http';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildSync } from 'esbuild';

const require = createRequire(import.meta.url);

/** Serves the page, its script and MSW's worker. */
export interface PageServer {
  readonly url: string;
  close(): void;
}

export async function servePage(): Promise<PageServer> {
  const files = new Map([
    [
      '/',
      {
        type: 'text/html',
        text: '<!doctype html><title>lp-auth-mock</title><script type="module" src="/page.js"></script>',
      },
    ],
    ['/page.js', { type: 'text/javascript', text: bundlePage() }],
    ['/mockServiceWorker.js', { type: 'text/javascript', text: readWorker() }],
  ]);
  const server = createServer((request, response) => {
    const file = files.get(request.url ?? '');
    response.writeHead(file === undefined ? 404 : 200, { 'content-type': file?.type ?? 'text/plain' }).end(file?.text);
  });
  return {
    url: await listen(server),
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

/** What `npx msw init` would copy, taken from where it stands. */
function readWorker(): string {
  return readFileSync(join(dirname(require.resolve('msw/package.json')), 'lib', 'mockServiceWorker.js'), 'utf8');
}

function bundlePage(): string {
  const {
    outputFiles: [bundle],
  } = buildSync({
    entryPoints: [fileURLToPath(new URL('page.ts', import.meta.url))],
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    logLevel: 'error',
  });
  return bundle?.text ?? '';
}

function listen(server: Server): Promise<string> {
  return new Promise((resolve) => {
    server.unref().listen(0, '127.0.0.1', () => {
      resolve(`http://127.0.0.1:${String((server.address() as AddressInfo).port)}/`);
    });
  });
}
