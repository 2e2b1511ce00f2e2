import type { RunningProxy } from '../interception/proxy.ts';
import type { RunningServer, ServerOptions } from '../adapters/node/server.ts';
import type { Mock } from '../mock.ts';
import { describeReady, readyLine } from './ready.ts';
import { explainListening, serve } from './serve.ts';
import type { OpenedState } from './state/open-state.ts';
import type { Terminal } from './terminal.ts';
import { untilStopped } from './terminal.ts';

/** How a mock is served. */
export interface Serving {
  /** What counts instead of the mock's own options. */
  readonly server?: Pick<ServerOptions, 'port' | 'host' | 'tls'> | undefined;
  /** Port of a forward proxy beside it; 0 picks a free one. Default: no proxy. */
  readonly proxyPort?: number | undefined;
  /** Print one line of JSON when ready, in place of the banner. */
  readonly isJson: boolean;
  /** Whether a browser is to show the console. Default: `false`. */
  readonly opensConsole?: boolean | undefined;
  /** Where its state is kept. Default: nowhere. */
  readonly state?: Pick<OpenedState, 'path' | 'isTakenUp'> | undefined;
}

/**
 * Serves a mock, says so, and goes on until Ctrl-C or SIGTERM, or until nobody reads its log any more. The calls that
 * are under way then may end.
 *
 * @returns the exit code
 * @throws UsageError when a port is taken, or the host or the certificate cannot be used.
 */
export async function serveUntilStopped(
  mock: Mock,
  terminal: Terminal,
  { server: options, proxyPort, isJson, opensConsole = false, state }: Serving,
): Promise<number> {
  const server = await serve(mock, terminal, options);
  let proxy: RunningProxy | undefined;
  try {
    proxy = proxyPort === undefined ? undefined : await openProxy(mock, server, terminal, proxyPort);
    const stopped = untilStopped(terminal);
    const beside = { proxy, state };
    terminal.print(isJson ? await readyLine(mock, server, terminal.pid, beside) : describeReady(mock, server, beside));
    if (opensConsole) openConsole(mock, server, terminal);
    await stopped;
  } finally {
    // Together: calls that came through the proxy end within the same time.
    await Promise.all([proxy?.close(), server.close()]);
  }
  return 0;
}

/** Without waiting: the mock serves, whatever becomes of the browser. */
function openConsole({ settings }: Mock, { url }: RunningServer, terminal: Terminal): void {
  if (settings.admin === false) {
    terminal.complain('lp-auth-mock: there is no console to open: the admin API is off');
    return;
  }
  const address = `${url}/__admin/ui/`;
  terminal.browse(address).catch((error: unknown) => {
    const why = error instanceof Error ? error.message : typeof error;
    terminal.complain(`lp-auth-mock: no browser was opened (${why}); the console is at ${address}`);
  });
}

async function openProxy(mock: Mock, server: RunningServer, terminal: Terminal, port: number): Promise<RunningProxy> {
  const [{ startProxy }, { readUpstreamProxy }] = [
    await import('../interception/proxy.ts'),
    await import('../interception/upstream-proxy.ts'),
  ];
  try {
    return await startProxy(mock, server, {
      port,
      upstream: readUpstreamProxy(terminal.env),
      onNotice: (line) => {
        terminal.complain(`lp-auth-mock: ${line}`);
      },
    });
  } catch (error) {
    throw explainListening(error, { host: 'localhost', port }, 'proxy port');
  }
}
