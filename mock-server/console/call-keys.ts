import type { FilterBar } from './filter-bar.ts';
import type { KeyRow } from './keyboard.ts';
import type { Row } from './rows.ts';

/** What keys act on. */
export interface CallKeyTargets {
  readonly bar: FilterBar;
  readonly detail: HTMLElement;
  /** To the next row of the list that fits. */
  readonly go: (step: 1 | -1, fits?: (row: Row) => boolean) => void;
  readonly togglePause: () => void;
  readonly clearRows: () => void;
  /** Back to the list; from the list, to all of it. */
  readonly leave: () => void;
}

/** Space, arrows, Page keys, Home and End are the browser's. */
export function callKeys({ bar, detail, go, togglePause, clearRows, leave }: CallKeyTargets): readonly KeyRow[] {
  const press = (selector: string) => (): void => {
    for (const each of detail.querySelectorAll<HTMLButtonElement>(selector)) each.click();
  };
  const key = (name: string, words: string, run: () => void): KeyRow => ({ key: name, words, run });
  return [
    key('j', 'an older call', () => {
      go(1);
    }),
    key('k', 'a newer call', () => {
      go(-1);
    }),
    key('n', 'the next refusal', () => {
      go(1, ({ verdict }) => verdict === 'refused');
    }),
    key('/', 'filter', () => {
      bar.focus();
    }),
    key('e', 'only refused calls', () => {
      bar.toggle('refused');
    }),
    key('d', 'only deviations', () => {
      bar.toggle('deviation');
    }),
    key('p', 'pause', togglePause),
    key('x', 'clear the list', clearRows),
    key('t', 'copy as a Jest test', press('.as-test')),
    key('c', 'copy as curl', press('.as-curl')),
    key('r', 'replay', press('.replay')),
    key('b', 'bodies pretty or raw', press('.pretty')),
    key('Escape', 'close, clear the filter', leave),
  ];
}
