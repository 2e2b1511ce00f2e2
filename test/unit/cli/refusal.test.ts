import { expect, it } from '@jest/globals';
import { explainRefusal } from '../../../mock-server/cli/refusal.ts';
import { COMMANDS, typed } from './a-command.ts';

const CHOICES = 'Invalid values:\n  Argument: how, Given: "quickly", Choices: "fast", "slowly"';

it.each([
  ['serve --port', 'Not enough arguments following: port', '--port: expected a value'],
  ['serve --port', 'First line\nNot enough arguments following: port\nlast', '--port: expected a value'],
  ['fetch a quickly', CHOICES, 'how: expected "fast", "slowly"; got "quickly"'],
  [
    'fetch a --as xml',
    'Invalid values:\n  Argument: as, Given: "xml", Choices: "text", "json"\nmore',
    '--as: expected "text", "json"; got "xml"',
  ],
  ['fetch', 'Not enough non-option arguments: got 0, need at least 1', 'a word is missing: fetch <what> [how]'],
  ['--quiet', 'Not enough non-option arguments: got 0, need at least 1', 'a word is missing: serve'],
  ['serve', 'x Unknown argument: y', 'x Unknown argument: y'],
  ['serve', 'x Not enough arguments following: y', 'x Not enough arguments following: y'],
  ['serve', 'x Argument: y, Given: z, Choices: a', 'x Argument: y, Given: z, Choices: a'],
  ['serve', '  Something  \n\n  else is wrong \n', 'Something else is wrong'],
  ['serve --prot 1', 'Unknown argument: prot', 'unknown option --prot; did you mean --port?'],
  ['serve --prot=1', 'Unknown arguments: prot, x', 'unknown option --prot; did you mean --port?'],
  ['fetch a --port 1', 'Unknown argument: port', 'unknown option --port; see --help'],
  ['--josn', 'Unknown argument: josn', 'unknown option --josn; did you mean --host?'],
  ['serve -q', 'Unknown argument: q', 'unknown option -q; see --help'],
  ['serve --helpp', 'Unknown argument: helpp', 'unknown option --helpp; did you mean --help?'],
  ['serve --versionn', 'Unknown argument: versionn', 'unknown option --versionn; did you mean --version?'],
  ['serve now', 'Unknown argument: now', 'serve does not take the word now'],
  ['fetch a fast b c', 'Unknown arguments: b, c', 'fetch does not take the word b'],
  ['sevre a', 'Unknown arguments: sevre, a', 'unknown command sevre; did you mean serve?'],
  ['--quiet x', 'Unknown argument: x', 'unknown command x; see --help'],
  ['run npm test', 'Unknown arguments: npm, test', 'the command to run goes after --: run -- npm test'],
  ['run --quiet npm test', 'Unknown arguments: npm, test', 'the command to run goes after --: run -- npm test'],
])('"%s": what the parser says (%j) is said as "%s"', (line, message, explained) => {
  expect(explainRefusal(message, typed(line), COMMANDS)).toBe(explained);
});

it('without a default command there is nothing to complete', () => {
  const [fetch] = COMMANDS;
  const commands = fetch === undefined ? [] : [fetch];
  expect(explainRefusal('Not enough non-option arguments', [], commands)).toBe('a word is missing: ');
  expect(explainRefusal('Unknown argument: json', ['--json'], commands)).toBe('unknown option --json; see --help');
  expect(explainRefusal(CHOICES, [], commands)).toBe('how: expected "fast", "slowly"; got "quickly"');
});
