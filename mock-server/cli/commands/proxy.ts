import { DEFAULT_PORT } from '../../config/default-port.ts';
import { defineCommand } from '../command.ts';
import { engineFlags, openMock } from '../mock-options.ts';
import { readPort } from '../port.ts';

/** The port that the proxy takes unless told otherwise: the next one after the mock's. */
const DEFAULT_PROXY_PORT = DEFAULT_PORT + 1;

/** Serves a forward proxy until Ctrl-C or SIGTERM. */
export const proxy = defineCommand({
  usage: 'proxy',
  summary: "serve a forward proxy that answers LivePerson's hosts and passes everything else on",
  flags: {
    port: {
      type: 'string',
      describe: `port to listen on, on loopback only; 0 picks a free one (default: ${String(DEFAULT_PROXY_PORT)})`,
    },
    ...engineFlags,
    json: { type: 'boolean', describe: 'print exactly one line on stdout, as JSON, when ready, and no request log' },
    quiet: { type: 'boolean', describe: 'no request log' },
  },
  examples: [
    ['proxy', 'for a browser, a container, or whatever run cannot start'],
    ['proxy --port 0 --json', 'pick a free port and print it, for a script'],
  ],
  notes: 'The mock itself takes a free port. Clients of the proxy must trust its CA: see the command ca.',
  run: async (typed, terminal) => {
    const { logLine } = await import('../request-log.ts');
    const isJson = typed.json === true;
    const proxyPort = typed.port === undefined ? DEFAULT_PROXY_PORT : readPort('port', typed.port);
    // The port is the proxy's: the mock has a flag of the same name.
    const mock = await openMock(
      { ...typed, port: undefined },
      terminal,
      isJson || typed.quiet === true
        ? undefined
        : (exchange) => {
            terminal.print(logLine(exchange));
          },
    );
    const { serveUntilStopped } = await import('../serve-until-stopped.ts');
    return serveUntilStopped(mock, terminal, { server: { port: 0, host: 'localhost', tls: true }, proxyPort, isJson });
  },
});
