import type { Claims } from './jws.ts';
import type { Signer } from './signer.ts';
import type { SigningKey } from './signing-keys.ts';

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
