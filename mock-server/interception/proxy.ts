import { randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer, STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { Mock } from '../mock.ts';
import type { Listening } from '../adapters/node/listening.ts';
import { closeListening, listen, portOf } from '../adapters/node/listening.ts';
import { openOnLoopback } from '../adapters/node/loopback.ts';
import { createNodeHandler } from '../adapters/node/middleware.ts';
import type { NodeHandler } from '../adapters/node/middleware.ts';
import { serveUpgrades } from '../adapters/node/sockets.ts';
import { ownPort } from '../adapters/node/webhooks.ts';
import { DEFAULT_TIMES } from '../adapters/node/connection-times.ts';
import type { RunningServer } from '../adapters/node/server.ts';
import { passOn, refuse, whyOf } from './proxy-exchange.ts';
import { hasComeBack, via } from './proxy-headers.ts';
import { addressOf, connectTo, join, proxyAuthorization } from './tunnel.ts';
import type { Target, UpstreamProxy } from './upstream-proxy.ts';
import { readUpstreamProxy } from './upstream-proxy.ts';

export interface ProxyOptions {
  /** Port to listen on, on loopback alone. Default: 0, which picks a free one. */
  port?: number | undefined;
  /** The user's own proxy, for every host that is not LivePerson's. Default: none. */
  upstream?: UpstreamProxy | undefined;
  /**
   * What a client must know to go through the user's own proxy with the password that is kept for it: the password of
   * the user `run`, in `Proxy-Authorization` (RFC 7617). Default: none, so that every local user goes through.
   */
  secret?: string | undefined;
  /** Hears, in one line, what is wrong with the user's own proxy. Default: nobody. */
  onNotice?: ((line: string) => void) | undefined;
}

/** A forward proxy that listens. */
export interface RunningProxy {
  /** For instance `http://localhost:4408`. */
  readonly url: string;
  readonly port: number;
  /** Closes the proxy and every connection through it. */
  close(): Promise<void>;
}

/**
 * A forward proxy: what is meant for LivePerson's hosts is answered by the mock, over TLS too; everything else goes
 * through untouched. Whatever a client or an origin sends, it ends that one exchange at most.
 *
 * @throws node's error (`EADDRINUSE` and the like) when it cannot listen.
 */
export async function startProxy(
  mock: Mock,
  server: Pick<RunningServer, 'adopt'>,
  options: ProxyOptions = {},
): Promise<RunningProxy> {
  const { secret, onNotice = () => undefined, upstream = readUpstreamProxy({}) } = options;
  const setup: Setup = {
    mock,
    adopt: server.adopt,
    answer: createNodeHandler(mock),
    upstream,
    secret,
    onLoop: once(() => {
      onNotice(LOOP_NOTICE);
    }),
    pseudonym: `lp-auth-mock-${randomBytes(8).toString('hex')}`,
    port: 0,
  };
  const listening = await openOnLoopback((port, host) => open(setup, port, host), options.port ?? 0);
  setup.port = portOf(listening[0]);
  const disown = ownPort(mock, setup.port);
  if (upstream.proxies.some((proxy) => isItself(proxy, setup.port))) setup.onLoop();
  return {
    url: `http://localhost:${String(setup.port)}`,
    port: setup.port,
    close: async () => {
      disown();
      await Promise.all(listening.map(closeListening));
    },
  };
}

const LOOP_NOTICE =
  "your proxy variables lead back to this proxy: hosts other than LivePerson's are reached directly, or refused with 508";

interface Setup {
  readonly mock: Mock;
  readonly adopt: RunningServer['adopt'];
  readonly answer: NodeHandler;
  readonly upstream: UpstreamProxy;
  readonly secret: string | undefined;
  /** Tells of a loop, the first time. */
  readonly onLoop: () => void;
  /** Our name in `Via`: another in each process. */
  readonly pseudonym: string;
  /** 0 until it listens. */
  port: number;
}

function once(work: () => void): () => void {
  let isDone = false;
  return () => {
    if (!isDone) work();
    isDone = true;
  };
}

function open(setup: Setup, port: number, host: string): Promise<Listening> {
  const server = createServer((request, response) => {
    forward(setup, request, response);
  });
  server.on('connect', (request: IncomingMessage, socket: Socket, head: Buffer) => {
    socket.on('error', () => {
      socket.destroy();
    });
    // Nothing that goes wrong with one tunnel may reach the process.
    tunnel(setup, request, socket, head).catch(() => {
      socket.destroy();
    });
  });
  serveUpgrades(server, setup.mock, { times: DEFAULT_TIMES });
  return listen(server, port, host);
}

/** CONNECT: a tunnel to the host that the client names (RFC 9110 section 9.3.6). */
async function tunnel(setup: Setup, request: IncomingMessage, socket: Socket, head: Buffer): Promise<void> {
  const authority = request.url ?? '';
  const target = readAuthority(authority);
  if (target === undefined) {
    refuseTunnel(socket, 400, 'malformed_target', `${authority.slice(0, 200)}: expected host:port`);
    return;
  }
  if (setup.mock.owns('/', target.host)) {
    socket.write(ESTABLISHED);
    if (head.length > 0) socket.unshift(head);
    setup.adopt(socket);
    return;
  }
  const route = routeTo(setup, 'https', target, request);
  if ('refusal' in route) {
    refuseTunnel(socket, route.refusal.status, route.refusal.error, route.refusal.message, route.refusal.headers);
    return;
  }
  try {
    const far = await connectTo(target, route.proxy, via(request, setup.pseudonym));
    if (socket.destroyed) {
      far.destroy();
      return;
    }
    socket.write(ESTABLISHED);
    if (head.length > 0) far.write(head);
    join(socket, far);
  } catch (error) {
    refuseTunnel(socket, 502, 'unreachable', `${authority}: ${whyOf(error)}`);
  }
}

const ESTABLISHED = 'HTTP/1.1 200 Connection Established\r\n\r\n';

function readAuthority(authority: string): Target | undefined {
  const [, bracketed, plain, port] = /^(?:\[([\da-f:.]+)\]|([^:/@\s]+)):(\d{1,5})$/i.exec(authority) ?? [];
  const host = (bracketed ?? plain)?.replace(/\.$/, '');
  return host === undefined || host === '' || Number(port) > 65_535 ? undefined : { host, port: Number(port) };
}

/** How something that is not LivePerson's is reached, or why it is not. */
type Route =
  | { readonly proxy: URL | undefined }
  | {
      readonly refusal: {
        readonly status: number;
        readonly error: string;
        readonly message: string;
        readonly headers?: Readonly<Record<string, string>>;
      };
    };

function routeTo(setup: Setup, scheme: 'http' | 'https', target: Target, request: IncomingMessage): Route {
  if (hasComeBack(request, setup.pseudonym)) {
    setup.onLoop();
    return {
      refusal: {
        status: 508,
        error: 'proxy_loop',
        message: 'this request has come through this proxy before: your proxy variables lead back to it',
      },
    };
  }
  const proxy = setup.upstream.forTarget(scheme, target);
  if (proxy === undefined || isItself(proxy, setup.port)) return { proxy: undefined };
  if (setup.secret !== undefined && proxy.username !== '' && !knows(setup.secret, request)) {
    const message = 'your own proxy needs a password, and only the command that run has started may use it';
    return {
      refusal: {
        status: 407,
        error: 'proxy_secret_missing',
        message,
        headers: { 'proxy-authenticate': 'Basic realm="lp-auth-mock run"' },
      },
    };
  }
  return { proxy };
}

/** Whether a proxy is this one: sending it what it does not answer itself would go round for ever. */
function isItself(proxy: URL, ownPort: number): boolean {
  const { host, port } = addressOf(proxy);
  return port === ownPort && /^(?:localhost|127(?:\.\d+){3}|::1|0\.0\.0\.0|::)$/i.test(host);
}

function knows(secret: string, { headers }: IncomingMessage): boolean {
  const expected = Buffer.from(
    proxyAuthorization(new URL(`http://run:${secret}@localhost`))['proxy-authorization'] ?? '',
  );
  const given = Buffer.from(headers['proxy-authorization'] ?? '');
  return given.length === expected.length && timingSafeEqual(given, expected);
}

function refuseTunnel(
  socket: Socket,
  status: number,
  error: string,
  message: string,
  headers: Readonly<Record<string, string>> = {},
): void {
  const body = JSON.stringify({ error, message });
  const lines = Object.entries({
    ...headers,
    'content-type': 'application/json',
    'content-length': String(Buffer.byteLength(body)),
    connection: 'close',
  });
  socket.end(
    `HTTP/1.1 ${String(status)} ${STATUS_CODES[status] ?? ''}\r\n${lines.map((line) => `${line.join(': ')}\r\n`).join('')}\r\n${body}`,
  );
}

/**
 * A request with a whole URL (RFC 9112 section 3.2.2). Without one somebody talks to the proxy itself, as to the mock.
 */
function forward(setup: Setup, request: IncomingMessage, response: ServerResponse): void {
  const target = request.url ?? '/';
  const url = /^https?:\/\//i.test(target) && URL.canParse(target) ? new URL(target) : undefined;
  if (url === undefined || setup.mock.owns('/', url.hostname.replace(/\.$/, ''))) {
    setup.answer(request, response);
    return;
  }
  // Old clients send https URLs this way as well, and have the proxy speak TLS for them.
  const isHttp = url.protocol === 'http:';
  const route = isHttp ? routeTo(setup, 'http', addressOf(url), request) : { proxy: undefined };
  if ('refusal' in route)
    refuse(response, route.refusal.status, route.refusal.error, route.refusal.message, route.refusal.headers);
  else passOn({ url, proxy: route.proxy, pseudonym: setup.pseudonym, request, response });
}
