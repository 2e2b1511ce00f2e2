import { join } from 'node:path';
import { mkdirSync } from 'node:fs';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { buildSync } from 'esbuild';
import type { Page } from 'playwright-core';
import type { Backend } from '../../mock-server/console/backend.ts';
import type { Mock } from '../../mock-server/index.ts';
import { createScratchFolder } from '../cli/scratch-folder.ts';
import { ACCOUNT } from '../support/through-every-adapter.ts';
import { chromiumPath, launch } from './opened-console.ts';
import type { ServedSite } from './served-site.ts';
import { serveSite } from './served-site.ts';
import { expectSoon } from './expect-soon.ts';

/** What the page of these tests has of its own. */
declare global {
  var opened: { readonly mock: Mock; readonly backend: Backend; changes: number };
}

const PAGE = `
  import { createMock } from './mock-server/index.ts';
  import { createPageBackend } from './mock-server/console/site/page-backend.ts';
  const mock = createMock({ agent: 'echo' });
  const opened = { mock, changes: 0, backend: createPageBackend(mock, { onChange: () => { opened.changes += 1; } }) };
  globalThis.opened = opened;
`;

const BAD_TOKEN = JSON.stringify({
  kind: 'req',
  id: '0',
  type: 'InitConnection',
  headers: [{ type: '.ams.headers.ConsumerAuthentication', jwt: 'no token' }],
});

const describeInBrowser = chromiumPath === undefined ? describe.skip : describe;
const scratch = createScratchFolder();
let site: ServedSite;
let page: Page;
beforeAll(async () => {
  mkdirSync(join(scratch.path, 'page'));
  scratch.write(
    join('page', 'index.html'),
    '<!doctype html><title>x</title><script type="module" src="x.js"></script>',
  );
  const { outputFiles } = buildSync({
    stdin: { contents: PAGE, resolveDir: process.cwd(), loader: 'ts' },
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    logLevel: 'error',
  });
  scratch.write(join('page', 'x.js'), outputFiles[0]?.text ?? '');
  site = await serveSite({ '': join(scratch.path, 'page') });
  if (chromiumPath !== undefined) page = await (await launch()).newPage();
});
afterAll(() => {
  site.close();
});

describeInBrowser('A mock in the page, as the console talks to it', () => {
  beforeEach(async () => {
    await page.goto(site.url);
    await page.waitForFunction(() => 'opened' in globalThis);
  });

  it('answers calls and the admin API, and tells of what may have changed', async () => {
    const answers = await page.evaluate(async (account) => {
      const { backend } = globalThis.opened;
      const json = { 'content-type': 'application/json' };
      const asked = [
        await backend.fetch(`/api/account/${account}/configuration/le-connectors/all-connectors`),
        await backend.fetch('/__admin/accounts'),
        await backend.fetch('/__admin/overview'),
        await backend.fetch('/__admin/clock/advance', { method: 'POST', headers: json, body: '{"by":"1h"}' }),
        await backend.fetch('/__admin/clock/advance', { method: 'POST', headers: json, body: '{"by":"soon"}' }),
        await backend.fetch('/__admin/nothing?x=1'),
        await backend.fetch('/nothing?x=1'),
      ];
      return asked.map(({ status }) => status);
    }, ACCOUNT);
    expect(answers).toEqual([200, 200, 200, 200, 400, 404, 404]);
    await expectSoon(() => page.evaluate(() => globalThis.opened.changes)).toBe(2);
    await expectSoon(() => page.evaluate(() => globalThis.opened.backend.address)).toBe('https://mock.invalid');
  });

  it('rejects as fetch does when the mock drops the connection or the caller gives up', async () => {
    const told = await page.evaluate(async () => {
      const { mock, backend } = globalThis.opened;
      const nameOf = (asked: Promise<Response>): Promise<string> =>
        asked.then(String, (error: unknown) => (error as Error).name);
      mock.faults.add({ endpoint: 'sentinel.jwks', error: 'reset' });
      const dropped = await nameOf(backend.fetch('/sentinel/well-known/jwks'));
      return [dropped, await nameOf(backend.fetch('/sentinel/well-known/jwks', { signal: AbortSignal.abort() }))];
    });
    expect(told).toEqual(['TypeError', 'AbortError']);
  });

  it('follows what happens, from the first event that is kept', async () => {
    const heard = await page.evaluate(async () => {
      const { mock, backend } = globalThis.opened;
      mock.clock.freeze();
      await backend.fetch('/sentinel/well-known/jwks');
      const said: string[] = [];
      const enough = new Promise<void>((resolve) => {
        const hear = (what: string): void => {
          said.push(what);
          if (said.length === 5) resolve();
        };
        backend.follow({
          onEntry: ({ path }) => {
            hear(path);
            if (said.length === 3) throw new Error('a view that fails');
          },
          onAttempt: ({ event }) => {
            hear(event);
          },
          onChange: ({ verb }) => {
            hear(verb);
          },
          onState: (trouble) => {
            hear(`state ${String(trouble)}`);
          },
          onRestart: () => {
            hear('restart');
          },
        });
      });
      await backend.fetch('/nothing');
      mock.clock.advance('1h');
      await enough;
      return said;
    });
    expect(heard).toEqual([
      'state undefined',
      'clock.freeze',
      '/sentinel/well-known/jwks',
      '/nothing',
      'clock.advance',
    ]);
  });

  it('opens sockets, whose frames and ends come as those of a WebSocket', async () => {
    const told = await page.evaluate(async (account) => {
      const { mock, backend } = globalThis.opened;
      const socket = backend.openSocket(`/ws_api/account/${account}/messaging/consumer?v=3`);
      const said: string[] = [`state ${String(socket.readyState)}`];
      try {
        socket.send('too early');
      } catch (error) {
        said.push((error as Error).name);
      }
      const opening = new Promise((resolve) => {
        socket.addEventListener('open', resolve);
      });
      const closed = new Promise<CloseEvent>((resolve) => {
        socket.addEventListener('close', resolve);
      });
      const frames: { readonly kind: string; readonly code?: number }[] = [];
      const echoed = new Promise<void>((resolve) => {
        socket.addEventListener('message', ({ data }: MessageEvent<string>) => {
          frames.push(JSON.parse(data) as (typeof frames)[number]);
          if (frames.length === 5) resolve();
        });
      });
      await opening;
      said.push(`state ${String(socket.readyState)}`);
      const jwt = await mock.mint.lpJwt();
      const headers = [{ type: '.ams.headers.ConsumerAuthentication', jwt }];
      socket.send(JSON.stringify({ kind: 'req', id: '0', type: 'InitConnection', headers }));
      socket.send(
        JSON.stringify({ kind: 'req', id: '1', type: 'cqm.SubscribeExConversations', body: { convState: ['OPEN'] } }),
      );
      socket.send(JSON.stringify({ kind: 'req', id: '2', type: 'cm.ConsumerRequestConversation', body: {} }));
      await echoed;
      socket.close(4000, 'enough');
      said.push(`state ${String(socket.readyState)}`);
      const { code, reason, wasClean } = await closed;
      socket.send('too late');
      return {
        said: [...said, `state ${String(socket.readyState)}`],
        closed: [code, reason, wasClean],
        frames: frames.slice(0, 5).map(({ kind, code }) => code ?? kind),
        last: mock.journal.find().at(-1)?.outcome,
        open: mock.sockets.list().length,
      };
    }, ACCOUNT);
    expect(told).toEqual({
      said: ['state 0', 'InvalidStateError', 'state 1', 'state 2', 'state 3'],
      closed: [4000, 'enough', true],
      frames: [200, 200, 'notification', 200, 'notification'],
      last: 4000,
      open: 0,
    });
  });

  it.each([
    ['the mock refuses the handshake', { path: '/messaging/brand/nobody?v=2.1', then: '' }, [1006, '', false, 1]],
    ['the mock closes it', { path: '/messaging/consumer?v=3', then: BAD_TOKEN }, [4407, expect.any(String), true, 0]],
    [
      'a frame is too large',
      { path: '/messaging/consumer?v=3', then: 'x'.repeat(1_048_577) },
      [1009, expect.stringContaining('frame-too-large'), true, 0],
    ],
    ['it is closed before it is open', { path: '/messaging/consumer?v=3', then: 'close' }, [1006, '', false, 1]],
  ])('ends a socket as a WebSocket ends when %s', async (_, { path, then }, ending) => {
    const ended = await page.evaluate(
      async ([url, sent]) => {
        const { backend, mock } = globalThis.opened;
        const socket = backend.openSocket(url);
        let errors = 0;
        socket.addEventListener('error', () => {
          errors += 1;
        });
        socket.addEventListener('open', () => {
          socket.send(sent);
        });
        const closed = new Promise<CloseEvent>((resolve) => {
          socket.addEventListener('close', resolve);
        });
        if (sent === 'close') socket.close();
        const { code, reason, wasClean } = await closed;
        await mock.settled();
        return { told: [code, reason, wasClean, errors], open: mock.sockets.list().length };
      },
      [`/ws_api/account/${ACCOUNT}${path}`, then] as const,
    );
    expect(ended).toEqual({ told: ending, open: 0 });
  });
});
