import { describe, expect, it } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

const git = (...args: readonly string[]): string[] =>
  execFileSync('git', args, { cwd: ROOT, encoding: 'utf8', maxBuffer: 2 ** 26 })
    .split('\0')
    .filter((line) => line !== '');
const text = (file: string): string => readFileSync(`${ROOT}${file}`, 'utf8');

/** What is in the repository, and what would be with the next commit. */
const files = git('ls-files', '-z', '--cached', '--others', '--exclude-standard').filter((file) =>
  existsSync(`${ROOT}${file}`),
);

describe('the names of files', () => {
  it('are names on Windows too', () => {
    const reserved = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i;
    const bad = files.filter((file) =>
      file.split('/').some((part) => reserved.test(part) || /[<>:"|?*\\\u0000-\u001f]|[. ]$/.test(part)),
    );
    expect(bad).toEqual([]);
  });

  it('differ in more than their case, as Windows and macOS have it', () => {
    const folders = files.flatMap((file) =>
      file.split('/').map((_, index, parts) => parts.slice(0, index + 1).join('/')),
    );
    const spellings = [...new Set(folders)].map((path) => path.toLowerCase());
    expect(spellings.filter((path, index) => spellings.indexOf(path) !== index)).toEqual([]);
  });

  it('are of plain ASCII, which every file system writes in one way', () => {
    expect(files.filter((file) => !/^[ -~]+$/.test(file))).toEqual([]);
  });

  it('leave Windows, which takes 260 characters, room for the folder that they are checked out to', () => {
    expect(files.filter((file) => file.length > 120)).toEqual([]);
  });
});

describe('line ends', () => {
  it('are those of Unix in what is stored, and in every checkout', () => {
    const odd = git('ls-files', '-z', '--eol').filter(
      (line) => !line.endsWith('.png') && !/^i\/(?:lf|none) +w\/(?:lf|none) +attr\/text=auto eol=lf *\t/.test(line),
    );
    expect(odd).toEqual([]);
  });
});

describe('the scripts of npm', () => {
  const manifests = files.filter((file) => file === 'package.json' || /^examples\/.*package\.json$/.test(file));
  const lines = manifests.flatMap((file) =>
    Object.entries((JSON.parse(text(file)) as { scripts: Record<string, string> }).scripts).map(
      ([name, line]) => [file, name, line] as const,
    ),
  );

  it.each(lines)('%s: %s runs under cmd.exe as well', (_file, _name, line) => {
    for (const command of line.split(' && ')) {
      expect(command).toMatch(/^(?:node|npm|npx|tsx|tsc|eslint|prettier|vitest|playwright)(?: |$)/);
      // Neither the quotes nor the variables nor the substitutions of Unix shells; and no other program's.
      expect(command).not.toMatch(/['`$;|<>&*~\\]/);
    }
  });
});

describe('paths in the sources', () => {
  const sources = files.filter((file) => /^(?:mock-server|examples)\/.*\.[cm]?[jt]s$/.test(file));

  it('come from a file: URL by fileURLToPath, never by its pathname, which has a slash before the drive', () => {
    expect(sources.filter((file) => /import\.meta\.url\)\.pathname/.test(text(file)))).toEqual([]);
  });

  it('are imported by a URL: a drive would be read as a scheme', () => {
    const imports = sources
      .filter((file) => file !== 'test/platforms/repository.test.ts')
      .flatMap((file) => text(file).match(/\bimport\((?!['"`])[^)\n]+/g) ?? []);
    expect(imports.filter((call) => !/^import\((?:pathToFileURL\(|new URL\()/.test(call))).toEqual([]);
  });
});

describe('a source file', () => {
  it('answers one question: it has 280 lines at most', () => {
    // JSON and recorded answers are data; config.schema.json is generated.
    const code = files.filter((file) =>
      /^(?:mock-server|examples)\/.*\.(?:[cm]?[jt]s|sh|py|java|html|md)$/i.test(file),
    );
    const long = code
      .map((file) => `${file}: ${String(text(file).trimEnd().split('\n').length)}`)
      .filter((line) => Number(line.replace(/^.*: /, '')) > 280);
    expect(long).toEqual([]);
  });
});
