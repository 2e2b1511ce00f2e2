import { detached } from '../memory/detached.ts';
import { createNearest } from './nearest.ts';
import { tidyPath, untidiness } from './tidy-path.ts';

/** What the router needs to know of a row. */
export interface Route {
  readonly method: string;
  readonly paths: readonly string[];
}

export type RouteMatch<Row extends Route> =
  | { readonly kind: 'found'; readonly row: Row; readonly parameters: Readonly<Record<string, string>> }
  | {
      readonly kind: 'method';
      readonly allowed: readonly string[];
      readonly parameters: Readonly<Record<string, string>>;
    }
  | { readonly kind: 'malformed' }
  | { readonly kind: 'none' };

export interface Router<Row extends Route> {
  /** The row for a method and a raw path. GET rows answer HEAD as well (RFC 9110 section 9.3.2). */
  match(method: string, path: string): RouteMatch<Row>;
  /** The rows whose paths are most like this one, as `METHOD /path`, best first. */
  nearest(path: string, count: number): string[];
  /** In what a path departs from a known one, where that is its slashes or its capitals alone; else undefined. */
  untidiness(path: string): string | undefined;
}

/** A path longer than this is not kept alive by the account that it names. */
const LONG_PATH = 1024;

interface Pattern<Row> {
  readonly row: Row;
  readonly path: string;
  readonly segments: readonly string[];
}

/** Matches whole paths segment by segment; no order of rows matters, because no two rows share a method and a path. */
export function createRouter<Row extends Route>(rows: readonly Row[]): Router<Row> {
  const patterns = rows.flatMap((row) =>
    row.paths.map((path): Pattern<Row> => ({ row, path, segments: path.split('/') })),
  );
  const byLength = groupByLength(patterns);
  // A spelling with a slash at its end would only stand there twice.
  const named = patterns.filter(({ path }) => !path.endsWith('/'));
  const nearest = createNearest(named.map(({ row, path }) => ({ path, label: `${row.method} ${path}` })));

  return {
    match: (method, path) => {
      const segments = path.split('/');
      const hits = (byLength.get(segments.length) ?? []).filter((pattern) => fits(pattern.segments, segments));
      if (hits[0] === undefined) return { kind: 'none' };
      const parameters = readParameters(hits[0].segments, path.length > LONG_PATH ? segments.map(detached) : segments);
      if (parameters === undefined) return { kind: 'malformed' };
      const wanted = method === 'HEAD' ? 'GET' : method;
      const hit = hits.find((pattern) => pattern.row.method === wanted);
      if (hit !== undefined) return { kind: 'found', row: hit.row, parameters };
      return { kind: 'method', allowed: allowedMethods(hits), parameters };
    },
    nearest: (path, count) => nearest(tidyPath(path)).slice(0, count),
    untidiness: (path) => {
      for (const pattern of patterns) {
        const found = untidiness(path, pattern.path);
        if (found !== undefined) return found;
      }
      return undefined;
    },
  };
}

function groupByLength<Row>(patterns: readonly Pattern<Row>[]): Map<number, Pattern<Row>[]> {
  const groups = new Map<number, Pattern<Row>[]>();
  for (const pattern of patterns)
    groups.set(pattern.segments.length, [...(groups.get(pattern.segments.length) ?? []), pattern]);
  return groups;
}

function isParameter(segment: string): boolean {
  return segment.startsWith('{');
}

function fits(pattern: readonly string[], segments: readonly string[]): boolean {
  return pattern.every((segment, index) =>
    isParameter(segment) ? segments[index] !== '' : segment === segments[index],
  );
}

/** Undefined when a part has a broken percent-encoding. */
function readParameters(pattern: readonly string[], segments: readonly string[]): Record<string, string> | undefined {
  const parameters: Record<string, string> = {};
  try {
    for (const [index, segment] of pattern.entries()) {
      if (isParameter(segment)) parameters[segment.slice(1, -1)] = decodeURIComponent(segments[index] ?? '');
    }
  } catch {
    return undefined;
  }
  return parameters;
}

/** The methods that a row answers: GET rows answer HEAD as well. */
export function methodsOf({ method }: Pick<Route, 'method'>): string[] {
  return method === 'GET' ? ['GET', 'HEAD'] : [method];
}

function allowedMethods(hits: readonly Pattern<Route>[]): string[] {
  return [...hits.flatMap(({ row }) => methodsOf(row)), 'OPTIONS'];
}
