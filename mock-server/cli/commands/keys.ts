import { resolve } from 'node:path';
import { columns } from '../columns.ts';
import { defineCommand, UsageError } from '../command.ts';
import { shellWord } from '../shell-word.ts';
import { typedAs } from '../typed-as.ts';

/** Makes signing keys that nobody else has. */
export const keys = defineCommand({
  usage: 'keys <action> <folder>',
  summary: 'make signing keys of your own, for a mock that others can reach',
  words: {
    action: { choices: ['new'], demandOption: true, describe: 'what to do' },
    folder: { type: 'string', demandOption: true, describe: 'where to write them: new or empty' },
  },
  flags: {},
  examples: [
    ['keys new ./mock-keys', 'five RSA keys, readable by you only'],
    ['start --keys ./mock-keys', 'then sign with these'],
  ],
  notes: 'Tokens of a mock with other keys are nothing to it, and its tokens are nothing to those.',
  run: async (typed, terminal) => {
    if (typed.folder === '') throw new UsageError('folder: expected the name of a folder');
    // One after the other: they have files in common, see `inTurn`.
    const { SIGNED_BY } = await import('../../control/keys/development-keys.ts');
    const { makeOwnKeys } = await import('../../control/keys/own-keys.ts');
    const { writeKeys } = await import('../write-keys.ts');
    const { systemTime } = await import('../../clock.ts');
    const folder = resolve(terminal.cwd, typed.folder);
    await writeKeys(folder, () => makeOwnKeys(systemTime));
    const rows = Object.entries(SIGNED_BY);
    terminal.print(`wrote ${String(rows.length)} keys of 2048 bits to ${folder}, readable by you only:`);
    for (const line of columns(rows.map(([name, signs]) => [`  ${name}.json`, signs]))) terminal.print(line);
    terminal.print('Who has them can sign for your mock: keep them out of repositories and images. Start it with:');
    terminal.print(`  ${typedAs(terminal.env)} start --keys ${shellWord(typed.folder)}`);
    terminal.print(
      `or LP_AUTH_MOCK_KEYS=${shellWord(typed.folder)}; in tests, createMock takes them in its option keys.`,
    );
    return 0;
  },
});
