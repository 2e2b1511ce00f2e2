import type { HttpHandler } from 'msw';
import * as msw from 'msw';
import { ADMIN_PATH } from '../admin/path.ts';
import type { Mock } from '../mock.ts';
import { createMock } from '../mock.ts';
import { createAdminFetch } from './fetch.ts';
import { originOf, originPattern, passOverQuickly, quote } from './msw-origins.ts';
import { refuseUpgrade } from './msw-sockets.ts';
import { isVersion2, refuseMswThatCannotRun } from './msw-version.ts';

export { createSocketHandlers } from './msw-sockets.ts';
export { deliverWebhooks } from './msw-webhooks.ts';
export type { HandlersHost } from './msw-webhooks.ts';

const { http } = msw;

/** Where the handlers answer, in addition to LivePerson's own hosts. */
export interface HandlersOptions {
  /**
   * Origins of your own, for instance `'http://localhost:4407'`, for which the mock answers every request: a path that
   * is not LivePerson's gets a 404. Do not name a page's own origin here: the mock would answer for its files too.
   * Default: none.
   */
  readonly origins?: readonly string[] | undefined;
  /**
   * Whether the admin API answers at `/__admin` of those origins, to this page or test alone: for a client that only
   * knows the mock by its URL. Default: `false`.
   */
  readonly admin?: boolean | undefined;
}

/**
 * Request handlers for MSW, for `setupServer(...createHandlers(mock))` and `setupWorker(...createHandlers(mock))`: one
 * for each row of the endpoint table, and a last one that answers every other request to LivePerson's hosts, so that
 * nothing meant for LivePerson reaches the network. Put your own handlers for LivePerson's hosts before these, or into
 * `server.use(...)`. Handlers for other hosts can stand anywhere.
 *
 * @param mock - default: a new mock with the default options
 * @throws TypeError when one of the origins is not an origin, or when `admin` is set without any origin
 * @throws Error when MSW 3 cannot run on this platform, Node 20 for instance: it takes `msw@2`
 */
export function createHandlers(
  mock: Pick<Mock, 'fetch' | 'admin' | 'endpoints' | 'domains' | 'hosts'> = createMock(),
  options: HandlersOptions = {},
): HttpHandler[] {
  // A caller without types may have left the mock out and given the options in its place.
  if (typeof (mock as Partial<Mock> | null)?.fetch !== 'function')
    throw new TypeError(
      'createHandlers: the first argument is not a mock; pass one made by createMock(), or undefined',
    );
  refuseMswThatCannotRun(msw);
  const origin = originPattern(mock, options.origins ?? []);
  const isLastOfConnection = !isVersion2(msw);
  const answer = ({ request }: { request: Request }): Response | Promise<Response> =>
    refuseUpgrade(request) ??
    mock.fetch(request).then(
      (response) => (isLastOfConnection ? lastOfConnection(response) : response),
      (error: unknown) => {
        // The caller gave up and hears so from its own client; thrown on, MSW would print it as a fault of the handler.
        if (request.signal.aborted) return Response.error();
        throw error;
      },
    );
  const rows = mock.endpoints.map(({ method, paths }) => {
    const pattern = new RegExp(`^${origin}(?:${paths.map(pathPattern).join('|')})(?=[?#]|$)`);
    return passOverQuickly(http[method.toLowerCase() as Lowercase<typeof method>](pattern, answer), pattern);
  });
  return [...adminHandlers(mock, options), ...rows, http.all(new RegExp(`^${origin}/`), answer)];
}

/**
 * MSW 3 reads requests off connections, and answers all of one by the handlers of the `server.boundary` that opened it;
 * so the next boundary has to open its own.
 */
function lastOfConnection(response: Response): Response {
  if (response.type !== 'error') response.headers.set('connection', 'close');
  return response;
}

/** Only at the user's own origins: LivePerson's hosts have no such path. */
function adminHandlers(mock: Pick<Mock, 'admin'>, { admin = false, origins = [] }: HandlersOptions): HttpHandler[] {
  if (!admin) return [];
  if (origins.length === 0)
    throw new TypeError(
      "createHandlers: admin: true needs origins, for instance { origins: ['http://localhost:4407'], admin: true }",
    );
  const pattern = new RegExp(`^(?:${origins.map(originOf).map(quote).join('|')})${ADMIN_PATH}(?=[/?#]|$)`);
  const answer = createAdminFetch(mock.admin);
  return [
    passOverQuickly(
      http.all(pattern, ({ request }) => answer(request)),
      pattern,
    ),
  ];
}

/** No group captures: MSW would decode what it caught, and throw on a broken percent-encoding. */
function pathPattern(path: string): string {
  return path
    .split('/')
    .map((segment) => (segment.startsWith('{') ? '[^/]+' : quote(segment)))
    .join('/');
}
