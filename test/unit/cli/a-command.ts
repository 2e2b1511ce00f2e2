import type { Command } from '../../../mock-server/cli/command.ts';

/** Commands with every kind of flag and word that there is. */
export const COMMANDS: readonly Command[] = [
  {
    usage: 'fetch <what> [how]',
    summary: 'fetch something',
    words: {
      what: { type: 'string', demandOption: true, describe: 'what to fetch' },
      how: { choices: ['fast', 'slowly'], describe: 'how to fetch it' },
    },
    flags: { as: { choices: ['text', 'json'], describe: 'a form' }, json: { type: 'boolean', describe: 'as JSON' } },
    run: () => 0,
  },
  {
    usage: 'serve',
    isDefault: true,
    summary: 'serve something',
    flags: {
      port: { type: 'string', alias: 'p', describe: 'a port' },
      set: { type: 'string', array: true, describe: 'anything' },
      host: { type: 'string', alias: 'where', describe: 'a host' },
      quiet: { type: 'boolean', describe: 'say nothing' },
    },
    examples: [
      ['serve', 'at the usual place'],
      ['serve --port 1 | lp-auth-mock fetch a', 'for lp-auth-mock fetch'],
    ],
    notes: 'More of it.',
    run: () => 0,
  },
  { usage: 'run', summary: 'run something', flags: { quiet: { type: 'boolean', describe: 'no words' } }, run: () => 0 },
];

/** A command line as somebody types it; `''` is an empty word, and `_` stands for a blank within a word. */
export function typed(line: string): string[] {
  return line
    .split(' ')
    .filter((word) => word !== '')
    .map((word) => word.replaceAll("''", '').replaceAll('_', ' '));
}
