import type { setupServer as SetupServer } from 'msw/node';
import type * as Msw from '../adapters/msw.ts';
import type { RunningServer } from '../adapters/node/server.ts';
import type { Mock } from '../mock.ts';

/** The way from the code under test to the mock. */
export interface Adapter {
  /** Undefined where there is no port. */
  readonly url: string | undefined;
  close(): Promise<void>;
}

/** Opens a real port, a free one. */
export async function openServer(mock: Mock): Promise<Adapter> {
  const { startServer } = await import('../adapters/node/server.ts');
  const server: RunningServer = await startServer(mock, { port: 0 });
  return { url: server.url, close: () => server.close() };
}

/**
 * Answers LivePerson's own hosts inside this process, through MSW, their sockets too. Calls to other hosts go where
 * they would go. Node 20 has no global WebSocket: there a socket by any client is refused with the way out.
 *
 * @throws Error when MSW is not installed, or cannot be loaded by this runner.
 */
export async function openInterception(mock: Mock): Promise<Adapter> {
  const { createHandlers, createSocketHandlers, setupServer } = await loadMsw();
  const server = setupServer(...createSocketHandlers(mock), ...createHandlers(mock));
  server.listen(PASS_ON);
  return {
    url: undefined,
    close: () => {
      server.close();
      return Promise.resolve();
    },
  };
}

/** Under the names of MSW 2 and of MSW 3. */
const PASS_ON = { onUnhandledRequest: 'bypass', onUnhandledFrame: 'bypass' } as const;

async function loadMsw(): Promise<{
  setupServer: typeof SetupServer;
  createHandlers: typeof Msw.createHandlers;
  createSocketHandlers: typeof Msw.createSocketHandlers;
}> {
  try {
    const [{ setupServer }, { createHandlers, createSocketHandlers }] = await Promise.all([
      import('msw/node'),
      import('../adapters/msw.ts'),
    ]);
    return { setupServer, createHandlers, createSocketHandlers };
  } catch (error) {
    const { code = '', message = String(error) } = error as Partial<NodeJS.ErrnoException>;
    const cure = /MODULE_NOT_FOUND$/.test(code)
      ? 'Install it (npm install --save-dev msw)'
      : 'In Jest with CommonJS it takes a transform (see docs/testing.md of this package)';
    throw new Error(
      `useMock: MSW could not be loaded: ${message.split('\n', 1)[0] ?? ''}. ${cure}, or use a port: useMock({ serve: true }).`,
      { cause: error },
    );
  }
}
