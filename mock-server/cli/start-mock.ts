import type { InferredOptionTypes } from 'yargs';
import type { ControlledMock } from '../mock.ts';
import { STATE_VARIABLE } from './environment.ts';
import type { Preset } from './mock-options.ts';
import { engineFlags, openControlledMock, serverFlags } from './mock-options.ts';
import { readPort } from './port.ts';
import type { OpenedState } from './state/open-state.ts';
import type { Terminal } from './terminal.ts';

/** What the commands take that serve a mock until they are stopped. */
export const startFlags = {
  ...serverFlags,
  ...engineFlags,
  proxy: {
    type: 'string',
    describe: "also serve a forward proxy on this port: it answers LivePerson's hosts and passes everything else on",
  },
  state: {
    type: 'string',
    describe: 'keep the state in this file: it is taken up at the start, and written as it changes',
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
  const onExchange = isJson || typed.quiet === true ? undefined : log;
  const opened = await openControlledMock(typed, terminal, onExchange, presets);
  if (opened.keysFrom !== undefined) await warnOfKeys(opened.keysFrom, terminal);
  const state = await openNamedState(opened, typed.state, terminal);
  let isKept: boolean | undefined;
  try {
    const { serveUntilStopped } = await import('./serve-until-stopped.ts');
    await serveUntilStopped(opened.mock, terminal, { proxyPort, isJson, opensConsole, state });
  } finally {
    isKept = await state?.close();
  }
  return isKept === false ? 1 : 0;
}

async function warnOfKeys(folder: string, { cwd, complain }: Pick<Terminal, 'cwd' | 'complain'>): Promise<void> {
  const { exposedKeysOf } = await import('./exposed-keys.ts');
  const warning = await exposedKeysOf(folder, cwd);
  if (warning !== undefined) complain(`lp-auth-mock: ${warning}`);
}

/** Undefined where nobody names a file. */
async function openNamedState(
  { mock, controlled }: ControlledMock,
  typed: string | undefined,
  terminal: Terminal,
): Promise<OpenedState | undefined> {
  const file = typed ?? (terminal.env[STATE_VARIABLE] || undefined);
  if (file === undefined) return undefined;
  const { openState } = await import('./state/open-state.ts');
  const restore: typeof mock.restore = (snapshot) => {
    mock.restore(snapshot);
  };
  const writtenAs = typed === undefined ? STATE_VARIABLE : '--state';
  // What is larger would not fit into the mock.
  const maxBytes = mock.settings.limits.megabytes * 1_000_000;
  return openState({ controlled, restore }, { file, writtenAs, maxBytes }, terminal);
}
