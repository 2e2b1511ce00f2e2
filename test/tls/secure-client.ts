import { request } from 'node:https';
import type { ConnectionOptions, TLSSocket } from 'node:tls';
import { connect } from 'node:tls';

export interface SecureRequest {
  readonly port: number;
  /** What the client trusts. */
  readonly ca: string;
  /** Address to connect to. Default: `127.0.0.1`. */
  readonly address?: string;
  /** Name that the certificate is checked for. Default: `localhost`. */
  readonly name?: string;
  readonly path?: string;
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** Asks over TLS, as a client that checks certificates. Rejects with node's error when the handshake fails. */
export function ask({
  port,
  ca,
  address = '127.0.0.1',
  name = 'localhost',
  path = '/sentinel/well-known/jwks',
  method = 'GET',
  headers = {},
  body,
}: SecureRequest): Promise<{ status: number | undefined; text: string }> {
  return new Promise((resolve, reject) => {
    const asked = request(
      { host: address, port, ca, servername: name, path, method, headers: { host: name, ...headers }, agent: false },
      (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (chunk: string) => {
          text += chunk;
        });
        response.on('end', () => {
          resolve({ status: response.statusCode, text });
        });
      },
    );
    asked.on('error', reject);
    asked.end(body);
  });
}

/** Shakes hands and hangs up. Rejects with node's error when the handshake fails. */
export function shakeHands(
  options: ConnectionOptions,
): Promise<{ readonly protocol: string | false | null; readonly fingerprint: string }> {
  return new Promise((resolve, reject) => {
    const socket: TLSSocket = connect({ host: '127.0.0.1', servername: 'localhost', ...options }, () => {
      resolve({ protocol: socket.alpnProtocol, fingerprint: socket.getPeerCertificate().fingerprint256 });
      socket.destroy();
    });
    socket.on('error', reject);
  });
}
