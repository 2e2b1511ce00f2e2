import type { JournalEntry, JournalToken } from './entry.ts';

/** Where a token came from and where it was used, as far back as the journal goes. */
export interface Lineage {
  /** The token's name, see {@link JournalToken.id}. */
  readonly id: string;
  /** The decoded token; undefined when no call involved it, or its signature is not accepted. */
  readonly token: JournalToken | undefined;
  /**
   * The calls that issued it, oldest first. Usually one; but a ConsumerJWS is always the same for the same consumer,
   * and two AppJWTs that one client gets within a second are the same token. None when the token was minted, or the
   * journal no longer has the call.
   */
  readonly issuedBy: readonly JournalEntry[];
  /** The tokens it came from, nearest first: what was presented to the call that first issued it, and so on. */
  readonly ancestors: readonly JournalToken[];
  /** The calls that it was presented to, oldest first. */
  readonly uses: readonly JournalEntry[];
}

/** @param entries - oldest first */
export function lineageOf(id: string, entries: readonly JournalEntry[]): Lineage {
  const having = (use: JournalToken['use']): JournalEntry[] =>
    entries.filter(({ tokens }) => tokens.some((token) => token.use === use && token.id === id));
  const [issuedBy, uses] = [having('issued'), having('presented')];
  const token = [...issuedBy, ...uses].flatMap(({ tokens }) => tokens).find((each) => each.id === id);
  return { id, token, issuedBy, ancestors: ancestorsOf(id, entries), uses };
}

/** The same token may be issued again from a later one, so each is visited once. */
function ancestorsOf(id: string, entries: readonly JournalEntry[]): JournalToken[] {
  const parents = parentsByToken(entries);
  const visited = new Set([id]);
  const ancestors: JournalToken[] = [];
  for (let generation = [id]; generation.length > 0;) {
    const next = generation.flatMap((each) => parents.get(each) ?? []).filter((token) => isNew(token, visited));
    ancestors.push(...next);
    generation = next.map((token) => token.id ?? '');
  }
  return ancestors;
}

function isNew({ id = '' }: JournalToken, visited: Set<string>): boolean {
  if (visited.has(id)) return false;
  visited.add(id);
  return true;
}

/** What was presented to the call that first issued each token. */
function parentsByToken(entries: readonly JournalEntry[]): Map<string, readonly JournalToken[]> {
  const parents = new Map<string, readonly JournalToken[]>();
  for (const { tokens } of entries) {
    const presented = tokens.filter(({ use, id }) => use === 'presented' && id !== undefined);
    for (const { use, id } of tokens) {
      if (use === 'issued' && id !== undefined && !parents.has(id)) parents.set(id, presented);
    }
  }
  return parents;
}
