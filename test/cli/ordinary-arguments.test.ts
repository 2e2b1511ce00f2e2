import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Command } from '../../mock-server/cli/command.ts';
import { commands } from '../../mock-server/cli/commands/index.ts';
import { readOrdinary } from '../../mock-server/cli/ordinary-arguments.ts';
import { readUsage } from '../../mock-server/cli/usage.ts';
import { runs } from '../support/everything.ts';

/** What a command is run with: its flags and words, by the names that its tables have. */
interface Understood {
  readonly command: string | undefined;
  readonly typed: Readonly<Record<string, unknown>>;
}

/** By the parser that has to be as good as the other one for what it takes upon itself. */
function ordinary(argv: readonly string[]): Understood | undefined {
  const request = readOrdinary(argv, commands);
  return request !== undefined && 'command' in request ? understood(request) : undefined;
}

function byUsage(argv: readonly string[]): Understood | { readonly refusal: string } | { readonly text: string } {
  const request = readUsage(argv, { program: 'lp-auth-mock', description: '', version: '', width: 100, commands });
  return 'command' in request ? understood(request) : request;
}

function understood({
  command,
  typed,
}: {
  readonly command: Command;
  readonly typed: Readonly<Record<string, unknown>>;
}): Understood {
  const names = [...Object.keys(command.flags), ...Object.keys(command.words ?? {}), '--'];
  const given = names.flatMap((name) => (typed[name] === undefined ? [] : [[name, typed[name]] as const]));
  return { command: command.usage, typed: Object.fromEntries(given) };
}

const names = commands.map(({ usage }) => usage.split(' ')[0] ?? '');
const flags = [
  ...new Set(
    commands.flatMap((command) =>
      Object.entries(command.flags).flatMap(([name, { alias }]) => [name, ...[alias ?? []].flat()]),
    ),
  ),
];
const VALUES = [
  '4407',
  '0',
  '-1',
  '-60',
  '-5m',
  '61m',
  'true',
  'false',
  'help',
  'version',
  '',
  ' ',
  'a b',
  '"quoted"',
  "'",
  '=',
  'a=b',
  'a=',
  '=b',
  '\u00fc',
  'x\ny',
  '-',
  '--',
  'constructor',
  '__proto__',
  'app',
  'consumer',
  'advance',
  '{"status":503}',
  '[]',
  '1e3',
  '0x10',
  'sendApi.strictVersion=true',
  'eyJ.a.b',
];
const value = fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...VALUES) }, fc.string({ maxLength: 6 }));
const flag = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...flags) },
  fc.constantFrom('help', 'version', 'nope', 'no-json', 'constructor', 'p.x'),
);
const argument = fc.oneof(
  { weight: 4, arbitrary: flag.map((name) => `--${name}`) },
  { weight: 3, arbitrary: fc.tuple(flag, value).map(([name, text]) => `--${name}=${text}`) },
  { weight: 1, arbitrary: fc.constantFrom('-p', '-h', '-p=1', '-pq', '--') },
  { weight: 4, arbitrary: value },
);
const argv = fc
  .tuple(fc.option(fc.constantFrom(...names), { nil: undefined }), fc.array(argument, { maxLength: 5 }))
  .map(([command, rest]) => (command === undefined ? rest : [command, ...rest]));
/** Flags of one command with values that go with them, so that many are understood. */
const likely = fc
  .constantFrom(...commands)
  .chain((command) =>
    fc
      .tuple(
        fc.shuffledSubarray(Object.entries(command.flags)),
        fc.infiniteStream(value),
        fc.array(value, { maxLength: 2 }),
      )
      .map(([chosen, values, words]) => [
        command.usage.split(' ')[0] ?? '',
        ...chosen.flatMap(([name, { type }]) =>
          type === 'boolean' ? [`--${name}`] : [`--${name}`, values.next().value as string],
        ),
        ...words,
      ]),
  );

describe('ordinary arguments', () => {
  it.each([
    [''],
    ['start --port 0 --json'],
    ['--port 0 --json --closed=true --quiet=false'],
    ['start --set a=1 --set b=2 --config=file.json'],
    ['token app --consumer=x --account 12345678'],
    ['token app --expires-in=-60'],
    ['run -- npm test -- --help -x'],
    ['inspect'],
    ['clock advance 61m --url http://localhost:1'],
  ])('"%s" is understood without the other parser, as by it', (line) => {
    const typed = line.split(' ').filter((part) => part !== '');
    expect(ordinary(typed)).toBeDefined();
    expect(ordinary(typed)).toEqual(byUsage(typed));
  });

  it.each([
    ['--help'],
    ['-h'],
    ['help'],
    ['start -p 1'],
    ['start --port'],
    ['--port 1 --port 2'],
    ['--port 1 start'],
    ['token'],
    ['token foo'],
    ['tokne app'],
    ['--closed true'],
    ['--constructor'],
    ['start now'],
  ])('"%s" is left to the other parser', (line) => {
    expect(ordinary(line.split(' '))).toBeUndefined();
  });

  it.each([
    ['anything', argv],
    ['likely words', likely],
  ])('whatever is understood, the other parser understands alike: %s', (_, arguments_) => {
    fc.assert(
      fc.property(arguments_, (typed) => {
        const read = ordinary(typed);
        fc.pre(read !== undefined);
        expect(read).toEqual(byUsage(typed));
      }),
      { numRuns: runs(300), maxSkipsPerRun: 1000 },
    );
  });
});
