import type { SetupServer } from 'msw/node';
import { createMock } from '../../mock-server/index.ts';
import type { Door } from './door.ts';
import { controlInProcess, splitUrl } from './door.ts';
import { sendByFetch } from './send-by-fetch.ts';

let interception: Promise<SetupServer> | undefined;
let openDoors = 0;

/** MSW in this process: `fetch` is intercepted while a door is open, and no longer, because other doors use sockets. */
export const mswDoor: Door = {
  name: 'MSW in Node',
  sendsAnyHeader: true,
  open: async (options) => {
    // First, because bad options throw: a door that was never open is closed by nobody.
    const mock = createMock(options);
    openDoors += 1;
    const { createHandlers } = await import('../../mock-server/adapters/msw.ts');
    const server = await (interception ??= startIntercepting());
    return {
      // In a boundary of its own, so that two mocks can be asked at the same time.
      send: server.boundary((request) => {
        server.resetHandlers(...createHandlers(mock, { origins: [splitUrl(request.url).origin] }));
        return sendByFetch(request);
      }),
      control: (path, ...args) => controlInProcess(mock, path, args),
      close: async () => {
        openDoors -= 1;
        if (openDoors > 0) return;
        (await interception)?.close();
        interception = undefined;
      },
    };
  },
};

/** MSW is loaded late: it costs a tenth of a second, which a test that opens other doors only need not pay. */
async function startIntercepting(): Promise<SetupServer> {
  const { setupServer } = await import('msw/node');
  const server = setupServer();
  server.listen({ onUnhandledRequest: 'error' });
  return server;
}
