import type { ClientRequest, IncomingMessage, RequestOptions, ServerResponse } from 'node:http';
import { STATUS_CODES } from 'node:http';
import { pipeline } from 'node:stream';
import { endToEnd, framing, via } from './proxy-headers.ts';
import { addressOf, connectTo, isSocks, proxyAuthorization, requestVia, Unreachable } from './tunnel.ts';

/** A request with a whole URL that goes to somebody else. */
export interface Exchange {
  readonly url: URL;
  /** The user's own proxy that it goes through; undefined when the host is asked directly. */
  readonly proxy: URL | undefined;
  /** Our name in `Via`. */
  readonly pseudonym: string;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
}

/**
 * Passes one exchange on. Whatever the client or the origin sends, the worst that comes of it is a 502 or the end of
 * this one connection: everything that can throw or emit an error is heard here.
 */
export function passOn(exchange: Exchange): void {
  const { url, request, response } = exchange;
  const fail = (error: unknown): void => {
    refuse(response, 502, 'unreachable', `${url.host}: ${whyOf(error)}`);
  };
  response.on('error', () => {
    response.destroy();
  });
  request.on('error', () => {
    response.destroy();
  });
  try {
    const onward = open(exchange);
    let isAnswered = false;
    onward.on('error', fail);
    onward.on('response', (answer) => {
      isAnswered = true;
      answer.on('error', () => {
        response.destroy();
      });
      try {
        passBack(answer, response);
      } catch (error) {
        answer.destroy();
        fail(error);
      }
    });
    // A switch of protocols that nobody asked for, and an end without an answer.
    onward.on('upgrade', (_answer, socket) => {
      socket.destroy();
    });
    onward.on('close', () => {
      if (!isAnswered) fail(new Unreachable('no answer'));
    });
    response.on('close', () => {
      onward.destroy();
    });
    request.pipe(onward);
  } catch (error) {
    fail(error);
  }
}

function open({ url, proxy, pseudonym, request }: Exchange): ClientRequest {
  const isThroughHttp = proxy !== undefined && !isSocks(proxy);
  const next = isThroughHttp ? proxy : url;
  return requestVia(next)({
    ...addressOf(next),
    ...(proxy === undefined || isThroughHttp ? { agent: false } : throughSocks(proxy, url)),
    method: request.method,
    path: isThroughHttp ? url.href : `${url.pathname}${url.search}`,
    // The target counts, whatever Host says, however often (RFC 9112 section 3.2.2).
    headers: {
      host: url.host,
      ...endToEnd(request.rawHeaders, isThroughHttp ? ['host', 'via'] : ['host']),
      ...(isThroughHttp ? via(request, pseudonym) : {}),
      ...framing(request),
      ...(isThroughHttp ? proxyAuthorization(proxy) : {}),
    },
    setHost: false,
  });
}

/** Node's own way of handing over a connection that is made elsewhere; an agent would make its own. */
function throughSocks(proxy: URL, url: URL): Pick<RequestOptions, 'createConnection'> {
  return {
    createConnection: (_options, done) => {
      connectTo(addressOf(url), proxy, {}).then(
        (socket) => {
          done(null, socket);
        },
        (error: unknown) => {
          done(error as Error, undefined as never);
        },
      );
      return undefined;
    },
  };
}

/** What node can send on: a status of three digits that ends the exchange. */
function isFinal(status: number | undefined): status is number {
  return status !== undefined && status >= 200 && status <= 599;
}

function passBack(answer: IncomingMessage, response: ServerResponse): void {
  const { statusCode, statusMessage, rawHeaders } = answer;
  if (!isFinal(statusCode)) {
    answer.destroy();
    throw new Unreachable(`it answered with the status ${String(statusCode)}, which HTTP does not have`);
  }
  response.writeHead(statusCode, reasonPhrase(statusCode, statusMessage), endToEnd(rawHeaders));
  if (isWithoutBody(statusCode, response.req.method)) {
    // Whatever comes behind it is no part of it (RFC 9112 section 6.3).
    answer.resume();
    response.end();
    return;
  }
  pipeline(answer, response, (error) => {
    if (error) response.destroy();
  });
}

function isWithoutBody(status: number, method: string | undefined): boolean {
  return method === 'HEAD' || status === 204 || status === 304;
}

/** A phrase that may stand in a status line (RFC 9112 section 4), or the usual one for the status. */
function reasonPhrase(status: number, phrase: string | undefined): string {
  return phrase !== undefined && /^[\t\x20-\x7e\x80-\xff]*$/.test(phrase) ? phrase : (STATUS_CODES[status] ?? '');
}

/** Answers in the proxy's own words, or ends the connection when an answer is on its way already. */
export function refuse(
  response: ServerResponse,
  status: number,
  error: string,
  message: string,
  headers: Readonly<Record<string, string>> = {},
): void {
  if (response.writableEnded) return;
  if (response.headersSent || response.destroyed) {
    response.destroy();
    return;
  }
  const body = JSON.stringify({ error, message });
  response.writeHead(status, {
    ...headers,
    'content-type': 'application/json',
    'content-length': String(Buffer.byteLength(body)),
  });
  response.end(body);
}

/** Why somebody could not be reached, in a few words. */
export function whyOf(error: unknown): string {
  if (error instanceof Unreachable) return error.message;
  return (error as NodeJS.ErrnoException).code ?? 'no answer';
}
