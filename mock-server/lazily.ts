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
