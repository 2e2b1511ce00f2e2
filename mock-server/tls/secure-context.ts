import { X509Certificate } from 'node:crypto';
import type { Socket } from 'node:net';
import type { SecureContext, Server, TLSSocket } from 'node:tls';
import { createSecureContext, createServer } from 'node:tls';
import type { PemPair } from './certificate-authority.ts';

/** What a TLS server shows its clients. */
export interface ServerCertificate {
  /** Shown unless the client asks for a name that this one does not have. */
  readonly leaf: PemPair;
  /** Shown in its place to clients that ask by a name that it has; absent when there is only the one. */
  readonly hostLeaf?: PemPair | undefined;
  /** Makes one for another name, or answers undefined when it may not; absent when there is only the one. */
  readonly issueFor?: ((name: string) => Promise<PemPair> | undefined) | undefined;
}

/** How a TLS connection goes on once it is decrypted. */
export interface TlsRoutes {
  /** HTTP/1.1, also for clients that did not say. */
  readonly onHttp1: (socket: TLSSocket) => void;
  /** HTTP/2, for clients that offer nothing else. */
  readonly onHttp2: (socket: TLSSocket) => void;
}

/** Takes over a connection whose client starts a TLS handshake. */
export type TlsTerminator = (socket: Socket) => void;

/** How many names beside those of the leaf have their certificate kept. Each costs some milliseconds to make. */
const MAX_NAMES = 500;

/**
 * Decrypts connections. It listens nowhere: they are handed to it.
 *
 * @param handshakeMs - a client that takes longer for its handshake is let go
 */
export function createTlsTerminator(
  { leaf, hostLeaf, issueFor }: ServerCertificate,
  { onHttp1, onHttp2 }: TlsRoutes,
  handshakeMs: number,
): TlsTerminator {
  const server: Server = createServer({
    key: leaf.key,
    cert: leaf.certificate,
    handshakeTimeout: handshakeMs,
    // In this order: a client that speaks both gets HTTP/1.1, which every part of the mock is tested with.
    ALPNProtocols: ['http/1.1', 'h2'],
    ...(issueFor === undefined ? {} : { SNICallback: createNameCallback(hostLeaf ?? leaf, issueFor) }),
  });
  server.on('secureConnection', (socket: TLSSocket) => {
    if (socket.alpnProtocol === 'h2') onHttp2(socket);
    else onHttp1(socket);
  });
  server.on('tlsClientError', (_error, socket) => {
    socket.destroy();
  });
  return (socket) => {
    // HTTP's sockets stay half open; a client that ends in its handshake is gone.
    socket.allowHalfOpen = false;
    server.emit('connection', socket);
    // It was paused with its first bytes put back; by then TLS has taken those.
    process.nextTick(() => {
      socket.resume();
    });
  };
}

type NameCallback = (name: string, done: (error: Error | null, context?: SecureContext) => void) => void;

/** A certificate of its own for each name that the leaf does not have. No context means the one that all are shown. */
function createNameCallback(leaf: PemPair, issueFor: NonNullable<ServerCertificate['issueFor']>): NameCallback {
  const certificate = new X509Certificate(leaf.certificate);
  let ownContext: SecureContext | undefined;
  const contexts = new Map<string, Promise<SecureContext> | undefined>();
  const contextFor = (name: string): Promise<SecureContext> | undefined => {
    const known =
      contexts.get(name) ?? issueFor(name)?.then(({ key, certificate: cert }) => createSecureContext({ key, cert }));
    if (contexts.size < MAX_NAMES) contexts.set(name, known);
    return known;
  };
  return (asked, done) => {
    const name = asked.toLowerCase();
    if (certificate.checkHost(name) !== undefined) {
      ownContext ??= createSecureContext({ key: leaf.key, cert: leaf.certificate });
      done(null, ownContext);
      return;
    }
    const context = contextFor(name);
    if (context === undefined) done(null);
    else {
      context.then(
        (made) => {
          done(null, made);
        },
        () => {
          contexts.delete(name);
          done(null);
        },
      );
    }
  };
}
