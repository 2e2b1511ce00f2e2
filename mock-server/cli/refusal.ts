import { similarWords } from '../http/router.ts';
import type { Command } from './command.ts';

/** How alike a word must be to be suggested, where 0.9 is the same. */
const LIKE_ENOUGH = 0.4;

/** The parser's complaint in the words of this program, with what was probably meant. */
export function explainRefusal(message: string, argv: readonly string[], commands: readonly Command[]): string {
  const [, unknown] = /^Unknown arguments?: (.*)$/.exec(message) ?? [];
  if (unknown === undefined) return message.split('\n').filter((line) => line.trim() !== '').join(' ');
  const [first = ''] = unknown.split(', ');
  const isFlag = argv.some((argument) => argument.startsWith('-') && argument.replace(/^-+/, '').startsWith(first));
  return isFlag ? explainFlag(first, argv, commands) : explainWord(first, argv, commands);
}

function explainFlag(flag: string, argv: readonly string[], commands: readonly Command[]): string {
  const command = commands.find((each) => nameOf(each) === argv[0]) ?? commands.find((each) => each.isDefault);
  const known = [...Object.keys(command?.flags ?? {}), 'help', 'version'];
  return `unknown option --${flag}${suggest(flag, known, '--')}`;
}

function explainWord(word: string, argv: readonly string[], commands: readonly Command[]): string {
  const names = commands.map(nameOf);
  if (word !== argv[0]) return `${argv[0] ?? ''} does not take the word ${word}`;
  return `unknown command ${word}${suggest(word, names, '')}`;
}

function nameOf(command: Command): string {
  return command.usage.split(' ')[0] ?? '';
}

function suggest(word: string, known: readonly string[], dashes: string): string {
  const [best] = known.map((name) => ({ name, likeness: similarWords(word, name) })).sort((a, b) => b.likeness - a.likeness);
  if (best === undefined || best.likeness < LIKE_ENOUGH) return '; see --help';
  return `; did you mean ${dashes}${best.name}?`;
}
