import yargs from 'yargs';
import type { Argv } from 'yargs';
import manifest from '../../package.json' with { type: 'json' };
import { columns } from './columns.ts';
import type { Command, FlagTable, Typed, WordTable } from './command.ts';
import { UsageError } from './command.ts';
import { commands } from './commands/index.ts';
import { explainRefusal } from './refusal.ts';
import type { Terminal } from './terminal.ts';
import { visible } from './visible-text.ts';

/** The name that people type. */
const PROGRAM = 'lp-auth-mock';

/** What the arguments ask for: a command, or only a text such as the help. */
type Request =
  | { readonly command: Command; readonly typed: Typed<FlagTable, WordTable> }
  | { readonly text: string };

/**
 * Runs the command line and answers the exit code: 0 when all went well, 1 when the user can mend it. Never throws and
 * never ends the process.
 *
 * @param argv - the arguments after the program's name
 */
export async function runProgram(argv: readonly string[], outside: Terminal): Promise<number> {
  const terminal = showingVisibly(outside);
  try {
    const request = parse(argv, terminal);
    if ('command' in request) return await request.command.run(request.typed, terminal);
    terminal.print(request.text);
    return 0;
  } catch (error) {
    for (const line of linesOf(error)) terminal.complain(`${PROGRAM}: ${line}`);
    return 1;
  }
}

/** Whatever a command prints has been escaped: much of it was written by others. */
function showingVisibly(terminal: Terminal): Terminal {
  return {
    ...terminal,
    print: (text) => { terminal.print(visible(text)); },
    complain: (text) => { terminal.complain(visible(text)); },
  };
}

/** A user's mistake is a line; anything else is ours, and worth a stack to report. */
function linesOf(error: unknown): string[] {
  if (error instanceof UsageError) return error.message.split('\n');
  const what = error instanceof Error ? error.stack ?? error.message : String(error);
  return [`a fault in lp-auth-mock itself; please report it: ${what}`];
}

function parse(argv: readonly string[], terminal: Terminal): Request {
  let request: Request = { text: '' };
  const choose = (command: Command, parsed: Typed<FlagTable, WordTable>): void => {
    const typed = unshieldAll(parsed);
    refuseRepeated(command, typed);
    refuseValues(command, argv);
    request = { command, typed };
  };
  const parser = createParser(terminal);
  for (const command of commands) register(parser, command, (typed) => { choose(command, typed); });
  parser.fail((message: string, error: unknown) => {
    if (error instanceof UsageError) throw error;
    throw new UsageError(explainRefusal(unshield(message), argv, commands));
  });
  // The handlers are synchronous, so the answer is no promise.
  void parser.parse(shieldDurations(argv), {}, (_error: unknown, _typed: unknown, text: string) => {
    if (text !== '') request = { text };
  });
  return request;
}

/** Stands before what is no flag though it begins with a dash. No text holds it: it is no character (Unicode, section 23.7). */
const SHIELD = '\uFFFE';

/** The parser takes `-5m` for the flags 5 and m. None of ours is a digit. */
function shieldDurations(argv: readonly string[]): string[] {
  const ownEnd = argv.indexOf('--');
  return argv.map((argument, index) => (/^-\d/.test(argument) && (ownEnd === -1 || index < ownEnd) ? SHIELD + argument : argument));
}

function unshield(text: string): string {
  return text.replaceAll(SHIELD, '');
}

function unshieldAll(typed: Typed<FlagTable, WordTable>): Typed<FlagTable, WordTable> {
  const bare = (value: unknown): unknown => (Array.isArray(value) ? value.map(bare) : typeof value === 'string' ? unshield(value) : value);
  return Object.fromEntries(Object.entries(typed).map(([name, value]) => [name, bare(value)]));
}

function createParser(terminal: Terminal): Argv {
  return yargs([])
    .scriptName(PROGRAM)
    .locale('en')
    .usage(manifest.description)
    .parserConfiguration({
      'boolean-negation': false, 'camel-case-expansion': false, 'dot-notation': false, 'greedy-arrays': false,
      'parse-positional-numbers': false, 'populate--': true,
    })
    .strict()
    .exitProcess(false)
    .help().alias('help', 'h')
    .version(manifest.version)
    .wrap(terminal.width);
}

function register(parser: Argv, command: Command, choose: (typed: Typed<FlagTable, WordTable>) => void): void {
  const usage = command.isDefault === true ? [command.usage, '$0'] : command.usage;
  parser.command(usage, command.summary, (builder) => {
    for (const [name, word] of Object.entries(command.words ?? {})) builder.positional(name, word);
    for (const [name, flag] of Object.entries(command.flags)) builder.option(name, flag.type === 'boolean' ? flag : { ...flag, nargs: 1 });
    builder.epilogue(endOfHelp(command));
  }, (typed) => { choose(typed); });
}

/** Examples as whole lines: the parser's own columns would break a long one in two, and nobody could paste it. */
function endOfHelp({ examples = [], notes }: Command): string {
  const lines = columns(examples.map(([typed, does]) => [`  ${PROGRAM} ${typed}`, does]));
  return [...(lines.length > 0 ? ['Examples:', ...lines] : []), ...(notes === undefined ? [] : ['', notes])].join('\n');
}

/** The parser makes a list of a flag that is given twice; which of the two is meant, only the user knows. */
function refuseRepeated(command: Command, typed: Typed<FlagTable, WordTable>): void {
  for (const [name, flag] of Object.entries(command.flags)) {
    if (flag.array !== true && Array.isArray(typed[name])) throw new UsageError(`--${name} was given more than once`);
  }
}

/** The parser takes every value of a switch but `true` for `false`. */
function refuseValues(command: Command, argv: readonly string[]): void {
  const ownEnd = argv.indexOf('--');
  for (const argument of ownEnd === -1 ? argv : argv.slice(0, ownEnd)) {
    const [, name = '', value = 'true'] = /^--([^=]+)=(.*)$/s.exec(argument) ?? [];
    const isSwitch = command.flags[name]?.type === 'boolean';
    if (isSwitch && value !== 'true' && value !== 'false') throw new UsageError(`--${name}: expected no value, or true or false`);
  }
}
