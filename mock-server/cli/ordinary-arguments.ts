import type { Command, FlagTable, Request } from './command.ts';

/** A flag of the table with the name that it has there, for it may have been typed by its other one. */
interface ReadFlag {
  readonly name: string;
  readonly flag: FlagTable[string];
  readonly value: string | boolean | undefined;
  /** Whether the value was the argument behind it. */
  readonly tookNext: boolean;
}

/** What has been typed so far, by name. */
type Values = Record<string, unknown>;

/**
 * What the arguments ask for, where they are ordinary: a command, its flags as the table has them, its words. Undefined
 * for everything else, which is a mistake, a call for help or an unusual spelling: the parser of `usage.ts`, which
 * takes four times as long to load and run, understands it or says what is wrong.
 */
export function readOrdinary(argv: readonly string[], commands: readonly Command[]): Request | undefined {
  const command = commandOf(argv, commands);
  const ownEnd = argv.indexOf('--');
  const own = argv.slice(argv[0]?.startsWith('-') === false ? 1 : 0, ownEnd === -1 ? undefined : ownEnd);
  if (command === undefined || !own.every(isPlain)) return undefined;
  const rest = ownEnd === -1 ? [] : argv.slice(ownEnd + 1);
  const typed: Values = rest.length === 0 ? {} : { '--': rest };
  const words = readFlags(own, command.flags, typed);
  return words !== undefined && readWords(words, command, typed) ? { command, typed } : undefined;
}

function commandOf([first]: readonly string[], commands: readonly Command[]): Command | undefined {
  if (first === undefined || first.startsWith('--')) return commands.find(({ isDefault }) => isDefault === true);
  return commands.find(({ usage }) => usage.split(' ')[0] === first);
}

/** The other parser takes off quotes, and gives `help`, `-x` and what is empty a meaning of their own. */
function isPlain(argument: string): boolean {
  const value = argument.replace(/^--[^=]*=/, '');
  return value !== '' && !/^-(?!-)/.test(argument) && !/^["']/.test(value) && value !== 'help' && value !== 'version';
}

/** Notes the flags, and gives the words between them; undefined when a flag is not as the table has it. */
function readFlags(own: readonly string[], flags: FlagTable, typed: Values): string[] | undefined {
  const words: string[] = [];
  for (let index = 0; index < own.length; index += 1) {
    const [argument = '', next] = [own[index], own[index + 1]];
    if (!argument.startsWith('-')) {
      words.push(argument);
      continue;
    }
    const read = readFlag(argument, next, flags);
    if (read?.value === undefined || !isOffered(read) || !note(read, typed)) return undefined;
    if (read.tookNext) index += 1;
  }
  return words;
}

/** One flag; without a value when that is not as the table has it. */
function readFlag(argument: string, next: string | undefined, flags: FlagTable): ReadFlag | undefined {
  const [, written = '', equals, inline = ''] = /^--([^=]+)(=?)(.*)$/s.exec(argument) ?? [];
  const named = Object.entries(flags).find(
    ([each, { alias }]) => each === written || (written.length > 1 && alias === written),
  );
  if (named === undefined) return undefined;
  const [name, flag] = named;
  const isSwitch = flag.type === 'boolean';
  if (equals === '=') return { name, flag, value: isSwitch ? readInline(inline) : inline, tookNext: false };
  return isSwitch
    ? { name, flag, value: readSwitch(next), tookNext: false }
    : { name, flag, value: readText(next), tookNext: true };
}

function readInline(text: string): boolean | undefined {
  return text === 'true' || text === 'false' ? text === 'true' : undefined;
}

/** A switch may have its value behind it: that is for the other parser. */
function readSwitch(next: string | undefined): true | undefined {
  return next === 'true' || next === 'false' ? undefined : true;
}

function readText(next: string | undefined): string | undefined {
  return next?.startsWith('-') === true ? undefined : next;
}

function isOffered({ flag, value }: ReadFlag): boolean {
  const choices: readonly unknown[] | undefined = flag.choices;
  return choices?.includes(value) !== false;
}

/** Whether the flag may still be given. */
function note({ name, flag, value }: ReadFlag, typed: Values): boolean {
  if (flag.array === true) typed[name] = [...((typed[name] as readonly unknown[] | undefined) ?? []), value];
  else if (typed[name] === undefined) typed[name] = value;
  else return false;
  return true;
}

/** Whether the words are those that the command takes. */
function readWords(words: readonly string[], { usage, words: table = {} }: Command, typed: Values): boolean {
  const places = usage.split(' ').slice(1);
  if (words.length > places.length || words.length < places.filter((place) => place.startsWith('<')).length)
    return false;
  return words.every((word, index) => {
    const name = (places[index] ?? '').slice(1, -1);
    typed[name] = word;
    return table[name]?.choices?.includes(word) !== false;
  });
}
