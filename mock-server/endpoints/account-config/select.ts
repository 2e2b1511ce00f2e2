import { isObject } from '../../http/body.ts';

/** The members that are asked for, each with those of its own that are; undefined for all of these. */
export type Selection = ReadonlyMap<string, Selection | undefined>;

/** How long a selection may be, in characters, and how deep. */
const LONGEST = 2_000;
const DEEPEST = 8;

/**
 * Reads a selection in the dialect of the pages, YOGA's gdata: `id,name`, `$all`, `hotkey(prefix)`.
 *
 * @param aliases - what `$all` and the like stand for
 * @returns undefined when brackets do not match, or it is too long or too deep
 */
export function readSelection(text: string, aliases: Readonly<Record<string, string>>): Selection | undefined {
  if (text.length > LONGEST) return undefined;
  const open: Map<string, Selection | undefined>[] = [new Map<string, Selection | undefined>()];
  let last: string | undefined;
  for (const [part] of spelledOut(text, aliases).matchAll(/[^\s,()]+|[,()]/g)) {
    const here = open.at(-1);
    if (here === undefined || open.length > DEEPEST) return undefined;
    if (part === '(') {
      if (last === undefined) return undefined;
      const below = new Map<string, Selection | undefined>();
      here.set(last, below);
      open.push(below);
    } else if (part === ')') {
      open.pop();
    } else if (part !== ',') {
      here.set(part, undefined);
    }
    last = '(),'.includes(part) ? undefined : part;
  }
  return open.length === 1 ? open[0] : undefined;
}

function spelledOut(text: string, aliases: Readonly<Record<string, string>>): string {
  return text.replace(/\$\w+/g, (alias) => (Object.hasOwn(aliases, alias) ? (aliases[alias] ?? alias) : alias));
}

/** What is left of a record: a member that it has not is not there, as documented. */
export function selected(record: Readonly<Record<string, unknown>>, selection: Selection): Record<string, unknown> {
  const members = Object.entries(record).filter(([name]) => selection.has(name));
  return Object.fromEntries(members.map(([name, value]) => [name, selectedOf(value, selection.get(name))]));
}

function selectedOf(value: unknown, selection: Selection | undefined): unknown {
  if (selection === undefined) return value;
  if (Array.isArray(value)) return value.map((each: unknown) => selectedOf(each, selection));
  return isObject(value) ? selected(value, selection) : value;
}
