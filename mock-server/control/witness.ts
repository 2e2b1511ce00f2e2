import type { Signer } from '../tokens/signer.ts';
import type { JournalToken } from './journal-entry.ts';
import { journalToken } from './journal-entry.ts';

/** A signer that notes every token it checks and makes, so that no endpoint has to tell the journal. */
export function witness(signer: Signer, seen: JournalToken[]): Signer {
  return {
    verify: async (token, keys) => {
      const verdict = await signer.verify(token, keys);
      seen.push(journalToken('presented', verdict));
      return verdict;
    },
    sign: async (key, claims) => {
      const token = await signer.sign(key, claims);
      seen.push(journalToken('issued', await signer.verify(token, [key])));
      return token;
    },
  };
}
