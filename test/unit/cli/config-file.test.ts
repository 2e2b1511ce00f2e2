import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { UsageError } from '../../../mock-server/cli/command.ts';
import { readConfigFile } from '../../../mock-server/cli/config-file.ts';
import { createScratchFolder } from '../../cli/scratch-folder.ts';

const folder = createScratchFolder();
const readText = (name: string, text: string): Promise<object> => readConfigFile(folder.write(name, text), folder.path);

it.each(['null', '1', '"x"', 'true', '[]', '[{}]'])('%s is no object of options', async (text) => {
  await expect(readText('a.json', text)).rejects.toEqual(new UsageError('a.json: expected an object of options'));
});

it('only the name of the schema is left out', async () => {
  expect(await readText('a.json', '{"$schema":"x","schema":{"$schema":"y"},"a":null}')).toEqual({
    schema: { $schema: 'y' },
    a: null,
  });
});

it.each(['js', 'mjs', 'cjs', 'ts', 'mts', 'cts', 'json'])('.%s is a config file', async (type) => {
  await expect(readConfigFile(`nowhere.${type}`, folder.path)).rejects.toThrow(`nowhere.${type}: no such file`);
});

it.each(['jsx', 'xjs', 'json5', 'xmjs', 'yaml', 's', ''])('"%s" is no type of a config file', async (type) => {
  const name = type === '' ? 'nowhere' : `nowhere.${type}`;
  await expect(readConfigFile(name, folder.path)).rejects.toThrow(
    `${name}: a config file is .json, .js, .mjs, .cjs or .ts`,
  );
});

it('what is not read is told by its reason', async () => {
  const deep = join('a.json', 'b.json');
  folder.write('a.json', '{}');
  await expect(readConfigFile(deep, folder.path)).rejects.toThrow(`${deep}: cannot be read (ENOTDIR)`);
});

it.each([
  ['\uFEFF{"a":\uFEFF1}', "a.json:1:6: not JSON: Unexpected token '\uFEFF'"],
  ['{"a": "x" y}', "a.json:1:11: not JSON: Expected ',' or '}' after property value"],
  ['{"aaaaaaaaaaaaaaaaaaaaaaaa": tru\n}', "a.json:1:33: not JSON: Unexpected token '\n'"],
  ['{"tx": "x", "b": x}', "a.json:1:18: not JSON: Unexpected token 'x'"],
  ['x', "a.json:1:1: not JSON: Unexpected token 'x'"],
  ['{"a": "b\n"}', 'a.json:1:9: not JSON: Bad control character in string literal'],
  ['[1', "a.json:1:3: not JSON: Expected ',' or ']' after array element"],
  ['{"a":1} {"b":2}', 'a.json:1:9: not JSON: Unexpected non-whitespace character after JSON'],
  ['{"a":1} is not valid JSON', 'a.json:1:9: not JSON: Unexpected non-whitespace character after JSON'],
  ['[1,', 'a.json:1:4: not JSON: Unexpected end of JSON input'],
])('%j is refused with its place, and not quoted', async (text, complaint) => {
  await expect(readText('a.json', text)).rejects.toEqual(new UsageError(complaint));
});

it.each([
  ['a.mjs', 'export default [1]', 'a.mjs: expected an object of options'],
  ['b.mjs', 'export const a = 1', 'b.mjs: has no default export; export the options, or a function that returns them'],
  ['c.mjs', 'export default null', 'c.mjs: expected an object of options'],
  ['d.mjs', 'export default async () => { throw "a\\nb"; }', 'd.mjs: its function failed: a'],
  ['e.mjs', 'throw new RangeError("a\\nb")', 'e.mjs: cannot be loaded: RangeError: a'],
  ['f.mjs', 'export default () => undefined', 'f.mjs: expected an object of options'],
])('%s (%s) is refused in a line', async (name, text, complaint) => {
  await expect(readText(name, text)).rejects.toEqual(new UsageError(complaint));
});
