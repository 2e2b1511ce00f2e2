import { describe, expect, it } from '@jest/globals';
import { readOrdinary } from '../../../mock-server/cli/ordinary-arguments.ts';
import { COMMANDS, typed } from './a-command.ts';

/** The name of the command and what was typed for it; undefined where the other parser has to look. */
function read(line: string): readonly [string, unknown] | undefined {
  const request = readOrdinary(typed(line), COMMANDS);
  return request !== undefined && 'command' in request ? [request.command.usage, request.typed] : undefined;
}

const FETCH = 'fetch <what> [how]';

describe('an ordinary command line', () => {
  it.each<readonly [string, string, object]>([
    ['', 'serve', {}],
    ['serve', 'serve', {}],
    ['--port 1 --quiet', 'serve', { port: '1', quiet: true }],
    ['serve --port=1', 'serve', { port: '1' }],
    ['serve --quiet --port=1', 'serve', { port: '1', quiet: true }],
    ['serve --quiet=true --port 1', 'serve', { port: '1', quiet: true }],
    ['serve --quiet=false', 'serve', { quiet: false }],
    ['serve --port a=b', 'serve', { port: 'a=b' }],
    ['serve --port=a=b', 'serve', { port: 'a=b' }],
    ['serve --port=a\nb', 'serve', { port: 'a\nb' }],
    ['serve --port=-1', 'serve', { port: '-1' }],
    ['serve --port=--quiet', 'serve', { port: '--quiet' }],
    ['serve --port a--b', 'serve', { port: 'a--b' }],
    ['serve --port helpful', 'serve', { port: 'helpful' }],
    ['serve --port=a"b"', 'serve', { port: 'a"b"' }],
    ['serve --where here', 'serve', { host: 'here' }],
    ['serve --set a=1 --set b=2 --set=c', 'serve', { set: ['a=1', 'b=2', 'c'] }],
    ['fetch help--a=', FETCH, { what: 'help--a=' }],
    ['fetch a', FETCH, { what: 'a' }],
    ['fetch a slowly', FETCH, { what: 'a', how: 'slowly' }],
    ['fetch --as json a', FETCH, { what: 'a', as: 'json' }],
    ['fetch --json a fast', FETCH, { what: 'a', how: 'fast', json: true }],
    ['fetch a --json fast', FETCH, { what: 'a', how: 'fast', json: true }],
    ['run -- npm test -- -x --help help', 'run', { '--': ['npm', 'test', '--', '-x', '--help', 'help'] }],
    ['run --quiet -- serve', 'run', { '--': ['serve'], quiet: true }],
    ['run --', 'run', {}],
    ['--quiet -- a', 'serve', { '--': ['a'], quiet: true }],
    ['-- a', 'serve', { '--': ['a'] }],
  ])('"%s" is a command with its flags and words', (line, command, given) => {
    expect(read(line)).toEqual([command, given]);
  });

  it.each([
    ['nothing'],
    ['fetch'],
    ['fetch a fast b'],
    ['fetch a quickly'],
    ['fetch a --as xml'],
    ['fetch a --as=xml'],
    ['fetch a --as'],
    ['fetch --json true'],
    ['fetch --json false'],
    ['serve now'],
    ['serve --nope'],
    ['serve --port'],
    ['serve --port --quiet'],
    ['serve --port 1 --port 2'],
    ['serve --port 1 --port 1'],
    ['serve --port 1 -q'],
    ['serve -p 1'],
    ['-p 1'],
    ['serve --p 1'],
    ['serve --quiet --quiet'],
    ['serve --quiet true'],
    ['serve --quiet false'],
    ['serve --quiet=maybe'],
    ['serve --quiet='],
    ['serve --port='],
    ["serve --port ''"],
    ["fetch ''"],
    ['serve --port="1"'],
    ["serve --port='1'"],
    ['serve --port "1"'],
    ['fetch help'],
    ['fetch version'],
    ['serve --port help'],
    ['serve --port=version'],
    ['--help'],
    ['--version'],
    ['serve --'.concat('=1')],
    ['serve x--port=1'],
  ])('"%s" is left to the parser that knows every spelling', (line) => {
    expect(read(line)).toBeUndefined();
  });
});
