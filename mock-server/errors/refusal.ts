import type { ErrorName } from './catalogue.ts';
import type { Reason, ReasonSlug } from './reasons.ts';

/** One item of a Send API answer. */
export interface CommandReply {
  readonly code: string;
  readonly body: Readonly<Record<string, unknown>>;
  readonly reqId: string;
}

/** What a body says beyond its catalogue row. */
export interface RefusalDetail {
  /** HTTP status, where the place and not the error decides it. */
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** The text of a command error, where it is not the row's. */
  readonly message?: string;
  /** The items of a batch answer; they replace the single item. */
  readonly items?: readonly CommandReply[];
  /** Members that follow `error` in a plain body. */
  readonly members?: Readonly<Record<string, unknown>>;
}

/**
 * A call refused by the name of its error, with the precise reason beside it. Thrown by {@link refuse}, rendered by
 * `envelopes.ts`.
 */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly error: ErrorName;
  readonly reason: Reason;
  readonly detail: RefusalDetail;

  constructor(error: ErrorName, reason: Reason, detail: RefusalDetail = {}) {
    super(`${error}: ${reason.slug}`);
    this.error = error;
    this.reason = reason;
    this.detail = detail;
  }
}

/**
 * Refuses the call: the one way to do so. The service's own words follow from the error's row; the reason stands beside
 * them.
 *
 * @throws Refusal always.
 */
export function refuse(error: ErrorName, slug: ReasonSlug, sentence: string, detail?: RefusalDetail): never {
  throw new Refusal(error, { slug, sentence }, detail);
}
