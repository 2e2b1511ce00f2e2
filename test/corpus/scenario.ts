import type { MockOptions } from '../../mock-server/index.ts';

/** A call as plain data. Texts may hold references to earlier steps, see {@link Step}. */
export interface CallData {
  /** Default: `GET`. */
  readonly method?: string;
  /** Path and query as they go over the wire: nothing is encoded or tidied up. */
  readonly target: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Default: `http://localhost:4407`. */
  readonly origin?: string;
}

/** A token signed by hand, for what the mock's own `mint` does not make. */
export interface SignedByHand {
  /** The file in `keys/` whose key signs, without its ending. */
  readonly key: string;
  readonly header: Readonly<Record<string, unknown>>;
  readonly claims: unknown;
  /** What is done to the text afterwards. Default: nothing. */
  readonly change?: TextChange;
}

/** A change to the text of a token. */
export type TextChange =
  | 'two-parts'
  | 'four-parts'
  | 'five-parts'
  | 'first-letter'
  | 'last-letter-lost'
  | 'spare-bits'
  | 'no-signature'
  | 'other-claims'
  | 'padded'
  | 'spaces-inside'
  | 'hs256-public-key'
  | 'empty-payload';

/**
 * One step of a scenario. Only calls give pairs. A later step refers to what an earlier one gave: `{{token}}` is the
 * value of a control or a signed token, `{{login.body.access_token}}` a member of an answer, `{{login.headers.etag}}`
 * one of its headers.
 */
export type Step = { readonly name: string } & (
  | { readonly call: CallData }
  /** A method of the mock by its path, for instance `clock.advance` or `account(12345678).faults.add`. */
  | { readonly control: string; readonly args?: readonly unknown[] }
  | { readonly sign: SignedByHand }
);

/** Options of a mock as far as they are plain data; the seed and the frozen clock are the corpus's own. */
export type PlainOptions = Omit<MockOptions, 'clock' | 'onExchange' | 'seed' | 'wait'>;

/** A few calls to one mock of their own, with what a tester does in between. */
export interface Scenario {
  /** `group/topic/variant`: the start of the ids of its pairs. */
  readonly name: string;
  readonly options?: PlainOptions;
  readonly steps: readonly Step[];
}

/** When the frozen clock of every scenario stands. */
export const NOON = '2026-11-20T12:00:00Z';
export const NOON_SECONDS = Date.parse(NOON) / 1000;
