import type { JournalEntry } from './admin-api.ts';
import { el } from './dom.ts';
import { faultLines } from './fault-names.ts';
import { copyIconButton } from './icons.ts';
import { span } from './instants.ts';
import { markOf } from './marks.ts';
import { remedyOf } from './remedies.ts';
import type { Row } from './rows.ts';
import { nearestOf, whyOf } from './words.ts';

/** What the card of a verdict is made of; `actions` and `says` are filled in later. */
export interface VerdictSetup {
  readonly row: Row;
  readonly entry: JournalEntry;
  readonly rows: readonly Row[];
  readonly actions: HTMLElement;
  readonly says: HTMLElement;
}

export function verdictCard({ row, entry, rows, actions, says }: VerdictSetup): HTMLElement {
  const { word, mark } = markOf(row.verdict);
  const { reason, error, outcome, deviations, secretInQuery, evicted } = entry;
  mark.setAttribute('aria-hidden', 'true');
  return el(
    'section',
    { class: `card verdict ${row.verdict}`, 'aria-label': 'Verdict' },
    el(
      'div',
      {},
      el(
        'p',
        { class: 'tag' },
        mark,
        el('strong', {}, word),
        el('span', { class: 'mono' }, `${String(outcome)}${error === undefined ? '' : ` · ${error}`}`),
        el('span', { class: 'grow' }),
        reason !== undefined && el('code', { class: 'slug' }, reason.slug),
        reason !== undefined &&
          copyIconButton('Copy the name of the reason', () => reason.slug, { isIconOnly: true, class: 'quiet' }),
      ),
      el('h2', {}, reason === undefined ? row.what : (whyOf(entry) ?? row.what)),
      nearest(entry),
      ...deviations.map(({ slug, sentence }) => el('p', {}, `Deviation ${slug}: ${sentence}.`)),
      entry.faults.length > 0 && faultLines(entry.faults),
      says,
      reason !== undefined && remedies(entry, reason.slug, rows),
      secretInQuery === true && el('p', {}, 'The query held a client_secret; it is left out here and in exports.'),
      evicted !== undefined && el('p', { class: 'dim' }, `To stay within its memory the mock forgot: ${evicted}`),
      actions,
    ),
  );
}

function nearest(entry: JournalEntry): HTMLElement | false {
  const paths = nearestOf(entry);
  if (paths.length === 0) return false;
  const items = paths.map((path) => el('li', { class: 'mono' }, path));
  return el('div', { class: 'nearest' }, 'Nearest paths that it has:', el('ul', {}, ...items));
}

function remedies(entry: JournalEntry, slug: string, rows: readonly Row[]): HTMLElement | false {
  const remedy = remedyOf(slug);
  const later = laterSuccess(entry, rows);
  if (remedy === undefined && later === undefined) return false;
  return el(
    'dl',
    { class: 'facts' },
    el('dt', {}, 'To put it right'),
    el('dd', {}, remedy === undefined ? '' : `${remedy} `, ...(later === undefined ? [] : laterWords(later, entry))),
  );
}

function laterWords({ row, isToken }: Later, { atMs }: JournalEntry): (HTMLElement | string)[] {
  const later = row.atMs - atMs;
  const words = isToken ? 'Your client did so' : 'A call to the same path was accepted';
  return [`${words}${whenWords(later)}, in `, el('a', { href: `#/calls/${row.id}` }, `call #${row.id}`), '.'];
}

function whenWords(laterMs: number): string {
  if (laterMs < 0) return '';
  if (laterMs < 50) return ' right after';
  return laterMs < 1000 ? ` ${(laterMs / 1000).toFixed(1)} s later` : ` ${span(laterMs)} later`;
}

interface Later {
  readonly row: Row;
  /** It got a new token of the kind that was refused, not yet the answer. */
  readonly isToken: boolean;
}

/**
 * The call that put it right: the first that got a new token of that kind, or else one to the same path, best without
 * a deviation.
 */
function laterSuccess(
  { id, method, path, accountId, reason, checks }: JournalEntry,
  rows: readonly Row[],
): Later | undefined {
  const later = rows.filter(({ entry }) => entry !== undefined && entry.id > id && entry.verdict === 'accepted');
  const renewed = later.find(
    ({ entry }) =>
      entry?.accountId === accountId &&
      entry?.tokens.some(({ use, kind }) => use === 'issued' && kind === checks?.kind) === true,
  );
  if (reason?.slug.endsWith('-expired') === true && renewed !== undefined) return { row: renewed, isToken: true };
  const same = later.filter(({ entry }) => entry?.method === method && entry.path === path);
  const row = same.find(({ verdict }) => verdict === 'accepted') ?? same[0];
  return row === undefined ? undefined : { row, isToken: false };
}
