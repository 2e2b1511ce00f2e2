import { afterAll } from '@jest/globals';
import type { Browser } from './browser/chromium.ts';
import { launch } from './browser/chromium.ts';
import { findChromium } from './browser/find-chromium.ts';
import type { Adapter } from './adapter.ts';
import type { WireSocket } from './heard-socket.ts';
import type { WireReply } from './wire.ts';

let browser: Promise<Browser> | undefined;
let lastId = 0;

/** MSW's service worker in a real Chromium: the engine runs in the page, and the page's own `fetch` asks it. */
export const browserAdapter: Adapter = {
  name: 'MSW in Chromium',
  sendsAnyHeader: false,
  sockets: 'without headers',
  open: async (options) => {
    const page = await requireBrowser();
    const id = (lastId += 1);
    await page.call('open', id, options);
    let isOpen = true;
    return {
      // An answer that has not come when the adapter closes never comes, as behind other adapters.
      send: async (request) =>
        (await page
          .call('send', id, request)
          .catch((error: unknown) =>
            isOpen ? Promise.reject(error as Error) : new Promise(() => undefined),
          )) as WireReply,
      connect: async (handshake) => socketIn(page, (await page.call('connect', id, handshake)) as number),
      control: (path, ...args) => page.call('control', id, path, args),
      close: async () => {
        isOpen = false;
        await page.call('close', id);
      },
    };
  },
};

/** A socket of the page, from outside. */
function socketIn(page: Browser, socket: number): WireSocket {
  return {
    send: (text) => void page.call('socketSend', socket, text),
    next: async () => (await page.call('socketNext', socket)) as string,
    close: (code, reason) => void page.call('socketClose', socket, code, reason),
    // With the page, its sockets are lost.
    closed: page.call('socketClosed', socket).catch(() => [1006, '']) as WireSocket['closed'],
  };
}

/** One Chromium for all tests of a file, started when the first of them asks. */
export function requireBrowser(): Promise<Browser> {
  const path = findChromium();
  if (path === undefined) throw new Error('no Chromium found: install one, or name it in CHROMIUM_PATH');
  return (browser ??= launch(path));
}

afterAll(async () => {
  await (await browser)?.close();
});
