import type { InferredOptionTypes, Options, PositionalOptions } from 'yargs';
import type { Terminal } from './terminal.ts';

/** Flags by name, without the dashes. No row has a default: the options of the mock decide. */
export type FlagTable = Readonly<Record<string, Options>>;
/** Words after the command's name, by name. */
export type WordTable = Readonly<Record<string, PositionalOptions>>;

/** What was typed, by name; `'--'` holds what stands behind a bare `--`. */
export type Typed<Flags extends FlagTable, Words extends WordTable> = {
  readonly [Name in keyof Flags]: InferredOptionTypes<Flags>[Name];
} & { readonly [Name in keyof Words]: InferredOptionTypes<Words>[Name] } & { readonly '--'?: readonly string[] };

/** One command of the program: a row of `commands/index.ts`. */
export interface Command<Flags extends FlagTable = FlagTable, Words extends WordTable = WordTable> {
  /** The name and its words, for instance `token <kind>`. `<must>`, `[may]`, `[many..]`. */
  readonly usage: string;
  /** The command that an invocation without one means. */
  readonly isDefault?: boolean;
  /** One line for the list of commands. */
  readonly summary: string;
  readonly words?: Words;
  readonly flags: Flags;
  /** What to type, and what that does. */
  readonly examples?: readonly (readonly [typed: string, does: string])[];
  /** Anything else that `--help` should say. */
  readonly notes?: string;
  /**
   * Does it, and answers the exit code. Whatever is heavy is imported in here, so that the other commands need not load
   * it.
   *
   * @throws UsageError when the person at the keyboard can fix it.
   */
  run(typed: Typed<Flags, Words>, terminal: Terminal): Promise<number> | number;
}

/** What the arguments ask for: a command, or only a text such as the help. */
export type Request =
  { readonly command: Command; readonly typed: Typed<FlagTable, WordTable> } | { readonly text: string };

/** Makes a row: `run` gets its arguments typed by the tables. */
export function defineCommand<const Flags extends FlagTable, const Words extends WordTable>(
  command: Command<Flags, Words>,
): Command {
  return command;
}

/** A mistake of the person at the keyboard. Each line of the message is printed on stderr; the exit code is 1. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
