import type { JournalEntry } from '../admin-api.ts';
import { el } from '../dom.ts';
import { asSvgElement } from '../picture/drawn.ts';
import { drawPicture } from '../picture/picture.ts';
import { stepsOf } from '../picture/steps.ts';
import type { Measure } from '../picture/text-width.ts';
import type { Row } from '../rows.ts';

/** Where the picture is drawn. */
export interface SoFarPlace {
  readonly accountId: string | undefined;
  /** Pixels of the tour's page. */
  readonly width: number;
  readonly measure: Measure;
}

/** The picture of the tour's own calls, and of what the clock did between them; false before the first. */
export function soFarCard(
  entries: readonly (JournalEntry | undefined)[],
  rows: readonly Row[],
  { accountId, width, measure }: SoFarPlace,
): HTMLElement | false {
  const ids = new Set(entries.flatMap((entry) => (entry === undefined ? [] : [entry.id])));
  if (ids.size === 0) return false;
  const first = Math.min(...ids);
  const own = rows.filter(({ entry, change }) => {
    if (change !== undefined) return change.afterEntry >= first && change.afterEntry < Math.max(...ids);
    return entry !== undefined && ids.has(entry.id);
  });
  const beside = width > 1240 ? 264 : 0;
  const picture = drawPicture(stepsOf(own), {
    title: 'So far',
    subject: `Account ${accountId ?? ''} · mock time, UTC`,
    ink: matchMedia('(prefers-color-scheme: dark)').matches ? 'night' : 'paper',
    format: width <= 760 ? 'tall' : 'strip',
    hasAnswers: true,
    hasTimes: true,
    hasReasons: true,
    measure,
    room: Math.min(1440, width) - 50 - beside,
  });
  return el('div', { class: 'flow-sheet so-far' }, asSvgElement(picture));
}
