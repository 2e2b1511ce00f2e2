import type { Command } from './command.ts';
import { suggest } from './suggestion.ts';

/** The parser's complaint in the words of this program, with what was probably meant. */
export function explainRefusal(message: string, argv: readonly string[], commands: readonly Command[]): string {
  const [, incomplete] = /^Not enough arguments following: (.*)$/m.exec(message) ?? [];
  if (incomplete !== undefined) return `--${incomplete}: expected a value`;
  const wrongChoice = explainChoice(message, argv, commands);
  if (wrongChoice !== undefined) return wrongChoice;
  if (message.startsWith('Not enough non-option arguments')) return `a word is missing: ${usageOf(argv, commands)}`;
  const [, unknown] = /^Unknown arguments?: (.*)$/m.exec(message) ?? [];
  if (unknown === undefined)
    return message
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== '')
      .join(' ');
  const [first = ''] = unknown.split(', ');
  const flag = argv.find((argument) => [`-${first}`, `--${first}`].some((dashed) => argument.startsWith(dashed)));
  return flag === undefined ? explainWord(first, argv, commands) : explainFlag(flag, argv, commands);
}

function explainChoice(message: string, argv: readonly string[], commands: readonly Command[]): string | undefined {
  const [, name, given, choices] = /^ *Argument: (.*), Given: (.*), Choices: (.*)$/m.exec(message) ?? [];
  if (name === undefined) return undefined;
  const isFlag = name in (commandOf(argv, commands)?.flags ?? {});
  return `${isFlag ? '--' : ''}${name}: expected ${String(choices)}; got ${String(given)}`;
}

function explainFlag(typed: string, argv: readonly string[], commands: readonly Command[]): string {
  const [flag = ''] = typed.split('=');
  const known = [...Object.keys(commandOf(argv, commands)?.flags ?? {}), 'help', 'version'].map((name) => `--${name}`);
  return `unknown option ${flag}${suggest(flag, known)}`;
}

function explainWord(word: string, argv: readonly string[], commands: readonly Command[]): string {
  const names = commands.map(nameOf);
  const [command = ''] = argv;
  if (command === 'run') return `the command to run goes after --: run -- ${argv.slice(argv.indexOf(word)).join(' ')}`;
  if (names.includes(command)) return `${command} does not take the word ${word}`;
  return `unknown command ${word}${suggest(word, names)}`;
}

function commandOf([first]: readonly string[], commands: readonly Command[]): Command | undefined {
  return commands.find((each) => nameOf(each) === first) ?? commands.find((each) => each.isDefault);
}

function usageOf(argv: readonly string[], commands: readonly Command[]): string {
  return commandOf(argv, commands)?.usage ?? '';
}

function nameOf(command: Command): string {
  return command.usage.split(' ')[0] ?? '';
}
