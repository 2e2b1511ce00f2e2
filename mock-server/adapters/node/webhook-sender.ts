import { lookup } from 'node:dns/promises';
import type { ClientRequest, RequestOptions } from 'node:http';
import * as http from 'node:http';
import * as https from 'node:https';
import { isIP } from 'node:net';
import { networkInterfaces } from 'node:os';
import type { ConnectionOptions, SecureContext } from 'node:tls';
import { createSecureContext } from 'node:tls';
import { startTimer } from '../../clock.ts';
import type { Mock } from '../../mock.ts';
import { readTrustedRoots } from '../../tls/trust-bundle.ts';
import type { WebhookAnswer, WebhookCarrier, WebhookPost } from '../../webhooks/carrier.ts';
import { MAX_ANSWER_BYTES, TOO_LONG, tooSlow, WebhookFailure } from '../../webhooks/carrier.ts';
import { isLoopback } from './peer.ts';

/** Sends webhooks over the network. */
export interface WebhookSender {
  readonly carry: WebhookCarrier;
  /** Ends the connections that are kept open. */
  readonly close: () => void;
}

/** What a sender has to know of the server that it belongs to. */
export interface SenderSetup {
  readonly settings: Mock['settings']['webhooks'];
  /** The ports on which the mock itself listens. */
  readonly ownPorts: () => readonly number[];
  /** The development CA, from which a receiver on this machine may have its certificate; undefined: there is none. */
  readonly developmentCa: () => Promise<string | undefined>;
  /** The addresses of a name. Default: as the system looks it up. */
  readonly lookUp?: ((host: string) => Promise<readonly string[]>) | undefined;
}

type SendOptions = https.RequestOptions & Pick<ConnectionOptions, 'secureContext'>;

/**
 * Sends to this machine alone, and to the hosts that `webhooks.hosts` names (decision D68). Where a name leads is
 * looked up and judged at each attempt, and the connection is made to that very address.
 */
export function createWebhookSender(setup: SenderSetup): WebhookSender {
  // Node takes the last one used first: a receiver that has closed an old one need not be met.
  const agents = { 'http:': new http.Agent({ keepAlive: true }), 'https:': new https.Agent({ keepAlive: true }) };
  let trust: Promise<SecureContext> | undefined;
  const secureOptions = async (url: URL): Promise<SendOptions> => {
    trust ??= openTrust(setup);
    const host = bareHost(url);
    return { secureContext: await trust, servername: isIP(host) === 0 ? host : '' };
  };
  return {
    carry: async (post) => {
      const url = new URL(post.url);
      const addresses = await addressesOf(url, setup);
      const isSecure = url.protocol === 'https:';
      const options = {
        ...optionsOf(url, post),
        agent: agents[isSecure ? 'https:' : 'http:'],
        ...(isSecure ? await secureOptions(url) : {}),
      };
      for (const [index, host] of addresses.entries()) {
        try {
          return await sendTwice({ ...options, host }, post, setup.settings);
        } catch (error) {
          if (NOBODY_THERE.has(codeOf(error)) && index < addresses.length - 1) continue;
          throw failureOf(error);
        }
      }
      throw new WebhookFailure('nobody was asked');
    },
    close: () => {
      for (const agent of Object.values(agents)) agent.destroy();
    },
  };
}

/** What a connection fails with where the next address may still lead to the receiver: `localhost` has two. */
const NOBODY_THERE: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'EADDRNOTAVAIL',
  'EAFNOSUPPORT',
  'EHOSTUNREACH',
  'ENETUNREACH',
]);

function bareHost({ hostname }: URL): string {
  return hostname.startsWith('[') ? hostname.slice(1, -1) : hostname;
}

function portOf({ port, protocol }: URL): number {
  return port === '' ? (protocol === 'https:' ? 443 : 80) : Number(port);
}

function optionsOf(url: URL, { headers, body }: WebhookPost): RequestOptions {
  return {
    method: 'POST',
    port: portOf(url),
    path: `${url.pathname}${url.search}`,
    headers: { host: url.host, ...headers, 'content-length': String(Buffer.byteLength(body)) },
  };
}

/** The addresses that may be asked. @throws WebhookFailure when there is none. */
async function addressesOf(url: URL, { settings, ownPorts, lookUp }: SenderSetup): Promise<readonly string[]> {
  const host = bareHost(url);
  const found = isIP(host) === 0 ? await resolve(host, lookUp) : [withDots(host)];
  if (found.length === 0) throw new WebhookFailure(`${host} has no address`);
  const named = settings.hosts.map((each) => each.toLowerCase());
  const isNamed = [url.hostname, `${url.hostname}:${String(portOf(url))}`].some((each) => named.includes(each));
  const allowed = isNamed ? found : found.filter(isLoopback);
  if (allowed.length === 0)
    throw new WebhookFailure(
      `${host} is at ${found.slice(0, 3).join(', ')}, which is not this machine; name the host in webhooks.hosts`,
    );
  if (ownPorts().includes(portOf(url)) && allowed.some(isOwnAddress))
    throw new WebhookFailure('the address is this mock itself, which would be told of what it tells');
  return allowed;
}

/** A URL writes an address of version 4 in one of version 6 (RFC 4291 section 2.5.5.2) in hexadecimal digits. */
function withDots(host: string): string {
  const [, high, low] = /^::ffff:([\da-f]{1,4}):([\da-f]{1,4})$/.exec(host) ?? [];
  if (high === undefined || low === undefined) return host;
  return [high, low]
    .map((digits) => parseInt(digits, 16))
    .flatMap((pair) => [pair >> 8, pair & 255])
    .join('.');
}

async function resolve(host: string, lookUp: SenderSetup['lookUp'] = askSystem): Promise<readonly string[]> {
  try {
    return await lookUp(host);
  } catch (error) {
    throw new WebhookFailure(`${host} has no address (${codeOf(error)})`);
  }
}

async function askSystem(host: string): Promise<readonly string[]> {
  return (await lookup(host, { all: true, verbatim: true })).map(({ address }) => address);
}

/** Also one of the network, and those that mean every address. */
function isOwnAddress(address: string): boolean {
  if (isLoopback(address) || address === '0.0.0.0' || address === '::') return true;
  return Object.values(networkInterfaces()).some((each) => each?.some((own) => own.address === address));
}

/** A connection that was kept open may be closed by its other end just when it is used again: then it was not tried. */
async function sendTwice(
  options: SendOptions,
  post: WebhookPost,
  times: SenderSetup['settings'],
): Promise<WebhookAnswer> {
  try {
    return await send(options, post, times);
  } catch (error) {
    if (!(error instanceof StaleConnection)) throw error;
    return send({ ...options, agent: false }, post, times);
  }
}

class StaleConnection extends Error {}

/** @throws WebhookFailure when there is no whole answer; node's error when the connection fails. */
function send(
  options: SendOptions,
  { body }: WebhookPost,
  { connectTimeoutMs, timeoutMs }: SenderSetup['settings'],
): Promise<WebhookAnswer> {
  const isSecure = 'secureContext' in options;
  return new Promise((resolveAnswer, reject) => {
    const request = (isSecure ? https : http).request(options);
    let stop: () => void = () => undefined;
    const fail = (error: Error): void => {
      stop();
      reject(error);
      request.destroy();
    };
    const limit = (ms: number, reason: string): void => {
      stop();
      stop = startTimer(ms, () => {
        fail(new WebhookFailure(reason));
      });
    };
    limit(connectTimeoutMs, `no connection within ${String(connectTimeoutMs)} ms (webhooks.connectTimeoutMs)`);
    whenConnected(request, isSecure, () => {
      limit(timeoutMs, tooSlow(timeoutMs));
    });
    request.once('response', (response) => {
      let bytes = 0;
      response.on('data', (piece: Buffer) => {
        bytes += piece.length;
        if (bytes > MAX_ANSWER_BYTES) fail(new WebhookFailure(TOO_LONG));
      });
      response.once('end', () => {
        stop();
        resolveAnswer({ status: response.statusCode ?? 0 });
      });
      response.once('error', () => {
        fail(new WebhookFailure('the connection was closed before its answer was whole'));
      });
    });
    // Without a listener, node would close the connection and say nothing.
    request.once('upgrade', ({ statusCode = 101 }, socket) => {
      stop();
      socket.destroy();
      resolveAnswer({ status: statusCode });
    });
    request.on('error', (error: NodeJS.ErrnoException) => {
      fail(request.reusedSocket && error.code === 'ECONNRESET' ? new StaleConnection() : error);
    });
    request.end(body);
  });
}

function whenConnected(request: ClientRequest, isSecure: boolean, run: () => void): void {
  request.once('socket', (socket) => {
    if (request.reusedSocket) run();
    else socket.once(isSecure ? 'secureConnect' : 'connect', run);
  });
}

/** Made once: the roots of a system are a hundred and more. */
async function openTrust({ developmentCa }: SenderSetup): Promise<SecureContext> {
  const ca = await developmentCa().catch(() => undefined);
  return createSecureContext({ ca: [...(await readTrustedRoots(process.env)), ...(ca === undefined ? [] : [ca])] });
}

function failureOf(error: unknown): Error {
  if (error instanceof WebhookFailure) return error;
  const code = codeOf(error);
  const isTrust = /CERT|SELF_SIGNED|ISSUER|ALTNAME/.test(code);
  return new WebhookFailure(
    isTrust
      ? `its certificate is not trusted (${code}); name its CA in NODE_EXTRA_CA_CERTS of the mock`
      : `the connection failed (${code})`,
  );
}

function codeOf(error: unknown): string {
  const { code, name } = error as NodeJS.ErrnoException;
  return code ?? name;
}
