import { describe, expect, it } from '@jest/globals';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { readConfigFile } from '../../mock-server/cli/config-file.ts';
import { UsageError } from '../../mock-server/cli/command.ts';
import { createScratchFolder } from './scratch-folder.ts';

const folder = createScratchFolder();
const read = (name: string): Promise<unknown> => readConfigFile(name, folder.path);
const readText = (name: string, text: string): Promise<unknown> => read(folder.write(name, text));

describe('a config file in JSON', () => {
  it('is read relative to the folder the program was started in', async () => {
    expect(await readText('plain.json', '{ "closed": true }')).toEqual({ closed: true });
  });

  it('may begin with a byte order mark', async () => {
    expect(await readText('bom.json', '\uFEFF{"seed":1}')).toEqual({ seed: 1 });
  });

  it('may have the line ends of Windows, and its mistakes stand where an editor shows them', async () => {
    expect(await readText('crlf.json', '\uFEFF{\r\n  "seed": 1\r\n}\r\n')).toEqual({ seed: 1 });
    await expect(readText('crlf.json', '{\r\n  "closed": true,\r\n}\r\n')).rejects.toThrow('crlf.json:3:1: not JSON: ');
  });

  it.each([
    ['a trailing comma', '{\n  "closed": true,\n}', '3:1: not JSON: Expected double-quoted property name'],
    ['a trailing comma in a list', '{"accounts":\n [1,\n ]}', "3:2: not JSON: Unexpected token ']'"],
    ['a comment', '{\n  // mine\n}', "2:3: not JSON: Expected property name or '}'"],
    ['a comment above all', '// mine\n{}', "1:1: not JSON: Unexpected token '/'"],
    ['quotes of the wrong kind', '{"seed": \'x\'}', "1:10: not JSON: Unexpected token '''"],
    ['a missing end', '{"closed": true', "1:16: not JSON: Expected ',' or '}' after property value"],
    ['nothing in it', '', '1:1: not JSON: Unexpected end of JSON input'],
  ])('with %s is refused with line and column', async (_, text, complaint) => {
    await expect(readText('bad.json', text)).rejects.toEqual(new UsageError(`bad.json:${complaint}`));
  });

  it('is never quoted in the complaint, because a secret may stand there', async () => {
    await expect(readText('secret.json', '{"client_secret":"s3cr3t" s3cr3t}')).rejects.toThrow(
      /^(?!.*s3cr3t)secret\.json:1:27: not JSON: /,
    );
    await expect(readText('secret.json', '{"client_secret": s3cr3t}')).rejects.toThrow(
      "secret.json:1:19: not JSON: Unexpected token 's'",
    );
  });
});

describe('a config file in JavaScript', () => {
  it.each([
    ['options.mjs', 'export default { closed: true }'],
    ['function.mjs', 'export default () => ({ closed: true })'],
    ['async.mjs', 'export default async () => ({ closed: true })'],
    ['options.cjs', 'module.exports = { closed: true }'],
  ])('gives its default export or what that answers (%s)', async (name, text) => {
    expect(await readText(name, text)).toEqual({ closed: true });
  });

  it.each([
    [
      'named.mjs',
      'export const closed = true',
      'named.mjs: has no default export; export the options, or a function that returns them',
    ],
    ['throws.mjs', 'throw new Error("not today")', 'throws.mjs: cannot be loaded: Error: not today'],
    [
      'function-throws.mjs',
      'export default () => { throw new TypeError("not today") }',
      'function-throws.mjs: its function failed: TypeError: not today',
    ],
  ])('that cannot be used is refused in one line (%s)', async (name, text, complaint) => {
    await expect(readText(name, text)).rejects.toEqual(new UsageError(complaint));
  });

  it.each(['a space.mjs', '100%25.mjs', 'a#b.mjs'])(
    'may have a name that means something else in a URL: %s',
    async (name) => {
      expect(await readText(name, 'export default {\r\n  closed: true,\r\n};\r\n')).toEqual({ closed: true });
    },
  );

  it('that does not parse is refused in one line', async () => {
    await expect(readText('syntax.mjs', 'export default {')).rejects.toThrow(
      /^syntax\.mjs: cannot be loaded: SyntaxError: .+$/,
    );
  });
});

describe('a config file', () => {
  it('that is not there is named', async () => {
    await expect(read('nowhere.json')).rejects.toEqual(new UsageError('nowhere.json: no such file'));
    await expect(read('nowhere.mjs')).rejects.toEqual(new UsageError('nowhere.mjs: no such file'));
  });

  it('that is a folder is named', async () => {
    mkdirSync(join(folder.path, 'folder.json'));
    await expect(read('folder.json')).rejects.toEqual(new UsageError('folder.json: is a folder, not a file'));
  });

  it('of another type is refused', async () => {
    await expect(readText('options.yaml', 'closed: true')).rejects.toEqual(
      new UsageError('options.yaml: a config file is .json, .js, .mjs, .cjs or .ts'),
    );
  });
});
