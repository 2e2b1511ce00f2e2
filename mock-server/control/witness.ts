import type { Signer, SignatureVerdict } from '../tokens/signer.ts';
import type { JournalToken } from './journal-entry.ts';
import { journalToken } from './journal-entry.ts';

/** Of a token longer than this, header and claims are not kept: whoever calls must not decide how much memory an entry takes. */
const LONGEST_KEPT_CHARS = 8192;

/** A signer that notes every token it checks and makes, so that no endpoint has to tell the journal. */
export function witness(signer: Signer, seen: JournalToken[]): Signer {
  return {
    verify: async (token, keys) => {
      const verdict = await signer.verify(token, keys);
      seen.push(note('presented', token, verdict));
      return verdict;
    },
    sign: async (key, claims) => {
      const token = await signer.sign(key, claims);
      seen.push(note('issued', token, await signer.verify(token, [key])));
      return token;
    },
  };
}

function note(use: JournalToken['use'], token: string, verdict: SignatureVerdict): JournalToken {
  const noted = journalToken(use, verdict);
  return token.length > LONGEST_KEPT_CHARS ? { ...noted, header: undefined, claims: undefined } : noted;
}
