/** The anonymous tokens of one account that were revoked (IDP code 1049). */
export interface RevokedTokens {
  add(token: string): void;
  has(token: string): boolean;
  /** Header and payload of each, oldest first; no signatures. */
  list(): readonly string[];
}

/** How many revocations an account keeps; past that the oldest is forgotten. */
export const MAX_REVOKED_TOKENS = 10_000;

/** Keeps what is signed and not the signature: the memory then holds no token that anybody could use. */
export function createRevokedTokens(earlier: readonly string[] = []): RevokedTokens {
  const known = new Set(earlier);
  return {
    add: (token) => {
      const revoked = withoutSignature(token);
      const [oldest] = known;
      if (known.size >= MAX_REVOKED_TOKENS && oldest !== undefined && !known.has(revoked)) known.delete(oldest);
      known.add(revoked);
    },
    has: (token) => known.has(withoutSignature(token)),
    list: () => [...known],
  };
}

function withoutSignature(token: string): string {
  const end = token.lastIndexOf('.');
  return end === -1 ? token : token.slice(0, end);
}
