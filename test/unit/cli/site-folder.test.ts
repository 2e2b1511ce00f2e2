import { mkdirSync, readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { UsageError } from '../../../mock-server/cli/command.ts';
import { writeSite } from '../../../mock-server/cli/site-folder.ts';
import { run } from '../../cli/captured-terminal.ts';
import { createScratchFolder } from '../../cli/scratch-folder.ts';

const scratch = createScratchFolder();
let count = 0;
const fresh = (): string => join(scratch.path, `site-${String((count += 1))}`);
const MARK = 'lp-auth-mock-site.json';
const OPTIONS = { isForced: false, version: '1.2.3' };
const FILES = new Map([
  ['index.html', 'pägé'],
  ['b/c/d.js', 'x'],
  ['a.js', 'yz'],
]);

it('a site is its files, a mark that names them, and what keeps names that begin with _', async () => {
  const folder = join(fresh(), 'deep', 'er');
  const mark = `${JSON.stringify(
    { writtenBy: 'lp-auth-mock 1.2.3', files: ['.nojekyll', 'a.js', 'b/c/d.js', 'index.html'] },
    null,
    2,
  )}\n`;
  expect(await writeSite(folder, FILES, OPTIONS)).toEqual({ files: 5, bytes: 6 + 1 + 2 + Buffer.byteLength(mark) });
  expect(readFileSync(join(folder, MARK), 'utf8')).toBe(mark);
  expect(readFileSync(join(folder, '.nojekyll'), 'utf8')).toBe('');
  expect([...FILES].map(([name]) => readFileSync(join(folder, name), 'utf8'))).toEqual([...FILES.values()]);
});

it('the page is written last', async () => {
  const folder = fresh();
  mkdirSync(join(folder, 'a.js'), { recursive: true });
  writeFileSync(join(folder, 'index.html'), 'before');
  await expect(writeSite(folder, FILES, { ...OPTIONS, isForced: true })).rejects.toEqual(
    new UsageError(`the site cannot be written: ${join(folder, 'a.js')}: a folder stands where a file is needed`),
  );
  expect(readFileSync(join(folder, 'index.html'), 'utf8')).toBe('before');
});

it('an empty folder needs no force, one with anything in it does', async () => {
  const folder = fresh();
  mkdirSync(folder);
  await writeSite(folder, FILES, OPTIONS);
  const other = fresh();
  mkdirSync(other);
  writeFileSync(join(other, 'mine'), '');
  const refusal = new UsageError(
    `${other} is not empty, and no site of lp-auth-mock is in it; name another folder, or write into it with --force`,
  );
  await expect(writeSite(other, FILES, OPTIONS)).rejects.toEqual(refusal);
  expect(readdirSync(other)).toEqual(['mine']);
});

it.each([
  ['x.js', true],
  ['b/x.js', true],
  ['b/.x-_1', true],
  ['..x', true],
  ['x..', true],
  ['...', true],
  ['../x', false],
  ['b/../x', false],
  ['b/..', false],
  ['./x', false],
  ['b/./x', false],
  ['/x', false],
  ['b//x', false],
  ['b/x/', false],
  ['b\\x', false],
  ['x y', false],
  ['', false],
])('of an earlier site "%s" is taken away: %s', async (name, isOurs) => {
  const folder = join(fresh(), 'in');
  mkdirSync(join(folder, 'b'), { recursive: true });
  const path = isOurs ? join(folder, name) : `${folder}/${name}`;
  const isFile = !/(?:^|\/)\.*$/.test(name) || name === '...';
  if (isFile) writeFileSync(path, '');
  writeFileSync(join(folder, MARK), JSON.stringify({ writtenBy: 'lp-auth-mock 1', files: [name, 7] }));
  await writeSite(folder, FILES, OPTIONS);
  const isThere = ((): boolean => {
    try {
      utimesSync(path, 1, 1);
      return true;
    } catch {
      return false;
    }
  })();
  expect(isFile ? isThere : true).toBe(!isOurs);
});

it.each([
  ['x', 'is not empty'],
  ['null', 'is not empty'],
  ['{"files":[]}', 'is not empty'],
  ['{"writtenBy":1}', 'is not empty'],
  ['{"writtenBy":"my lp-auth-mock 1"}', 'is not empty'],
  ['{"writtenBy":"lp-auth-mock-2"}', 'is not empty'],
])('the mark %s is none of ours', async (mark, why) => {
  const folder = fresh();
  mkdirSync(folder);
  writeFileSync(join(folder, MARK), mark);
  await expect(writeSite(folder, FILES, OPTIONS)).rejects.toThrow(why);
});

it.each(['{"writtenBy":"lp-auth-mock 1"}', '{"writtenBy":"lp-auth-mock 1","files":"a"}'])(
  'the mark %s is one of ours that names no file',
  async (mark) => {
    const folder = fresh();
    mkdirSync(folder);
    writeFileSync(join(folder, MARK), mark);
    expect((await writeSite(folder, FILES, OPTIONS)).files).toBe(5);
  },
);

it('a mark that is a folder, and a folder that is a file, end in a sentence', async () => {
  const folder = fresh();
  mkdirSync(join(folder, MARK), { recursive: true });
  await expect(writeSite(folder, FILES, OPTIONS)).rejects.toEqual(
    new UsageError(`the site cannot be written: ${folder}: a folder stands where a file is needed`),
  );
  const file = fresh();
  writeFileSync(file, '');
  await expect(writeSite(file, FILES, OPTIONS)).rejects.toEqual(
    new UsageError(`the site cannot be written: ${file}: a file stands where a folder is needed`),
  );
  const below = fresh();
  mkdirSync(below);
  writeFileSync(join(below, 'b'), '');
  await expect(writeSite(below, FILES, { ...OPTIONS, isForced: true })).rejects.toThrow(
    /: \S*b(?:\/c)?: a file stands where a folder is needed$/,
  );
});

it('an error that is none of the file system is not put in words', async () => {
  const broken = new Map([['index.html', undefined as unknown as string]]);
  await expect(writeSite(fresh(), broken, OPTIONS)).rejects.not.toBeInstanceOf(RangeError);
  const thrown = new RangeError('ours');
  const files = {
    *[Symbol.iterator](): Generator<never> {
      throw thrown;
    },
  } as unknown as ReadonlyMap<string, string>;
  await expect(writeSite(fresh(), files, OPTIONS)).rejects.toBe(thrown);
});

it('the command needs a name, and a folder of others only with --force', async () => {
  expect(await run(['site', ''])).toEqual({
    exitCode: 1,
    stdout: '',
    stderr: 'lp-auth-mock: folder: expected the name of a folder',
  });
});
