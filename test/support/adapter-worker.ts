import { afterAll } from '@jest/globals';
import { connectMock, MockUnreachable } from '../../mock-server/client/client.ts';
import type { MockOptions } from '../../mock-server/index.ts';
import type { Adapter } from './adapter.ts';
import { controlInProcess } from './adapter.ts';
import { sendTo } from './adapter-http.ts';
import { connectTo } from './adapter-sockets.ts';
import type { RunningWorker } from './worker-runtime.ts';
import { ADMIN_SECRET, startWorker } from './worker-runtime.ts';

/** Which of the mocks is meant: each has options of its own, and objects of its own. */
const MOCK_HEADER = 'x-test-mock';

/**
 * A worker that is as many mocks as tests want: workerd takes a second to start. Each has one object for all accounts,
 * because most tests control a whole mock; that accounts have objects of their own, and all else about a worker, is
 * tested in `test/adapters/worker.all.test.ts`.
 */
const SOURCE = `
  import { createWorker, AccountCell } from 'lp-auth-mock/worker';
  const worker = createWorker();
  const options = new Map();
  const mockOfObject = new Map();
  export class TestCell extends AccountCell {
    constructor(context, env) {
      super(context, { ...env, LP_AUTH_MOCK: options.get(mockOfObject.get(context.id.toString())) });
    }
  }
  export default {
    fetch: async (request, env) => {
      const url = new URL(request.url);
      const [, opened] = /^[/]open[/](\\w+)$/.exec(url.pathname) ?? [];
      if (opened !== undefined) {
        options.set(opened, await request.text());
        return new Response('open');
      }
      const [, controlled, path] = /^[/]mock[/](\\w+)(.*)$/.exec(url.pathname) ?? [];
      const mock = controlled ?? request.headers.get('${MOCK_HEADER}');
      const bare = new Request(controlled === undefined ? request.url : url.origin + path + url.search, request);
      bare.headers.delete('${MOCK_HEADER}');
      const cells = {
        idFromName: (name) => {
          const id = env.CELLS.idFromName(mock + '/' + name);
          mockOfObject.set(id.toString(), mock);
          return id;
        },
        get: (id) => env.CELLS.get(id),
      };
      return worker.fetch(bare, { ...env, LP_AUTH_MOCK: options.get(mock), ACCOUNT_CELLS: cells });
    },
  };
`;

let running: Promise<RunningWorker> | undefined;
let lastMock = 0;

/** The adapter of the worker. */
export const workerAdapter: Adapter = {
  name: 'worker',
  sendsAnyHeader: true,
  sockets: 'with headers',
  open: async (options: MockOptions) => {
    const { url, port } = await (running ??= startWorker({
      source: SOURCE,
      className: 'TestCell',
      bindings: { LP_AUTH_MOCK_CELLS: 'one' },
    }));
    const mock = String((lastMock += 1));
    await fetch(`${url}/open/${mock}`, { method: 'POST', body: JSON.stringify(options) });
    const remote = connectMock(`${url}/mock/${mock}`, { secret: ADMIN_SECRET });
    const send = sendTo(url);
    const connect = connectTo(() => Promise.resolve(port));
    const named = <Sent extends { readonly headers: Readonly<Record<string, string>> }>(sent: Sent): Sent => ({
      ...sent,
      headers: { ...sent.headers, [MOCK_HEADER]: mock },
    });
    return {
      send: (request) => send(named(request)),
      connect: async (handshake) => {
        const opened = await connect(named(handshake));
        return 'status' in opened ? opened : { ...opened, closed: opened.closed.then(lost) };
      },
      // workerd ends a connection that was idle for 5 s just as a busy test takes it up.
      control: (path, ...args) =>
        controlInProcess(remote, path, args).catch((error: unknown) => {
          if (!(error instanceof MockUnreachable)) throw error;
          return controlInProcess(remote, path, args);
        }),
      close: () => Promise.resolve(),
    };
  },
};

/** A worker cannot drop a connection: it closes with 1011, and says what that stands for. */
function lost([code, reason]: readonly [number, string]): readonly [number, string] {
  return code === 1011 && reason === 'connection lost' ? [1006, ''] : [code, reason];
}

afterAll(async () => {
  await (await running)?.close();
  running = undefined;
});
