import { setupWorker } from 'msw/browser';
import { createHandlers, createSocketHandlers } from '../../../mock-server/adapters/msw.ts';
import type { Mock, MockOptions } from '../../../mock-server/index.ts';
import { createMock } from '../../../mock-server/index.ts';
import { controlInProcess, splitUrl } from '../adapter.ts';
import type { WireHandshake, WireSocket } from '../heard-socket.ts';
import { connectGlobal } from '../heard-socket.ts';
import { sendByFetch } from '../send-by-fetch.ts';
import type { WireReply, WireRequest } from '../wire.ts';

/** What a test asks of the page; everything that goes in and out can be serialised. */
export interface Page {
  open(id: number, options: MockOptions): void;
  send(id: number, request: WireRequest): Promise<WireReply>;
  control(id: number, path: string, args: readonly unknown[]): Promise<unknown>;
  /** Opens a socket by the page's own `WebSocket`. Its number. */
  connect(id: number, handshake: WireHandshake): Promise<number>;
  socketSend(socket: number, text: string): void;
  socketNext(socket: number): Promise<string>;
  socketClose(socket: number, code: number | undefined, reason: string | undefined): void;
  socketClosed(socket: number): WireSocket['closed'];
  close(id: number): void;
}

/** What a call of {@link Page} came to: an error's name would not survive the way out of the page. */
export type Outcome =
  { readonly value: unknown } | { readonly error: { readonly name: string; readonly message: string } };

/** A mock of this page, and how many of its answers are waited for. */
interface Opened {
  readonly mock: Mock;
  awaited: number;
}

const worker = setupWorker();
const opened = new Map<number, Opened>();
const sockets: WireSocket[] = [];

const page: Page = {
  open: (id, options) => {
    opened.set(id, { mock: createMock(options), awaited: 0 });
  },
  send: async (id, request) => {
    const asked = requireOpened(id);
    if ([...opened.values()].some((other) => other !== asked && other.awaited > 0))
      throw new Error('a page has one worker: two of its mocks cannot be asked at the same time');
    worker.resetHandlers(...createHandlers(asked.mock, { origins: [splitUrl(request.url).origin] }));
    asked.awaited += 1;
    try {
      return await sendByFetch(request);
    } finally {
      asked.awaited -= 1;
    }
  },
  control: (id, path, args) => controlInProcess(requireOpened(id).mock, path, args),
  connect: async (id, handshake) => {
    const { mock } = requireOpened(id);
    const origins = [new URL(handshake.url).origin.replace(/^ws/, 'http')];
    worker.resetHandlers(...createSocketHandlers(mock, { origins }), ...createHandlers(mock, { origins }));
    const socket = await connectGlobal(handshake);
    if ('status' in socket) throw new Error('a page is not shown what refuses a handshake');
    return sockets.push(socket) - 1;
  },
  socketSend: (socket, text) => {
    requireSocket(socket).send(text);
  },
  socketNext: (socket) => requireSocket(socket).next(),
  socketClose: (socket, code, reason) => {
    requireSocket(socket).close(code, reason);
  },
  socketClosed: (socket) => requireSocket(socket).closed,
  close: (id) => {
    opened.delete(id);
  },
};

function requireOpened(id: number): Opened {
  const found = opened.get(id);
  if (found === undefined) throw new Error(`no mock ${String(id)} is open in this page`);
  return found;
}

function requireSocket(socket: number): WireSocket {
  const found = sockets[socket];
  if (found === undefined) throw new Error(`no socket ${String(socket)} is open in this page`);
  return found;
}

async function call(name: keyof Page, args: readonly unknown[]): Promise<Outcome> {
  try {
    return { value: await (page[name] as (...given: readonly unknown[]) => unknown)(...args) };
  } catch (error) {
    return {
      error:
        error instanceof Error
          ? { name: error.name, message: error.message }
          : { name: 'Error', message: String(error) },
    };
  }
}

declare global {
  /** The way into the page. */
  var callPage: typeof call;
}

await worker.start({ quiet: true });
globalThis.callPage = call;
