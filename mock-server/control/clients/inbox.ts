/** How long to wait for something that may never come. */
export interface WaitOptions {
  /**
   * Ends the wait, for instance `AbortSignal.timeout(1000)`: the promise rejects with what came instead. Default: it
   * ends when the socket does
   */
  readonly signal?: AbortSignal | undefined;
}

/** What somebody waits for. */
export interface Wanted<Item> {
  /** The method that waits, for its errors. */
  readonly method: string;
  /** In words: `a message`, `a frame of the type …`. */
  readonly what: string;
  readonly fits: (item: Item) => boolean;
}

/** What came and was not taken yet, and whoever waits for more. Nothing here follows the time. */
export interface Inbox<Item> {
  put(item: Item): void;
  /** Takes the first that fits, at once or when it comes. @throws Error when the inbox ends, or the signal aborts. */
  take(wanted: Wanted<Item>, options?: WaitOptions): Promise<Item>;
  /** Nothing comes any more: whoever waits is told why, and so is who asks for more than there is. */
  readonly end: (why: string) => void;
}

/** How an inbox treats what it has. */
export interface InboxManners<Item> {
  /** How much it keeps; past that the oldest goes. */
  readonly most: number;
  /** Whether taking something takes all before it as well. */
  readonly isInOrder: boolean;
  /** What came so far, as the end of a sentence. */
  readonly seen: () => string;
  /** Whether it is still worth taking. Default: always */
  readonly isGood?: (item: Item) => boolean;
}

interface Waiter<Item> {
  readonly wanted: Wanted<Item>;
  readonly resolve: (item: Item) => void;
  readonly fail: (why: string, cause?: unknown) => void;
}

export function createInbox<Item>({ most, isInOrder, seen, isGood = () => true }: InboxManners<Item>): Inbox<Item> {
  const items: Item[] = [];
  const waiters = new Set<Waiter<Item>>();
  let ended: string | undefined;

  const takeKept = ({ fits }: Wanted<Item>): Item | undefined => {
    const place = items.findIndex((item) => isGood(item) && fits(item));
    if (place === -1) {
      if (isInOrder) items.length = 0;
      return undefined;
    }
    return items.splice(isInOrder ? 0 : place, isInOrder ? place + 1 : 1).at(-1);
  };
  return {
    put: (item) => {
      const taker = [...waiters].find(({ wanted }) => wanted.fits(item));
      if (taker !== undefined) {
        waiters.delete(taker);
        taker.resolve(item);
        return;
      }
      if (isInOrder && waiters.size > 0) return;
      if (items.length >= most) items.shift();
      items.push(item);
    },
    take: (wanted, { signal } = {}) => {
      const kept = takeKept(wanted);
      if (kept !== undefined) return Promise.resolve(kept);
      const { method, what } = wanted;
      const failure = (why: string, cause?: unknown): Error =>
        new Error(`${method}: ${why} before ${what} came; ${seen()}`, { cause });
      if (ended !== undefined) return Promise.reject(failure(ended));
      if (signal?.aborted === true) return Promise.reject(failure(SIGNALLED, signal.reason));
      return new Promise((resolve, reject) => {
        const abort = (): void => {
          waiter.fail(SIGNALLED, signal?.reason);
        };
        const waiter: Waiter<Item> = {
          wanted,
          resolve: (item) => {
            signal?.removeEventListener('abort', abort);
            resolve(item);
          },
          fail: (why, cause) => {
            signal?.removeEventListener('abort', abort);
            waiters.delete(waiter);
            reject(failure(why, cause));
          },
        };
        signal?.addEventListener('abort', abort);
        waiters.add(waiter);
      });
    },
    end: (why) => {
      ended = why;
      for (const { fail } of [...waiters]) fail(why);
    },
  };
}

const SIGNALLED = 'the signal ended the wait';
