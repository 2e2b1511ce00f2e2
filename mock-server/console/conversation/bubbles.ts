import { el, shape, visible } from '../dom.ts';
import { timeOfDay } from '../instants.ts';
import type { Choose } from './content.ts';
import { drawContent } from './content.ts';
import { createScrollKeeper } from './scroll-keeper.ts';
import { syncChildren } from './sync-children.ts';
import type { Entry, Note, Said, Transcript } from './transcript.ts';

/** How the chat of a side is drawn. */
export interface Bubbles {
  readonly element: HTMLElement;
  /** @param last - below what was said: what waits to be done */
  show(transcript: Transcript | undefined, choose: Choose, ...last: readonly (HTMLElement | undefined)[]): void;
}

const RECEIPT_WORDS = ['sent', 'delivered', 'read'] as const;
const CLOCK = 'M8 1.500a6.500 6.500 0 1 0 .01 0zM8 4v4l3 2';

/** What the two sides are called here, for who does not see left and right. */
interface Names {
  readonly consumer: string;
  readonly agent: string;
}

/** @param onWay - a way on is taken, and its button goes away */
export function createBubbles(label: string, names: Names, onWay: () => void): Bubbles {
  const list = el('ol', { class: 'said-list' });
  const typing = el('p', { class: 'note', hidden: true });
  const ends = el('div', { class: 'ends' });
  const element = el('div', { class: 'chat', tabindex: '0', role: 'region', 'aria-label': label }, list, typing, ends);
  const drawn = new WeakMap<object, Drawn>();
  const scroll = createScrollKeeper(element);
  let shownLast: Entry | undefined;

  const draw = (entry: Entry, transcript: Transcript, choose: Choose): HTMLElement => {
    const known = drawn.get(entry.key);
    const made = known ?? (entry.kind === 'said' ? drawSaid(entry, names, choose) : drawNote(entry, transcript, onWay));
    if (known === undefined) drawn.set(entry.key, made);
    if (made.shown !== entry) made.show(entry);
    made.shown = entry;
    return made.element;
  };
  return {
    element,
    show: (transcript, choose, ...last) => {
      transcript?.settle();
      const entries = transcript?.entries() ?? [];
      scroll.keep(() => {
        syncChildren(list, transcript === undefined ? [] : entries.map((entry) => draw(entry, transcript, choose)));
        typing.hidden = transcript?.isOtherTyping() !== true;
        typing.textContent = 'The other side is typing…';
        syncChildren(
          ends,
          last.filter((each) => each !== undefined),
        );
      });
      const newest = entries.at(-1);
      if (newest !== shownLast && newest?.kind === 'said' && newest.isOwn) element.scrollTop = element.scrollHeight;
      shownLast = newest;
    },
  };
}

/** An entry as it stands in the list. Its buttons stay when it changes: one of them may just be pressed. */
interface Drawn {
  readonly element: HTMLElement;
  shown?: Entry;
  show(entry: Entry): void;
}

function drawSaid({ isOwn, isConsumer, event, atMs }: Said, names: Names, choose: Choose): Drawn {
  const who = isConsumer ? names.consumer : names.agent;
  const meta = el('small', {}, timeOfDay(atMs));
  const element = el(
    'li',
    // The tint is that of the token which has sent it.
    { class: `bubble ${isConsumer ? 'lp' : 'other'}${isOwn ? ' own' : ''}` },
    el('span', { class: 'sr' }, `${who}: `),
    ...drawContent(event, isOwn ? undefined : choose),
    meta,
  );
  return {
    element,
    show: (entry) => {
      if (entry.kind === 'said' && isOwn) meta.textContent = `${timeOfDay(atMs)} · ${RECEIPT_WORDS[entry.theirs]}`;
    },
  };
}

function drawNote(note: Note, transcript: Transcript, onWay: () => void): Drawn {
  const { tone, words, ways = [] } = note;
  const sentence = el('span', {});
  const buttons = ways.map(({ words: name, run }) => {
    const button = el('button', { type: 'button', class: 'first' }, name);
    button.addEventListener('click', () => {
      transcript.spend(note);
      onWay();
      run();
    });
    return button;
  });
  const element = el(
    'li',
    { class: `note ${tone === 'clock' ? 'moved' : tone}` },
    tone === 'clock' && el('span', { class: 'drawn' }, shape(CLOCK)),
    sentence,
    ...buttons,
  );
  let link: HTMLElement | undefined;
  return {
    element,
    show: (entry) => {
      if (entry.kind !== 'note') return;
      const { found } = entry;
      sentence.textContent = visible(sentenceBehind(words, found?.sentence));
      if (found !== undefined && link === undefined) {
        link = el('a', { href: `#/calls/${found.rowId}` }, callWords(found.rowId));
        sentence.after(link);
      }
      if (entry.ways === undefined) for (const button of buttons) button.remove();
    },
  };
}

/** What the journal says of it, unless the words have it already: there it begins small and has no point. */
function sentenceBehind(words: string, sentence = ''): string {
  const told = sentence.replace(/\.$/, '').toLowerCase();
  if (words.toLowerCase().includes(told)) return words;
  return `${words}${words.includes(': ') ? '. ' : ': '}${sentence}`;
}

function callWords(rowId: string): string {
  return rowId.startsWith('s') ? 'Its frames in Calls' : `Call #${rowId}`;
}
