import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Manifest } from './protocol.ts';
import type { Switches } from './registry.ts';
import { createAffected, Registry } from './registry.ts';

let folder: string;
let count = 0;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'lp-auth-mock-registry-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

function manifestOf(files: Readonly<Record<string, { plain: string; switched?: string }>>): Manifest {
  const write = (name: string, code: string): string => {
    const path = join(folder, name);
    writeFileSync(path, code);
    return path;
  };
  // What is compiled is known by its name.
  const written = Object.entries(files).map(([path, { plain, switched }]) => [
    path,
    {
      plain: write(`${String((count += 1))}.cjs`, plain),
      ...(switched === undefined ? {} : { switched: write(`${String((count += 1))}.cjs`, switched) }),
    },
  ]);
  return { root: folder, files: Object.fromEntries(written) as Manifest['files'], mapped: [], imports: {}, setup: [] };
}

const none = (): undefined => undefined;

it('each registry loads a module anew, and once', () => {
  const manifest = manifestOf({
    'a.ts': { plain: 'module.exports = { made: {}, b: require("./b.ts") };' },
    'b.ts': { plain: 'module.exports = { made: {} };' },
  });
  const first = new Registry(manifest, {}, none);
  const a = first.load('a.ts') as { made: object; b: object };
  expect(first.load('a.ts')).toBe(a);
  expect(first.load('b.ts')).toBe(a.b);
  expect(new Registry(manifest, {}, none).load('a.ts')).not.toBe(a);
});

it('a mutant is on while its file is loaded, and the others of the file are not', () => {
  const switched =
    'module.exports = { limit: stryMutAct_9fa48("1") ? 0 : (stryCov_9fa48("1"), stryMutAct_9fa48("0") ? 2 : 1) };';
  const manifest = manifestOf({ 'limits.ts': { plain: 'module.exports = { limit: 1 };', switched } });
  const covered: string[] = [];
  const withOn = (on?: string): Switches => ({ isActive: (id) => id === on, cover: (...ids) => covered.push(...ids) });
  const limitWith = (switches?: Switches): unknown =>
    (new Registry(manifest, {}, () => switches).load('limits.ts') as { limit: unknown }).limit;
  expect([limitWith(), limitWith(withOn()), limitWith(withOn('0')), limitWith(withOn('1'))]).toEqual([1, 1, 2, 0]);
  expect(covered).toEqual(['1', '1']);
});

it('gives what is given, follows what is mapped, and takes the rest from where Node does', () => {
  const manifest = {
    ...manifestOf({
      'a.ts': { plain: 'module.exports = [require("given"), require("mapped/x"), require("node:path")];' },
      'in-its-place.ts': { plain: 'module.exports = { isMapped: true };' },
    }),
    mapped: [['^mapped/', 'in-its-place.ts']] as const,
  };
  const given = { isGiven: true };
  const [one, two, path] = new Registry(manifest, { given }, none).load('a.ts') as unknown[];
  expect(one).toBe(given);
  expect(two).toEqual({ isMapped: true });
  expect(path).toHaveProperty('join');
});

it('says which file nobody has transpiled', () => {
  expect(() => new Registry(manifestOf({}), {}, none).load('lost.ts')).toThrow('lost.ts was not transpiled');
});

it('what a change makes a difference to is loaded anew, and the rest is not', () => {
  const manifest = {
    ...manifestOf({
      'a.ts': { plain: 'module.exports = { parts: [require("./b.ts"), require("./c.ts")] };' },
      'b.ts': { plain: 'module.exports = { low: require("./low.ts") };' },
      'c.ts': { plain: 'module.exports = { is: "c" };' },
      'low.ts': { plain: 'module.exports = { is: "plain" };', switched: 'module.exports = { is: "switched" };' },
      'watched.ts': { plain: 'require("./watch.ts");' },
      'test/watch.ts': { plain: '' },
    }),
    imports: {
      'a.ts': ['b.ts', 'c.ts'],
      'b.ts': ['low.ts'],
      'c.ts': [],
      'low.ts': [],
      'watched.ts': ['test/watch.ts'],
    },
  };
  const affected = createAffected(manifest)(['low.ts']);
  expect([...affected].sort()).toEqual(['a.ts', 'b.ts', 'low.ts', 'test/watch.ts', 'watched.ts']);
  const others = { registry: new Registry(manifest, {}, none), have: (path: string) => !affected.has(path) };
  const switches = { isActive: () => false, cover: () => undefined };
  const open = () => new Registry(manifest, {}, () => switches, others).load('a.ts') as { parts: object[] };
  const [first, second] = [open(), open()];
  expect(first.parts).toEqual([{ low: { is: 'switched' } }, { is: 'c' }]);
  expect([first.parts[0] === second.parts[0], first.parts[1] === second.parts[1]]).toEqual([false, true]);
});
