import { describe, expect, it } from '@jest/globals';
import { readUsage } from '../../../mock-server/cli/usage.ts';
import { COMMANDS, typed } from './a-command.ts';

const ABOUT = { program: 'npm start --', description: 'What it is.', version: '1.2.3', width: 90, commands: COMMANDS };

/** The name of the command and what was typed for it by its own names, or the words instead. */
function read(line: string): unknown {
  const request = readUsage(typed(line), ABOUT);
  if (!('command' in request)) return 'text' in request ? request.text : `refused: ${request.refusal}`;
  const { command, typed: all } = request;
  const names = [...Object.keys(command.flags), ...Object.keys(command.words ?? {}), '--'];
  const given = names.flatMap((name) => (all[name] === undefined ? [] : [[name, all[name]] as const]));
  return [command.usage.split(' ')[0], Object.fromEntries(given)];
}

describe('every spelling', () => {
  it.each<readonly [string, string, object]>([
    ['', 'serve', {}],
    ['--port 007 --quiet', 'serve', { port: '007', quiet: true }],
    ['serve -p 1', 'serve', { port: '1' }],
    ['serve -p=1', 'serve', { port: '1' }],
    ['--where x', 'serve', { host: 'x' }],
    ['--port -5m', 'serve', { port: '-5m' }],
    ['--set -1 --set -2', 'serve', { set: ['-1', '-2'] }],
    ['--set a.b=1 --set c', 'serve', { set: ['a.b=1', 'c'] }],
    ['--port=-1', 'serve', { port: '-1' }],
    ['--quiet=true', 'serve', { quiet: true }],
    ['--quiet true', 'serve', { quiet: true }],
    ['--quiet=false', 'serve', { quiet: false }],
    ['fetch --as=json 1e3', 'fetch', { what: '1e3', as: 'json' }],
    ['fetch --json a slowly', 'fetch', { what: 'a', how: 'slowly', json: true }],
    ['fetch -1', 'fetch', { what: '-1' }],
    ['fetch a--1', 'fetch', { what: 'a--1' }],
    ['run -- npm test -5m --json=maybe', 'run', { '--': ['npm', 'test', '-5m', '--json=maybe'] }],
    ['run -- --quiet=maybe', 'run', { '--': ['--quiet=maybe'] }],
    ['run --quiet -- x', 'run', { quiet: true, '--': ['x'] }],
  ])('"%s" is understood', (line, command, given) => {
    expect(read(line)).toEqual([command, given]);
  });

  it.each([
    ['serve now', 'serve does not take the word now'],
    ['serve -5m', 'serve does not take the word -5m'],
    ['-x', 'unknown option -x; see --help'],
    ['--no-quiet', 'unknown option --no-quiet; see --help'],
    ['--port.x 1', 'unknown option --port.x; did you mean --port?'],
    ['--port 1 --port 2', '--port was given more than once'],
    ['-p 1 --port 2', '--port was given more than once'],
    ['--port', '--port: expected a value'],
    ['--quiet=maybe', '--quiet: expected no value, or true or false'],
    ['--quiet=maybe -- x', '--quiet: expected no value, or true or false'],
    ['--quiet=true\nfalse', '--quiet: expected no value, or true or false'],
    ['fetch', 'a word is missing: fetch <what> [how]'],
    ['fetch a quickly', 'how: expected "fast", "slowly"; got "quickly"'],
    ['fetch a --as xml', '--as: expected "text", "json"; got "xml"'],
    ['fetch a -5m', 'how: expected "fast", "slowly"; got "-5m"'],
    ['fetch a --port 1', 'unknown option --port; see --help'],
    ['sevre', 'unknown command sevre; did you mean serve?'],
  ])('"%s" is refused in a line', (line, refusal) => {
    expect(read(line)).toBe(`refused: ${refusal}`);
  });
});

const FLAGS_AND_END = [
  '  -p, --port           a port                                                     [string]',
  '      --set            anything                                                    [array]',
  '      --host, --where  a host                                                     [string]',
  '      --quiet          say nothing                                               [boolean]',
  '',
  'Examples:',
  '  npm start -- serve                                  at the usual place',
  '  npm start -- serve --port 1 | npm start -- fetch a  for npm start -- fetch',
  '',
  'More of it.',
];

describe('the help', () => {
  it('of the program has its description, the commands, and what the default one takes', () => {
    expect(read('--help')).toBe(
      [
        'What it is.',
        '',
        'Commands:',
        '  npm start -- fetch <what> [how]  fetch something',
        '  npm start -- serve               serve something                               [default]',
        '  npm start -- run                 run something',
        '',
        'Options:',
        '  -h, --help           Show help                                                 [boolean]',
        '      --version        Show version number                                       [boolean]',
        ...FLAGS_AND_END,
      ].join('\n'),
    );
  });

  it('of a command has its words, flags, examples as they are typed here, and notes', () => {
    expect(read('serve -h')).toBe(
      [
        'npm start -- serve',
        '',
        'serve something',
        '',
        'Options:',
        '  -h, --help           Show help                                                 [boolean]',
        '      --version        Show version number                                       [boolean]',
        ...FLAGS_AND_END,
      ].join('\n'),
    );
    expect(read('fetch --help')).toBe(
      [
        'npm start -- fetch <what> [how]',
        '',
        'fetch something',
        '',
        'Positionals:',
        '  what  what to fetch                                                  [string] [required]',
        '  how   how to fetch it                                        [choices: "fast", "slowly"]',
        '',
        'Options:',
        '  -h, --help     Show help                                                       [boolean]',
        '      --version  Show version number                                             [boolean]',
        '      --as       a form                                          [choices: "text", "json"]',
        '      --json     as JSON                                                         [boolean]',
      ].join('\n'),
    );
  });

  it('has the width that it is given', () => {
    expect(read('--help')).toMatch(/^.{90}$/m);
    expect(readUsage(['--help'], { ...ABOUT, width: 110 })).toEqual({ text: expect.stringMatching(/^.{110}$/m) });
  });

  it('is not asked for the version', () => {
    expect(read('--version')).toBe('1.2.3');
    expect(read('run --version')).toBe('1.2.3');
  });
});

it('an error of the program itself is none of the arguments', () => {
  const broken = {
    ...ABOUT,
    get commands(): never {
      throw new RangeError('ours');
    },
  };
  expect(() => readUsage(['x'], broken)).toThrow(new RangeError('ours'));
});
