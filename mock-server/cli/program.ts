import manifest from '../../package.json' with { type: 'json' };
import type { Request } from './command.ts';
import { UsageError } from './command.ts';
import { commands } from './commands/index.ts';
import { readOrdinary } from './ordinary-arguments.ts';
import type { Terminal } from './terminal.ts';
import { typedAs } from './typed-as.ts';
import { visible } from './visible-text.ts';

/** What its complaints begin with. */
const PROGRAM = 'lp-auth-mock';

/**
 * Runs the command line and answers the exit code: 0 when all went well, 1 when the user can fix it. Never throws and
 * never ends the process.
 *
 * @param argv - the arguments after the program's name
 */
export async function runProgram(argv: readonly string[], outside: Terminal): Promise<number> {
  const terminal = showingVisibly(outside);
  try {
    const request = readOrdinary(argv, commands) ?? (await readUnusual(argv, terminal));
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
    print: (text) => {
      terminal.print(visible(text));
    },
    complain: (text) => {
      terminal.complain(visible(text));
    },
  };
}

/** A user's mistake is a line; anything else is ours, and worth a stack to report. */
function linesOf(error: unknown): string[] {
  if (error instanceof UsageError) return error.message.split('\n');
  const what = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return [`an error in lp-auth-mock itself; please report it: ${what}`];
}

/** @throws UsageError when the arguments cannot be understood. */
async function readUnusual(argv: readonly string[], { width, env }: Terminal): Promise<Request> {
  const { description, version } = manifest;
  const { readUsage } = await import('./usage.ts');
  const result = readUsage(argv, { program: typedAs(env), description, version, width, commands });
  if ('refusal' in result) throw new UsageError(result.refusal);
  return result;
}
