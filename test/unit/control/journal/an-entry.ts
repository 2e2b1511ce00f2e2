import type { JournalEntry, JournalToken } from '../../../../mock-server/control/journal/entry.ts';

/** An entry with nothing in it that has a length of its own. */
export function anEntry(parts: Partial<JournalEntry> = {}): JournalEntry {
  return {
    id: 1,
    method: 'GET',
    path: '/',
    endpointId: undefined,
    accountId: undefined,
    outcome: 200,
    verdict: 'accepted',
    error: undefined,
    reason: undefined,
    deviations: [],
    faults: [],
    tokens: [],
    atMs: 0,
    durationMs: 0,
    ...parts,
  };
}

export function aToken(parts: Partial<JournalToken> = {}): JournalToken {
  return {
    use: 'presented',
    id: '0123456789abcdef',
    kind: 'AppJWT',
    header: { kid: 'k', typ: 'JWT', alg: 'RS256' },
    claims: { sub: 'jane' },
    failure: undefined,
    ...parts,
  };
}
