import { promises as fs } from 'node:fs';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Http2Server, Http2ServerRequest } from 'node:http2';
import { homedir } from 'node:os';
import { resolve } from 'node:path';
import type { TLSSocket } from 'node:tls';
import type { TimeSource } from '../clock.ts';
import type { Mock } from '../mock.ts';
import type { DevelopmentCertificates } from './certificate-store.ts';
import { openCertificates } from './certificate-store.ts';
import { dataFolderOf } from './data-folder.ts';
import { lazily } from '../lazily.ts';
import { createNodeHandler } from './node-handler.ts';
import { sortConnections } from './one-port.ts';
import type { ServerCertificate, TlsTerminator } from './tls.ts';

/** How TLS is spoken, and what the development certificates need to know of the outside. */
export interface HttpsOptions {
  /** Default: `server.tls` of the mock's options. */
  tls?: Mock['settings']['server']['tls'] | undefined;
  /** Folder of the development CA. Default: `LP_AUTH_MOCK_HOME`, or where the platform keeps a user's data. */
  dataFolder?: string | undefined;
  /** The real time, which certificates follow; the mock's own clock never moves them. Default: `Date`. */
  time?: TimeSource | undefined;
  /** Hears what the user should know of the development CA. Default: a warning of the process. */
  onNotice?: ((line: string) => void) | undefined;
}

/** TLS for servers that speak HTTP. */
export interface HttpsDoor {
  /** The development certificates; undefined when the user brought a certificate. */
  certificates(): Promise<DevelopmentCertificates | undefined>;
  /** Lets the server answer TLS on its port as well. */
  addTo(server: Server): void;
}

/** A certificate or a key of the user's that cannot be used. */
export class CertificateError extends Error {
  override readonly name = 'CertificateError';
}

/**
 * Prepares TLS as `server.tls` asks for it; undefined when it is off. Nothing is made or loaded before the first client
 * speaks it.
 *
 * @throws CertificateError when the option names a certificate or a key that cannot be used.
 */
export async function createHttpsDoor(mock: Mock, options: HttpsOptions): Promise<HttpsDoor | undefined> {
  const { tls = mock.settings.server.tls } = options;
  if (tls === false) return undefined;
  if (typeof tls === 'object') {
    const own = Promise.resolve({ leaf: await readOwnCertificate(tls) });
    return { certificates: () => Promise.resolve(undefined), addTo: (server) => { addTls(server, mock, () => own); } };
  }
  const settled = { ...options, dataFolder: folderOf(options) };
  const certificates = keepOpen(() => openDevelopmentCertificates(mock, settled), options.time ?? Date);
  return { certificates, addTo: (server) => { addTls(server, mock, certificates); } };
}

/** Opens the certificates once, and again when a server that has run for months is about to outlive them. */
function keepOpen(open: () => Promise<DevelopmentCertificates>, time: TimeSource): () => Promise<DevelopmentCertificates> {
  let opened: Promise<DevelopmentCertificates> | undefined;
  let dueMs = 0;
  return () => {
    if (opened !== undefined && time.now() < dueMs) return opened;
    dueMs = Infinity;
    opened = open().then((certificates) => {
      dueMs = certificates.renewalDueMs;
      return certificates;
    }, (error: unknown) => {
      // The next client has it tried again.
      opened = undefined;
      throw error;
    });
    return opened;
  };
}

/** The development certificates of the folder that the options or the environment name, for the mock's hosts. */
export function openDevelopmentCertificates(mock: Pick<Mock, 'domains' | 'hosts'>, options: HttpsOptions): Promise<DevelopmentCertificates> {
  return openCertificates({
    folder: folderOf(options),
    domains: mock.domains,
    hosts: mock.hosts.known,
    time: options.time,
    onNotice: options.onNotice ?? ((line) => { process.emitWarning(line, 'LpAuthMockWarning'); }),
  });
}

/** Whole, so that it stays where it is when the process goes elsewhere. */
function folderOf({ dataFolder }: HttpsOptions): string {
  const cwd = process.cwd();
  if (dataFolder !== undefined) return resolve(cwd, dataFolder);
  return dataFolderOf({ env: process.env, platform: process.platform, homeFolder: homedir(), cwd });
}

async function readOwnCertificate(own: { readonly certificate: string; readonly key: string }): Promise<ServerCertificate['leaf']> {
  // One after the other: where neither can be read, the same one is told each time.
  const certificate = await readPem('certificate', own.certificate);
  const key = await readPem('key', own.key);
  // Late: most mocks have no certificate of their own, and node's TLS takes its time to load.
  const { createSecureContext } = await import('node:tls');
  try {
    createSecureContext({ cert: certificate, key });
  } catch (error) {
    throw new CertificateError(`server.tls: the certificate and the key cannot be used (${codeOf(error)})`);
  }
  return { certificate, key };
}

async function readPem(member: string, pemOrFile: string): Promise<string> {
  if (pemOrFile.includes('-----BEGIN ')) return pemOrFile;
  try {
    return await fs.readFile(pemOrFile, 'utf8');
  } catch (error) {
    throw new CertificateError(`server.tls.${member}: ${pemOrFile} cannot be read (${codeOf(error)})`);
  }
}

function codeOf(error: unknown): string {
  return (error as NodeJS.ErrnoException).code ?? 'unknown error';
}

function addTls(server: Server, mock: Mock, certificate: () => Promise<ServerCertificate>): void {
  let shown: Promise<ServerCertificate> | undefined;
  let terminator: Promise<TlsTerminator> | undefined;
  const routes = { onHttp1: (socket: TLSSocket): void => { serve(socket); }, onHttp2: createHttp2Route(mock) };
  const open = async (toShow: Promise<ServerCertificate>): Promise<TlsTerminator> => {
    const { createTlsTerminator } = await import('./tls.ts');
    return createTlsTerminator(await toShow, routes);
  };
  const serve = sortConnections(server, (socket) => {
    const toShow = certificate();
    if (terminator === undefined || toShow !== shown) terminator = open(toShow);
    shown = toShow;
    terminator.then((terminate) => { terminate(socket); }, () => {
      if (toShow === shown) terminator = undefined;
      socket.destroy();
    });
  });
}

/** Past Express, which knows HTTP/1 only. */
function createHttp2Route(mock: Mock): (socket: TLSSocket) => void {
  const handler = createNodeHandler(mock);
  const server = lazily<Http2Server>(async () => {
    const http2 = await import('node:http2');
    return http2.createServer((request, response) => {
      handler(asHttp1(request), response as unknown as ServerResponse);
    });
  });
  return (socket) => {
    server().then((opened) => { opened.emit('connection', socket); }, () => { socket.destroy(); });
  };
}

/** Gives a request the `host` header that HTTP/2 writes as `:authority` (RFC 9113 section 8.3.1). */
function asHttp1(request: Http2ServerRequest): IncomingMessage {
  const pairs = request.rawHeaders.flatMap((name, index, raw) => (index % 2 === 0 ? [[name, raw[index + 1] ?? '']] : []));
  const rawHeaders = [['host', request.authority], ...pairs.filter(([name = '']) => !name.startsWith(':') && name !== 'host')].flat();
  return Object.defineProperty(request, 'rawHeaders', { value: rawHeaders }) as unknown as IncomingMessage;
}
