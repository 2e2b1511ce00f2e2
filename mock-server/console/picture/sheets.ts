import type { Step } from './step.ts';
import { isCall } from './step.ts';

/** A choice of what is drawn. */
export interface Part {
  readonly id: string;
  readonly name: string;
  /** Each for a sheet of its own. */
  readonly sheets: readonly (readonly Step[])[];
}

/** So many sheets are drawn at once; of more, the last. */
const MOST_SHEETS = 3;
/** So many can be chosen one by one. */
const MOST_CHOICES = 30;

/** Whether steps have room on one sheet. */
export type Fits = (steps: readonly Step[]) => boolean;

/** What can be drawn of these steps; the first is what is drawn unless another is chosen. */
export function partsOf(steps: readonly Step[], fits: Fits): readonly [Part, ...Part[]] {
  const sheets = inSheets(steps, fits);
  const count = steps.filter(isCall).length;
  const all = { id: 'all', name: `All ${callsIn(count)}`, sheets };
  const single = sheets.map((sheet, index) => ({
    id: `sheet-${String(index + 1)}`,
    name: nameOf(sheets, index),
    sheets: [sheet],
  }));
  const choices = [...(single.length > 1 ? single.slice(-MOST_CHOICES) : []), ...fromEvents(steps, fits)];
  if (sheets.length <= MOST_SHEETS) return [all, ...choices];
  const last = lastSheet(steps, fits);
  return [{ id: 'last', name: `The last ${callsIn(callCount(last))}`, sheets: [last] }, ...choices];
}

/** As many of the last steps as one sheet has room for: the last of many sheets may have a single call. */
function lastSheet(steps: readonly Step[], fits: Fits): readonly Step[] {
  let sheet: readonly Step[] = [];
  for (let at = steps.length - 1; at >= 0; at -= 1) {
    const longer = steps.slice(at);
    if (!fits(longer)) break;
    if (longer[0] !== undefined && isCall(longer[0])) sheet = longer;
  }
  return sheet;
}

function nameOf(sheets: readonly (readonly Step[])[], index: number): string {
  const before = sheets.slice(0, index).reduce((sum, sheet) => sum + callCount(sheet), 0);
  return `Calls ${String(before + 1)} to ${String(before + callCount(sheets[index]))}`;
}

function callCount(steps: readonly Step[] = []): number {
  return steps.filter(isCall).length;
}

function callsIn(count: number): string {
  return `${String(count)} ${count === 1 ? 'call' : 'calls'}`;
}

/** What people want to show: what came of a refusal, or of a move of the clock. */
function fromEvents(steps: readonly Step[], fits: Fits): Part[] {
  const from = (id: string, name: string, at: number): Part[] =>
    at <= 0 || callCount(steps.slice(at)) === 0
      ? []
      : [{ id, name, sheets: inSheets(steps.slice(at), fits).slice(0, MOST_SHEETS) }];
  const band = steps.findIndex((step) => !isCall(step));
  const refused = steps.findIndex((step) => isCall(step) && step.trouble !== undefined);
  return [
    ...from('from-change', 'From your first change', band),
    ...from('from-refusal', 'From the first refusal', refused),
  ];
}

/** A band goes with the call behind it. */
function inSheets(steps: readonly Step[], fits: Fits): readonly (readonly Step[])[] {
  const sheets: Step[][] = [];
  let waiting: Step[] = [];
  for (const step of steps) {
    if (!isCall(step)) {
      waiting.push(step);
      continue;
    }
    let last = sheets.at(-1);
    if (last === undefined || !fits([...last, ...waiting, step])) sheets.push((last = []));
    last.push(...waiting, step);
    waiting = [];
  }
  sheets.at(-1)?.push(...waiting);
  return sheets;
}
