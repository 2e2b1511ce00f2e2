import type { KeptState } from './kept-state.ts';

/** The part of a mock whose state is kept. */
export interface KeepableMock {
  snapshot(): object;
}

/** Keeps the state of a mock as it changes. */
export interface Keeper {
  /** Something happened: the state is written within a quarter of a second, once however much happens. */
  changed(): void;
  /**
   * Writes at once what is not yet written. In a page that is being left this is a try: a browser that is busy may drop
   * what it has not begun.
   */
  flush(): void;
}

const WRITE_AFTER_MS = 250;

/**
 * @param onTrouble - hears why something could not be kept, and undefined when it can be again; the next change is
 *   tried in any case
 */
export function createKeeper(mock: KeepableMock, kept: KeptState, onTrouble: (error: unknown) => void): Keeper {
  let isTroubled = false;
  let due: ReturnType<typeof setTimeout> | undefined;
  let written = '';
  const write = async (): Promise<void> => {
    const snapshot = mock.snapshot();
    // Many a call changes nothing that is kept.
    const text = JSON.stringify(snapshot);
    if (text === written) return;
    await kept.write({ snapshot });
    written = text;
    if (isTroubled) onTrouble(undefined);
    isTroubled = false;
  };
  const flush = (): void => {
    if (due === undefined) return;
    clearTimeout(due);
    due = undefined;
    write().catch((error: unknown) => {
      isTroubled = true;
      onTrouble(error);
    });
  };
  return {
    changed: () => {
      due ??= setTimeout(flush, WRITE_AFTER_MS);
    },
    flush,
  };
}
