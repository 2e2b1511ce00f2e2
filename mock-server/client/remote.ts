import type { FaultHandle } from '../control/faults/faults.ts';

/**
 * The same methods, each returning a promise, because the mock is in another process. Plain data comes as a promise
 * too, so that `await` works with a local and a remote mock alike.
 */
export type Remote<Verbs> = {
  readonly [Name in keyof Verbs]: Verbs[Name] extends (...given: infer Given) => infer Result
    ? (...given: Given) => Promise<RemoteResult<Awaited<Result>>>
    : Verbs[Name] extends string
      ? Verbs[Name]
      : HoldsVerbs<Verbs[Name]> extends true
        ? Remote<Verbs[Name]>
        : Promise<Verbs[Name]>;
};

type RemoteResult<Result> = Result extends FaultHandle ? Remote<FaultHandle> : Result;

type HoldsVerbs<Value> = Value[keyof Value] extends (...given: never[]) => unknown ? true : false;
