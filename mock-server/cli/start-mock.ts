import type { InferredOptionTypes } from 'yargs';
import type { Preset } from './mock-options.ts';
import { engineFlags, openMock, serverFlags } from './mock-options.ts';
import { readPort } from './port.ts';
import type { Terminal } from './terminal.ts';

/** What the commands take that serve a mock until they are stopped. */
export const startFlags = {
  ...serverFlags,
  ...engineFlags,
  proxy: {
    type: 'string',
    describe: "also serve a forward proxy on this port: it answers LivePerson's hosts and passes everything else on",
  },
  json: { type: 'boolean', describe: 'print exactly one line on stdout, as JSON, when ready, and no request log' },
  quiet: { type: 'boolean', describe: 'no request log' },
} as const;

/** What is particular to the command. */
export interface Starting {
  /** What counts unless the user says otherwise. */
  readonly presets: readonly Preset[];
  /** Whether a browser is to show the console. */
  readonly opensConsole: boolean;
}

/** Makes the mock that was asked for, and serves it until Ctrl-C or SIGTERM. @returns the exit code */
export async function startMock(
  typed: InferredOptionTypes<typeof startFlags>,
  terminal: Terminal,
  { presets, opensConsole }: Starting,
): Promise<number> {
  const { logLine } = await import('./request-log.ts');
  const isJson = typed.json === true;
  const proxyPort = typed.proxy === undefined ? undefined : readPort('proxy', typed.proxy);
  const log = (exchange: Parameters<typeof logLine>[0]): void => {
    terminal.print(logLine(exchange));
  };
  const mock = await openMock(typed, terminal, isJson || typed.quiet === true ? undefined : log, presets);
  const { serveUntilStopped } = await import('./serve-until-stopped.ts');
  return serveUntilStopped(mock, terminal, { proxyPort, isJson, opensConsole });
}
