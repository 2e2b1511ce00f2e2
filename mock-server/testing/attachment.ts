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
    // One after the other: under Vitest's vmThreads and vmForks, two imports at once meet modules half made.
    const { setupServer } = await import('msw/node');
    const { createHandlers, createSocketHandlers } = await import('../adapters/msw.ts');
    return { setupServer, createHandlers, createSocketHandlers };
  } catch (error) {
    const { code = '', name = '', message = String(error) } = error as Partial<NodeJS.ErrnoException>;
    throw new Error(
      `useMock: MSW could not be loaded: ${message.split('\n', 1)[0] ?? ''}. ${cureFor(code, name)}, or use a port: useMock({ serve: true }).`,
      { cause: error },
    );
  }
}

function cureFor(code: string, name: string): string {
  if (code.endsWith('MODULE_NOT_FOUND')) return 'Install it (npm install --save-dev msw)';
  // jsdom takes away some of what the platform has: streams, for instance.
  if (name === 'ReferenceError')
    return 'This test environment has not all that MSW needs (see docs/testing.md of this package)';
  return 'In Jest with CommonJS it takes a transform (see docs/testing.md of this package)';
}
