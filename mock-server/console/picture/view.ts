import type { Row } from '../rows.ts';
import type { View, ViewMaker } from '../view.ts';
import { backend } from '../backend.ts';
import { el } from '../dom.ts';
import type { Drawn } from './drawn.ts';
import { asSvgElement, asSvgFile } from './drawn.ts';
import { SANS } from './pen.ts';
import { drawPicture } from './picture.ts';
import { createSaidStore } from './said.ts';
import { partsOf } from './sheets.ts';
import { isCall } from './step.ts';
import { stepsOf } from './steps.ts';
import type { Subject } from './subjects.ts';
import { rowsOf, subjectsOf } from './subjects.ts';
import { createPageMeasure } from './text-width.ts';
import { titleOf } from './title.ts';
import { createTools } from './tools.ts';
import { isRoomFor } from './wide.ts';

/** From here on down the edges of the page are smaller; as in the styles. */
const NARROW = 760;

/** The calls of an account, of a conversation or of a person as a sequence diagram that goes into a slide. */
export const createPictureView: ViewMaker = ({ rows, overview }) => {
  const measure = createPageMeasure(SANS);
  const sheets = el('div', { class: 'sheets', tabindex: '0', role: 'region', 'aria-label': 'Sequence diagram' });
  const tools = createTools({ onChange: draw, onSave: save, onSubject: goTo });
  const element = el('div', { class: 'view picture' }, el('h2', { class: 'sr' }, 'Picture'), tools.element, sheets);
  const said = createSaidStore(() => {
    if (element.isConnected) draw();
  });
  let subject = '';
  let shown: readonly Drawn[] = [];
  let shownFiles = '';

  function draw(): void {
    const all = rows.all();
    if (overview()?.capture === true) said.read(entriesOf(all));
    const subjects = subjectsOf(all, said.find);
    tools.element.hidden = subjects.length === 0;
    if (subjects.length === 0) {
      drawEmpty('No calls yet', 'The picture draws itself as they come.');
      return;
    }
    const chosen = subject === '' ? usualSubject(all, subjects) : subject;
    const { hasReceipts } = tools.options();
    const every = stepsOf(rowsOf(all, chosen, said.find), said.find);
    const steps = hasReceipts ? every : every.filter((step) => !isCall(step) || step.isReceipt !== true);
    const room = sheets.clientWidth - (element.clientWidth > NARROW ? 50 : 26);
    const layout = { ...tools.options(), subject: '', measure, room: room > 0 ? room : undefined };
    const parts = partsOf(steps, (some) => isRoomFor(some, layout));
    tools.offer({
      subjects,
      chosen,
      parts,
      hasReceipts: every.some((step) => isCall(step) && step.isReceipt === true),
    });
    if (steps.length === 0) {
      drawEmpty('None of the calls on this page is of it', 'Choose another above.');
      return;
    }
    const part = parts.find(({ id }) => id === tools.part()) ?? parts[0];
    tools.name(titleOf(part.sheets.flat()), part.sheets.length);
    const name = `${accountsOf(all, chosen)}mock time, UTC`;
    const count = part.sheets.length;
    drawSheets(
      part.sheets.map((sheet, index) =>
        drawPicture(sheet, {
          ...layout,
          ...tools.options(),
          subject: count > 1 ? `${name} · ${String(index + 1)} of ${String(count)}` : name,
        }),
      ),
    );
  }

  /** The account of whose calls these are, for the corner of the picture. */
  function accountsOf(all: readonly Row[], chosen: string): string {
    const accounts = new Set(rowsOf(all, chosen, said.find).flatMap(({ entry }) => entry?.accountId ?? []));
    return accounts.size === 1 ? `Account ${String([...accounts][0])} · ` : '';
  }

  function drawSheets(pictures: readonly Drawn[]): void {
    const files = pictures.map(asSvgFile).join('');
    if (files === shownFiles) return;
    [shown, shownFiles] = [pictures, files];
    sheets.replaceChildren(...pictures.map((picture) => el('div', { class: 'flow-sheet' }, asSvgElement(picture))));
  }

  function drawEmpty(title: string, words: string): void {
    [shown, shownFiles] = [[], ''];
    sheets.replaceChildren(
      el(
        'div',
        { class: 'empty' },
        el('h3', {}, title),
        ...whereToPoint(words),
        el('p', {}, 'Or ', el('a', { href: '#/tour/1' }, 'take the tour'), ': six calls, one by one.'),
      ),
    );
  }

  function save(): void {
    for (const [index, picture] of shown.entries()) {
      const url = URL.createObjectURL(new Blob([asSvgFile(picture)], { type: 'image/svg+xml' }));
      const number = shown.length > 1 ? `-${String(index + 1)}` : '';
      el('a', { href: url, download: `${fileNameOf(tools.options().title)}${number}.svg` }).click();
      URL.revokeObjectURL(url);
    }
  }

  function goTo(id: string): void {
    location.hash = `#/picture/${encodeURIComponent(id)}`;
  }

  new ResizeObserver(() => {
    if (element.isConnected && element.clientWidth > 0) draw();
  }).observe(element);
  addEventListener('beforeprint', () => {
    tools.print(true);
    if (element.isConnected) draw();
  });
  addEventListener('afterprint', () => {
    tools.print(false);
    if (element.isConnected) draw();
  });
  const view: View = {
    element,
    show: (rest) => {
      // The tab leads back to what was drawn last.
      if (rest !== '') subject = decoded(rest);
      draw();
    },
    refresh: draw,
    keys: [{ key: 's', words: 'download the picture as SVG', run: save }],
  };
  return view;
};

function whereToPoint(words: string): readonly HTMLElement[] {
  const { address, isInPage } = backend();
  return isInPage === true
    ? [el('p', {}, words, ' This mock lives in this page: no client outside can call it.')]
    : [el('p', {}, words, ' Point your client here:'), el('p', { class: 'address' }, address)];
}

function entriesOf(rows: readonly Row[]): NonNullable<Row['entry']>[] {
  return rows.flatMap(({ entry, frames }) => (frames.length > 0 ? frames : entry === undefined ? [] : [entry]));
}

/** What every file system takes. */
function fileNameOf(title: string): string {
  const name = title
    .toLowerCase()
    .replace(/[^\p{Letter}\p{Number}]+/gu, '-')
    .replace(/^-|-$/g, '');
  return name === '' ? 'lp-auth-mock-picture' : name.slice(0, 80);
}

/** The account of the newest call. */
function usualSubject(rows: readonly Row[], subjects: readonly Subject[]): string {
  const accountId = rows.findLast(({ entry }) => entry?.accountId !== undefined)?.entry?.accountId;
  return accountId === undefined ? (subjects[0]?.id ?? '') : `account-${accountId}`;
}

function decoded(rest: string): string {
  try {
    return decodeURIComponent(rest);
  } catch {
    // No address of ours: as it stands.
    return rest;
  }
}
