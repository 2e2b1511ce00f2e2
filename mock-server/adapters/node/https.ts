import type { Server } from 'node:http';
import { resolve } from 'node:path';
import type { TLSSocket } from 'node:tls';
import type { TimeSource } from '../../clock.ts';
import type { Mock } from '../../mock.ts';
import type { DevelopmentCertificates } from '../../tls/certificate-store.ts';
import { openCertificates } from '../../tls/certificate-store.ts';
import type { ConnectionTimes } from './connection-times.ts';
import { dataFolderOf, homeFolderOf } from '../../tls/data-folder.ts';
import { createHttp2Route } from './http2-route.ts';
import { sortConnections } from './one-port.ts';
import { FileRefused, readRegularFile } from '../../tls/regular-file.ts';
import type { ServerCertificate, TlsTerminator } from '../../tls/secure-context.ts';

/** How TLS is served, and what the development certificates depend on. */
export interface HttpsOptions {
  /** Default: `server.tls` of the mock's options. */
  tls?: Mock['settings']['server']['tls'] | undefined;
  /** Folder of the development CA. Default: `LP_AUTH_MOCK_HOME`, or the platform's folder for user data. */
  dataFolder?: string | undefined;
  /** The real time, which certificates follow; the mock's own clock does not affect them. Default: `Date`. */
  time?: TimeSource | undefined;
  /** Called with what the user should know about the development CA and TLS. Default: a process warning. */
  onNotice?: ((line: string) => void) | undefined;
}

/** TLS for servers that speak HTTP. */
export interface Https {
  /** The development certificates; undefined when the user brought a certificate. */
  certificates(): Promise<DevelopmentCertificates | undefined>;
  /** Lets the server answer TLS on its port as well. */
  addTo(server: Server): void;
}

/** A certificate or key of the user that cannot be used. */
export class CertificateError extends Error {
  override readonly name = 'CertificateError';
}

/**
 * Prepares TLS as `server.tls` asks for it; undefined when it is off. Nothing is made or loaded before the first client
 * speaks it.
 *
 * @throws CertificateError when the option names a certificate or a key that cannot be used.
 */
export async function createHttps(
  mock: Mock,
  options: HttpsOptions,
  times: ConnectionTimes,
): Promise<Https | undefined> {
  const { tls = mock.settings.server.tls } = options;
  if (tls === false) return undefined;
  if (isBun(process.versions)) {
    tell(options, BUN_WITHOUT_TLS);
    return undefined;
  }
  if (typeof tls === 'object') {
    const own = Promise.resolve({ leaf: await readOwnCertificate(tls) });
    return {
      certificates: () => Promise.resolve(undefined),
      addTo: (server) => {
        addTls(server, { mock, times }, () => own);
      },
    };
  }
  const settled = { ...options, dataFolder: folderOf(options) };
  const certificates = keepOpen(() => openDevelopmentCertificates(mock, settled), options.time ?? Date);
  return {
    certificates,
    addTo: (server) => {
      addTls(server, { mock, times }, certificates);
    },
  };
}

/** Bun's http server does not take over a connection that another listener has accepted. */
export function isBun(versions: Readonly<Record<string, string | undefined>>): boolean {
  return versions['bun'] !== undefined;
}

const BUN_WITHOUT_TLS =
  'inside Bun this server answers http alone, no https and no HTTP/2; start it under Node for those (npx --no lp-auth-mock), or turn TLS off (server.tls: false)';

function tell({ onNotice }: HttpsOptions, line: string): void {
  if (onNotice === undefined) process.emitWarning(line, 'LpAuthMockWarning');
  else onNotice(line);
}

/** Opens the certificates once, and again when a server that has run for months is about to outlive them. */
function keepOpen(
  open: () => Promise<DevelopmentCertificates>,
  time: TimeSource,
): () => Promise<DevelopmentCertificates> {
  let opened: Promise<DevelopmentCertificates> | undefined;
  let dueMs = 0;
  return () => {
    if (opened !== undefined && time.now() < dueMs) return opened;
    dueMs = Infinity;
    opened = open().then(
      (certificates) => {
        dueMs = certificates.renewalDueMs;
        return certificates;
      },
      (error: unknown) => {
        // The next client has it tried again.
        opened = undefined;
        throw error;
      },
    );
    return opened;
  };
}

/** The development certificates of the folder that the options or the environment name, for the mock's hosts. */
export function openDevelopmentCertificates(
  mock: Pick<Mock, 'domains' | 'hosts'>,
  options: HttpsOptions,
): Promise<DevelopmentCertificates> {
  return openCertificates({
    folder: folderOf(options),
    domains: mock.domains,
    publicSites: mock.hosts.publicSites,
    hosts: mock.hosts.known,
    time: options.time,
    onNotice: (line) => {
      tell(options, line);
    },
  });
}

/** Whole, so that it stays where it is when the process goes elsewhere. */
function folderOf({ dataFolder }: HttpsOptions): string {
  const cwd = process.cwd();
  if (dataFolder !== undefined) return resolve(cwd, dataFolder);
  return dataFolderOf({ env: process.env, platform: process.platform, homeFolder: homeFolderOf(), cwd });
}

async function readOwnCertificate(own: {
  readonly certificate: string;
  readonly key: string;
}): Promise<ServerCertificate['leaf']> {
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
    return await readRegularFile(pemOrFile);
  } catch (error) {
    if (error instanceof FileRefused) throw new CertificateError(`server.tls.${member}: ${pemOrFile} ${error.message}`);
    throw new CertificateError(`server.tls.${member}: ${pemOrFile} cannot be read (${codeOf(error)})`);
  }
}

function codeOf(error: unknown): string {
  return (error as NodeJS.ErrnoException).code ?? 'unknown error';
}

interface TlsSetup {
  readonly mock: Mock;
  readonly times: ConnectionTimes;
}

function addTls(server: Server, setup: TlsSetup, certificate: () => Promise<ServerCertificate>): void {
  let shown: Promise<ServerCertificate> | undefined;
  let terminator: Promise<TlsTerminator> | undefined;
  const routes = {
    onHttp1: (socket: TLSSocket): void => {
      serve(socket);
    },
    onHttp2: createHttp2Route(setup.mock, setup.times),
  };
  const open = async (toShow: Promise<ServerCertificate>): Promise<TlsTerminator> => {
    const { createTlsTerminator } = await import('../../tls/secure-context.ts');
    return createTlsTerminator(await toShow, routes, setup.times.handshakeMs);
  };
  const serve = sortConnections(server, setup.times.firstByteMs, (socket) => {
    const toShow = certificate();
    if (terminator === undefined || toShow !== shown) terminator = open(toShow);
    shown = toShow;
    terminator.then(
      (terminate) => {
        terminate(socket);
      },
      () => {
        if (toShow === shown) terminator = undefined;
        socket.destroy();
      },
    );
  });
}
