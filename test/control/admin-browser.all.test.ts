import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import express from 'express';
import { mkdtempSync, rmSync } from 'node:fs';
import type { Server } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BrowserContext, Page } from 'playwright-core';
import { createExpressApp } from '../../mock-server/adapters/express.ts';
import { createMock } from '../../mock-server/index.ts';
import { FLAGS, PATIENCE_MS } from '../support/browser/chromium.ts';
import { findChromium } from '../support/browser/find-chromium.ts';
import { ACCOUNT, NOON } from '../support/through-every-adapter.ts';

const chromiumPath = findChromium();
if (chromiumPath === undefined) {
  process.stderr.write(
    'No Chromium found: no page tries to get into the admin API. Install one, or name it in CHROMIUM_PATH.\n',
  );
}

it('A browser is there wherever everything must be tested', () => {
  expect(chromiumPath !== undefined || process.env['CI'] !== 'true').toBe(true);
});

/** What a page got of an answer: its status and body, or nothing at all. */
type Got = { readonly status: number; readonly text: string } | 'refused';

interface FetchOptions {
  readonly method?: string;
  readonly mode?: 'no-cors';
  readonly headers?: Record<string, string>;
  readonly body?: string;
}

/** Run inside the page. */
async function fetchIn(page: Page, url: string, init: FetchOptions = {}): Promise<Got> {
  return page.evaluate(
    async ([asked, how]): Promise<Got> => {
      try {
        const response = await fetch(asked, how);
        return { status: response.status, text: await response.text() };
      } catch {
        return 'refused';
      }
    },
    [url, init] as const,
  );
}

(chromiumPath === undefined ? describe.skip : describe)('A page', () => {
  const mock = createMock();
  const servers: Server[] = [];
  const profile = mkdtempSync(join(tmpdir(), 'lp-auth-mock-'));
  let context: BrowserContext;
  let page: Page;
  /** The ports of the mock and of a server of somebody else. */
  let [mockPort, foreignPort] = [0, 0];
  const admin = (path: string): string => `http://localhost:${String(mockPort)}/__admin${path}`;

  beforeAll(async () => {
    const { chromium } = await import('playwright-core');
    // A front end's own server, with the mock in it: so there is a page at the very origin of the mock.
    const host = express()
      .get('/page', (_, response) => {
        response.type('html').send('<!doctype html>');
      })
      .use(createExpressApp(mock) as never);
    [mockPort, foreignPort] = [
      await listen(createServer(host)),
      await listen(
        createServer((_, response) => {
          response.setHeader('content-type', 'text/html').end('<!doctype html>');
        }),
      ),
    ];
    // evil.example leads here, as its owner can make it do.
    const args = [...FLAGS, '--host-resolver-rules=MAP evil.example 127.0.0.1'];
    context = await chromium.launchPersistentContext(profile, {
      executablePath: chromiumPath ?? '',
      headless: true,
      args,
    });
    context.setDefaultTimeout(PATIENCE_MS);
    page = await context.newPage();
  }, 300_000);

  afterAll(async () => {
    await context.close();
    for (const server of servers) {
      server.close();
      server.closeAllConnections();
    }
    rmSync(profile, { recursive: true, force: true });
  });

  function listen(server: Server): Promise<number> {
    servers.push(server);
    return new Promise((resolve) => {
      server.listen(0, '127.0.0.1', () => {
        resolve((server.address() as AddressInfo).port);
      });
    });
  }

  beforeEach(async () => {
    mock.reset();
    mock.clock.freeze(NOON);
    mock.faults.add({ error: 'reset', account: ACCOUNT });
    await mock.fetch('http://localhost/nowhere');
  });

  /** What a page could have read or changed. */
  const state = (): unknown => [
    mock.clock.now(),
    mock.faults.list().map(({ id }) => id).length,
    mock.journal.count(),
    mock.accounts.list().length,
  ];
  const untouched = [Date.parse(NOON), 1, 1, 2];
  const asJson = (body: object): FetchOptions => ({
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });

  it('of the same origin reads and changes everything', async () => {
    await page.goto(`http://localhost:${String(mockPort)}/page`);
    expect(await fetchIn(page, admin('/health'))).toMatchObject({ status: 200 });
    expect(await fetchIn(page, admin('/clock/advance'), asJson({ by: '1h' }))).toMatchObject({ status: 200 });
    expect(
      await fetchIn(page, admin('/journal'), { method: 'DELETE', headers: { 'content-type': 'application/json' } }),
    ).toMatchObject({ status: 204 });
    expect(state()).toEqual([Date.parse(NOON) + 3_600_000, 1, 0, 2]);
  });

  describe.each([
    ['another port of this machine', 'localhost'],
    ['an address of this machine', '127.0.0.1'],
    ['another site', 'evil.example'],
  ])('of %s', (_, hostname) => {
    beforeEach(async () => {
      await page.goto(`http://${hostname}:${String(foreignPort)}/`);
    });

    it.each(['/health', '/journal', '/accounts', '/openapi.json'])('cannot read %s', async (path) => {
      expect(await fetchIn(page, admin(path))).toBe('refused');
      expect(await fetchIn(page, admin(path), { mode: 'no-cors' })).toBe('refused');
    });

    it('cannot follow the journal', async () => {
      const outcome = await page.evaluate(
        (url) =>
          new Promise((resolve) => {
            const events = new EventSource(url);
            events.onopen = () => {
              resolve('open');
            };
            events.onerror = () => {
              events.close();
              resolve('refused');
            };
          }),
        admin('/journal/stream?after=0'),
      );
      expect(outcome).toBe('refused');
    });

    it('cannot look into a frame of it', async () => {
      const seen = await page.evaluate(
        (url) =>
          new Promise((resolve) => {
            const frame = document.createElement('iframe');
            frame.onload = () => {
              resolve(frame.contentDocument?.body.innerText ?? 'nothing');
            };
            frame.src = url;
            document.body.append(frame);
          }),
        admin('/journal'),
      );
      expect(seen).toBe('nothing');
    });

    it('cannot load it as a script or a picture', async () => {
      const outcome = await page.evaluate(
        (url) =>
          Promise.all(
            (['script', 'img'] as const).map(
              (name) =>
                new Promise((resolve) => {
                  const element = document.createElement(name);
                  element.onload = () => {
                    resolve('loaded');
                  };
                  element.onerror = () => {
                    resolve('refused');
                  };
                  element.src = url;
                  document.body.append(element);
                }),
            ),
          ),
        admin('/journal'),
      );
      expect(outcome).toEqual(['refused', 'refused']);
    });

    it('cannot change anything by JSON, which needs a preflight', async () => {
      for (const [path, body] of [
        ['/clock/advance', { by: '1h' }],
        ['/faults', { error: 'reset' }],
        ['/reset', {}],
        ['/accounts', {}],
      ] as const) {
        expect(await fetchIn(page, admin(path), asJson(body))).toBe('refused');
      }
      expect(
        await fetchIn(page, admin('/journal'), { method: 'DELETE', headers: { 'content-type': 'application/json' } }),
      ).toBe('refused');
      expect(state()).toEqual(untouched);
    });

    it('cannot change anything by what needs none', async () => {
      // These are sent. That the page does not get the answer even blindly is the work of Cross-Origin-Resource-Policy.
      for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data']) {
        expect(
          await fetchIn(page, admin('/reset'), {
            method: 'POST',
            mode: 'no-cors',
            headers: { 'content-type': type },
            body: '{}',
          }),
        ).toBe('refused');
      }
      await page.evaluate((url) => {
        navigator.sendBeacon(url, '{}');
      }, admin('/reset'));
      // A beacon tells nobody when it was heard; what is sent behind it was heard after it.
      expect(await fetchIn(page, admin('/reset'), { method: 'POST', mode: 'no-cors' })).toBe('refused');
      expect(state()).toEqual(untouched);
    });

    it('cannot change anything by a form', async () => {
      await page.evaluate((url) => {
        const form = Object.assign(document.createElement('form'), {
          method: 'post',
          enctype: 'text/plain',
          action: url,
        });
        form.append(Object.assign(document.createElement('input'), { name: '{"x":"', value: '"}' }));
        document.body.append(form);
        form.submit();
      }, admin('/reset'));
      await page.waitForURL(admin('/reset'));
      expect(await page.evaluate(() => document.body.innerText)).toContain(
        'the admin API does not answer pages of another origin',
      );
      expect(state()).toEqual(untouched);
    });
  });

  it('whose name was made to lead to the mock gets nothing out of it, though its origin is the same', async () => {
    await page.goto(`http://evil.example:${String(mockPort)}/page`);
    expect(await fetchIn(page, '/__admin/health')).toMatchObject({ status: 200, text: '{"status":"ok"}' });
    for (const path of ['/journal', '/accounts']) {
      expect(await fetchIn(page, `/__admin${path}`)).toMatchObject({
        status: 403,
        text: expect.stringContaining('Host must be a loopback name or address'),
      });
    }
    expect(await fetchIn(page, '/__admin/reset', asJson({}))).toMatchObject({ status: 403 });
    expect(state()).toEqual(untouched);
  });
});
