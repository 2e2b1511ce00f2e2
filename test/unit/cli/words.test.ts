import { expect, it } from '@jest/globals';
import { columns } from '../../../mock-server/cli/columns.ts';
import { whyUnwritten } from '../../../mock-server/cli/file-failures.ts';
import { inOwnWords } from '../../../mock-server/cli/own-words.ts';
import { readPort } from '../../../mock-server/cli/port.ts';
import { setVariables } from '../../../mock-server/cli/set-variables.ts';
import { shellWord } from '../../../mock-server/cli/shell-word.ts';
import { typedAs } from '../../../mock-server/cli/typed-as.ts';
import { visible } from '../../../mock-server/cli/visible-text.ts';

it.each([
  ['a: Invalid type: Expected number but received "abc"', 'a: expected a number; got "abc"'],
  ['Invalid type: Expected boolean but received "x\ny"', 'expected true or false; got "x\ny"'],
  ['Invalid type: Expected Object but received 1', 'expected an object; got 1'],
  ['Invalid type: Expected Array but received 1', 'expected an array; got 1'],
  ['Invalid type: Expected string but received 1', 'expected a string; got 1'],
  ['Invalid value: Expected <=10 but received 11', 'expected at most 10; got 11'],
  ['Invalid value: Expected >=0 but received -1', 'expected at least 0; got -1'],
  ['Invalid type: Expected (string | number) but received true', 'expected a string or a number; got true'],
  ['Invalid type: Expected ("a" | 1 | Array) but received {}', 'expected "a" or 1 or an array; got {}'],
  ['Invalid type: Expected a<=1 but received 2', 'expected a<=1; got 2'],
  ['Invalid type: Expected a>=1 but received 2', 'expected a>=1; got 2'],
  ['Invalid type: Expected x(a | b) but received 2', 'expected x(a | b); got 2'],
  ['Invalid type: Expected (a | b)x but received 2', 'expected (a | b)x; got 2'],
  ['a: Invalid integer: Received 4407.5', 'a: expected a whole number; got 4407.5'],
  ['a: Expected a date', 'a: expected a date'],
  ['a: Expected b: Expected c', 'a: expected b: expected c'],
  ['nothing of the kind', 'nothing of the kind'],
])('%j is said as %j', (line, words) => {
  expect(inOwnWords(line)).toBe(words);
});

it.each([
  ['plain äöü 漢 😀\nnext line', 'plain äöü 漢 😀\nnext line'],
  ['\u001b[31mred', '\\u001b[31mred'],
  ['a\tb\rc\u0000', 'a\\u0009b\\u000dc\\u0000'],
  ['\u202e\u200b\u2028\u2029', '\\u202e\\u200b\\u2028\\u2029'],
  ['\ud83d', '\\ud83d'],
  ['\u{e0001}', '\\udb40\\udc01'],
])('a terminal gets %j as %j', (text, shown) => {
  expect(visible(text)).toBe(shown);
});

it.each([
  ['a/b_c.d:e@f-1', 'a/b_c.d:e@f-1'],
  ["it's", "'it'\\''s'"],
  ['a b', "'a b'"],
  [' a', "' a'"],
  ['$HOME', "'$HOME'"],
  ["''", "''\\'''\\'''"],
  ['', "''"],
])('a shell gets %j as %s', (word, quoted) => {
  expect(shellWord(word)).toBe(quoted);
});

it.each<readonly [NodeJS.Platform, string]>([
  ['linux', 'export A=b,c:1.2-3_ B="a b" C="x$"'],
  ['darwin', 'export A=b,c:1.2-3_ B="a b" C="x$"'],
  ['win32', "$env:A = 'b,c:1.2-3_'; $env:B = 'a b'; $env:C = 'x$'"],
])('variables are set on %s by %s', (platform, line) => {
  expect(setVariables({ A: 'b,c:1.2-3_', B: 'a b', C: 'x$' }, platform)).toBe(line);
  expect(setVariables({ A: "it's" }, 'win32')).toBe("$env:A = 'it''s'");
  expect(setVariables({ A: ' a', B: 'a ' }, 'linux')).toBe('export A=" a" B="a "');
});

it('a port is a number up to 65535', () => {
  expect(['0', '80', '65535'].map((typed) => readPort('port', typed))).toEqual([0, 80, 65_535]);
  for (const typed of ['65536', '99999', '100000', '-1', '', 'x1', '1x', '1.5'])
    expect(() => readPort('proxy', typed)).toThrow(`--proxy ${typed}: a port is a number up to 65535`);
});

it('rows are aligned in columns', () => {
  expect(columns([])).toEqual([]);
  expect(
    columns([
      ['a', 'bbb', 'c'],
      ['aaaa', 'b'],
      ['', 'bb', 'cccc', 'more'],
    ]),
  ).toEqual(['a     bbb  c', 'aaaa  b', '      bb   cccc  more']);
});

it.each([
  ['ENOENT', 'no folder can be made there'],
  ['ENOTDIR', 'a file stands where a folder is needed'],
  ['EEXIST', 'a file stands where a folder is needed'],
  ['EISDIR', 'a folder stands where a file is needed'],
  ['EACCES', 'it may not be written'],
  ['EPERM', 'it may not be written'],
  ['EROFS', 'that file system is read-only'],
  ['ENOSPC', 'there is no room left'],
  ['EDQUOT', 'there is no room left for this user'],
  ['ENAMETOOLONG', 'the name is too long'],
  ['ELOOP', 'its links lead in a circle'],
  ['EBUSY', 'it is in use, or mounted by itself; mount its folder instead'],
  ['EINVAL', 'that is no name for a folder'],
  ['EWHAT', 'cannot be written (EWHAT)'],
])('%s: %s', (code, why) => {
  expect(whyUnwritten(code)).toBe(why);
});

it.each([
  [{ npm_lifecycle_event: 'start', npm_package_name: 'lp-auth-mock' }, 'npm start --silent --'],
  [{ npm_lifecycle_event: 'test', npm_package_name: 'lp-auth-mock' }, 'lp-auth-mock'],
  [{ npm_lifecycle_event: 'start', npm_package_name: 'app', npm_command: 'exec' }, 'npx --no lp-auth-mock'],
  [{ npm_command: 'exec' }, 'npx --no lp-auth-mock'],
  [{ npm_command: 'exec', PATH: '/a/_npx/1/node_modules/.bin:/b' }, 'lp-auth-mock'],
  [{ npm_command: 'exec', PATH: 'C:\\a\\_npx\\1' }, 'lp-auth-mock'],
  [{ npm_command: 'exec', PATH: '/a/my_npx/1' }, 'npx --no lp-auth-mock'],
  [{ npm_command: 'run-script' }, 'lp-auth-mock'],
  [{}, 'lp-auth-mock'],
])('with %j the program is typed as %s', (env, typed) => {
  expect(typedAs(env)).toBe(typed);
});
