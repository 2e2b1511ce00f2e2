import { expect, it } from '@jest/globals';
import { suggest } from '../../../mock-server/cli/suggestion.ts';

const KNOWN = ['port', 'config', 'conversations', 'run'];

it.each([
  ['port', 'port'],
  ['por', 'port'],
  ['prot', 'port'],
  ['pport', 'port'],
  ['portx', 'port'],
  ['pirt', 'port'],
  ['ort', 'port'],
  ['opr', undefined],
  ['xprt', undefined],
  ['oxrt', undefined],
  ['pxyt', undefined],
  ['r', undefined],
  ['rn', 'run'],
  ['urn', 'run'],
  ['nur', undefined],
  // Two letters are wrong: in a word of five or more.
  ['conffg', 'config'],
  ['cnoifg', 'config'],
  ['cofnigg', 'config'],
  ['onfix', 'config'],
  ['xxnfig', 'config'],
  ['cxxxig', undefined],
  ['poxx', undefined],
  // A beginning, or more than the whole.
  ['config-file', 'config'],
  ['conve', 'conversations'],
  ['conv', undefined],
  ['portion', 'port'],
  ['ports-of-call', 'port'],
  ['nfigu', undefined],
  ['versations', undefined],
])('%s is taken for %s', (word, meant) => {
  expect(suggest(word, KNOWN)).toBe(meant === undefined ? '; see --help' : `; did you mean ${meant}?`);
});

it('the nearest of several is meant, else the first', () => {
  expect(suggest('abcdex', ['abcxyx', 'abcdef', 'abcdez'])).toBe('; did you mean abcdef?');
  expect(suggest('abcdef', ['abcdefghi', 'abxdyf', 'abcdeg'])).toBe('; did you mean abcdeg?');
  expect(suggest('abcdef', ['abcdefghi', 'abxdyf'])).toBe('; did you mean abxdyf?');
  expect(suggest('', ['ab', 'abc'])).toBe('; see --help');
  expect(suggest('', ['a'])).toBe('; did you mean a?');
});
