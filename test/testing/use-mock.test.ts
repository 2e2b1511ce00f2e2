import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { json } from 'node:stream/consumers';
import { WebSocket as PackageWebSocket } from 'ws';
import type { RunnerHooks } from '../../mock-server/testing/index.ts';
import { useMock } from '../../mock-server/testing/index.ts';
import { ACCOUNT } from '../support/through-every-adapter.ts';

const SENTINEL = 'https://sentinel.liveperson.net';
const JWKS = `${SENTINEL}/sentinel/well-known/jwks`;

describe('useMock, at the top of a describe', () => {
  const { mock, server } = useMock({ seed: 'demo', hooks: { beforeAll, afterEach, afterAll } });

  it('answers for LivePerson inside the process', async () => {
    mock.clock.freeze('2030-01-01T00:00:00Z');
    expect((await fetch(JWKS)).status).toBe(200);
    expect(mock.journal.count()).toBe(1);
  });

  it('starts each test anew', () => {
    expect([mock.journal.count(), mock.clock.now() < Date.parse('2030-01-01')]).toEqual([0, true]);
  });

  it('has no url, and says why', () => {
    expect(() => server.url).toThrow(
      "useMock: there is no port, because LivePerson's own hosts are answered inside this process; for a port: useMock({ serve: true })",
    );
  });
});

const SOCKET = `wss://va.msg.liveperson.net/ws_api/account/${ACCOUNT}/messaging/consumer?v=3`;

describe('sockets under useMock', () => {
  useMock({ hooks: { beforeAll, afterEach, afterAll } });
  const hadWebSocket = 'WebSocket' in globalThis;

  it('are those of the global WebSocket; where Node has none, none is put there', async () => {
    expect('WebSocket' in globalThis).toBe(hadWebSocket);
    if (!hadWebSocket) return;
    const client = new WebSocket(SOCKET);
    await new Promise((resolve, reject) => {
      client.addEventListener('open', resolve);
      client.addEventListener('error', reject);
    });
    client.close();
  });

  it('of another client are refused with the way out, on every Node', async () => {
    const client = new PackageWebSocket(SOCKET);
    const [, answer] = (await once(client, 'unexpected-response')) as [unknown, IncomingMessage];
    expect([answer.statusCode, await json(answer)]).toEqual([
      501,
      {
        error: 'socket_not_intercepted',
        message:
          'MSW serves the global WebSocket alone (Node 22 and later), no other client; use startServer of lp-auth-mock/server, or lp-auth-mock run',
      },
    ]);
  });
});

describe('useMock with a port', () => {
  const { mock, server } = useMock({ serve: true, hooks: { beforeAll, afterEach, afterAll } });

  it('serves', async () => {
    expect((await fetch(`${server.url}/sentinel/well-known/jwks`)).status).toBe(200);
    expect(mock.journal.count()).toBe(1);
  });
});

describe('useMock', () => {
  it('takes the hooks of the runner when none are given', () => {
    expect(() => {
      useMock({ nonsense: 1 } as never);
    }).toThrow('nonsense');
  });

  it('says what to do where there are no hooks', () => {
    const { afterEach: hook } = globalThis as unknown as RunnerHooks;
    const scope = globalThis as { afterEach?: unknown };
    delete scope.afterEach;
    try {
      expect(() => {
        useMock();
      }).toThrow('Import them from it, and pass them: useMock({ hooks: { beforeAll, afterEach, afterAll } })');
    } finally {
      scope.afterEach = hook;
    }
  });

  it('fails a test that asked LivePerson for what is not mocked, and starts anew all the same', async () => {
    const { used, hooks } = underTest();
    await hooks.beforeAll();
    await fetch(`${SENTINEL}/sentinel/api/account/${ACCOUNT}/app/tokens`, { method: 'POST' });
    await fetch(`${SENTINEL}/sentinel/api/account/${ACCOUNT}/app/token`);
    await expect(hooks.afterEach()).rejects.toThrow(
      /^Your code made 2 calls to LivePerson paths that are not mocked:\n {2}POST \/sentinel\/api\/account\/12345678\/app\/tokens 501 \(not_mocked\): this mock has no such path; nearest: POST \/sentinel\/api\/account\/\{account\}\/app\/token .*\n {2}GET \/sentinel\/api\/account\/12345678\/app\/token 405 \(method_not_allowed\): this path takes POST, OPTIONS\nIf a test does this on purpose, end it with mock\.journal.clear\(\)\.$/,
    );
    expect(used.mock.journal.count()).toBe(0);
    await expect(hooks.afterEach()).resolves.toBeUndefined();
    await hooks.afterAll();
  });

  it('fails a test that called a host under liveperson.com that is not mocked', async () => {
    const { used, hooks } = underTest();
    await hooks.beforeAll();
    const answer = await fetch(`https://proactive-messaging.z1.fs.liveperson.com/api/v2/account/${ACCOUNT}/campaign`, {
      method: 'POST',
      headers: { authorization: await used.mock.mint.appJwt() },
      body: '{}',
    });
    expect([answer.status, used.mock.journal.unmatched().length]).toEqual([501, 1]);
    await expect(hooks.afterEach()).rejects.toThrow(
      /^Your code called a LivePerson path that is not mocked:\n {2}POST \/api\/v2\/account\/12345678\/campaign 501 /,
    );
    await hooks.afterAll();
  });

  it("leaves alone what a fault answered, what was cleared, and paths that are not LivePerson's", async () => {
    const { used, hooks } = underTest({ serve: true });
    await hooks.beforeAll();
    used.mock.faults.add({ error: { status: 503 }, times: 1 });
    await fetch(`${used.server.url}/api/account/${ACCOUNT}/nothing/here`);
    await fetch(`${used.server.url}/favicon.ico`);
    await expect(hooks.afterEach()).resolves.toBeUndefined();
    await fetch(`${used.server.url}/api/account/${ACCOUNT}/nothing/here`);
    used.mock.journal.clear();
    await expect(hooks.afterEach()).resolves.toBeUndefined();
    await hooks.afterAll();
  });

  it('lets go of the port at the end, and has no url before the start', async () => {
    const { used, hooks } = underTest({ serve: true });
    const tooEarly = 'useMock: the server listens from beforeAll to afterAll; ask for its url inside a test';
    expect(() => used.server.url).toThrow(tooEarly);
    await hooks.beforeAll();
    const { url } = used.server;
    await hooks.afterAll();
    await expect(fetch(url)).rejects.toThrow('fetch failed');
    expect(() => used.server.url).toThrow(tooEarly);
  });

  it('answers no more at the end', async () => {
    const first = underTest();
    await first.hooks.beforeAll();
    await first.hooks.afterAll();
    const second = underTest();
    await second.hooks.beforeAll();
    await fetch(JWKS);
    await second.hooks.afterAll();
    expect([first.used.mock.journal.count(), second.used.mock.journal.count()]).toEqual([0, 1]);
  });
});

/** A mock whose hooks are called by hand. */
function underTest(options: { readonly serve?: boolean } = {}): {
  used: ReturnType<typeof useMock>;
  hooks: Record<keyof RunnerHooks, () => Promise<void>>;
} {
  const hooks: Partial<Record<keyof RunnerHooks, () => Promise<void>>> = {};
  const used = useMock({
    ...options,
    hooks: {
      beforeAll: (hook) => {
        hooks.beforeAll = hook;
      },
      afterEach: (hook) => {
        hooks.afterEach = hook;
      },
      afterAll: (hook) => {
        hooks.afterAll = hook;
      },
    },
  });
  return { used, hooks: hooks as Record<keyof RunnerHooks, () => Promise<void>> };
}
