import type { Options } from 'yargs';
import type { Settings } from '../config/settings.ts';
import type { OriginOf } from '../config/origins.ts';
import { valueAt } from '../config/origins.ts';
import type { Exchange } from '../control/journal/exchange.ts';
import { DEFAULT_PORT } from '../config/default-port.ts';
import type { ControlledMock, Mock } from '../mock.ts';
import { UsageError } from './command.ts';
import { inOwnWords } from './own-words.ts';
import { readConfigFile } from './config-file.ts';
import type { Source } from './option-sources.ts';
import { originAmong, withKeysRead, withOption, withOrigin } from './option-sources.ts';
import { configFileOf, settingsOfVariables } from './environment.ts';
import type { Terminal } from './terminal.ts';

/** A flag that sets an option of the mock. */
interface MockFlag extends Options {
  /** The option's name, as in `--set`. */
  readonly sets?: string;
  /** What the typed text stands for; undefined leaves the option as it is. Default: the text itself. */
  readonly read?: (typed: unknown) => unknown;
}

/** What every command takes that makes a mock. */
export const engineFlags = {
  config: { type: 'string', describe: 'options from a file: JSON, or a JavaScript module that exports them' },
  set: {
    type: 'string',
    array: true,
    describe:
      'any option by its name, name=value; the value is JSON where the option takes JSON, otherwise text. May be repeated',
  },
  agent: {
    type: 'string',
    sets: 'agent',
    read: jsonOrText,
    describe: 'who answers conversations: echo, or a script as JSON (default: off, nobody)',
  },
  'auto-login': {
    type: 'string',
    sets: 'autoLogin',
    describe: "the agent who logs in at Sentinel's authorize without being asked (default: the login page asks)",
  },
  keys: { type: 'string', sets: 'keys', describe: 'sign with your own keys: a folder that keys new has made' },
  closed: { type: 'boolean', sets: 'closed', describe: 'refuse accounts and clients that are not configured' },
  strict: { type: 'boolean', sets: 'strict', describe: 'refuse what only this mock accepts' },
  seed: { type: 'string', sets: 'seed', describe: 'make ids repeatable' },
} as const satisfies Record<string, MockFlag>;

/** What commands take beside {@link engineFlags} that listen. */
export const serverFlags = {
  port: {
    type: 'string',
    alias: 'p',
    sets: 'server.port',
    read: jsonOrText,
    describe: `port to listen on; 0 picks a free one (default: ${String(DEFAULT_PORT)})`,
  },
  host: {
    type: 'string',
    sets: 'server.host',
    describe: 'host to listen on (default: localhost, that is, 127.0.0.1 and ::1)',
  },
  'no-tls': {
    type: 'boolean',
    sets: 'server.tls',
    read: offOrUntouched,
    describe: 'http only; otherwise the same port also answers https',
  },
  capture: {
    type: 'boolean',
    sets: 'capture',
    describe: 'keep what was said in the last calls and frames, without secrets, for the console',
  },
  'no-admin': {
    type: 'boolean',
    sets: 'admin',
    read: offOrUntouched,
    describe: 'no admin API at /__admin, which clock, fault, journal and reset use',
  },
  instance: {
    type: 'string',
    sets: 'instance',
    describe:
      'what each answer says in LP-Mock-Instance, to tell mocks behind one address apart (default: no such header)',
  },
  'no-reason-header': {
    type: 'boolean',
    sets: 'reasonHeader',
    read: (typed) => typed !== true,
    describe: 'send no LP-Mock-Reason and no LP-Mock-Deviation',
  },
} as const satisfies Record<string, MockFlag>;

const FLAGS: Readonly<Record<string, MockFlag>> = { ...engineFlags, ...serverFlags };

/** Of a switch that only turns something off. */
function offOrUntouched(typed: unknown): false | undefined {
  return typed === true ? false : undefined;
}

/** What was typed for the flags above, by flag. */
export type TypedMockFlags = Readonly<Partial<Record<keyof typeof engineFlags | keyof typeof serverFlags, unknown>>>;

/** What a command or a flag sets unless the user sets it otherwise, anywhere: a top-level option. */
export interface Preset {
  readonly path: 'agent' | 'capture';
  readonly value: unknown;
  /** What sets it: `demo` or `--open`. */
  readonly writtenAs: string;
}

/** The options that were asked for, and where each was written. */
interface ReadOptions {
  readonly settings: Settings;
  readonly originOf: OriginOf;
  /** The folder that the keys are from, as it was written; undefined when they are from none. */
  readonly keysFrom: string | undefined;
}

/**
 * Makes the mock that the config file, environment variables and flags ask for: the file first, then the variables
 * `LP_AUTH_MOCK_…`, then flags, then `--set`.
 *
 * @param onExchange - called after each call, beside what the config file asks for
 * @param presets - what counts where none of these says otherwise
 * @throws UsageError naming each bad option and where it was written.
 */
export async function openMock(
  typed: TypedMockFlags,
  terminal: Terminal,
  onExchange?: (exchange: Exchange) => void,
  presets: readonly Preset[] = [],
): Promise<Mock> {
  return (await openControlledMock(typed, terminal, onExchange, presets)).mock;
}

/** The same for who keeps its state, and says what is wrong with its keys. */
export async function openControlledMock(
  typed: TypedMockFlags,
  terminal: Terminal,
  onExchange?: (exchange: Exchange) => void,
  presets: readonly Preset[] = [],
): Promise<ControlledMock & Pick<ReadOptions, 'keysFrom'>> {
  const { settings, originOf, keysFrom } = await readOptions(typed, terminal, presets);
  const { createControlledMock } = await import('../mock.ts');
  const heard =
    onExchange === undefined ? settings : { ...settings, onExchange: both(settings.onExchange, onExchange) };
  return { ...createControlledMock(heard, originOf), keysFrom };
}

function both(
  first: ((exchange: Exchange) => void) | undefined,
  second: (exchange: Exchange) => void,
): (exchange: Exchange) => void {
  return (exchange) => {
    first?.(exchange);
    second(exchange);
  };
}

/** The options that file, variables and flags ask for. @throws UsageError as {@link openMock} does. */
export async function readSettings(typed: TypedMockFlags, terminal: Pick<Terminal, 'cwd' | 'env'>): Promise<Settings> {
  return (await readOptions(typed, terminal, [])).settings;
}

async function readOptions(
  typed: TypedMockFlags,
  terminal: Pick<Terminal, 'cwd' | 'env'>,
  presets: readonly Preset[],
): Promise<ReadOptions> {
  const { settle, ConfigError } = await import('../config/settle.ts');
  const file = (typed.config as string | undefined) ?? configFileOf(terminal.env);
  const written = file === undefined ? {} : await readConfigFile(file, terminal.cwd);
  let keysFrom: string | undefined;
  const { fromFile, sources } = await withKeysRead(
    written,
    [
      ...presetSources(presets, written),
      ...variableSources(terminal.env, settle),
      ...flagSources(typed),
      ...setSources(typed.set as readonly string[] | undefined, settle),
    ],
    async (folder, writtenAs = `${file ?? ''}: keys`) => {
      keysFrom = folder;
      return (await import('./read-keys.ts')).readKeys(folder, writtenAs, terminal);
    },
  );
  try {
    const options = sources.reduce<unknown>(
      (sofar, { path, value }) => withOption(sofar, path.split('.'), value),
      fromFile,
    );
    const originOf: OriginOf = (option) => originAmong(option, sources, { file, fromFile });
    return { settings: settle(options), originOf, keysFrom };
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    throw new UsageError(
      error.message
        .split('\n')
        .map((line) => inOwnWords(withOrigin(line, sources, file)))
        .join('\n'),
    );
  }
}

function presetSources(presets: readonly Preset[], fromFile: object): Source[] {
  return presets
    .filter(({ path }) => valueAt(fromFile, [path]) === undefined)
    .map((preset) => ({ ...preset, source: 'flag' }));
}

function variableSources(env: Terminal['env'], check: (options: unknown) => unknown): Source[] {
  return settingsOfVariables(env).map(({ variable, option, text }) => ({
    path: option,
    value: valueOf(option, text, check),
    writtenAs: variable,
    source: 'environment',
  }));
}

function flagSources(typed: TypedMockFlags): Source[] {
  return Object.entries(FLAGS).flatMap(([name, { sets, read }]) => {
    const given = typed[name as keyof TypedMockFlags];
    const value = given === undefined || read === undefined ? given : read(given);
    return sets === undefined || value === undefined
      ? []
      : [{ path: sets, value, writtenAs: `--${name}`, source: 'flag' }];
  });
}

function setSources(typed: readonly string[] = [], check: (options: unknown) => unknown): Source[] {
  return typed.map((text) => {
    const { name, value } = splitAssignment('set', text);
    return { path: name, value: valueOf(name, value, check), writtenAs: `--set ${name}`, source: 'flag' };
  });
}

/** JSON where it is JSON, unless the option takes only the text of it: the answer `40103` is no number. */
function valueOf(path: string, text: string, check: (options: unknown) => unknown): unknown {
  const takes = (value: unknown): boolean => {
    try {
      check(withOption({}, path.split('.'), value));
      return true;
    } catch {
      return false;
    }
  };
  const value = jsonOrText(text);
  // A folder, whatever its name: the option itself takes none.
  if (path === 'keys' && typeof value !== 'object') return text;
  return !takes(value) && takes(text) ? text : value;
}

/** `name=value` apart. @throws UsageError when there is no name or no equals sign. */
export function splitAssignment(flag: string, text: string): { name: string; value: string } {
  const equals = text.indexOf('=');
  if (equals < 1) throw new UsageError(`--${flag} ${text}: expected name=value`);
  return { name: text.slice(0, equals), value: text.slice(equals + 1) };
}

/** What a typed value stands for: JSON where it is JSON, else the text itself. */
export function jsonOrText(typed: unknown): unknown {
  try {
    return JSON.parse(String(typed)) as unknown;
  } catch {
    return typed;
  }
}
