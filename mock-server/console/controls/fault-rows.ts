import type { FaultPreset } from '../../control/faults/presets.ts';
import type { FaultState } from '../../control/faults/store.ts';
import { el, shape } from '../dom.ts';
import { actionButton } from './card.ts';
import type { KeyedItem } from './keyed-list.ts';
import { sentenceOf } from './trouble.ts';

/** One line of the list: a preset, armed or not, or a fault of somebody's own. */
export interface FaultRow {
  readonly key: string;
  readonly name: string;
  /** What the client will see. */
  readonly sees: string;
  readonly preset: FaultPreset | undefined;
  /** As it stands in the mock; undefined when it is not there. */
  readonly fault: FaultState | undefined;
}

/** The presets in their order, each with the fault that was armed of it; then all other faults, oldest first. */
export function faultRowsOf(presets: readonly FaultPreset[], faults: readonly FaultState[]): readonly FaultRow[] {
  const rest = [...faults];
  const known = presets.map((preset) => {
    const wanted = textOf(preset.spec);
    const same = rest.filter(({ spec }) => textOf(spec) === wanted);
    const fault = same.find(({ state }) => state === 'armed') ?? same.at(-1);
    if (fault !== undefined) rest.splice(rest.indexOf(fault), 1);
    return { key: preset.name, name: preset.title, sees: preset.sentence, preset, fault };
  });
  const own = rest.map((fault) => ({
    key: fault.id,
    name: nameOf(fault),
    sees: sentenceOf(fault.description),
    preset: undefined,
    fault,
  }));
  return [...known, ...own];
}

/** The same for the same fault, in whatever order its members stand. */
function textOf(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  return JSON.stringify(members.sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, member]) => [name, textOf(member)]));
}

function nameOf({ spec: { error, delayMs = 0, endpoint, frame } }: FaultState): string {
  const what =
    error === undefined ? `${String(delayMs)} ms late` : typeof error === 'string' ? error : JSON.stringify(error);
  const where = frame ?? endpoint;
  return `${what.length > 60 ? `${what.slice(0, 60)}…` : what}${where === undefined ? '' : ` at ${where}`}`;
}

/** `1 of 2 left`. */
export function countWords({ state, fired, seen, spec }: FaultState): string {
  const { times, every = 1, after = 0, frame } = spec;
  const what = frame === undefined ? 'call' : 'frame';
  if (state !== 'armed') return `spent, fired ${String(fired)} ×`;
  return [
    times === undefined ? `every ${what}` : `${String(times - fired)} of ${String(times)} left`,
    ...(every > 1 ? [`one in ${String(every)}`] : []),
    ...(after > seen ? [`after ${String(after - seen)} more`] : []),
  ].join(', ');
}

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
