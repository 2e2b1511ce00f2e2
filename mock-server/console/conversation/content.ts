import { el } from '../dom.ts';
import { listOf, membersOf } from './members.ts';

/** Says a text as whoever pressed a button of a card; undefined: the buttons cannot be pressed here. */
export type Choose = ((text: string) => void) | undefined;

const MOST_DEPTH = 10;
const MOST_ELEMENTS = 100;

/** What was said, drawn: a text, the name of a file, or structured content. Only ever text of the page. */
export function drawContent(event: Readonly<Record<string, unknown>>, choose: Choose): readonly HTMLElement[] {
  const { type, message, content, quickReplies } = event;
  const replies = listOf(membersOf(quickReplies)['replies']).slice(0, MOST_ELEMENTS);
  const drawn =
    type === 'RichContentEvent'
      ? drawElement(content, choose, 0)
      : el('p', {}, typeof message === 'string' ? message : fileWords(membersOf(message)));
  return [
    drawn,
    ...(replies.length === 0
      ? []
      : [el('div', { class: 'replies' }, ...replies.map((each) => drawElement(each, choose, 0)))]),
  ];
}

function fileWords({ caption, relativePath, fileType }: Readonly<Record<string, unknown>>): string {
  return ['File', caption, fileType, relativePath].filter((each) => typeof each === 'string').join(' · ');
}

function drawElement(element: unknown, choose: Choose, depth: number): HTMLElement {
  const members = membersOf(element);
  const { type, text, title, elements, style } = members;
  if (depth > MOST_DEPTH) return el('p', { class: 'dim' }, 'nested more deeply than this page draws');
  if (Array.isArray(elements)) {
    const parts = listOf(elements).slice(0, MOST_ELEMENTS);
    const layout = type === 'horizontal' || type === 'carousel' ? 'card-row' : 'card-column';
    return el('div', { class: layout }, ...parts.map((each) => drawElement(each, choose, depth + 1)));
  }
  if (type === 'text') {
    const isBold = membersOf(style)['bold'] === true;
    return el('p', {}, isBold ? el('b', {}, String(text)) : String(text));
  }
  if (type === 'button') return drawButton(String(title), members, choose);
  return el('p', { class: 'dim' }, nameOf(members));
}

/** What is not drawn: an image, a map. */
function nameOf({ type, caption, url }: Readonly<Record<string, unknown>>): string {
  const name = [caption, url].find((each) => typeof each === 'string') ?? 'without a name';
  if (type === 'image') return `Image: ${name}`;
  return `${typeof type === 'string' ? type : 'something'}, which this page does not draw`;
}

function drawButton(title: string, { click, tooltip }: Readonly<Record<string, unknown>>, choose: Choose): HTMLElement {
  const actions = listOf(membersOf(click)['actions']).map(membersOf);
  const said = actions.find(({ type }) => type === 'publishText')?.['text'];
  const link = actions.find(({ type }) => type === 'link')?.['uri'];
  // Where a link of somebody else leads is shown, and not followed.
  if (typeof link === 'string') return el('p', { class: 'dim' }, `${title} → ${link}`);
  const button = el(
    'button',
    { type: 'button', disabled: choose === undefined, title: typeof tooltip === 'string' ? tooltip : undefined },
    title,
  );
  button.addEventListener('click', () => {
    choose?.(typeof said === 'string' ? said : title);
  });
  return button;
}
