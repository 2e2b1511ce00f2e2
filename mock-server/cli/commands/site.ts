import { resolve } from 'node:path';
import manifest from '../../../package.json' with { type: 'json' };
import { defineCommand, UsageError } from '../command.ts';

/** Writes a page in which the mock itself runs, for any static host. */
export const site = defineCommand({
  usage: 'site <folder>',
  summary: 'write a static site: the console, with a mock that runs in the page',
  words: {
    folder: { type: 'string', demandOption: true, describe: 'where to write it: new, empty, or an earlier site' },
  },
  flags: {
    force: { type: 'boolean', describe: 'also into a folder with other files; those of the same name are replaced' },
  },
  examples: [
    ['site ./mock-site', 'then serve that folder over https, or on localhost'],
    ['site ./public/mock --force', 'into a folder with other files'],
  ],
  notes: 'Its calls never leave the page: no server, no network. Any path of any static host does.',
  run: async (typed, terminal) => {
    if (typed.folder === '') throw new UsageError('folder: expected the name of a folder');
    const folder = resolve(terminal.cwd, typed.folder);
    const [{ readSiteFiles }, { writeSite }] = await Promise.all([
      import('../site-files.ts'),
      import('../site-folder.ts'),
    ]);
    const { version } = manifest;
    const { files, bytes } = await writeSite(folder, await readSiteFiles(), {
      isForced: typed.force === true,
      version,
    });
    terminal.print(`wrote ${String(files)} files (${String(Math.ceil(bytes / 1000))} kB) to ${folder}`);
    terminal.print(
      'Serve it with any web server, at any path, over https or on localhost. In that folder, for instance:',
    );
    terminal.print('  python3 -m http.server --bind 127.0.0.1 8080');
    terminal.print('and open http://localhost:8080/');
    return 0;
  },
});
