import type { FaultHandle } from '../control/faults/faults.ts';

/**
 * The same verbs, each answering a promise: what stands in another process cannot be asked at once. What holds verbs
 * holds them here too, and what is plain data comes as a promise, so that `await` reads alike for both.
 */
export type Remote<Verbs> = {
  readonly [Name in keyof Verbs]: Verbs[Name] extends (...given: infer Given) => infer Result
    ? (...given: Given) => Promise<RemoteResult<Awaited<Result>>>
    : Verbs[Name] extends string ? Verbs[Name]
    : HoldsVerbs<Verbs[Name]> extends true ? Remote<Verbs[Name]> : Promise<Verbs[Name]>;
};

type RemoteResult<Result> = Result extends FaultHandle ? Remote<FaultHandle> : Result;

type HoldsVerbs<Value> = Value[keyof Value] extends (...given: never[]) => unknown ? true : false;
