import { describe, expect, it } from '@jest/globals';
import { UsageError } from '../../../mock-server/cli/command.ts';
import type { Preset, TypedMockFlags } from '../../../mock-server/cli/mock-options.ts';
import {
  jsonOrText,
  openControlledMock,
  openMock,
  readSettings,
  splitAssignment,
} from '../../../mock-server/cli/mock-options.ts';
import { createCapturedTerminal } from '../../cli/captured-terminal.ts';
import { createScratchFolder } from '../../cli/scratch-folder.ts';
import { ask } from '../../support/calls.ts';

const scratch = createScratchFolder();
const cwd = scratch.path;
scratch.write('mock.json', '{"seed":"of the file","agent":"echo","strict":true,"sendApi":{"maxRequestChars":7}}');
scratch.write('wrong.json', '{"seed":[],"closed":1}');
scratch.write('keys.json', '{"keys":"nowhere"}');
const settle = (typed: TypedMockFlags, env: Record<string, string> = {}): ReturnType<typeof readSettings> =>
  readSettings(typed, { cwd, env });
const refusalOf = async (typed: TypedMockFlags, env: Record<string, string> = {}): Promise<string> => {
  const error: unknown = await settle(typed, env).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(UsageError);
  return (error as Error).message;
};

it.each<[TypedMockFlags, object]>([
  [{ closed: true }, { closed: true }],
  [{ closed: false }, { closed: false }],
  [{ strict: true }, { strict: true }],
  [{ seed: '42' }, { seed: '42' }],
  [{ port: '17' }, { server: { port: 17 } }],
  [{ host: '0.0.0.0' }, { server: { host: '0.0.0.0' } }],
  [{ 'no-tls': true }, { server: { tls: false } }],
  [{ 'no-tls': false }, { server: { tls: true } }],
  [{ capture: true }, { capture: true }],
  [{ 'no-admin': true }, { admin: false }],
  [{ instance: 'one' }, { instance: 'one' }],
  [{ 'no-reason-header': true }, { reasonHeader: false }],
  [{ 'no-reason-header': false }, { reasonHeader: true }],
  [{ 'auto-login': '7' }, { autoLogin: '7' }],
  [{ set: ['sendApi.maxRequestChars=9', 'seed=a=b'] }, { sendApi: { maxRequestChars: 9 }, seed: 'a=b' }],
])('%j sets %j', async (typed, settings) => {
  expect(await settle(typed)).toMatchObject(settings);
});

describe('of several places the last counts', () => {
  it('file, variable, flag, --set', async () => {
    const env = { LP_AUTH_MOCK_CONFIG: 'mock.json' };
    const seedOf = async (typed: TypedMockFlags, more: Record<string, string> = {}): Promise<unknown> =>
      (await settle(typed, { ...env, ...more })).seed;
    expect(await seedOf({})).toBe('of the file');
    expect(await seedOf({}, { LP_AUTH_MOCK_SEED: 'of a variable' })).toBe('of a variable');
    expect(await seedOf({ seed: 'of a flag' }, { LP_AUTH_MOCK_SEED: 'b' })).toBe('of a flag');
    expect(await seedOf({ seed: 'c', set: ['seed=d', 'seed=of the last'] })).toBe('of the last');
    expect((await settle({ config: 'mock.json' }, { LP_AUTH_MOCK_CONFIG: 'nowhere.json' })).seed).toBe('of the file');
    expect(await settle({ set: ['sendApi.strictVersion=true'] }, env)).toMatchObject({
      sendApi: { maxRequestChars: 7, strictVersion: true },
    });
  });

  it('and a preset only where none of these says otherwise', async () => {
    const presets: Preset[] = [
      { path: 'agent', value: 'off', writtenAs: 'demo' },
      { path: 'capture', value: true, writtenAs: '--open' },
    ];
    const terminal = createCapturedTerminal({ cwd, env: { LP_AUTH_MOCK_INSTANCE: 'one' } });
    const { mock, controlled, keysFrom } = await openControlledMock(
      { config: 'mock.json', closed: true },
      terminal,
      undefined,
      presets,
    );
    expect(mock.settings).toMatchObject({ capture: true, closed: true, instance: 'one', strict: true });
    expect(keysFrom).toBeUndefined();
    expect(controlled).toBeInstanceOf(Function);
  });
});

describe('what cannot be taken is told with where it was written', () => {
  it.each<[TypedMockFlags, Record<string, string>, string]>([
    [{ set: ['=x'] }, {}, '--set =x: expected name=value'],
    [{ set: ['closed'] }, {}, '--set closed: expected name=value'],
    [{ port: 'x' }, {}, '--port: expected '],
    [{ set: ['closed=1'] }, {}, '--set closed: expected true or false; got 1'],
    [{}, { LP_AUTH_MOCK_CLOSED: 'x' }, 'LP_AUTH_MOCK_CLOSED: expected true or false; got "x"'],
    [{ keys: 'no' }, {}, '--keys: no: no such folder; '],
    [{ set: ['keys=17'] }, {}, '--set keys: 17: no such folder; '],
    [{ config: 'keys.json' }, {}, 'keys.json: keys: nowhere: no such folder; '],
    [{ config: 'nowhere.json' }, {}, 'nowhere.json: no such file'],
  ])('%j with %j', async (typed, env, words) => {
    expect((await refusalOf(typed, env)).startsWith(words)).toBe(true);
  });

  it('line by line', async () => {
    const lines = (await refusalOf({ config: 'wrong.json' })).split('\n');
    expect(lines.map((line) => line.split(': ').slice(0, 2))).toEqual(
      expect.arrayContaining([
        ['wrong.json', 'seed'],
        ['wrong.json', 'closed'],
      ]),
    );
    expect(lines.length).toBe(2);
  });
});

it('each call is told to both who want to hear of it', async () => {
  const file = 'heard.mjs';
  scratch.write(file, 'export const heard = []; export default { onExchange: ({ path }) => heard.push(path) };');
  const heard: string[] = [];
  const mock = await openMock({ config: file }, createCapturedTerminal({ cwd }), ({ path }) => heard.push(path));
  await ask(mock, { target: '/sentinel/well-known/jwks' });
  const module = (await import(`file://${cwd}/${file}`)) as { heard: string[] };
  expect([heard, module.heard]).toEqual([['/sentinel/well-known/jwks'], ['/sentinel/well-known/jwks']]);
  const alone = await openMock({}, createCapturedTerminal({ cwd }), ({ path }) => heard.push(path));
  await ask(alone, { target: '/sentinel/well-known/jwks' });
  expect(heard.length).toBe(2);
});

it('a typed value is JSON where it is JSON, and an assignment is cut at its first sign', () => {
  expect(['1', '{"a":1}', 'a', '"1"', undefined].map(jsonOrText)).toEqual([1, { a: 1 }, 'a', '1', undefined]);
  expect([splitAssignment('set', 'a=b=c'), splitAssignment('set', 'a=')]).toEqual([
    { name: 'a', value: 'b=c' },
    { name: 'a', value: '' },
  ]);
  expect(() => splitAssignment('env', '=')).toThrow(new UsageError('--env =: expected name=value'));
});
