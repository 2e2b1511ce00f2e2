import type { Awaitable } from './awaitable.ts';

/**
 * Opens something for the first who asks, and keeps it: whoever asks later has it at once. When opening failed, the
 * next who asks has it tried again.
 */
export function lazily<Opened>(open: () => Promise<Opened>): () => Awaitable<Opened> {
  let opening: Promise<Opened> | undefined;
  let opened: { readonly value: Opened } | undefined;
  return () => {
    if (opened !== undefined) return opened.value;
    opening ??= open().then(
      (value) => {
        opened = { value };
        return value;
      },
      (error: unknown) => {
        opening = undefined;
        throw error;
      },
    );
    return opening;
  };
}

let lastTurn: Promise<unknown> = Promise.resolve();

/**
 * Loads a part of the mock after those that are being loaded. Where modules are linked by a test runner, as Jest does,
 * two parts that have a file in common must not be loaded at the same time.
 */
export function inTurn<Loaded>(load: () => Promise<Loaded>): Promise<Loaded> {
  const turn = lastTurn.then(
    () => load(),
    () => load(),
  );
  lastTurn = turn;
  return turn;
}
