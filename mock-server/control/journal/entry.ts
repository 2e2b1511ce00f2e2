import type { ErrorName } from '../../errors/catalogue.ts';
import type { Claims } from '../../tokens/jws.ts';
import { kindOf } from '../../tokens/kind.ts';
import type { TokenKind } from '../../tokens/kind.ts';
import type { SignatureFailure, SignatureVerdict } from '../../tokens/signer.ts';
import type { Exchange } from './exchange.ts';

/**
 * A token that a call presented or that its answer issued, taken apart. The token itself is not kept. Of a token whose
 * signature is not one that the mock accepts, nothing is kept but that: it may be somebody's real one.
 */
export interface JournalToken {
  readonly use: 'presented' | 'issued';
  /** The token's name in {@link Journal.trace}: the first 16 hexadecimal digits of SHA-256 over header and payload as sent. */
  readonly id: string | undefined;
  readonly kind: TokenKind | undefined;
  readonly header: Claims | undefined;
  readonly claims: Claims | undefined;
  /** What is wrong with the signature; undefined when it is good. */
  readonly failure: SignatureFailure | undefined;
}

/** What the mock made of a call; `faulted`: an armed fault answered it. */
export type Verdict = 'accepted' | 'refused' | 'faulted';

/**
 * One call as the journal keeps it. No query, header, body, secret or signature is in it. As JSON it takes 4,096 bytes at
 * most: past that claims are summarised and texts cut, and `...` stands where something is missing.
 */
export interface JournalEntry extends Exchange {
  /** 1, 2, 3 and so on over all accounts, in the order in which the calls were answered. */
  readonly id: number;
  readonly verdict: Verdict;
  /** The error that was answered, by its name: `'40102'`. Undefined when none was. */
  readonly error: ErrorName | undefined;
  /** The ids of the faults that delayed or answered it. */
  readonly faults: readonly string[];
  readonly tokens: readonly JournalToken[];
  /** Whether a client_secret stood in the URL, where proxies and logs keep it (RFC 6749 section 2.3.1); undefined when not. */
  readonly secretInQuery?: true | undefined;
}

export function journalToken(use: JournalToken['use'], verdict: SignatureVerdict): JournalToken {
  if (!verdict.ok) return { use, id: undefined, kind: undefined, header: undefined, claims: undefined, failure: verdict.failure };
  const { id, header, claims } = verdict;
  return { use, id, kind: kindOf(claims), header, claims, failure: undefined };
}
