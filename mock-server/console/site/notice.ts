import { el } from '../dom.ts';

/** What stays above every view of a mock in the page. */
export interface Notice {
  readonly element: HTMLElement;
  /** Says how the state is kept. */
  tellKept(words: string): void;
}

export function createNotice(): Notice {
  const kept = el('span', { role: 'status' });
  return {
    element: el(
      'aside',
      { class: 'notice', 'aria-label': 'About this mock' },
      el('strong', {}, 'A mock in this page: its tokens are nobody’s. '),
      'LivePerson accepts none of them. ',
      kept,
    ),
    tellKept: (words) => {
      kept.textContent = words;
    },
  };
}

const KEPT = 'Its state is kept in this browser; the list of calls is not.';

/** The sentences about what is kept. */
export const keptWords = {
  kept: KEPT,
  notTakenUp: (error: unknown): string =>
    `What this browser had kept could not be taken up (${reasonOf(error)}): the mock began anew.`,
  notKept: (error: unknown): string =>
    `This browser keeps nothing for this page (${reasonOf(error)}): after a reload the mock begins anew.`,
  notWritten: (error: unknown): string => `What happened last is not kept (${reasonOf(error)}).`,
} as const;

const LONGEST_REASON = 160;

/** One line of it: some of the text may be what was kept. */
function reasonOf(error: unknown): string {
  const [line = ''] = (error instanceof Error ? error.message : String(error)).split('\n');
  return line.length > LONGEST_REASON ? `${line.slice(0, LONGEST_REASON)}…` : line.replace(/\.$/, '');
}
