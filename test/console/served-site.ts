import { readFileSync } from 'node:fs';
import type { Server } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';

/** Where the site stands on its host. */
const SUB_PATH = '/some/sub/path/';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css',
  '.js': 'text/javascript',
  '.svg': 'image/svg+xml',
};

/** A static host, which does nothing but hand out files. */
export interface ServedSite {
  /** Ends in `/`. */
  readonly url: string;
  close(): void;
}

/** @param folders - by the path behind {@link SUB_PATH}; the empty path is the site's */
export async function serveSite(folders: Readonly<Record<string, string>>): Promise<ServedSite> {
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    const text = pathname.startsWith(SUB_PATH) ? fileAt(pathname.slice(SUB_PATH.length), folders) : undefined;
    const type = TYPES[extname(pathname)] ?? TYPES['.html'] ?? '';
    response.writeHead(text === undefined ? 404 : 200, { 'content-type': type }).end(text ?? 'not found');
  });
  return {
    url: `http://localhost:${String(await listen(server))}${SUB_PATH}`,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

function fileAt(path: string, folders: Readonly<Record<string, string>>): Buffer | undefined {
  for (const [prefix, folder] of Object.entries(folders)) {
    if (!path.startsWith(prefix)) continue;
    try {
      return readFileSync(join(folder, path.slice(prefix.length) || 'index.html'));
    } catch {
      continue;
    }
  }
  return undefined;
}

function listen(server: Server): Promise<number> {
  return new Promise((resolve) => {
    server.unref().listen(0, () => {
      resolve((server.address() as AddressInfo).port);
    });
  });
}
