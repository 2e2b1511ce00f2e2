/** Something that keeps what calls brought, and can give some of it up. */
export interface Keeper {
  /** What it gives up, in the plural, for the line that tells of it; undefined when nobody will miss it. */
  readonly what: string | undefined;
  /** Gives up some of what is missed least. How many went; 0 when nothing of it may go. */
  evict(): number;
}

/** The bytes of one part of what is kept: it grows and shrinks, and goes as a whole. */
export interface Tally {
  /** Counts bytes that are kept from now on, or with a minus are gone. */
  count(bytes: number): void;
  bytes(): number;
  /** The part is gone: its bytes count no more, whoever still writes to it. */
  release(): void;
  /** Whether the limit was reached and nothing else may go, so that nothing new can be kept for good. */
  isFull(): boolean;
}

/**
 * What one mock keeps of its calls, in bytes of the heap. Whoever keeps something counts it here as it comes and goes;
 * past the limit the keepers give up something, one after the other in their order, until a tenth of the limit is free.
 */
export interface MemoryBudget {
  readonly limitBytes: number;
  /** By the careful estimates of those who count. */
  keptBytes(): number;
  tally(): Tally;
  /** Who gives something up, the first one first. */
  giveUpInOrder(keepers: readonly Keeper[]): void;
  /** Comes back within the limit. Costs nothing as long as that is kept. */
  settle(): void;
  /** What went since it was last told, for people; undefined when nothing did that is worth a line. */
  tell(): string | undefined;
}

/** How much is kept when the keepers are done: so that they are not asked again at the next call. */
const KEPT_AFTERWARDS = 0.9;
/**
 * The part of the limit that has to go before it is told again: a mock that is full tells it now and then, not each
 * time.
 */
const WORTH_A_LINE = 0.05;

const MEGABYTE = 1_000_000;

/** The part of `limits.megabytes` for the bodies of calls that are under way; the rest is for what is kept. */
const SHARE_OF_BODIES = 0.25;

/** How many bytes of bodies may be in memory at once. */
export function bytesForBodies(limitMegabytes: number): number {
  return limitMegabytes * MEGABYTE * SHARE_OF_BODIES;
}

/** @param limitMegabytes - the option `limits.megabytes` */
export function createMemoryBudget(limitMegabytes: number): MemoryBudget {
  const limitBytes = limitMegabytes * MEGABYTE * (1 - SHARE_OF_BODIES);
  const gone = createGoneList();
  let keepers: readonly Keeper[] = [];
  let kept = 0;
  let untoldBytes = 0;
  let isFull = false;

  const makeRoom = (): void => {
    const before = kept;
    for (const keeper of keepers) {
      while (kept > limitBytes * KEPT_AFTERWARDS) {
        const count = keeper.evict();
        if (count === 0) break;
        gone.add(keeper.what, count);
      }
    }
    untoldBytes += before - kept;
    isFull = kept > limitBytes;
  };

  return {
    limitBytes,
    keptBytes: () => kept,
    tally: () =>
      createTally(
        (bytes) => {
          kept += bytes;
        },
        () => isFull && kept > limitBytes,
      ),
    giveUpInOrder: (inOrder) => {
      keepers = inOrder;
    },
    settle: () => {
      if (kept > limitBytes) makeRoom();
    },
    tell: () => {
      if (untoldBytes < limitBytes * WORTH_A_LINE) return undefined;
      untoldBytes = 0;
      const list = gone.take();
      return list === undefined
        ? undefined
        : `what the mock keeps reached limits.megabytes (${String(limitMegabytes)}); gone: ${list}`;
    },
  };
}

/** A tally of what no budget bounds. */
export function uncounted(): Tally {
  return createTally(
    () => undefined,
    () => false,
  );
}

function createTally(onCount: (bytes: number) => void, isFull: () => boolean): Tally {
  let own = 0;
  let isOver = false;
  const count = (bytes: number): void => {
    if (isOver) return;
    own += bytes;
    onCount(bytes);
  };
  return {
    count,
    bytes: () => own,
    release: () => {
      count(-own);
      isOver = true;
    },
    isFull,
  };
}

interface GoneList {
  add(what: string | undefined, count: number): void;
  /** In words, and empty from then on. */
  take(): string | undefined;
}

function createGoneList(): GoneList {
  const counts = new Map<string, number>();
  return {
    add: (what, count) => {
      if (what !== undefined) counts.set(what, (counts.get(what) ?? 0) + count);
    },
    take: () => {
      const list = [...counts].map(([what, count]) => `${String(count)} ${what}`).join(', ');
      counts.clear();
      return list === '' ? undefined : list;
    },
  };
}
