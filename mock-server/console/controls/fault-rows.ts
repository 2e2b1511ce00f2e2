import { el, shape } from '../dom.ts';
import type { FaultRow } from '../fault-names.ts';
import { countWords } from '../fault-names.ts';
import { actionButton } from './card.ts';
import type { KeyedItem } from './keyed-list.ts';

/** What the buttons of a row do. */
export interface FaultActions {
  readonly arm: (row: FaultRow) => void;
  readonly disarm: (row: FaultRow) => void;
}

/** The drawing of a flash. */
const FLASH = 'M9 1 3 9h4l-1 6 7-9H8.500z';

export function faultItem(first: FaultRow, { arm, disarm }: FaultActions): KeyedItem<FaultRow> {
  let row = first;
  const count = el('span', { class: 'dim' });
  const button = actionButton('Arm', () => {
    if (row.fault?.state === 'armed' || row.preset === undefined) disarm(row);
    else arm(row);
  });
  const element = el(
    'li',
    { class: 'fault' },
    el('span', { class: 'mark drawn' }, shape(FLASH)),
    el('strong', {}, first.name),
    el('p', { class: 'dim' }, first.sees),
    el('span', { class: 'buttons' }, count, button),
  );
  return {
    element,
    update: (changed) => {
      row = changed;
      const { fault, preset } = row;
      const isArmed = fault?.state === 'armed';
      element.classList.toggle('armed', isArmed);
      count.textContent = fault === undefined ? '' : countWords(fault);
      button.textContent = isArmed ? 'Disarm' : preset === undefined ? 'Remove' : 'Arm';
      button.setAttribute('aria-label', `${button.textContent}: ${row.name}`);
    },
  };
}
