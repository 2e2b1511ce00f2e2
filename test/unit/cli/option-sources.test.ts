import { describe, expect, it } from '@jest/globals';
import type { Source } from '../../../mock-server/cli/option-sources.ts';
import { originAmong, withKeysRead, withOption, withOrigin } from '../../../mock-server/cli/option-sources.ts';

const flag = (path: string, value: unknown, writtenAs = `--${path}`): Source => ({
  path,
  value,
  writtenAs,
  source: 'flag',
});
const variable = (path: string, value: unknown): Source => ({ path, value, writtenAs: 'A_VAR', source: 'environment' });

describe('where an option was written', () => {
  const SOURCES = [
    variable('closed', true),
    flag('server', { port: 1, tls: undefined }, '--set server'),
    flag('server.host', 'x', '--host'),
    flag('closed', false, '--closed'),
    flag('accounts[0].label', 'x', '--set label'),
    flag('serverless', 1, '--serverless'),
  ];
  const FILE = { file: 'mock.json', fromFile: { seed: 1, sendApi: { strictVersion: true }, off: undefined } };

  it.each([
    ['closed', { source: 'flag', writtenAs: '--closed' }],
    ['server', { source: 'flag', writtenAs: '--host' }],
    ['server.host', { source: 'flag', writtenAs: '--host' }],
    ['server.port', { source: 'flag', writtenAs: '--set server' }],
    ['server.tls', undefined],
    ['server.host.deeper', undefined],
    ['accounts', { source: 'flag', writtenAs: '--set label' }],
    ['seed', { source: 'file', writtenAs: 'mock.json' }],
    ['sendApi.strictVersion', { source: 'file', writtenAs: 'mock.json' }],
    ['sendApi.strictBatch', undefined],
    ['off', undefined],
    ['strict', undefined],
  ])('%s: %j', (option, origin) => {
    expect(originAmong(option, SOURCES, FILE)).toEqual(origin);
  });

  it('is in front of what is wrong with it', () => {
    expect(
      [
        'server.port: expected a number',
        'server: expected an object',
        'closed: expected a: b',
        'seed: is bad',
        'no colon',
      ].map((complaint) => [withOrigin(complaint, SOURCES, 'mock.json'), withOrigin(complaint, SOURCES, undefined)]),
    ).toEqual([
      ['--set server: server.port: expected a number', '--set server: server.port: expected a number'],
      ['--host: server: expected an object', '--host: server: expected an object'],
      ['--closed: expected a: b', '--closed: expected a: b'],
      ['mock.json: seed: is bad', 'seed: is bad'],
      ['mock.json: no colon', 'no colon'],
    ]);
  });
});

describe('keys in the place of the folder that they are in', () => {
  const read = (folder: string, writtenAs?: string): Promise<object> => Promise.resolve({ folder, writtenAs });

  it('are read from the last place that names one, and from no other', async () => {
    const sources = [variable('keys', 'a'), flag('seed', 1), flag('keys', 'b')];
    const fromFile = { keys: 'c', seed: 2 };
    expect(await withKeysRead(fromFile, sources, read)).toEqual({
      fromFile,
      sources: [variable('keys', 'a'), flag('seed', 1), flag('keys', { folder: 'b', writtenAs: '--keys' })],
    });
    expect(await withKeysRead(fromFile, [flag('keys', {})], read)).toEqual({ fromFile, sources: [flag('keys', {})] });
    expect(await withKeysRead(fromFile, [flag('seed', 1)], read)).toEqual({
      fromFile: { keys: { folder: 'c' }, seed: 2 },
      sources: [flag('seed', 1)],
    });
    expect(await withKeysRead({ keys: {} }, [], read)).toEqual({ fromFile: { keys: {} }, sources: [] });
    expect(await withKeysRead({ seed: 1 }, [], read)).toEqual({ fromFile: { seed: 1 }, sources: [] });
  });
});

it.each([
  [undefined, [], 1, 1],
  [undefined, ['a'], 1, { a: 1 }],
  [{ b: 2 }, ['a', 'c'], 1, { b: 2, a: { c: 1 } }],
  [{ a: { b: 2 } }, ['a', 'c'], 1, { a: { b: 2, c: 1 } }],
  [{ a: false }, ['a', 'c'], 1, { a: { c: 1 } }],
  [{ a: true }, ['a', 'c'], 1, { a: true }],
  [{ a: null }, ['a', 'c'], 1, { a: null }],
  [{ a: 'x' }, ['a', 'c'], 1, { a: 'x' }],
  ['x', ['a'], 1, 'x'],
  [false, ['a'], 1, { a: 1 }],
])('%j with the option %j set to %j is %j', (options, path, value, result) => {
  expect(withOption(options, path, value)).toEqual(result);
});
