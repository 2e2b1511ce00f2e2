import type { FaultPreset } from '../control/faults/presets.ts';
import type { FaultState } from '../control/faults/store.ts';
import { askAdmin } from './admin-api.ts';
import { el } from './dom.ts';
import { sentenceOf } from './controls/trouble.ts';

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

/** The presets of the mock, and the faults that are in it. */
export async function readFaultRows(): Promise<readonly FaultRow[]> {
  const [{ presets }, { faults }] = await Promise.all([
    askAdmin<{ readonly presets: readonly FaultPreset[] }>('fault-presets'),
    askAdmin<{ readonly faults: readonly FaultState[] }>('faults'),
  ]);
  return faultRowsOf(presets, faults);
}

/** Which faults answered a call, by their titles, and how often they will yet; empty where none of them is left. */
export function faultLines(ids: readonly string[]): HTMLElement {
  const place = el('div', {});
  const fill = async (): Promise<void> => {
    const rows = (await readFaultRows()).filter(({ fault }) => fault !== undefined && ids.includes(fault.id));
    place.replaceChildren(...rows.map(line));
  };
  // The sentence of the mock names the fault as well.
  void fill().catch(() => undefined);
  return place;
}

function line({ name, fault }: FaultRow): HTMLElement {
  const left = fault === undefined ? '' : `: ${countWords(fault)}. `;
  return el('p', {}, `Your fault “${name}”${left}`, el('a', { href: '#/controls' }, 'See it in Controls'), '.');
}
