import type { EndpointContext } from '../../mock-server/endpoints/endpoint.ts';
import { Refusal } from '../../mock-server/errors/refusal.ts';
import type { CallParts } from './calls.ts';
import { callOf } from './calls.ts';

/** What a test says of a call on its way through an endpoint, and of what the endpoint knows. */
export interface ContextParts {
  readonly call?: CallParts;
  /** Those that matter; the others are not there. Default: an open mock that lets deviations pass. */
  readonly settings?: object;
  readonly account?: object;
  readonly nowMs?: number;
  readonly [more: string]: unknown;
}

/** A call on its way through an endpoint, without a mock around it. */
export function contextOf({ call = {}, settings = {}, nowMs = 0, ...more }: ContextParts = {}): EndpointContext {
  return {
    call: callOf(call),
    parameters: {},
    account: undefined,
    deviations: [],
    settings: { strict: false, closed: false, ...settings },
    clock: { now: () => nowMs, nowSeconds: () => Math.floor(nowMs / 1000) },
    ...more,
  } as unknown as EndpointContext;
}

/** What a refusal is made of. @throws Error when nothing was refused. */
export function refusalOf(run: () => unknown): readonly [error: string, slug: string, sentence: string] {
  try {
    run();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return [error.error, error.reason.slug, error.reason.sentence];
  }
  throw new Error('it was not refused');
}
