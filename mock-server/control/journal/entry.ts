import type { ErrorName } from '../../errors/catalogue.ts';
import type { TokenChecks } from '../../tokens/checks.ts';
import type { Claims } from '../../tokens/jws.ts';
import { kindOf } from '../../tokens/kind.ts';
import type { TokenKind } from '../../tokens/kind.ts';
import type { SignatureFailure, SignatureVerdict } from '../../tokens/signer.ts';
import type { Exchange } from './exchange.ts';

/**
 * A token that a call presented or that its answer issued, taken apart. The token itself is not kept. Of a token whose
 * signature the mock does not accept, nothing else is kept: it may be a real one.
 */
export interface JournalToken {
  readonly use: 'presented' | 'issued';
  /**
   * The token's name in {@link Journal.trace}: the first 16 hexadecimal digits of SHA-256 over header and payload as
   * sent.
   */
  readonly id: string | undefined;
  readonly kind: TokenKind | undefined;
  readonly header: Claims | undefined;
  readonly claims: Claims | undefined;
  /** What is wrong with the signature; undefined when it is good. */
  readonly failure: SignatureFailure | undefined;
}

/** How a call ended; `faulted` means that a fault answered it. */
export type Verdict = 'accepted' | 'refused' | 'faulted';

/**
 * One call as the journal keeps it, without its query, headers, body, secrets or signatures. As JSON it takes at most
 * 4,096 bytes: beyond that, claims are summarised and texts are cut, and `...` marks what is missing.
 */
export interface JournalEntry extends Exchange {
  /** 1, 2, 3 and so on across all accounts, in the order in which the calls were answered. */
  readonly id: number;
  readonly verdict: Verdict;
  /** The name of the error that was answered, such as `'40102'`; undefined when there was none. */
  readonly error: ErrorName | undefined;
  /** The ids of the faults that delayed or answered it. */
  readonly faults: readonly string[];
  readonly tokens: readonly JournalToken[];
  /** How far the token came for which the call was refused; undefined when it was not for a token. */
  readonly checks?: TokenChecks | undefined;
  /**
   * True when a client_secret was in the URL, where proxies and logs keep it (RFC 6749 section 2.3.1); otherwise
   * undefined.
   */
  readonly secretInQuery?: true | undefined;
}

export function journalToken(use: JournalToken['use'], verdict: SignatureVerdict): JournalToken {
  if (!verdict.ok)
    return { use, id: undefined, kind: undefined, header: undefined, claims: undefined, failure: verdict.failure };
  const { id, header, claims } = verdict;
  return { use, id, kind: kindOf(claims), header, claims, failure: undefined };
}
