import type { FilterBar } from './filter-bar.ts';
import type { KeyRow } from './keyboard.ts';
import type { ListItem } from './list-items.ts';

/** What keys act on. */
export interface CallKeyTargets {
  readonly bar: FilterBar;
  readonly detail: HTMLElement;
  /** To the next line of the list that fits. */
  readonly go: (step: 1 | -1, fits?: (item: ListItem) => boolean) => void;
  readonly togglePause: () => void;
  readonly clearRows: () => void;
  /** Back to the list; from the list, to all of it. */
  readonly leave: () => void;
}

/** Space, arrows, Page keys, Home and End are the browser's. */
export function callKeys({ bar, detail, go, togglePause, clearRows, leave }: CallKeyTargets): readonly KeyRow[] {
  const press = (selector: string) => (): void => {
    for (const each of Array.from(detail.querySelectorAll<HTMLButtonElement>(selector))) each.click();
  };
  const calls = (name: string, words: string, run: () => void): KeyRow => ({ key: name, words, run, group: 'Calls' });
  const one = (name: string, words: string, run: () => void): KeyRow => ({ key: name, words, run, group: 'One call' });
  return [
    calls('j', 'Older', () => {
      go(1);
    }),
    calls('k', 'Newer', () => {
      go(-1);
    }),
    calls('/', 'Filter', () => {
      bar.focus();
    }),
    calls('e', 'Refused only', () => {
      bar.toggle('refused');
    }),
    calls('d', 'Deviations only', () => {
      bar.toggle('deviation');
    }),
    calls('w', 'Webhooks not taken only', () => {
      bar.toggle('not-taken');
    }),
    calls('n', 'Next refusal', () => {
      go(1, ({ row, frame }) => (frame === undefined ? row.verdict === 'refused' : frame.reason !== undefined));
    }),
    calls('p', 'Pause', togglePause),
    calls('x', 'Clear; for 10 s it can be undone', clearRows),
    one('t', 'Copy as a Jest test', press('.as-test')),
    one('c', 'Copy as curl', press('.as-curl')),
    one('r', 'Replay', press('.replay')),
    one('b', 'Pretty or raw', press('.segments .other')),
    { key: 'Escape', words: 'Close, clear the filter, back to the list', run: leave, group: 'Everywhere' },
  ];
}
