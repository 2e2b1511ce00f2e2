import { setupWorker } from 'msw/browser';
import { createHandlers } from '../../../mock-server/adapters/msw.ts';
import type { Mock, MockOptions } from '../../../mock-server/index.ts';
import { createMock } from '../../../mock-server/index.ts';
import { controlInProcess, splitUrl } from '../door.ts';
import { sendByFetch } from '../send-by-fetch.ts';
import type { WireReply, WireRequest } from '../wire.ts';

/** What a test asks of the page; everything that goes in and out can be serialised. */
export interface Page {
  open(id: number, options: MockOptions): void;
  send(id: number, request: WireRequest): Promise<WireReply>;
  control(id: number, path: string, args: readonly unknown[]): Promise<unknown>;
  close(id: number): void;
}

/** What a call of {@link Page} came to: an error's name would not survive the way out of the page. */
export type Outcome = { readonly value: unknown } | { readonly error: { readonly name: string; readonly message: string } };

const worker = setupWorker();
const mocks = new Map<number, Mock>();
/** The mocks that have a request on its way, once for each: a page has one worker, and so one mock at a time. */
const asked: number[] = [];

const page: Page = {
  open: (id, options) => { mocks.set(id, createMock(options)); },
  send: async (id, request) => {
    if (asked.some((other) => other !== id)) throw new Error('two mocks cannot be asked at the same time through one page');
    worker.resetHandlers(...createHandlers(requireMock(id), { origins: [splitUrl(request.url).origin] }));
    asked.push(id);
    try {
      return await sendByFetch(request);
    } finally {
      asked.splice(asked.indexOf(id), 1);
    }
  },
  control: (id, path, args) => controlInProcess(requireMock(id), path, args),
  close: (id) => { mocks.delete(id); },
};

function requireMock(id: number): Mock {
  const mock = mocks.get(id);
  if (mock === undefined) throw new Error(`no mock ${String(id)} is open in this page`);
  return mock;
}

async function call(name: keyof Page, args: readonly unknown[]): Promise<Outcome> {
  try {
    return { value: await (page[name] as (...given: readonly unknown[]) => unknown)(...args) };
  } catch (error) {
    return { error: error instanceof Error ? { name: error.name, message: error.message } : { name: 'Error', message: String(error) } };
  }
}

declare global {
  /** The way into the page. */
  var callPage: typeof call;
}

await worker.start({ quiet: true });
globalThis.callPage = call;
