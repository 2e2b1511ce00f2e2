import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { compileFunction } from 'node:vm';
import type { Manifest } from './protocol.ts';

/** What the switches of one file ask. */
export interface Switches {
  readonly isActive: (id: string) => boolean;
  readonly cover: (...ids: readonly string[]) => void;
}

type Load = (name: string) => unknown;
type Evaluate = (module: Loaded, require: Load, url: string, folder: string, ...switches: unknown[]) => void;

/** As CommonJS has it: the code puts its exports there before it loads anything itself. */
interface Loaded {
  exports: object;
}

/** Modules that several registries have in common, because no mutant can make a difference to them. */
export interface Others {
  readonly registry: Registry;
  have(path: string): boolean;
}

/**
 * Finds what a change to files makes a difference to: them, and what loads them, directly or not. Modules of the mock
 * hold functions and plain data alone, so the rest need not be loaded anew. What loads a part of the tests always is.
 */
export function createAffected({ imports }: Manifest): (changed: readonly string[]) => ReadonlySet<string> {
  const loaders = new Map<string, string[]>();
  for (const [path, loads] of Object.entries(imports))
    for (const each of loads) loaders.set(each, [...(loaders.get(each) ?? []), path]);
  const ofTests = [...loaders.keys()].filter((path) => path.startsWith('test/'));
  return (changed) => {
    const affected = new Set<string>([...changed, ...ofTests]);
    for (const path of affected) for (const loader of loaders.get(path) ?? []) affected.add(loader);
    return affected;
  };
}

/** Code is compiled once, and evaluated anew for each registry. */
const compiled = new Map<string, Evaluate>();

/** Modules that nobody has loaded before, so that a mutant is on from their first line; Jest has that per test file. */
export class Registry {
  readonly #manifest: Manifest;
  readonly #given: Readonly<Record<string, unknown>>;
  readonly #switchesOf: (path: string) => Switches | undefined;
  readonly #modules = new Map<string, Loaded>();
  readonly #mapped: readonly (readonly [RegExp, string])[];
  readonly #others: Others | undefined;

  /**
   * @param given - modules that are not loaded but given, by their name
   * @param switchesOf - of a file that is loaded with its mutants in it
   * @param others - the modules that are not loaded anew. Default: none
   */
  constructor(
    manifest: Manifest,
    given: Readonly<Record<string, unknown>>,
    switchesOf: (path: string) => Switches | undefined,
    others?: Others,
  ) {
    this.#manifest = manifest;
    this.#given = given;
    this.#switchesOf = switchesOf;
    this.#others = others;
    this.#mapped = manifest.mapped.map(([pattern, path]) => [new RegExp(pattern), path]);
  }

  /** @param path - from the root */
  load(path: string): object {
    if (this.#others?.have(path) === true) return this.#others.registry.load(path);
    const loaded = this.#modules.get(path);
    if (loaded !== undefined) return loaded.exports;
    const code = this.#manifest.files[path];
    if (code === undefined) throw new Error(`${path} was not transpiled`);
    const module: Loaded = { exports: {} };
    this.#modules.set(path, module);
    const switches = this.#switchesOf(path);
    const full = join(this.#manifest.root, path);
    const evaluate = compile(switches === undefined ? code.plain : (code.switched ?? code.plain), full);
    const require = (name: string): unknown => this.#resolve(name, full);
    evaluate(module, require, pathToFileURL(full).href, dirname(full), switches?.isActive, switches?.cover);
    return module.exports;
  }

  #resolve(name: string, from: string): unknown {
    const given = this.#given[name];
    if (given !== undefined) return given;
    const mapped = this.#mapped.find(([pattern]) => pattern.test(name));
    // The stand-in itself imports the real one, by a longer path.
    if (mapped !== undefined) return this.load(mapped[1]);
    const own = name.startsWith('file:') ? fileURLToPath(name) : join(dirname(from), name);
    if (!/^(?:\.|file:)/.test(name)) return createRequire(from)(name);
    const path = relative(this.#manifest.root, own);
    return path in this.#manifest.files ? this.load(path) : createRequire(from)(own);
  }
}

function compile(file: string, shownAs: string): Evaluate {
  const known = compiled.get(file);
  if (known !== undefined) return known;
  const names = ['module', 'require', '__url', '__folder', 'stryMutAct_9fa48', 'stryCov_9fa48'];
  const made = compileFunction(`'use strict';${readFileSync(file, 'utf8')}`, names, { filename: shownAs }) as Evaluate;
  compiled.set(file, made);
  return made;
}
