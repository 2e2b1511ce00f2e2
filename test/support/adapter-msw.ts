import type { HttpHandler } from 'msw';
import type { SetupServer } from 'msw/node';
import { createMock } from '../../mock-server/index.ts';
import type { Adapter } from './adapter.ts';
import { controlInProcess, splitUrl } from './adapter.ts';
import { connectGlobal } from './heard-socket.ts';
import { sendByFetch } from './send-by-fetch.ts';

let interception: Promise<SetupServer> | undefined;
let openAdapters = 0;

/**
 * MSW in this process: `fetch` is intercepted while an adapter is open, and no longer, because other adapters use
 * sockets.
 */
export const mswAdapter: Adapter = {
  name: 'MSW in Node',
  sendsAnyHeader: true,
  sockets: 'without headers',
  open: async (options) => {
    // First, because bad options throw: an adapter that was never open is closed by nobody.
    const mock = createMock(options);
    openAdapters += 1;
    const { createHandlers, createSocketHandlers } = await import('../../mock-server/adapters/msw.ts');
    const server = await (interception ??= startIntercepting());
    const kept = new Map<string, readonly HttpHandler[]>();
    const handlersAt = (origin: string): readonly HttpHandler[] => {
      const handlers = kept.get(origin) ?? withoutStacks(() => createHandlers(mock, { origins: [origin] }));
      kept.set(origin, handlers);
      return handlers;
    };
    return {
      // In a boundary of its own, so that two mocks can be asked at the same time.
      send: server.boundary((request) => {
        server.resetHandlers(...handlersAt(splitUrl(request.url).origin));
        return sendByFetch(request);
      }),
      connect: (handshake) => {
        const origin = new URL(handshake.url).origin.replace(/^ws/, 'http');
        server.resetHandlers(...createSocketHandlers(mock, { origins: [origin] }), ...handlersAt(origin));
        return connectGlobal(handshake);
      },
      control: (path, ...args) => controlInProcess(mock, path, args),
      close: async () => {
        openAdapters -= 1;
        if (openAdapters > 0) return;
        (await interception)?.close();
        interception = undefined;
      },
    };
  },
};

/** MSW is loaded late: it costs a tenth of a second, which a test that opens other adapters only need not pay. */
async function startIntercepting(): Promise<SetupServer> {
  // Node 20 has none, and MSW takes over what is there when it starts.
  if (!('WebSocket' in globalThis)) Object.assign(globalThis, { WebSocket: (await import('undici')).WebSocket });
  const { setupServer } = await import('msw/node');
  const server = setupServer();
  server.listen({ onUnhandledRequest: 'error' });
  return server;
}

/** Each handler asks for the stack that it is made in, which takes Jest long. */
function withoutStacks<Made>(make: () => Made): Made {
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 0;
  try {
    return make();
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
}
