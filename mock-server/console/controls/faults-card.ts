import type { FaultPreset } from '../../control/faults/presets.ts';
import type { FaultState } from '../../control/faults/store.ts';
import { askAdmin } from '../admin-api.ts';
import { el } from '../dom.ts';
import type { FaultRow } from '../fault-names.ts';
import { faultRowsOf } from '../fault-names.ts';
import type { Card } from './card.ts';
import { actionButton, createCardFrame } from './card.ts';
import { askForFault } from './fault-form.ts';
import { faultItem } from './fault-rows.ts';
import { createKeyedList } from './keyed-list.ts';

/** The faults that one can arm, and those that are armed. */
export function createFaultsCard(): Card {
  const count = el('span', { class: 'dim beside' });
  const list = el('ul', { class: 'faults', 'aria-label': 'Faults' });
  const show = createKeyedList<FaultRow>(
    list,
    ({ key }) => key,
    (row) => faultItem(row, { arm, disarm }),
  );
  let presets: readonly FaultPreset[] | undefined;
  const read = async (): Promise<void> => {
    // A list that does not change while the mock runs.
    presets ??= (await askAdmin<{ readonly presets: readonly FaultPreset[] }>('fault-presets')).presets;
    const { faults } = await askAdmin<{ readonly faults: readonly FaultState[] }>('faults');
    const armed = faults.filter(({ state }) => state === 'armed').length;
    count.textContent = armed === 0 ? 'none armed' : `${String(armed)} armed`;
    show(faultRowsOf(presets, faults));
  };
  const frame = createCardFrame({
    title: 'Faults',
    header: [
      count,
      actionButton('New fault…', () => {
        askForFault(frame.element, read);
      }),
      actionButton('Disarm all', () => {
        void frame.attempt(async () => {
          await askAdmin('faults', undefined, 'DELETE');
          return 'No fault is armed.';
        });
      }),
    ],
    body: [el('div', {}, list)],
    done: read,
  });
  function arm({ preset, fault, name }: FaultRow): void {
    void frame.attempt(async () => {
      if (preset === undefined) return '';
      // What is spent would only stand beside the new one.
      if (fault !== undefined) await remove(fault);
      await askAdmin('faults', preset.spec);
      return `Armed: ${name}.`;
    });
  }
  function disarm({ fault, name }: FaultRow): void {
    void frame.attempt(async () => {
      if (fault !== undefined) await remove(fault);
      return `Disarmed: ${name}.`;
    });
  }
  return { element: frame.element, read };
}

async function remove({ id }: FaultState): Promise<void> {
  await askAdmin(`faults/${encodeURIComponent(id)}`, undefined, 'DELETE');
}
