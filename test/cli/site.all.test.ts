import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { writeSite } from '../../mock-server/cli/site-folder.ts';
import { run } from './captured-terminal.ts';
import { createScratchFolder } from './scratch-folder.ts';

const scratch = createScratchFolder();
let count = 0;
/** A name below the scratch folder that nothing has yet. */
const fresh = (): string => join(scratch.path, `site-${String((count += 1))}`);

const OPTIONS = { isForced: false, version: '1.2.3' };
const pages = (...names: readonly string[]): ReadonlyMap<string, string> =>
  new Map(['index.html', ...names].map((name) => [name, `this is ${name}`]));
const listed = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) =>
      join(parentPath, name)
        .slice(folder.length + 1)
        .replaceAll('\\', '/'),
    )
    .sort();

describe('the command site', () => {
  it('writes a page that names its files relatively, and says how to serve it', async () => {
    const folder = fresh();
    const { exitCode, stdout, stderr } = await run(['site', folder]);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(stdout).toMatch(/^wrote \d+ files \(\d+ kB\) to /);
    expect(stdout).toContain('python3 -m http.server');
    const html = readFileSync(join(folder, 'index.html'), 'utf8');
    const named = [...html.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, name = '']) => name);
    expect(named).toEqual(['icon.svg', 'style.css', 'site.css', 'site.js']);
    const files = listed(folder);
    expect(files).toEqual(expect.arrayContaining([...named, 'engine/index.js', '.nojekyll']));
    const scripts = files.filter((name) => name.endsWith('.js'));
    const imported = scripts.flatMap((name) =>
      [...readFileSync(join(folder, name), 'utf8').matchAll(/(?<!")(?:from|import)\s*\(?"([^"\s]+)"/g)].map(
        ([, from = '']) => [from, new URL(from, `http://site/${name}`).pathname.slice(1)] as const,
      ),
    );
    expect(imported.length).toBeGreaterThan(3);
    expect(imported.filter(([from, path]) => !/^\.\.?\//.test(from) || !files.includes(path))).toEqual([]);
  });

  it('refuses in a sentence what it may not touch', async () => {
    const file = fresh();
    writeFileSync(file, '');
    for (const folder of [file, join(file, 'below')]) {
      const { exitCode, stdout, stderr } = await run(['site', folder]);
      expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' });
      expect(stderr).toMatch(/^lp-auth-mock: the site cannot be written: .*: a file stands where a folder is needed$/);
    }
    expect(await run(['site'])).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('site <folder>') });
  });
});

describe('a folder for a site', () => {
  it('with files of somebody else is left alone, unless it is forced', async () => {
    const folder = fresh();
    mkdirSync(folder);
    writeFileSync(join(folder, 'thesis.txt'), 'mine');
    await expect(writeSite(folder, pages(), OPTIONS)).rejects.toThrow(
      `${folder} is not empty, and no site of lp-auth-mock is in it; name another folder, or write into it with --force`,
    );
    expect(listed(folder)).toEqual(['thesis.txt']);
    await writeSite(folder, pages(), { ...OPTIONS, isForced: true });
    await writeSite(folder, pages('a.js'), OPTIONS);
    expect(listed(folder)).toContain('a.js');
    expect(readFileSync(join(folder, 'thesis.txt'), 'utf8')).toBe('mine');
  });

  it('is written anew: what the site before had and this one has not is gone, and nothing else', async () => {
    const folder = fresh();
    const before = await writeSite(folder, pages('chunk-1.js', 'engine/chunk-2.js'), OPTIONS);
    expect(before.files).toBe(5);
    writeFileSync(join(folder, 'CNAME'), 'mock.example.test');
    await writeSite(folder, pages('chunk-3.js'), OPTIONS);
    expect(listed(folder)).toEqual(['.nojekyll', 'CNAME', 'chunk-3.js', 'index.html', 'lp-auth-mock-site.json']);
  });

  it('whose list of files was changed loses nothing outside of it', async () => {
    const outside = fresh();
    writeFileSync(outside, 'mine');
    const folder = fresh();
    mkdirSync(folder);
    const files = [`../${outside.slice(scratch.path.length + 1)}`, outside, 'a/../../x', 7, '', '.'];
    writeFileSync(join(folder, 'lp-auth-mock-site.json'), JSON.stringify({ writtenBy: 'lp-auth-mock 1.2.3', files }));
    await writeSite(folder, pages(), OPTIONS);
    expect(existsSync(outside)).toBe(true);
    expect(listed(folder)).toContain('index.html');
  });

  it.each(['not JSON', 'null', '{}', '{"writtenBy":"somebody"}', '{"writtenBy":7}'])(
    'with a list that is not ours (%s) is one of somebody else',
    async (text) => {
      const folder = fresh();
      mkdirSync(folder);
      writeFileSync(join(folder, 'lp-auth-mock-site.json'), text);
      await expect(writeSite(folder, pages(), OPTIONS)).rejects.toThrow('is not empty');
    },
  );

  it('that cannot hold a file is named, with what stands in the way', async () => {
    const folder = fresh();
    mkdirSync(join(folder, 'index.html'), { recursive: true });
    await expect(writeSite(folder, pages(), { ...OPTIONS, isForced: true })).rejects.toThrow(
      `the site cannot be written: ${join(folder, 'index.html')}: a folder stands where a file is needed`,
    );
  });

  (process.platform === 'linux' ? it : it.skip)('that the system lets nobody make ends in a sentence', async () => {
    await expect(writeSite('/proc/lp-auth-mock/site', pages(), OPTIONS)).rejects.toThrow(
      /^the site cannot be written: \/proc\/lp-auth-mock: (?:no folder can be made there|it may not be written)$/,
    );
  });
});
