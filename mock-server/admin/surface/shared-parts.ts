import type { Schema } from './wire-types.ts';

/** Parts of a document that are written down once, and referred to by their names. */
export interface SharedParts {
  /** A reference to the part, under the first of the names that no other part has, or the name that it has already. */
  refer(part: Schema, ...names: readonly string[]): Schema;
  /** All that was referred to, by name. */
  all(): Schema;
}

/** @param kind - the section of `components` */
export function createSharedParts(kind: 'parameters' | 'responses' | 'headers'): SharedParts {
  const parts = new Map<string, Schema>();
  return {
    refer: (part, ...names) => {
      const text = JSON.stringify(part);
      const isLike = (each: string): boolean => JSON.stringify(parts.get(each)) === text;
      const [wanted = ''] = names;
      const known = [...parts.keys()].find((each) => each.startsWith(wanted) && isLike(each));
      const name = known ?? names.find((each) => !parts.has(each));
      if (name === undefined) throw new Error(`two ${kind} want to be called ${names.join()}`);
      parts.set(name, part);
      return { $ref: `#/components/${kind}/${name}` };
    },
    all: () => Object.fromEntries(parts),
  };
}
