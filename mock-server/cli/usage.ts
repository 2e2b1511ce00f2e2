import yargs from 'yargs';
import type { Argv } from 'yargs';
import { columns } from './columns.ts';
import type { Command, FlagTable, Request, Typed, WordTable } from './command.ts';
import { explainRefusal } from './refusal.ts';

/** What the help says of the program. */
export interface About {
  /** What people type to start it, see `typed-as.ts`. */
  readonly program: string;
  readonly description: string;
  readonly version: string;
  /** Columns to write in. */
  readonly width: number;
  readonly commands: readonly Command[];
}

/** Arguments that cannot be understood, and why. */
export interface Refusal {
  readonly refusal: string;
}

class Refused extends Error {}

/**
 * What the arguments ask for, by a parser that knows every spelling, writes the help, and says of a mistake what was
 * probably meant. Nothing here is a class of the program's own: in the package this file stands apart, so that only who
 * needs it loads it.
 */
export function readUsage(argv: readonly string[], about: About): Request | Refusal {
  try {
    return parse(argv, about);
  } catch (error) {
    if (error instanceof Refused) return { refusal: error.message };
    throw error;
  }
}

function parse(argv: readonly string[], about: About): Request {
  const { commands } = about;
  let request: Request = { text: '' };
  const choose = (command: Command, parsed: Typed<FlagTable, WordTable>): void => {
    const typed = unshieldAll(parsed);
    refuseRepeated(command, typed);
    refuseValues(command, argv);
    request = { command, typed };
  };
  const parser = createParser(about);
  for (const command of commands)
    register(parser, command, about.program, (typed) => {
      choose(command, typed);
    });
  parser.fail((message: string, error: unknown) => {
    if (error instanceof Refused) throw error;
    throw new Refused(explainRefusal(unshield(message), argv, commands));
  });
  // The handlers are synchronous, so the answer is no promise.
  void parser.parse(shieldDurations(argv), {}, (_error: unknown, _typed: unknown, text: string) => {
    if (text !== '') request = { text };
  });
  return request;
}

/**
 * Stands before what is no flag though it begins with a dash. No text holds it: it is no character (Unicode, section
 * 23.7).
 */
const SHIELD = '\uFFFE';

/** The parser takes `-5m` for the flags 5 and m. None of ours is a digit. */
function shieldDurations(argv: readonly string[]): string[] {
  return argv.map((argument) => (/^-\d/.test(argument) ? SHIELD + argument : argument));
}

function unshield(text: string): string {
  return text.replaceAll(SHIELD, '');
}

function unshieldAll(typed: Typed<FlagTable, WordTable>): Typed<FlagTable, WordTable> {
  const bare = (value: unknown): unknown =>
    Array.isArray(value) ? value.map(bare) : typeof value === 'string' ? unshield(value) : value;
  return Object.fromEntries(Object.entries(typed).map(([name, value]) => [name, bare(value)]));
}

function createParser({ program, description, version, width }: About): Argv {
  return yargs([])
    .scriptName(program)
    .locale('en')
    .usage(description)
    .parserConfiguration({
      'boolean-negation': false,
      'camel-case-expansion': false,
      'dot-notation': false,
      'greedy-arrays': false,
      'parse-positional-numbers': false,
      'populate--': true,
    })
    .strict()
    .exitProcess(false)
    .help()
    .alias('help', 'h')
    .version(version)
    .wrap(width);
}

function register(
  parser: Argv,
  command: Command,
  program: string,
  choose: (typed: Typed<FlagTable, WordTable>) => void,
): void {
  const usage = command.isDefault === true ? [command.usage, '$0'] : command.usage;
  parser.command(
    usage,
    command.summary,
    (builder) => {
      for (const [name, word] of Object.entries(command.words ?? {})) builder.positional(name, word);
      for (const [name, flag] of Object.entries(command.flags))
        builder.option(name, flag.type === 'boolean' ? flag : { ...flag, nargs: 1 });
      builder.epilogue(endOfHelp(command, program));
    },
    (typed) => {
      choose(typed);
    },
  );
}

/** Examples as whole lines: the parser's own columns would break a long one in two, and nobody could paste it. */
function endOfHelp({ examples = [], notes }: Command, program: string): string {
  const lines = columns(
    examples.map(([typed, does]) => [`  ${program} ${asTyped(typed, program)}`, asTyped(does, program)]),
  );
  return [...(lines.length > 0 ? ['Examples:', ...lines] : []), ...(notes === undefined ? [] : ['', notes])].join('\n');
}

/** An example may call the program once more. */
function asTyped(text: string, program: string): string {
  return text.replaceAll('lp-auth-mock ', `${program} `);
}

/** The parser makes a list of a flag that is given twice; which of the two is meant, only the user knows. */
function refuseRepeated(command: Command, typed: Typed<FlagTable, WordTable>): void {
  for (const [name, flag] of Object.entries(command.flags)) {
    if (flag.array !== true && Array.isArray(typed[name])) throw new Refused(`--${name} was given more than once`);
  }
}

/** The parser takes every value of a switch but `true` for `false`. */
function refuseValues(command: Command, argv: readonly string[]): void {
  const ownEnd = argv.indexOf('--');
  for (const argument of ownEnd === -1 ? argv : argv.slice(0, ownEnd)) {
    const [, name = '', value = 'true'] = /^--([^=]+)=(.*)$/s.exec(argument) ?? [];
    const isSwitch = command.flags[name]?.type === 'boolean';
    if (isSwitch && value !== 'true' && value !== 'false')
      throw new Refused(`--${name}: expected no value, or true or false`);
  }
}
