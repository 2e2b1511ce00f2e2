/** Keeps a list where its reader has scrolled it, or at its end while that is what is seen. */
export interface ScrollKeeper {
  /** @param change - adds to the list */
  keep(change: () => void): void;
}

const NEAR_THE_END = 40;

/** A list that leaves the page with its tab and comes back begins at its top: it is put back where it was. */
export function createScrollKeeper(list: HTMLElement): ScrollKeeper {
  let top = 0;
  let isAtEnd = true;
  list.addEventListener('scroll', () => {
    if (list.clientHeight === 0) return;
    top = list.scrollTop;
    isAtEnd = top + list.clientHeight >= list.scrollHeight - NEAR_THE_END;
  });
  return {
    keep: (change) => {
      change();
      if (isAtEnd) list.scrollTop = list.scrollHeight;
      else if (list.scrollTop === 0 && top > 0) list.scrollTop = top;
    },
  };
}
