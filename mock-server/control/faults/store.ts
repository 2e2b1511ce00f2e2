import { countedBy, describeEffect, describeProgress } from './describe.ts';
import type { FaultMatch, FaultSpec } from './spec.ts';

/** A fault as it stands, as plain data. */
export interface FaultState {
  readonly id: string;
  /** What was armed. A `match` that is a function is left out. */
  readonly spec: Omit<FaultSpec, 'match'> & { readonly match?: FaultMatch | undefined };
  readonly state: 'armed' | 'spent' | 'removed';
  /** What the client will see: `a request ms.PublishEvent on any socket is answered with code 500`. */
  readonly description: string;
  /** How many calls or frames matched, whether the fault fired or not. */
  readonly seen: number;
  readonly fired: number;
  /** For instance `armed for 2 more calls, fired once`. */
  readonly explanation: string;
}

/** One armed fault. */
export interface Fault {
  readonly id: string;
  readonly spec: FaultSpec;
  /** How large it was when it was armed, see {@link MAX_FAULT_CHARS}. */
  readonly chars: number;
  seen: number;
  fired: number;
  removed: boolean;
}

/** The faults of one mock. */
export interface FaultStore {
  /**
   * @param earlier - what to go on from; without it the fault is new
   * @throws RangeError when {@link MAX_FAULTS} are armed in this place, or all together are too large.
   */
  add(spec: FaultSpec, earlier?: Pick<Fault, 'id' | 'seen' | 'fired'>): Fault;
  /** Those of one account, or all, in the order in which they were added. */
  list(accountId?: string): readonly Fault[];
  remove(fault: Fault): void;
  clear(accountId?: string): void;
  /**
   * Whether there is room for faults that are to be added.
   *
   * @param cleared - the accounts whose own faults go first; `all`: every fault goes first
   * @throws RangeError when all together would be too large.
   */
  requireRoom(specs: readonly FaultSpec[], cleared: readonly string[] | 'all'): void;
  /** Those that may fire at calls of this account, its own first; undefined for a call of no account. */
  at(accountId: string | undefined): readonly Fault[];
}

/** How many faults are kept for one account, and how many for the whole mock. Past that, spent ones go. */
export const MAX_FAULTS = 200;

/** How large all faults of a mock may be together: characters of their JSON, and something for each. */
export const MAX_FAULT_CHARS = 16_777_216;
const CHARS_FOR_EACH = 500;

/** The place of faults for all accounts; no account has an empty id. */
const EVERYWHERE = '';
const NONE: readonly Fault[] = [];

export function createFaultStore(): FaultStore {
  const places = new Map<string, Fault[]>();
  /** How many faults have an id: one that was taken over from another mock may have the same as one of ours. */
  const holders = new Map<string, number>();
  let chars = 0;
  let lastNumber = 0;

  const count = ({ id, chars: its }: Fault, sign: 1 | -1): void => {
    const left = (holders.get(id) ?? 0) + sign;
    if (left === 0) holders.delete(id);
    else holders.set(id, left);
    chars += sign * its;
  };
  const drop = (fault: Fault): void => {
    const place = fault.spec.account ?? EVERYWHERE;
    const there = places.get(place) ?? NONE;
    const rest = there.filter((each) => each !== fault);
    if (rest.length < there.length) count(fault, -1);
    if (rest.length === 0) places.delete(place);
    else places.set(place, rest);
  };
  const remove = (fault: Fault): void => {
    fault.removed = true;
    drop(fault);
  };
  const freshId = (): string => {
    do lastNumber += 1;
    while (holders.has(`fault-${String(lastNumber)}`));
    return `fault-${String(lastNumber)}`;
  };
  const list = (accountId?: string): readonly Fault[] =>
    accountId === undefined ? [...places.values()].flat() : (places.get(accountId) ?? NONE);
  const requireRoom = (comingChars: readonly number[], leaving: readonly Fault[]): void => {
    const total = chars + sumOf(comingChars) - sumOf(leaving.map((fault) => fault.chars));
    if (total <= MAX_FAULT_CHARS) return;
    throw new RangeError(
      `all faults together would exceed ${String(MAX_FAULT_CHARS)} characters; remove some, or arm smaller ones`,
    );
  };

  return {
    add: (spec, earlier) => {
      const place = spec.account ?? EVERYWHERE;
      const there = places.get(place) ?? NONE;
      const spent = there.length < MAX_FAULTS ? undefined : there.find((each) => stateOf(each) === 'spent');
      if (there.length >= MAX_FAULTS && spent === undefined)
        throw new RangeError(`${String(MAX_FAULTS)} faults are armed already; remove some`);
      const itsChars = sizeOf(spec);
      requireRoom([itsChars], spent === undefined ? NONE : [spent]);
      if (spent !== undefined) drop(spent);
      const { id, seen, fired } = earlier ?? { id: freshId(), seen: 0, fired: 0 };
      const fault: Fault = { id, spec, chars: itsChars, seen, fired, removed: false };
      places.set(place, [...(places.get(place) ?? NONE), fault]);
      count(fault, 1);
      return fault;
    },
    requireRoom: (specs, cleared) => {
      requireRoom(specs.map(sizeOf), cleared === 'all' ? list() : cleared.flatMap((accountId) => list(accountId)));
    },
    list,
    remove,
    clear: (accountId) => {
      for (const fault of list(accountId)) remove(fault);
    },
    at: (accountId) => {
      if (places.size === 0) return NONE;
      const own = accountId === undefined ? NONE : (places.get(accountId) ?? NONE);
      return [...own, ...(places.get(EVERYWHERE) ?? NONE)];
    },
  };
}

function sumOf(numbers: readonly number[]): number {
  return numbers.reduce((sum, each) => sum + each, 0);
}

/** The same whosever it is. */
function sizeOf({ match, ...rest }: FaultSpec): number {
  return (
    JSON.stringify({ ...rest, account: '', match: typeof match === 'object' ? match : '' }).length + CHARS_FOR_EACH
  );
}

export function stateOf({ removed, fired, spec: { times } }: Fault): FaultState['state'] {
  if (removed) return 'removed';
  return times !== undefined && fired >= times ? 'spent' : 'armed';
}

export function faultState(fault: Fault): FaultState {
  const {
    id,
    seen,
    fired,
    spec: { match, ...rest },
  } = fault;
  return {
    id,
    spec: typeof match === 'object' ? { ...rest, match } : rest,
    state: stateOf(fault),
    description: describeEffect(fault.spec),
    seen,
    fired,
    explanation: explain(fault),
  };
}

export function explain(fault: Fault): string {
  const { seen, fired, spec } = fault;
  const { times, every = 1, after = 0 } = spec;
  const left = times === undefined ? null : times - fired;
  const skips = Math.max(0, after - seen);
  return describeProgress({ state: stateOf(fault), fired, left, every, skips, what: countedBy(spec) });
}
