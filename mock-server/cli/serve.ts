import { dataFolderOf, homeFolderOf } from '../tls/data-folder.ts';
import type { RunningServer, ServerOptions } from '../adapters/node/server.ts';
import type { Mock } from '../mock.ts';
import { UsageError } from './command.ts';
import type { Terminal } from './terminal.ts';

/**
 * Listens where the mock's options say, unless told otherwise. What the user should know of the development
 * certificates goes to stderr.
 *
 * @throws UsageError when the port, the host or the certificate cannot be used.
 */
export async function serve(
  mock: Mock,
  terminal: Terminal,
  options: Pick<ServerOptions, 'port' | 'host' | 'tls'> = {},
): Promise<RunningServer> {
  const { startServer } = await import('../adapters/node/server.ts');
  try {
    return await startServer(mock, { ...certificateOptions(terminal), ...options });
  } catch (error) {
    const { host, port } = mock.settings.server;
    throw explainListening(error, { host: options.host ?? host, port: options.port ?? port }, 'port');
  }
}

/** Where this terminal's user keeps the development certificates, and how the user hears of them. */
export function certificateOptions({
  env,
  cwd,
  complain,
}: Pick<Terminal, 'env' | 'cwd' | 'complain'>): Pick<ServerOptions, 'dataFolder' | 'onNotice'> {
  return {
    dataFolder: dataFolderOf({ env, platform: process.platform, homeFolder: homeFolderOf(), cwd }),
    onNotice: (line) => {
      complain(`lp-auth-mock: ${line}`);
    },
  };
}

const LISTEN_FAILURES: Readonly<Record<string, (host: string, port: string, what: string) => string>> = {
  EADDRINUSE: (_host, port, what) =>
    `${what} ${port} is taken; choose another, or ${what === 'port' ? '--port 0' : '0'} for any free one`,
  EACCES: (_host, port, what) => `${what} ${port} may not be used by this user; choose one above 1023`,
  EADDRNOTAVAIL: (host) => `this machine has no address ${host}`,
  ENOTFOUND: (host) => `no such host: ${host}`,
  EAI_AGAIN: (host) => `no such host: ${host}`,
};

/** What an error of `listen` means to the person who chose host and port. */
export function explainListening(
  error: unknown,
  { host, port }: { readonly host: string; readonly port: number },
  what: 'port' | 'proxy port',
): unknown {
  const { name, message, code = '' } = error as NodeJS.ErrnoException;
  if (name === 'CertificateError') return new UsageError(message);
  const describe = LISTEN_FAILURES[code];
  return describe === undefined ? error : new UsageError(describe(host, String(port), what));
}
