import type { Reason } from '../errors/reasons.ts';
import { cut } from '../memory/cut.ts';
import type { Claims } from './jws.ts';
import type { Judgement } from './lifetime.ts';
import { outOfLifetime } from './lifetime.ts';
import type { Signer } from './signer.ts';
import type { SigningKey, VerificationKey } from './signing-keys.ts';

/** Who has logged in, and for which app. */
export interface AgentIdTokenGrant {
  /** The agent's UUID. */
  readonly userPid: string;
  readonly clientId: string;
  readonly issuedAtSeconds: number;
}

/** How long it lives, as the public sample does. */
const LIFETIME_SECONDS = 600;

/** Issues the id token of Sentinel's code flow, whose `iss` is lower-case there (decision D74). */
export function issueAgentIdToken(signer: Signer, key: SigningKey, grant: AgentIdTokenGrant): Promise<string> {
  return signer.sign(key, agentIdTokenClaims(grant));
}

/** Its claims, in the order of the public sample. */
export function agentIdTokenClaims({ userPid, clientId, issuedAtSeconds }: AgentIdTokenGrant): Claims {
  return {
    is_admin: true,
    sub: userPid,
    aud: clientId,
    is_lpa: false,
    iss: 'sentinel',
    exp: issuedAtSeconds + LIFETIME_SECONDS,
    iat: issuedAtSeconds,
  };
}

/** Why an application would not believe it. */
export type AgentIdTokenVerdict = { readonly ok: true } | { readonly ok: false; readonly reason: Reason };

/** What it is checked against. */
export interface AgentIdTokenCheck extends Judgement {
  readonly keys: readonly VerificationKey[];
  /** Whether there is an app of that `client_id`. */
  readonly isClient: (clientId: string) => boolean;
}

/**
 * Checks it as the application does that gets it (OpenID Connect Core, section 3.1.3.7): signature, claims, for which
 * app, times. No call of LivePerson's takes it, so the slugs are those of other id tokens.
 */
export async function verifyAgentIdToken(
  signer: Signer,
  token: string,
  check: AgentIdTokenCheck,
): Promise<AgentIdTokenVerdict> {
  const signature = await signer.verify(token, check.keys);
  if (!signature.ok) return refused(`id-token-${signature.failure}`, `the id token ${signature.sentence}`);
  const { claims } = signature;
  const { sub, aud, exp, iat } = claims;
  const missing = Object.entries({ sub, aud, exp, iat }).filter(([name, value]) =>
    name === 'sub' || name === 'aud' ? typeof value !== 'string' : !Number.isFinite(value),
  );
  if (missing.length > 0) {
    const names = missing.map(([name]) => name).join(', ');
    return refused('id-token-claim-missing', `mandatory claims missing or of the wrong type: ${names}`);
  }
  if (!check.isClient(String(aud)))
    return refused('id-token-account', `aud is ${cut(String(aud))}, which is the client_id of no app of this mock`);
  const times = outOfLifetime(claims, check);
  return times === undefined ? { ok: true } : refused(`id-token-${times.failure}`, times.sentence);
}

function refused(slug: Reason['slug'], sentence: string): AgentIdTokenVerdict {
  return { ok: false, reason: { slug, sentence } };
}
