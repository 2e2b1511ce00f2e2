import type { JournalEntry } from '../control/journal/entry.ts';

/** An AppJWT that a call was answered with. */
export interface IssuedAppJwt {
  readonly entry: JournalEntry;
  readonly clientId: string;
  readonly accountId: string;
  readonly issuedAtSeconds: number;
  readonly expiresAtSeconds: number;
}

/** The AppJWTs that one client got for one account and scope, oldest first. */
export function appJwtsByClient(entries: readonly JournalEntry[]): readonly (readonly IssuedAppJwt[])[] {
  const groups = new Map<string, IssuedAppJwt[]>();
  for (const entry of entries) {
    for (const { use, kind, claims } of entry.tokens) {
      if (use !== 'issued' || kind !== 'AppJWT' || claims === undefined) continue;
      const key = JSON.stringify([claims['aud'], claims['azp'], claims['scope']]);
      const group = groups.get(key) ?? [];
      groups.set(key, [
        ...group,
        {
          entry,
          clientId: String(claims['azp']),
          accountId: String(claims['aud']),
          issuedAtSeconds: Number(claims['iat']),
          expiresAtSeconds: Number(claims['exp']),
        },
      ]);
    }
  }
  return [...groups.values()];
}

/** Each AppJWT with the one that the same client got next. */
export function successions(entries: readonly JournalEntry[]): readonly (readonly [IssuedAppJwt, IssuedAppJwt])[] {
  return appJwtsByClient(entries).flatMap((tokens) =>
    tokens.slice(1).map((next, index) => [tokens[index] ?? next, next] as const),
  );
}
