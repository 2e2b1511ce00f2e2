import { UsageError } from './command.ts';
import { OPTION_NAMES } from '../config/option-names.ts';
import { suggest } from './suggestion.ts';

const PREFIX = 'LP_AUTH_MOCK_';

/** Variables of ours that set no option: where a mock is, where its data is, and what a later version will read. */
const RESERVED = new Set(['URL', 'ADMIN_SECRET', 'HOME', 'REDIRECT', 'CONFIG', 'STATE'].map((name) => PREFIX + name));

/** The variable that sets an option: `sendApi.strictVersion` is `LP_AUTH_MOCK_SEND_API_STRICT_VERSION`. */
export function variableOf(option: string): string {
  return (
    PREFIX +
    option
      .replace(/([a-z\d])([A-Z])/g, '$1_$2')
      .replaceAll('.', '_')
      .toUpperCase()
  );
}

const OPTION_OF: ReadonlyMap<string, string> = new Map(OPTION_NAMES.map((name) => [variableOf(name), name]));

/** What a flag of a command is set by as well, that is no option of a mock. */
export const STATE_VARIABLE = `${PREFIX}STATE`;

/** An option that a variable sets. */
export interface VariableSetting {
  /** The variable's name. */
  readonly variable: string;
  /** The option's name, as in `--set`. */
  readonly option: string;
  readonly text: string;
}

/** The config file that `LP_AUTH_MOCK_CONFIG` names; undefined when it is unset or empty. */
export function configFileOf(env: Readonly<Record<string, string | undefined>>): string | undefined {
  return env[`${PREFIX}CONFIG`] || undefined;
}

/**
 * The options that environment variables set. An empty variable sets nothing, as in a compose file that passes on what
 * is not there.
 *
 * @param platform - on `win32` the case of a name does not count. Default: this one
 * @throws UsageError naming a variable that begins like ours and sets no option.
 */
export function settingsOfVariables(
  env: Readonly<Record<string, string | undefined>>,
  platform = process.platform,
): VariableSetting[] {
  return Object.entries(env).flatMap(([name, text]) => {
    const variable = platform === 'win32' ? name.toUpperCase() : name;
    if (!variable.startsWith(PREFIX) || RESERVED.has(variable) || text === undefined || text === '') return [];
    const option = OPTION_OF.get(variable);
    if (option === undefined)
      throw new UsageError(`${variable}: no option has this variable${suggest(variable, [...OPTION_OF.keys()])}`);
    return [{ variable, option, text }];
  });
}

/** For the help: every variable, in lines of a readable length. */
export function describeVariables(): string {
  const names = [`${PREFIX}CONFIG`, STATE_VARIABLE, ...OPTION_OF.keys()];
  const lines = names.reduce<string[]>((sofar, name) => {
    const last = sofar.at(-1);
    if (last === undefined || last.length + name.length > 96) return [...sofar, name];
    return [...sofar.slice(0, -1), `${last} ${name}`];
  }, []);
  return `Environment variables, each an option (flags win over them, they win over a config file):\n${lines.map((line) => `  ${line}`).join('\n')}`;
}
