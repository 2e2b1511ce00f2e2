import type { AnswerStream, Call, Reply } from '../../http/call.ts';
import type { Session, SocketLink } from '../../http/socket.ts';
import type { Backend } from '../backend.ts';
import { followInPage } from './page-feed.ts';
import { openPageSocket } from './page-socket.ts';

/** What stands in URLs in the place of a host: a name that leads nowhere (RFC 2606 section 2). */
const ADDRESS = 'https://mock.invalid';

/** The part of a mock that the console talks to. */
export interface PageMock {
  fetch(input: string, init?: RequestInit): Promise<Response>;
  admin(call: Call): Promise<Reply | AnswerStream>;
  connect(call: Call, link: SocketLink): Promise<Session | Reply>;
}

/** How a mock in the page is talked to. */
export interface PageBackendOptions {
  /** The id of an event: what happened up to it is not told. Default: `0`, all that is kept is. */
  readonly after?: string;
  /** Called when the admin API has answered what may have changed something. */
  readonly onChange?: (() => void) | undefined;
}

/** A mock that runs in this very page. */
export function createPageBackend(mock: PageMock, { after = '0', onChange }: PageBackendOptions = {}): Backend {
  const askAdmin = async (request: Request): Promise<Response> => {
    const reply = await mock.admin(await adminCall(request));
    if (request.method !== 'GET') onChange?.();
    if (!('body' in reply)) throw new TypeError('the admin API did not answer at once: events are followed, not asked');
    return new Response(reply.body === '' ? null : reply.body, { status: reply.status, headers: { ...reply.headers } });
  };
  return {
    address: ADDRESS,
    isInPage: true,
    fetch: async (target, init) => {
      const url = `${ADDRESS}${target}`;
      if (/^\/__admin(?=[/?]|$)/.test(target)) return askAdmin(new Request(url, init));
      const response = await mock.fetch(url, init);
      // A dropped connection: Fetch's own `fetch` rejects then.
      if (response.type === 'error') throw new TypeError('the mock dropped the connection');
      return response;
    },
    openSocket: (target) => openPageSocket((call, link) => mock.connect(call, link), callOf(target)),
    follow: (listener) => {
      const events = callOf(`/__admin/events?after=${after}`);
      void followInPage(() => mock.admin({ ...events, headers: LOCAL }), listener);
    },
  };
}

/** The admin API's gate asks for a name of this machine; a call from the page takes no other way. */
const LOCAL = { host: 'localhost' };

function callOf(target: string): Call {
  const { pathname, searchParams, host } = new URL(`${ADDRESS}${target}`);
  return {
    method: 'GET',
    path: pathname,
    query: searchParams,
    headers: { host },
    body: '',
    origin: ADDRESS,
    peer: 'in-process',
  };
}

async function adminCall(request: Request): Promise<Call> {
  const { pathname, search } = new URL(request.url);
  const headers = { ...Object.fromEntries(request.headers), ...LOCAL };
  return { ...callOf(`${pathname}${search}`), method: request.method, headers, body: await request.text() };
}
