import { startTimer } from '../clock.ts';

/** Clients and proxies give up on a connection that is quiet for a minute or more. */
export const QUIET_MS = 20_000;

/** How many items a reader who is behind takes from what is kept at once. */
export const BATCH = 100;

/** Whoever follows something that goes on. */
export interface Reader<Item> {
  /** The next item; undefined when there was none for a while. */
  take(start: typeof startTimer): Promise<Item | undefined>;
  /** Stops, and ends what is waited for. */
  stop(): void;
}

/** How the items of a reader become the text of an answer. */
export interface Writing<Item> {
  /** Sent at once, so that the reader sees that it is heard. */
  readonly opening: string;
  write(item: Item): string;
  /** Times what keeps a quiet connection open. Default: the wall's time. */
  readonly startTimer?: typeof startTimer | undefined;
}

const STILL_HERE = ': nothing new\n\n';

/** The items of a reader as server-sent events (HTML, section 9.2), a piece an item. */
export function piecesOf<Item>(reader: Reader<Item>, writing: Writing<Item>): AsyncIterableIterator<string> {
  let hasBegun = false;
  let hasEnded = false;
  return {
    [Symbol.asyncIterator]() {
      return this;
    },
    next: async () => {
      if (!hasBegun) {
        hasBegun = true;
        return { done: false, value: writing.opening };
      }
      const item = hasEnded ? undefined : await reader.take(writing.startTimer ?? startTimer);
      // It may have ended while it was waited for.
      if (hasEnded) return { done: true, value: undefined };
      return { done: false, value: item === undefined ? STILL_HERE : writing.write(item) };
    },
    return: () => {
      hasBegun = true;
      hasEnded = true;
      reader.stop();
      return Promise.resolve({ done: true, value: undefined });
    },
  };
}

/** What a reader waits with for the next item. */
export interface Waiting<Item> {
  /** Whether somebody waits. */
  isOn(): boolean;
  /** Resolves to what is given next; to undefined when nothing was for a while. */
  next(start: typeof startTimer): Promise<Item | undefined>;
  give(item: Item | undefined): void;
}

export function createWaiting<Item>(): Waiting<Item> {
  let deliver: ((item: Item | undefined) => void) | undefined;
  return {
    isOn: () => deliver !== undefined,
    next: (start) =>
      new Promise((resolve) => {
        const stopTimer = start(QUIET_MS, () => deliver?.(undefined));
        deliver = (item) => {
          deliver = undefined;
          stopTimer();
          resolve(item);
        };
      }),
    give: (item) => {
      deliver?.(item);
    },
  };
}
