/** What the router needs to know of a row. */
export interface Route {
  readonly method: string;
  readonly paths: readonly string[];
}

export type RouteMatch<Row extends Route> =
  | { readonly kind: 'found'; readonly row: Row; readonly parameters: Readonly<Record<string, string>> }
  | { readonly kind: 'method'; readonly allowed: readonly string[]; readonly parameters: Readonly<Record<string, string>> }
  | { readonly kind: 'malformed' }
  | { readonly kind: 'none' };

export interface Router<Row extends Route> {
  /** The row for a method and a raw path. GET rows answer HEAD as well (RFC 9110 section 9.3.2). */
  match(method: string, path: string): RouteMatch<Row>;
  /** The rows whose paths are most like this one, as `METHOD /path`, best first. */
  nearest(path: string, count: number): string[];
}

/** How much of a path is compared with the rows: a path may be as long as a header, and comparing takes its square. */
const COMPARED_SEGMENTS = 16;
const COMPARED_CHARS = 64;

interface Pattern<Row> {
  readonly row: Row;
  readonly path: string;
  readonly segments: readonly string[];
}

/** Matches whole paths segment by segment; no order of rows matters, because no two rows share a path. */
export function createRouter<Row extends Route>(rows: readonly Row[]): Router<Row> {
  const patterns = rows.flatMap((row) => row.paths.map((path): Pattern<Row> => ({ row, path, segments: path.split('/') })));
  const byLength = groupByLength(patterns);

  return {
    match: (method, path) => {
      const segments = path.split('/');
      const hits = (byLength.get(segments.length) ?? []).filter((pattern) => fits(pattern.segments, segments));
      if (hits[0] === undefined) return { kind: 'none' };
      const parameters = readParameters(hits[0].segments, segments);
      if (parameters === undefined) return { kind: 'malformed' };
      const wanted = method === 'HEAD' ? 'GET' : method;
      const hit = hits.find((pattern) => pattern.row.method === wanted);
      if (hit !== undefined) return { kind: 'found', row: hit.row, parameters };
      return { kind: 'method', allowed: allowedMethods(hits), parameters };
    },
    nearest: (path, count) => {
      const segments = path.split('/', COMPARED_SEGMENTS).map((segment) => segment.slice(0, COMPARED_CHARS));
      return patterns
        .map((pattern) => ({ pattern, score: likeness(pattern.segments, segments) }))
        .sort((a, b) => b.score - a.score)
        .slice(0, count)
        .map(({ pattern }) => `${pattern.row.method} ${pattern.path}`);
    },
  };
}

function groupByLength<Row>(patterns: readonly Pattern<Row>[]): Map<number, Pattern<Row>[]> {
  const groups = new Map<number, Pattern<Row>[]>();
  for (const pattern of patterns) groups.set(pattern.segments.length, [...(groups.get(pattern.segments.length) ?? []), pattern]);
  return groups;
}

function isParameter(segment: string): boolean {
  return segment.startsWith('{');
}

function fits(pattern: readonly string[], segments: readonly string[]): boolean {
  return pattern.every((segment, index) => (isParameter(segment) ? segments[index] !== '' : segment === segments[index]));
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

function allowedMethods(hits: readonly Pattern<Route>[]): string[] {
  return [...hits.flatMap(({ row }) => (row.method === 'GET' ? ['GET', 'HEAD'] : [row.method])), 'OPTIONS'];
}

/** How many segments two paths have in common, in order; a differing length costs a little. */
function likeness(pattern: readonly string[], segments: readonly string[]): number {
  const lengths = new Array<number>(segments.length + 1).fill(0);
  for (const segment of pattern) {
    let diagonal = 0;
    for (let index = 1; index <= segments.length; index += 1) {
      const above = lengths[index] ?? 0;
      const value = segments[index - 1] ?? '';
      const same = segment === value ? 1 : isParameter(segment) && value !== '' ? 0.4 : similarWords(segment, value);
      lengths[index] = Math.max(above, lengths[index - 1] ?? 0, diagonal + same);
      diagonal = above;
    }
  }
  return (lengths[segments.length] ?? 0) - Math.abs(pattern.length - segments.length) * 0.3;
}

/** Up to 0.9 for two words that share most of their letter pairs, so that a typing error still finds its row. */
function similarWords(a: string, b: string): number {
  if (a.length < 2 || b.length < 2) return 0;
  const pairs = new Set(Array.from({ length: a.length - 1 }, (_, index) => a.slice(index, index + 2).toLowerCase()));
  let shared = 0;
  for (let index = 0; index < b.length - 1; index += 1) {
    if (pairs.has(b.slice(index, index + 2).toLowerCase())) shared += 1;
  }
  return (0.9 * 2 * shared) / (pairs.size + b.length - 1);
}
